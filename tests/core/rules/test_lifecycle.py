"""Where a profile stands, date by date."""

from datetime import date

import pytest

from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import DmpState, Patient, Sex
from dmptui.core.rules.lifecycle import Milestones, connect, current, state

TOLD = date(2026, 1, 1)
N, O, A, X, C = (  # noqa: E741  one letter a column
    DmpState.NOTIFIED,
    DmpState.OPEN,
    DmpState.ACTIVATED,
    DmpState.OPPOSED,
    DmpState.CLOSED,
)


def day(text: str) -> date | None:
    return date.fromisoformat(f"2026-{text}") if text else None


@pytest.mark.parametrize(
    ("opposed", "connected", "closed", "reopened", "today", "found"),
    [
        ("", "", "", "", "01-01", N),
        ("", "", "", "", "02-11", N),
        ("", "", "", "", "02-12", O),
        ("", "", "", "", "12-31", O),
        ("01-20", "", "", "", "01-20", X),
        ("01-20", "", "", "", "12-31", X),
        ("", "01-05", "", "", "01-05", A),
        ("", "03-01", "", "", "03-02", A),
        ("01-20", "06-01", "", "", "06-01", A),
        ("01-20", "", "", "06-01", "06-01", O),
        ("06-01", "01-20", "", "", "06-02", X),
        ("", "", "04-01", "", "04-02", C),
        ("", "03-01", "04-01", "", "04-02", C),
        ("", "", "04-01", "05-01", "05-01", O),
        ("", "03-01", "04-01", "05-01", "05-01", A),
        ("", "", "06-01", "05-01", "06-02", C),
    ],
)
def test_a_profile(
    opposed: str, connected: str, closed: str, reopened: str, today: str, found: DmpState
) -> None:
    happened = Milestones(TOLD, day(opposed), day(connected), day(closed), day(reopened))
    assert state(happened, date.fromisoformat(f"2026-{today}")) is found


def test_who_was_not_told_has_no_profile() -> None:
    assert state(Milestones(), TOLD) is None


@pytest.mark.parametrize(
    ("known", "notified", "today", "found"),
    [
        (N, TOLD, date(2026, 2, 11), N),
        (N, TOLD, date(2026, 2, 12), O),
        (N, None, date(2026, 12, 1), N),
        (X, TOLD, date(2026, 12, 1), X),
        (C, TOLD, date(2026, 12, 1), C),
        (A, TOLD, date(2026, 12, 1), A),
    ],
)
def test_six_weeks_open_what_was_written_as_notified(
    known: DmpState, notified: date | None, today: date, found: DmpState
) -> None:
    patient = Patient(
        ins=Ins(value="284029912345681"),
        birth_name="X",
        given_names=("Y",),
        sex=Sex.MALE,
        birth_date=date(1980, 1, 1),
        state=known,
        notified=notified,
    )
    assert current(patient, today).state is found


@pytest.mark.parametrize(("known", "allowed"), [(N, True), (O, True), (A, True), (X, False), (C, False)])
def test_who_may_enter(known: DmpState, allowed: bool) -> None:
    assert connect(known).allowed is allowed
