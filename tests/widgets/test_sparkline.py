"""Sparklines: one bar a value, on a scale that holds the reference range."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.widgets.glyphs import twins
from dmptui.widgets.sparkline import BARS, sparkline

numbers = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize(
    ("values", "low", "high", "drawn"),
    [
        ((), None, None, ""),
        ((), 1, 2, ""),
        ((5,), None, None, "▄"),
        ((5, 5, 5), None, None, "▄▄▄"),
        ((0, 7), None, None, "▁█"),
        ((0, 1, 2, 3, 4, 5, 6, 7), None, None, BARS),
        ((5, 5), 0, 7, "▆▆"),
        ((7.9, 8.5, 10.02), 3.5, 8, "▆▆█"),
        ((0,), None, 7, "▁"),
        ((5,), 5, 5, "▄"),
    ],
)
def test_bars(values, low, high, drawn):
    assert sparkline(values, low, high) == drawn


@given(st.lists(numbers, min_size=1), st.none() | numbers, st.none() | numbers)
def test_one_bar_a_value_and_a_higher_value_is_never_drawn_lower(values, low, high):
    drawn = [BARS.index(bar) for bar in sparkline(values, low, high)]
    assert len(drawn) == len(values)
    ordered = sorted(zip(values, drawn, strict=True))
    assert [bar for _value, bar in ordered] == sorted(drawn)


def test_every_bar_has_its_own_twin():
    drawn = BARS.translate(twins({"LANG": "C"}))
    assert drawn.isascii()
    assert len(set(drawn)) == len(BARS)
