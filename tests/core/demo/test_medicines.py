"""Medicines: sold on that day, within their dose for the kidneys, in an ALD of the list, in enough boxes."""

import re
from collections import defaultdict
from datetime import date

import pytest

from dmptui.core.demo.medicine import CONDITIONS
from dmptui.core.demo.products import products
from tests.core.demo.papers import Paper, of_type

ALD = {
    "E11": "8, diabète",
    "I50": "5, insuffisance cardiaque",
    "I48": "5, troubles du rythme",
    "I25": "13, maladie coronaire",
    "N18": "19, néphropathie chronique",
}
"""The affections de longue durée the population has (CSS D160-4), by the beginning of the CIM-10 code."""

DAILY_METFORMINE = ((60, 3000), (45, 2000), (30, 1000), (0, 0))
"""Most milligrams a day, from that DFG on (ANSM)."""


def test_the_list_of_conditions_says_which_are_an_ald() -> None:
    for condition in CONDITIONS.values():
        assert condition.ald is (condition.code.code.partition(".")[0] in ALD), condition.code
        assert all(CONDITIONS[other].ald for other in condition.part_of)


def test_a_line_is_in_an_ald_only_when_the_person_has_one(papers: list[Paper]) -> None:
    having: defaultdict[str, list[str]] = defaultdict(list)
    for paper in of_type(papers, "SYNTH"):
        having[paper.record.patient.id] += [
            problem.code.code for problem in paper.entries.problems if problem.code.code[:3] in ALD
        ]
    said = set()
    for paper in of_type(papers, "57833-6"):
        for line in paper.entries.prescriptions:
            said.add(line.long_term_illness)
            assert not line.long_term_illness or having[paper.record.patient.id], paper.where
    assert said == {True, False}


@pytest.mark.parametrize("atc", ["S01EE01", "M05BA04", "H03AA01", "R03AC02", "N02BE01", "R03BB04"])
def test_some_medicines_are_never_for_an_ald_of_the_population(papers: list[Paper], atc: str) -> None:
    for paper in of_type(papers, "57833-6"):
        for line in paper.entries.prescriptions:
            assert line.product.atc != atc or not line.long_term_illness, paper.where


def test_each_medicine_was_sold_on_its_day(papers: list[Paper]) -> None:
    for paper in of_type(papers, "57833-6"):
        for line in paper.entries.prescriptions:
            assert products()[line.product.name].since <= paper.day, (paper.where, line.product.name)


def test_a_product_is_sold_before_it_is_reimbursed(papers: list[Paper]) -> None:
    since = {product.name: product.since for product in products().values()}
    for paper in of_type(papers, "REMB"):
        for paid in paper.entries.reimbursements:
            if paid.product.name in since:
                first = paid.period.low.first_day
                assert first is not None
                assert since[paid.product.name] <= first, (paper.where, paid.product.name)


def milligrams(name: str, posology: str) -> int:
    strength = int(re.sub(r"\D", "", name.partition("mg")[0]))
    return strength * (2 if "matin et soir" in posology else 1)


def test_metformine_is_within_its_dose_for_the_last_dfg(papers: list[Paper]) -> None:
    last: dict[str, tuple[date, float]] = {}
    seen = 0
    for paper in sorted(papers, key=lambda paper: paper.meta.act_date):
        person = paper.record.patient.id
        for result in paper.entries.lab_results:
            if result.label.startswith("DFG") and result.value.number is not None:
                last[person] = (paper.day, float(result.value.number))
        for line in paper.entries.prescriptions:
            if line.product.atc == "A10BA02" and person in last:
                most = next(dose for least, dose in DAILY_METFORMINE if last[person][1] >= least)
                assert milligrams(line.product.name, line.posology) <= most, (paper.where, last[person])
                seen += 1
    assert seen > 40


def test_three_months_are_delivered_at_once_and_two_boxes_a_month_of_what_is_taken_twice(
    papers: list[Paper],
) -> None:
    seen = set()
    for paper in of_type(papers, "REMB"):
        for paid in paper.entries.reimbursements:
            if paid.product.name.startswith("METFORMINE") and paid.quantity.number:
                seen.add(int(paid.quantity.number))
            elif paid.product.name.startswith("RAMIPRIL"):
                assert paid.quantity.number == 3, paper.where
    assert seen == {6}


def test_no_medicine_the_person_is_allergic_to(papers: list[Paper]) -> None:
    allergic = defaultdict(set)
    for paper in of_type(papers, "SYNTH"):
        for allergy in paper.entries.allergies:
            allergic[paper.record.patient.id].add(allergy.agent.code)
    for paper in of_type(papers, "57833-6"):
        for line in paper.entries.prescriptions:
            assert line.product.atc not in allergic[paper.record.patient.id], paper.where


def test_folic_acid_is_given_before_twelve_weeks_only(papers: list[Paper]) -> None:
    scans = {p.record.patient.id: p.day for p in papers if p.meta.title == "Échographie du premier trimestre"}
    given = [
        (paper.record.patient.id, paper.day)
        for paper in of_type(papers, "57833-6")
        for line in paper.entries.prescriptions
        if line.product.atc == "B03BB01"
    ]
    assert given
    assert all(day <= scans[person] for person, day in given)
