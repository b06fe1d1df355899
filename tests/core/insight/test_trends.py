"""The results that a report recalls."""

import pytest

from dmptui.core.insight.trends import trend
from dmptui.core.model.clinical import CodedValue, EarlierResult, LabResult, Source, Value, When


def value(number: float | None, unit: str = "mmol/L", comparator: str = "") -> Value:
    return Value(f"{comparator}{number} {unit}", str(number), number, unit, unit, comparator)


def result(own: Value, *earlier: tuple[Value, str]) -> LabResult:
    recalled = tuple(EarlierResult(each, When(day)) for each, day in earlier)
    return LabResult(CodedValue("22664-7", display="Urée"), own, When("20230104"), Source(), earlier=recalled)


def test_the_earliest_first_its_own_last():
    points = trend(result(value(10.02), (value(8.5), "20220103"), (value(7.9), "20200103")))
    assert [(point.number, point.when.raw) for point in points] == [
        (7.9, "20200103"),
        (8.5, "20220103"),
        (10.02, "20230104"),
    ]


def test_what_a_power_of_ten_joins_is_compared_in_the_unit_of_the_report():
    points = trend(result(value(10.5, "g/L"), (value(950, "mg/dL"), "20220103")))
    assert [(point.number, point.text) for point in points] == [(9.5, "9,50 g/L"), (10.5, "10.5 g/L")]


@pytest.mark.parametrize(
    "lab",
    [
        result(value(5)),
        result(value(None), (value(4), "2020")),
        result(value(5, comparator="<"), (value(4), "2020")),
        result(value(5), (value(4, "g/L"), "2020")),
        result(value(5), (value(4, comparator=">"), "2020"), (value(None), "2021")),
    ],
)
def test_what_cannot_be_compared_makes_no_trend(lab):
    assert trend(lab) == ()
