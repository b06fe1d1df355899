"""Figures: what is a number, and what only looks like one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.model.figures import figure, french, plain


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("7.90", "7.90"), ("7,90", "7.90"), ("-2", "-2"), ("\u22122,5", "-2.5"), ("+2", "2"), (".5", "0.5"),
        ("1 500", "1500"), ("1\u202f500", "1500"), ("1\u00a0500,25", "1500.25"),
        ("12\u2009345\u2009678", "12345678"),        ("1.2e3", "1200"), (" 12 ", "12"), ("0", "0"),
    ],
)  # fmt: skip
def test_a_number(written, number):
    assert figure(written) == Decimal(number)


@pytest.mark.parametrize(
    "written",
    [
        "", "12 x 3", "12×3", "1/80", "1:80", "< 5", "5 mg", "1,234,567", "1.2.3", "1 50", "12 3456",
        "1  500", "12-15", "1e", "e5", "5 %", "NaN", "inf", "Infinity", "0x10", "1_000", "٣", "²",
        "5.", "1\n500", "--5",
    ],
)  # fmt: skip
def test_no_number(written):
    assert figure(written) is None


@pytest.mark.parametrize(
    ("written", "shown"), [("7.90", "7,90"), ("7.900000", "7,9"), ("7.000000", "7"), ("12", "12")]
)
def test_as_precise_as_it_is_written(written, shown):
    assert french(written) == shown


@given(st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9))
def test_what_is_written_is_read(number):
    assert figure(plain(number)) == number
