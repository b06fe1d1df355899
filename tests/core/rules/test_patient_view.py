"""What the patient and the representatives of a minor see, day by day."""

from datetime import UTC, date, datetime, timedelta

import pytest

from dmptui.core.fhir import audit_event
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import LegalRepresentative, Patient, Sex
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import ALWAYS
from dmptui.core.rules.patient_view import (
    Viewer,
    children_of,
    open_secretly,
    patient_is_notified,
    represent,
    see,
    visible_from,
)
from dmptui.core.store.indexes import rows_of
from dmptui.core.store.matching import matches
from dmptui.core.store.query import Query
from tests.core.rules.documents import (
    ARCHIVED,
    DELETED,
    DEPOSITED,
    INVISIBLE,
    MASKED,
    NO_PARENTS,
    OLD,
    document,
)

PERSON, PARENT = Viewer(), Viewer(representative=True)


@pytest.mark.parametrize(
    ("given", "days", "person", "parent"),
    [
        ({}, 0, True, True),
        (MASKED, 0, True, True),
        (ARCHIVED, 0, True, True),
        (OLD, 0, True, True),
        (DELETED, 0, False, False),
        (NO_PARENTS, 0, True, False),
        (NO_PARENTS, 400, True, False),
        (INVISIBLE, 0, False, False),
        (INVISIBLE, 29.99, False, False),
        (INVISIBLE, 30, True, True),
        ({"visibility": INVISIBLE["visibility"] | NO_PARENTS["visibility"]}, 30, True, False),
    ],
)
def test_what_is_seen(given: dict[str, object], days: float, person: bool, parent: bool) -> None:
    now = DEPOSITED + timedelta(days=days)
    for viewer, seen in ((PERSON, person), (PARENT, parent)):
        decision = see(document(**given), viewer, now)
        assert decision.allowed is seen
        assert decision.source
        assert seen or decision.reason.endswith(".")


@pytest.mark.parametrize(
    ("given", "days", "told"),
    [
        (INVISIBLE, 0, False),
        (INVISIBLE, 13.99, False),
        (INVISIBLE, 14, True),
        (INVISIBLE, 29.99, True),
        (INVISIBLE, 30, False),
        ({}, 20, False),
        (INVISIBLE | DELETED, 20, False),
        (INVISIBLE | OLD, 20, False),
    ],
)
def test_after_two_weeks_the_patient_is_told(given: dict[str, object], days: float, told: bool) -> None:
    assert patient_is_notified(document(**given), DEPOSITED + timedelta(days=days)) is told


@pytest.mark.parametrize(
    ("deposited", "visible"),
    [
        (datetime(2026, 11, 2, 9, tzinfo=UTC), datetime(2026, 12, 2, 9, tzinfo=UTC)),
        (datetime(2026, 12, 15, tzinfo=UTC), datetime(2027, 1, 15, tzinfo=UTC)),
        (datetime(2027, 1, 31, tzinfo=UTC), datetime(2027, 2, 28, tzinfo=UTC)),
        (datetime(2028, 1, 30, tzinfo=UTC), datetime(2028, 2, 29, tzinfo=UTC)),
        (datetime(2026, 12, 31, tzinfo=UTC), datetime(2027, 1, 31, tzinfo=UTC)),
    ],
)
def test_a_month_is_the_same_day_of_the_next(deposited: datetime, visible: datetime) -> None:
    assert visible_from(document(date=deposited)) == visible


@pytest.mark.parametrize(
    ("viewer", "secret", "seen"),
    [(PERSON, False, True), (PERSON, True, True), (PARENT, False, True), (PARENT, True, False)],
)
def test_a_secret_access_is_kept_from_the_representatives(viewer: Viewer, secret: bool, seen: bool) -> None:
    trace = Trace(at=DEPOSITED, actor_id="8", actor="x", action=TraceAction.OPEN, secret=secret)
    event = rows_of(audit_event.to_fhir(trace, "Patient/p1"))
    condition = visibility.traces(ALWAYS, viewer)
    assert matches(Query("AuditEvent", "p1", condition=condition), "t1", event) is seen


def person(born: date, *representatives: str) -> Patient:
    return Patient(
        ins=Ins(value="284029912345681"),
        birth_name="DUPUIS",
        given_names=("Léa",),
        sex=Sex.FEMALE,
        birth_date=born,
        representatives=tuple(LegalRepresentative(name=n, relationship="mère") for n in representatives),
    )


@pytest.mark.parametrize(
    ("today", "representatives", "represented", "secret"),
    [
        (date(2026, 11, 1), ("Ana",), True, True),
        (date(2026, 11, 1), (), False, True),
        (date(2026, 11, 2), ("Ana",), False, False),
    ],
    ids=["the day before 18", "nobody to represent", "18"],
)
def test_until_eighteen(
    today: date, representatives: tuple[str, ...], represented: bool, secret: bool
) -> None:
    minor = person(date(2008, 11, 2), *representatives)
    assert represent(minor, today).allowed is represented
    assert open_secretly(minor, today).allowed is secret
    assert open_secretly(minor, today, attending=True).refused  # everybody sees the médecins traitants


def test_who_is_represented_is_a_minor_who_names_the_person_the_eldest_first() -> None:
    def someone(name: str, born: str, *parents: str) -> Patient:
        return Patient(
            ins=Ins(value="279035121518989", oid="1.2.250.1.213.1.4.11"),
            birth_name="LAMY",
            given_names=(name,),
            sex=Sex.FEMALE,
            birth_date=date.fromisoformat(born),
            representatives=tuple(LegalRepresentative(name=each, relationship="mère") for each in parents),
        )

    today = date(2026, 11, 23)
    mother = someone("Ana", "1985-01-01")
    young = someone("Zoé", "2020-01-01", "LAMY Luc", "LAMY Ana")
    elder = someone("Léa", "2010-01-01", "LAMY Ana")
    others = (
        mother,
        someone("Tom", "2015-01-01", "LAMY Anaïs"),
        someone("Eve", "2015-01-01"),
        someone("Max", "2008-11-23", "LAMY Ana"),
    )
    assert children_of(mother, (young, *others, elder), today) == (elder, young)
    assert children_of(elder, (young, *others), today) == ()
