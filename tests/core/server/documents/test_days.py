"""Days over the wire: French ones whatever the offsets, dates without an hour, and the ends of time."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from dmptui.core.fhir import document_reference
from dmptui.core.fhir.json import Json
from dmptui.core.model import days
from dmptui.core.model.document import Document
from tests.core.server.dmp_world import (
    HADDAD,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    kept,
    opened,
    person,
)

ALICE = person(1)
LETTER = document("Lettre", number=1, days_ago=2)
LATE = datetime(2026, 7, 14, 22, 30, tzinfo=UTC)
"""00:30 on 15 July in France."""
ENDS = ("9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "9999-12-31", "0001-01-01")


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        yield world


@pytest.fixture(autouse=True)
def _french_again() -> Iterator[None]:
    yield
    days.use_zone(days.FRENCH)


def acted(start: days.Dated, number: int = 1) -> Document:
    return document(number=number).model_copy(update={"start": start})


async def found(dmp: World, **form: str) -> list[str]:
    answer = await dmp.search("DocumentReference", await dmp.open(ROUX, ALICE), **form)
    return [entry["resource"]["id"] for entry in answer.json().get("entry", ())]


@pytest.mark.parametrize(
    ("search", "seen"),
    [
        ("2026-07-15", True),
        ("2026-07-14", False),
        ("ge2026-07-15", True),
        ("le2026-07-14", False),
        ("lt2026-07-15", False),
        ("gt2026-07-14", True),
        ("2026-07", True),
        ("ge2026-07-14T22:30:00Z", True),
        ("ge2026-07-15T00:30:01+02:00", False),
        ("lt2026-07-14T19:31:00-03:00", True),
    ],
)
async def test_a_day_of_a_search_is_a_french_day(dmp: World, search: str, seen: bool) -> None:
    act = acted(LATE)
    await dmp.add(ALICE, authorisation(ROUX, ALICE), kept(act, ALICE))
    assert (await found(dmp, period=search) == [act.id]) is seen


async def test_a_day_of_a_search_overseas(dmp: World) -> None:
    act = acted(LATE)
    await dmp.add(ALICE, authorisation(ROUX, ALICE), kept(act, ALICE))
    days.use_zone("America/Cayenne")
    assert await found(dmp, period="2026-07-14") == [act.id]
    assert await found(dmp, period="2026-07-15") == []


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Cayenne", "Pacific/Wallis", "Pacific/Tahiti"])
async def test_a_day_without_an_hour_is_of_its_day_everywhere(dmp: World, zone: str) -> None:
    act = acted(date(2026, 7, 15))
    await dmp.add(ALICE, authorisation(ROUX, ALICE), kept(act, ALICE))
    days.use_zone(zone)
    assert await found(dmp, period="2026-07-15") == [act.id]
    assert await found(dmp, period="2026-07-14") == await found(dmp, period="2026-07-16") == []


async def test_a_date_without_an_hour_never_gets_one(dmp: World) -> None:
    await dmp.add(ALICE, authorisation(ROUX, ALICE))
    sent = deposit(acted(date(2026, 7, 15)), ALICE, HADDAD)
    assert (await dmp.post("", await dmp.login(HADDAD), sent)).status_code == 200
    answer = await dmp.search("DocumentReference", await dmp.open(ROUX, ALICE))
    (resource,) = (entry["resource"] for entry in answer.json()["entry"])
    assert resource["context"]["period"]["start"] == "2026-07-15"
    assert document_reference.from_fhir(resource).start == date(2026, 7, 15)


def with_period(bundle: Json, **period: str) -> Json:
    """The lot, of an act of these dates."""
    for entry in bundle["entry"]:
        if entry["resource"]["resourceType"] == "DocumentReference":
            entry["resource"]["context"]["period"] |= period
    return bundle


@pytest.mark.parametrize("when", [*ENDS, "2026-11-24", "1951-11-01"])
async def test_an_act_out_of_a_life_is_refused_by_the_rule_of_the_form(dmp: World, when: str) -> None:
    await dmp.add(ALICE, authorisation(HADDAD, ALICE, permitted=False))  # who is blocked may deposit
    sent = with_period(deposit(LETTER, ALICE, HADDAD), start=when)
    answer = await dmp.post("", await dmp.login(HADDAD), sent)
    assert answer.status_code == 403
    assert "avant la naissance, ou après aujourd'hui" in answer.text


@pytest.mark.parametrize(
    ("end", "status"), [(ENDS[0], 403), (ENDS[1], 403), ("2127-01-01", 403), ("2027-11-23", 200)]
)
async def test_the_end_of_an_act_is_within_a_life(dmp: World, end: str, status: int) -> None:
    await dmp.add(ALICE)
    sent = with_period(deposit(LETTER, ALICE, HADDAD), end=end)
    assert (await dmp.post("", await dmp.login(HADDAD), sent)).status_code == status


@pytest.mark.parametrize("when", ENDS)
async def test_what_is_kept_at_the_ends_of_time_is_listed_and_found(dmp: World, when: str) -> None:
    act = acted(LATE)
    (reference, *others) = kept(act, ALICE)
    reference.resource["context"]["period"] = {"start": when, "end": when}  # type: ignore[union-attr]
    reference.resource["date"] = when  # type: ignore[union-attr]
    await dmp.add(ALICE, authorisation(ROUX, ALICE), [reference, *others])
    assert await found(dmp) == [act.id]
    assert await found(dmp, _sort="-period", period=f"ge{when[:4]}") == [act.id]


@pytest.mark.parametrize("search", ["9999-12-31", "le9999-12-31", "ge0001-01-01", "9999", "0001"])
async def test_a_search_at_the_ends_of_time_is_answered(dmp: World, search: str) -> None:
    await dmp.add(ALICE, authorisation(ROUX, ALICE))
    assert await found(dmp, period=search) == []
