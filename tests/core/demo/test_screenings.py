"""Screenings: by age, and no sooner than their interval; none where a symptom led to the examination."""

from collections import defaultdict
from datetime import date
from itertools import pairwise

from tests.core.demo.papers import Paper, of_type

ORGANISED = "Dépistage organisé du cancer du sein"
YOUNG, OLD = 50, 74
INTERVAL = 700
"""Two years, but for an appointment that comes a little early."""


def mammographies(papers: list[Paper]) -> list[Paper]:
    return [paper for paper in of_type(papers, "18748-4", "75492-9") if "dépistage" in paper.text.casefold()]


def test_the_breast_is_screened_from_50_to_74_every_two_years(papers: list[Paper]) -> None:
    days: defaultdict[str, list[date]] = defaultdict(list)
    for paper in mammographies(papers):
        assert YOUNG <= paper.record.patient.age(paper.day) <= OLD, paper.where
        assert ORGANISED in paper.text, paper.where
        days[paper.record.patient.id].append(paper.day)
    assert days
    for found in days.values():
        found.sort()
        gaps = [(later - sooner).days for sooner, later in pairwise(found)]
        assert all(gap >= INTERVAL for gap in gaps)


def test_a_screening_is_paid_for_as_often_as_it_is_done(papers: list[Paper]) -> None:
    done = {(p.record.patient.id, p.day) for p in mammographies(papers)}
    paid = {
        (paper.record.patient.id, each.period.low.first_day)
        for paper in of_type(papers, "REMB")
        for each in paper.entries.reimbursements
        if each.code.code == "QEQK004"
    }
    assert paid
    assert paid <= done


def test_an_older_person_is_not_said_to_be_screened(papers: list[Paper]) -> None:
    for paper in papers:
        if paper.record.patient.age(paper.day) > OLD:
            assert "Dépistage organisé" not in paper.text, paper.where


def test_a_common_back_pain_waits_six_weeks_for_its_images(papers: list[Paper]) -> None:
    first = {
        p.record.patient.id: p.day for p in papers if p.meta.title == "Consultation pour lombalgie aiguë"
    }
    for paper in papers:
        if paper.meta.title == "IRM du rachis lombaire":
            assert (paper.day - first[paper.record.patient.id]).days >= 40, paper.where
