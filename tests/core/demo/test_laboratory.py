"""Biology: the ranges of that sex and age; a DFG that is the one of its creatinine."""

from datetime import date

import pytest

from dmptui.core.demo.laboratory import ANALYSES, filtration
from dmptui.core.demo.population import generate
from dmptui.core.model.patient import Sex
from tests.core.demo.papers import Paper, of_type

RANGES = {
    "14682-9": {Sex.FEMALE: ("45", "84"), Sex.MALE: ("59", "104")},
    "718-7": {Sex.FEMALE: ("12.0", "16.0"), Sex.MALE: ("13.0", "17.0")},
    "2276-4": {Sex.FEMALE: ("15", "150"), Sex.MALE: ("30", "400")},
    "789-8": {Sex.FEMALE: ("3.8", "5.2"), Sex.MALE: ("4.3", "5.7")},
    "1920-8": {Sex.FEMALE: ("", "32"), Sex.MALE: ("", "40")},
    "1742-6": {Sex.FEMALE: ("", "33"), Sex.MALE: ("", "41")},
}
"""What differs by sex, by LOINC code: low and high."""
CREATININE, DFG, NT_PRO_BNP = "14682-9", "62238-1", "33762-6"


def bounds(paper: Paper, loinc: str) -> list[tuple[str, str]]:
    """Of the results of an analysis in a document."""
    found = []
    for observation in paper.root.iterfind(".//{*}observation"):
        code, value = observation.find("{*}code"), observation.find("{*}referenceRange//{*}value")
        if code is not None and code.get("code") == loinc and value is not None:
            low, high = value.find("{*}low"), value.find("{*}high")
            found.append(
                (low.get("value") if low is not None else "", high.get("value") if high is not None else "")
            )
    return found


@pytest.mark.parametrize("loinc", RANGES)
def test_a_range_is_that_of_the_sex(papers: list[Paper], loinc: str) -> None:
    seen = set()
    for paper in of_type(papers, "11502-2"):
        for found in bounds(paper, loinc):
            sex = paper.record.patient.sex
            seen.add(sex)
            assert found == RANGES[loinc][sex], paper.where
    assert seen


def test_nt_pro_bnp_is_read_by_age(papers: list[Paper]) -> None:
    for paper in of_type(papers, "11502-2"):
        for _low, high in bounds(paper, NT_PRO_BNP):
            assert high == ("125" if paper.record.patient.age(paper.day) < 75 else "450"), paper.where


def test_a_dfg_is_the_one_of_its_creatinine(papers: list[Paper]) -> None:
    seen = 0
    for paper in of_type(papers, "11502-2"):
        values = {result.code.code: result.value.number for result in paper.entries.lab_results}
        creatinine, dfg = values.get(CREATININE), values.get(DFG)
        if creatinine is not None and dfg is not None:
            seen += 1
            expected = filtration(float(creatinine), paper.record.patient, paper.day)
            assert abs(float(dfg) - expected) <= 0.5, paper.where
    assert seen > 50


@pytest.mark.parametrize(
    ("key", "creatinine", "expected"),
    [("bernard", 118, 39), ("bernard", 60, 86), ("marchand", 138, 42), ("marchand", 80, 82)],
)
def test_ckd_epi(key: str, creatinine: float, expected: int) -> None:
    """By hand, from the equation of 2009: 75 and 76 years old."""
    day = date(2026, 11, 23)
    patient = next(r.patient for r in generate(day).records if r.patient.id == f"demo-{key}")
    assert round(filtration(creatinine, patient, day)) == expected


def test_every_range_is_in_order() -> None:
    for analysis in ANALYSES.values():
        for norm in (analysis, analysis.men, analysis.young):
            if norm is not None and norm.low and norm.high:
                assert float(norm.low) < norm.usual < float(norm.high)
