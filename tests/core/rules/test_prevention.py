"""The calendar of prevention: who is told what, and when."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.model.patient import Patient, Sex
from dmptui.core.rules.prevention import HORIZON, Prevention, later, provided
from tests.core.server.dmp_world import person

TODAY = date(2026, 11, 30)


def born(day: date, sex: Sex = Sex.FEMALE) -> Patient:
    return person(1).model_copy(update={"birth_date": day, "sex": sex})


def titles(patient: Patient, kind: Prevention, today: date = TODAY) -> list[str]:
    return [each.title for each in provided(patient, today) if each.kind is kind]


def test_a_child_has_twenty_compulsory_examinations():
    day = date(2025, 1, 15)
    seen = {
        each.title
        for months in range(17 * 12)
        for each in provided(born(day), later(day, f"{months}m"))
        if each.kind is Prevention.EXAM
    }
    assert len(seen) == 20
    assert all(each.duty for each in provided(born(day), day) if each.kind is Prevention.EXAM)


@pytest.mark.parametrize(
    ("age", "sex", "kind", "word", "told"),
    [
        (24, Sex.FEMALE, Prevention.SCREENING, "frottis", True),  # in a year
        (20, Sex.FEMALE, Prevention.SCREENING, "frottis", False),
        (40, Sex.FEMALE, Prevention.SCREENING, "HPV", True),
        (40, Sex.MALE, Prevention.SCREENING, "HPV", False),
        (60, Sex.FEMALE, Prevention.SCREENING, "mammographie", True),
        (60, Sex.MALE, Prevention.SCREENING, "mammographie", False),
        (60, Sex.MALE, Prevention.SCREENING, "colorectal", True),
        (75, Sex.MALE, Prevention.SCREENING, "colorectal", False),
        (80, Sex.MALE, Prevention.VACCINE, "zona", True),
        (61, Sex.MALE, Prevention.VACCINE, "zona", False),
        (12, Sex.MALE, Prevention.VACCINE, "papillomavirus", True),
        (40, Sex.MALE, Prevention.TEETH, "dents", False),
        (24, Sex.MALE, Prevention.TEETH, "dents", True),
        (72, Sex.MALE, Prevention.CHECK, "70 à 75", True),
    ],
)
def test_by_age_and_sex(age, sex, kind, word, told):
    found = titles(born(TODAY.replace(year=TODAY.year - age), sex), kind)
    assert any(word in title for title in found) is told


def test_nothing_is_expected_of_the_dead():
    assert provided(born(date(1960, 1, 1)).model_copy(update={"deceased": True}), TODAY) == ()


@given(
    st.dates(date(1915, 1, 1), date(2026, 11, 30)),
    st.integers(0, 40_000),
    st.sampled_from(Sex),
)
def test_what_is_over_or_far_away_is_not_told(day, days, sex):
    today = min(day + timedelta(days=days), date(2060, 1, 1))
    found = provided(born(day, sex), today)
    assert all(each.last is None or each.last >= today for each in found)
    assert all(each.first <= today + timedelta(days=HORIZON) for each in found)
    assert [each.first > today for each in found] == sorted(each.first > today for each in found)


@pytest.mark.parametrize(
    ("day", "span", "found"),
    [
        (date(2024, 2, 29), "1y", date(2025, 2, 28)),
        (date(2026, 8, 31), "6m", date(2027, 2, 28)),
        (date(2026, 12, 31), "2m", date(2027, 2, 28)),
        (date(2026, 1, 1), "6w", date(2026, 2, 12)),
        (date(2026, 1, 1), "8d", date(2026, 1, 9)),
        (date(2026, 12, 1), "12m", date(2027, 12, 1)),
    ],
)
def test_a_day_so_much_later(day, span, found):
    assert later(day, span) == found
