"""What prevention provides for somebody, from their age and sex alone.

The calendar of Mon espace santé since April 2024 (service-public.fr A17211): the compulsory examinations of
children, as they are since 01/01/2025 (thirteen before three years, twenty in all), the vaccination calendar
of 2025, the examinations that the Assurance Maladie offers, the organised screenings. It says nothing of what
was done: only a document does.
"""

import calendar as months
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from dmptui.core.model.patient import Patient, Sex
from dmptui.core.terminology.tables import rows

HORIZON = 365 * 3
"""Days ahead of which it speaks: further, the calendar will have changed."""


class Prevention(StrEnum):
    """What kind of care is provided for."""

    EXAM = "exam"
    TEETH = "teeth"
    VACCINE = "vaccine"
    CHECK = "check"
    SCREENING = "screening"


class Provided(NamedTuple):
    """What is provided for somebody.

    Attributes:
        kind: of care.
        title: what it is.
        first, last: the days between which it is done; ``last`` is None when there is no end.
        years: how often, in years; 0 for once.
        duty: whether the law makes it compulsory.
    """

    kind: Prevention
    title: str
    first: date
    last: date | None
    years: int
    duty: bool


class _Line(NamedTuple):
    kind: Prevention
    title: str
    sex: str
    first: str
    until: str
    years: int
    duty: bool


def provided(patient: Patient, today: date) -> tuple[Provided, ...]:
    """What is to be done now or within ``HORIZON``, the first to end first; nothing for the dead."""
    if patient.deceased:
        return ()
    born, sex = patient.birth_date, patient.sex
    found = [_for(line, born) for line in _lines() if not line.sex or sex is Sex(line.sex)]
    limit = today + timedelta(days=HORIZON)
    open_ones = (each for each in found if each.first <= limit and (each.last is None or each.last >= today))
    return tuple(sorted(open_ones, key=lambda each: (each.first > today, each.last or date.max, each.first)))


def _for(line: _Line, born: date) -> Provided:
    last = later(born, line.until) - timedelta(days=1) if line.until else None
    return Provided(line.kind, line.title, later(born, line.first), last, line.years, line.duty)


def later(day: date, span: str) -> date:
    """A day so much later: ``8d``, ``6w``, ``11m`` or ``65y``; the last day of a month that is shorter."""
    number, unit = int(span[:-1]), span[-1]
    if unit in "dw":
        return day + timedelta(days=number * (7 if unit == "w" else 1))
    year, month = divmod(day.month - 1 + number * (12 if unit == "y" else 1), 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, months.monthrange(year, month)[1]))


@cache
def _lines() -> tuple[_Line, ...]:
    return tuple(
        _Line(Prevention(kind), title, sex, first, until, int(every[:-1] or 0), bool(duty))
        for kind, title, sex, first, until, every, duty in rows("prevention")
    )
