"""Dates as precise as they are known, and what is shown of a code."""

from datetime import date

import pytest

from dmptui.core.model.clinical import CodedValue, Period, Precision, When


@pytest.mark.parametrize(
    ("raw", "precision", "first", "short"),
    [
        ("1975", Precision.YEAR, date(1975, 1, 1), "1975"),
        ("197502", Precision.MONTH, date(1975, 2, 1), "02/1975"),
        ("19750203", Precision.DAY, date(1975, 2, 3), "03/02/1975"),
        ("197502031015+0100", Precision.TIME, date(1975, 2, 3), "03/02/1975"),
        ("19750203+0100", Precision.DAY, date(1975, 2, 3), "03/02/1975"),
        ("20092012", Precision.UNKNOWN, None, "20092012 (date invalide)"),
        ("0000", Precision.UNKNOWN, None, "0000 (date invalide)"),
        ("", Precision.UNKNOWN, None, ""),
    ],
)
def test_a_date_is_as_precise_as_written(raw: str, precision: Precision, first: date, short: str) -> None:
    when = When(raw)
    assert (when.precision, when.first_day, when.short()) == (precision, first, short)


def test_dates_sort_unknown_first() -> None:
    dates = [When("2009"), When(""), When("20081231"), When("200901011000+0100"), When("20092012")]
    assert [when.raw for when in sorted(dates, key=lambda when: when.order)][2:] == [
        "20081231",
        "2009",
        "200901011000+0100",
    ]


def test_a_period_starts_where_it_can() -> None:
    assert Period(When("", "UNK"), When("2020")).start == When("2020")
    assert Period(When("", "UNK")).start == When("", "UNK")


@pytest.mark.parametrize(
    ("code", "text"),
    [
        (CodedValue("I10", display="Hypertension", words="HTA"), "Hypertension"),
        (CodedValue("I10", words="HTA"), "HTA"),
        (CodedValue("I10", translations=(CodedValue("x", display="Traduit"),)), "Traduit"),
        (CodedValue("I10"), "I10"),
        (CodedValue(), ""),
    ],
)
def test_a_code_shows_the_best_words_it_has(code: CodedValue, text: str) -> None:
    assert code.text == text
