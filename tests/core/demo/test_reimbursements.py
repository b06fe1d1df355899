"""The Assurance Maladie pays what was done: its documents and those of the professionals say the same."""

from collections import Counter, defaultdict
from datetime import date

import pytest

from dmptui.core.model.clinical import Reimbursement, ReimbursementKind
from dmptui.core.model.days import day_in
from tests.core.demo.papers import Paper, of_type

SYSTEMS = {
    ReimbursementKind.MEDICINE: {"1.2.250.1.215.200.1.1.1"},
    ReimbursementKind.VACCINATION: {"1.2.250.1.215.200.1.1.1"},
    ReimbursementKind.STAY: {"1.2.250.1.215.200.3.1"},
    ReimbursementKind.CARE: {"1.2.250.1.215.200.3.3", "1.2.250.1.215.200.3.4"},
    ReimbursementKind.IMAGING: {"1.2.250.1.215.200.3.4"},
    ReimbursementKind.BIOLOGY: {"1.2.250.1.215.200.4.1"},
}
"""OIDs of the Assurance Maladie's own codes, by section (CI-SIS CNAM-HR 2021.01)."""
CARE_TYPES = ("11488-4", "70004-7", "11506-3", "78513-9")


def paid(papers: list[Paper], *kinds: ReimbursementKind) -> list[tuple[Paper, Reimbursement]]:
    return [
        (paper, each)
        for paper in of_type(papers, "REMB")
        for each in paper.entries.reimbursements
        if each.kind in kinds
    ]


def whose(paper: Paper) -> str:
    return paper.record.patient.id


def first_day(each: Reimbursement) -> date:
    day = each.period.low.first_day
    assert day is not None
    return day


def test_every_section_is_filled(papers: list[Paper]) -> None:
    assert {each.kind for _paper, each in paid(papers, *ReimbursementKind)} == set(SYSTEMS)


def test_codes_are_those_of_the_assurance_maladie(papers: list[Paper]) -> None:
    for paper, each in paid(papers, *ReimbursementKind):
        codes = [code for code in each.code.all() if code.code]
        assert {code.system for code in codes} <= SYSTEMS[each.kind], (paper.where, each.label)
        assert each.label, paper.where


@pytest.mark.parametrize(
    ("kind", "types"),
    [
        (ReimbursementKind.CARE, CARE_TYPES),
        (ReimbursementKind.IMAGING, ("18748-4",)),
        (ReimbursementKind.BIOLOGY, ("11502-2",)),
        (ReimbursementKind.STAY, ("34112-3",)),
        (ReimbursementKind.VACCINATION, ("87273-9",)),
        (ReimbursementKind.MEDICINE, ("60593-1",)),
    ],
)
def test_nothing_is_paid_for_that_was_not_done_that_day(
    papers: list[Paper], kind: ReimbursementKind, types: tuple[str, ...]
) -> None:
    done = {(whose(paper), paper.day) for paper in of_type(papers, *types)}
    for paper, each in paid(papers, kind):
        assert (whose(paper), first_day(each)) in done, (paper.where, each.label, each.period)


def test_a_stay_lasts_as_long_as_its_report_says(papers: list[Paper]) -> None:
    reports = {(whose(p), p.day): day_in(p.meta.end) for p in of_type(papers, "34112-3") if p.meta.end}
    stays = paid(papers, ReimbursementKind.STAY)
    assert len(stays) == 2
    for paper, each in stays:
        assert each.period.high.first_day == reports[whose(paper), first_day(each)]


def test_what_was_done_in_a_period_is_paid_for(papers: list[Paper]) -> None:
    """Consultations of the general practitioner, samples of the town's laboratory, imaging, stays."""
    seen: Counter[str] = Counter()
    for remb in of_type(papers, "REMB"):
        days = defaultdict(set)
        for each in remb.entries.reimbursements:
            days[each.kind].add(first_day(each))
        assert remb.meta.start
        assert remb.meta.end
        for paper in papers:
            inside = day_in(remb.meta.start) < paper.day < day_in(remb.meta.end)
            if whose(paper) == whose(remb) and inside:
                for kind, is_that in _EXPECTED.items():
                    if is_that(paper):
                        seen[kind] += 1
                        assert paper.day in days[kind], (remb.where, paper.where)
    assert set(seen) == set(_EXPECTED)


_EXPECTED = {
    ReimbursementKind.CARE: lambda paper: paper.meta.title == "Compte rendu de consultation",
    ReimbursementKind.BIOLOGY: lambda paper: (
        paper.meta.type.code == "11502-2" and paper.meta.setting.code == "AMBULATOIRE"
    ),
    ReimbursementKind.IMAGING: lambda paper: paper.meta.type.code == "18748-4" and not paper.meta.description,
    ReimbursementKind.STAY: lambda paper: paper.meta.type.code == "34112-3",
    ReimbursementKind.MEDICINE: lambda paper: paper.meta.type.code == "60593-1",
}


def test_a_document_of_reimbursements_tells_nothing_that_is_masked(papers: list[Paper]) -> None:
    hidden = {(whose(p), p.day, p.meta.author.name.split()[1]) for p in papers if p.meta.visibility}
    for paper, each in paid(papers, ReimbursementKind.CARE, ReimbursementKind.IMAGING):
        for person, day, family in hidden:
            if person == whose(paper) and day == first_day(each):
                assert family not in each.by.text, (paper.where, each.label)
