"""Surgeries are closed on Sundays and on holidays, movable feasts too."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.demo.days import easter, holidays, is_working_day, working_day
from dmptui.core.model.days import day_of
from tests.core.demo.papers import Paper, of_type

ROUTINE = ("11488-4", "34749-2", "34794-8", "68599-0", "SYNTH", "PROT_ALD", "BIL_AUTO", "74207-2", "85208-7")
"""Types that nobody writes on a day off, in a hospital neither."""


@pytest.mark.parametrize(
    "day",
    [
        "2000-04-23",
        "2008-03-23",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        "2038-04-25",
    ],
)
def test_easter(day: str) -> None:
    assert easter(int(day[:4])) == date.fromisoformat(day)


def test_the_eleven_holidays_of_2026() -> None:
    assert sorted(f"{day:%d/%m}" for day in holidays(2026)) == sorted(
        ["01/01", "06/04", "01/05", "08/05", "14/05", "25/05", "14/07", "15/08", "01/11", "11/11", "25/12"]
    )


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(0, 4000))
def test_a_working_day_is_the_day_or_one_of_the_few_before(today: date, ago: int) -> None:
    day = day_of(working_day(today, ago))
    assert is_working_day(day)
    assert timedelta() <= today - timedelta(days=ago) - day <= timedelta(days=4)


def test_no_routine_act_on_a_day_off(papers: list[Paper]) -> None:
    in_town = [p for p in papers if p.meta.setting and p.meta.setting.code == "AMBULATOIRE"]
    assert [p.where for p in (*in_town, *of_type(papers, *ROUTINE)) if not is_working_day(p.day)] == []
