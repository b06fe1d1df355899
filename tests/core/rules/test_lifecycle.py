"""Where a profile stands, date by date."""

from datetime import date

import pytest

from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Closure, DmpState, Patient, Sex
from dmptui.core.rules.lifecycle import (
    DEATH,
    LEADS_TO,
    Milestones,
    ProfileAct,
    connect,
    current,
    decide,
    entered,
    state,
    use,
)

TOLD = date(2026, 1, 1)
OPPOSE, CLOSE, REOPEN = ProfileAct.OPPOSE, ProfileAct.CLOSE, ProfileAct.REOPEN
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


@pytest.mark.parametrize("known", DmpState)
def test_everybody_may_enter(known: DmpState) -> None:
    asked = Closure(date=TOLD, motif="Fermeture à la demande du patient")
    assert connect(known, asked if known is C else None).allowed


def test_nobody_enters_for_the_dead() -> None:
    decision = connect(C, Closure(date=TOLD, motif=DEATH))
    assert (decision.refused, "décédée" in decision.reason) == (True, True)


@pytest.mark.parametrize(
    ("known", "usable", "then"), [(N, False, N), (O, True, A), (A, True, A), (X, False, X), (C, False, C)]
)
def test_what_entering_gives(known: DmpState, usable: bool, then: DmpState) -> None:
    assert use(known).allowed is usable
    assert entered(known) is then
    assert usable or use(known).advice


@pytest.mark.parametrize(
    ("act", "possible", "leads_to"),
    [(OPPOSE, {N}, X), (CLOSE, {O, A}, C), (REOPEN, {N, X, C}, A)],
)
def test_what_the_person_does_of_the_profile(
    act: ProfileAct, possible: set[DmpState], leads_to: DmpState
) -> None:
    for known in DmpState:
        decision = decide(act, known)
        assert decision.allowed is (known in possible), known
        assert bool(decision.reason) is decision.refused
    assert LEADS_TO[act] is leads_to


@pytest.mark.parametrize(("length", "allowed"), [(0, True), (255, True), (256, False)])
def test_a_reason_is_short_and_owed_to_nobody(length: int, allowed: bool) -> None:
    assert decide(CLOSE, A, "x" * length).allowed is allowed
