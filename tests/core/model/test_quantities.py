"""A value against a range, and a value in another unit."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.model.clinical import Value
from dmptui.core.model.clinical.quantities import Position, in_unit, position
from dmptui.core.terminology.units import french_unit, power_between


def measure(written: str, unit: str = "g/L") -> Value:
    shown = french_unit(unit)
    return Value(f"{written.replace('.', ',')} {shown}", written, float(written), unit, shown)


def bounds(low=None, high=None, unit="g/L", *, low_open=False, high_open=False, comparator="") -> Value:
    shown = french_unit(unit)
    return Value("w", "", None, unit, shown, comparator, low, high, low_open=low_open, high_open=high_open)


FROM_TO = bounds(0.2, 1.0)


@pytest.mark.parametrize(
    ("value", "normal", "where"),
    [
        (measure("0.5"), FROM_TO, Position.WITHIN),
        (measure("1.0"), FROM_TO, Position.WITHIN),
        (measure("1.01"), FROM_TO, Position.ABOVE),
        (measure("0.1"), FROM_TO, Position.BELOW),
        (measure("1.0"), bounds(0.2, 1.0, high_open=True), Position.ABOVE),
        (measure("0.2"), bounds(0.2, 1.0, low_open=True), Position.BELOW),
        (measure("1600"), bounds(1500.0), Position.WITHIN),
        (measure("1499"), bounds(1500.0), Position.BELOW),
        (measure("5"), bounds(None, 5.0, high_open=True), Position.ABOVE),
        (measure("5"), bounds(None, 5.0), Position.WITHIN),
        (measure("50", "mg/dL"), FROM_TO, Position.WITHIN),
        (measure("150", "mg/dL"), FROM_TO, Position.ABOVE),
        (measure("5", "mmol/L"), FROM_TO, Position.UNDECIDED),
        (measure("5", ""), FROM_TO, Position.UNDECIDED),
        (bounds(None, 0.5), FROM_TO, Position.UNDECIDED),  # « < 0,5 » may be 0,1
        (bounds(None, 0.1), FROM_TO, Position.BELOW),
        (bounds(None, 0.2), FROM_TO, Position.UNDECIDED),
        (bounds(None, 0.2, high_open=True), FROM_TO, Position.BELOW),
        (bounds(10000.0), FROM_TO, Position.ABOVE),
        (bounds(0.5), FROM_TO, Position.UNDECIDED),
        (bounds(0.5, 0.7), FROM_TO, Position.WITHIN),
        (bounds(0.5, 1.7), FROM_TO, Position.UNDECIDED),
        (Value("Négatif"), FROM_TO, Position.UNDECIDED),
        (Value("1/80"), bounds(None, 80.0), Position.UNDECIDED),
        (measure("0.5"), Value("Absence"), Position.UNDECIDED),
        (measure("0.6"), bounds(0.5, 0.5), Position.UNDECIDED),
        (measure("0.6"), bounds(8.0, 3.0), Position.UNDECIDED),
    ],
)
def test_where_a_value_is(value, normal, where):
    assert position(value, normal) is where


def test_a_range_without_a_unit_is_in_the_unit_of_its_report():
    assert position(measure("2.75", "mmol/L"), bounds(2.2, 2.6, ""), "mmol/L") is Position.ABOVE


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (measure("95", "mg/dL"), "g/L", "0,95 g/L"),
        (measure("0.950", "g/L"), "mg/dL", "95,0 mg/dL"),
        (measure("1.2", "mmol/L"), "umol/L", "1200 µmol/L"),
        (measure("7.90", "10*3/uL"), "10*9/L", "7,90 G/L"),
        (measure("12", "ug/mL"), "mg/L", "12 mg/L"),
        (measure("251000", "/mm3"), "10*9/L", "251 G/L"),
        (measure("251500", "/mm3"), "10*9/L", "251,5 G/L"),
        (measure("4000000", "/mm3"), "10*12/L", "4 T/L"),
        (measure("200000", "/mm3"), "10*12/L", "0,2 T/L"),
        (measure("0", "/mm3"), "10*9/L", "0 G/L"),
        (measure("10.50", "mg/dL"), "g/L", "0,1050 g/L"),
        (bounds(70.0, 110.0, "mg/dL"), "g/L", "0,7 à 1,1 g/L"),
        (bounds(None, 5.0, "mg/dL", comparator="<"), "g/L", "< 0,05 g/L"),
        (bounds(3.0, 5.0, "g/L", low_open=True), "mg/L", "> 3000 et ≤ 5000 mg/L"),
        (measure("5", "mmol/L"), "g/L", None),
    ],
)
def test_in_another_unit(value, unit, text):
    moved = in_unit(value, measure("1", unit))
    assert (moved.text if moved else None) == text


figures = st.decimals(min_value=0, max_value=10**6, places=3).map(str)
joined = st.sampled_from(
    ["g/L", "mg/dL", "ug/mL", "g/dL", "ng/L", "mmol/L", "umol/L", "10*9/L", "/uL", "%", "[HPF]"]
)


@given(figures, joined, joined)
def test_there_and_back_is_the_same(written, unit, other):
    value = measure(written, unit)
    moved = in_unit(value, measure("1", other))
    assert (moved is None) == (power_between(unit, other) is None)
    if moved is None:
        return
    back = in_unit(moved, value)
    assert back is not None
    assert (back.number, Decimal(back.written)) == (value.number, Decimal(written))
    assert back.shown_unit == value.shown_unit


whole = st.integers(0, 10**9).map(str)


@given(whole | figures, joined, joined)
def test_a_conversion_is_no_more_precise_than_what_was_written(written, unit, other):
    moved = in_unit(measure(written, unit), measure("1", other))
    if moved is None or moved.written == written:
        return
    assert len(Decimal(moved.written).as_tuple().digits) <= len(Decimal(written).as_tuple().digits)
    assert "." in written or not re.search(r"\.\d{2,}0$", moved.written)


@given(figures, joined, joined, st.floats(0, 1000), st.floats(0, 1000))
def test_a_value_is_judged_the_same_in_any_of_its_units(written, unit, other, low, high):
    value, normal = measure(written, unit), bounds(low, high, unit)
    moved = in_unit(value, measure("1", other))
    assert moved is None or position(moved, normal) is position(value, normal)
