"""The lines of the page Biologie: what is said of a range, a unit, a judgement."""

import pytest

from dmptui.core.insight.biology import Point
from dmptui.core.insight.biology_series import series
from dmptui.core.insight.biology_words import mark
from dmptui.core.model.clinical import CodedValue, LabResult, Range, Source, Value, When
from dmptui.core.model.clinical.conditions import Applies
from dmptui.screens.biology.rows import Filter, about, point_row, rows
from dmptui.widgets.rows import Row
from tests.core.insight.test_biology import report, result, written

WOMEN = Value("45 à 84 µmol/L", unit="umol/L", shown_unit="µmol/L", low=45.0, high=84.0)
MEN = Value("59 à 104 µmol/L", unit="umol/L", shown_unit="µmol/L", low=59.0, high=104.0)


def creatinine(*ranges: Range, flag: str = "", label: str = "") -> Point:
    value = written("102", "umol/L")
    lab = LabResult(CodedValue("14682-9"), value, When("20260901"), Source(), (value,), flag, label, ranges)
    (analysis,) = series([report("20260901", lab)])
    return analysis.last


def said(point: Point) -> list[str]:
    return [text for text, _tone in about(point)]


def test_all_ranges_are_shown_and_none_judges_when_it_is_not_certain_which_applies():
    point = creatinine(
        Range(WOMEN, "N", "Femmes", Applies.UNCERTAIN), Range(MEN, "N", "Hommes", Applies.UNCERTAIN)
    )
    cells = point_row(point, "µmol/L").cells
    assert (mark(point), cells[3]) == ("", "45 à 84 (Femmes) / 59 à 104 (Hommes)")
    assert "Référence : 45 à 84 µmol/L (Femmes)" in said(point)
    assert "Référence : 59 à 104 µmol/L (Hommes)" in said(point)
    assert "Rien ne dit laquelle s'applique : la valeur n'est pas jugée." in said(point)


def test_the_range_of_the_person_judges_and_the_others_are_said():
    point = creatinine(Range(WOMEN, "N", "Femmes"), Range(MEN, "N", "Hommes", Applies.NO))
    assert (mark(point), point_row(point, "µmol/L").cells[3]) == ("↑?", "45 à 84")
    assert "Référence : 59 à 104 µmol/L (Hommes)" in said(point)
    assert "Rien ne dit laquelle s'applique : la valeur n'est pas jugée." not in said(point)


@pytest.mark.parametrize(
    ("applies", "shown"),
    [
        (Applies.YES, "45 à 84"),
        (Applies.UNCERTAIN, "45 à 84 (Phase folliculaire)"),
        (Applies.NO, "45 à 84 (Phase folliculaire)"),
    ],
)
@pytest.mark.parametrize("colon", ["", " :", "\u00a0:"])
def test_a_range_that_is_not_surely_the_person_s_says_whom_it_is_for(applies, shown, colon):
    point = creatinine(Range(WOMEN, "N", f"Phase folliculaire{colon}", applies))
    assert point_row(point, "µmol/L").cells[3] == shown
    assert (mark(point) == "") == (applies is not Applies.YES)


@pytest.mark.parametrize(
    ("flag", "sign"),
    [("", ""), ("N", ""), ("H", "↑"), ("LL", "↓↓"), ("R", "R"), ("LA18468-1", ""), ("MED-382", "")],
)
def test_only_a_judgement_of_hl7_has_a_sign(flag, sign):
    assert mark(creatinine(flag=flag, label="selon le laboratoire")) == sign


def test_a_value_in_another_unit_says_how_its_report_gives_it():
    limits = Value("70 à 110 mg/dL", unit="mg/dL", shown_unit="mg/dL", low=70.0, high=110.0)
    old = report("20240301", result(written("95", "mg/dL"), "20240301", normal=limits))
    found = series([old, report("20240901", result(written("0.99", "g/L"), "20240901"))])
    first = found[0].points[0]
    assert point_row(first, "g/L").cells[1][0] == "0,95"
    assert point_row(first, "g/L").cells[3] == "0,7 à 1,1"
    assert "Dans le compte rendu : 95 mg/dL" in said(first)
    (row,) = rows(found, Filter(sort="name"))
    assert isinstance(row, Row)
    assert row.cells[5] == "0,95"
