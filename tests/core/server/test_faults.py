"""Faults: a server that dies at random moments, a disk that is full, two who write the same thing."""

import asyncio
import json
import sqlite3
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from bench import kill
from dmptui.core.fhir import consent
from dmptui.core.model.access import ConsentKind, Declaration
from dmptui.core.server.app import create_app
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.sqlite.tokens import SqliteTokens
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
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


async def test_killed_at_random_moments(tmp_path: Path) -> None:
    """`bench/kill.py` does it 200 times."""
    report = await kill.run(tmp_path, deposits=40, kills=12, seed=1)
    assert (report.kills, report.wrong) == (12, [])
    assert report.whole + report.absent == 12


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE), kept(document(), ALICE))
        yield world


@pytest.fixture
async def full(dmp: World, tmp_path: Path):
    """The same world once its disk has no page left."""
    session, record = await dmp.login(HADDAD), await dmp.open(HADDAD, ALICE)
    with closing(sqlite3.connect(tmp_path / "dmp.sqlite")) as connection:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
    database = Database(tmp_path / "dmp.sqlite", max_pages=pages)
    store = SqliteStore(database)
    transport = httpx.ASGITransport(create_app(store, SqliteTokens(database), clock=lambda: NOW))
    async with httpx.AsyncClient(transport=transport, base_url="http://dmp") as client:
        yield World(store, client), session, record
    await store.close()


async def everything(store: SqliteStore) -> list[int]:
    kinds = ("DocumentReference", "List", "AuditEvent", "Communication")
    return await store.counts([Query(kind) for kind in kinds])


async def test_a_full_disk_refuses_a_deposit_whole(full) -> None:
    world, session, _record = full
    before = await everything(world.store)
    answer = await world.post("", session, deposit(document(number=9), ALICE, HADDAD, b"x" * 2_000_000))
    assert answer.status_code == 503
    assert "disque est plein" in answer.json()["issue"][0]["diagnostics"]
    assert await everything(world.store) == before


async def test_a_reading_that_cannot_be_traced_is_not_served(full) -> None:
    """Traces fill the last pages; the first reading that finds no room gives nothing."""
    world, _session, record = full
    for _reading in range(2_000):
        answer = await world.get(f"/Binary/bin-{document().id}", record)
        if answer.status_code != 200:
            break
    assert answer.status_code == 503
    assert b"secret" not in answer.content
    assert answer.json()["resourceType"] == "OperationOutcome"


async def test_a_refusal_that_cannot_be_traced_gives_nothing_either(full) -> None:
    world, session, _record = full
    for _refusal in range(2_000):
        answer = await world.get(f"/Binary/bin-{document().id}", session)
        if answer.status_code != 403:
            break
    assert answer.status_code == 503
    assert b"secret" not in answer.content


async def test_of_two_who_declare_at_once_both_are_told_and_one_consent_is_kept(dmp: World) -> None:
    tokens = [await dmp.login(ROUX), await dmp.login(ROUX)]
    resource = consent.declaration_to_fhir(
        Declaration(kind=ConsentKind.EXPLICIT), ROUX.practitioner.id, f"Patient/{ALICE.id}", NOW
    )
    answers = await asyncio.gather(*(dmp.post("/Consent", token, resource) for token in tokens))
    assert {a.status_code for a in answers} <= {201, 409}
    assert 201 in {a.status_code for a in answers}
    found = await dmp.store.search(Query("Consent", ALICE.id))
    mine = [row for row in found.rows if ROUX.practitioner.id in row.text]
    assert len(mine) == 1


async def test_of_two_who_change_the_same_version_one_is_told(dmp: World) -> None:
    tokens = [await dmp.open(HADDAD, ALICE), await dmp.open(HADDAD, ALICE)]
    path = f"/DocumentReference/{document().id}"
    row = (await dmp.get(path, tokens[0])).json()
    archived = "https://interop.esante.gouv.fr/ig/fhir/pdsm/StructureDefinition/pdsm-ext-is-archived"
    index = [extension["url"] for extension in row.get("extension", ())].index(archived)
    patch = [{"op": "replace", "path": f"/extension/{index}/valueBoolean", "value": True}]
    answers = await asyncio.gather(*(dmp.patch(path, token, patch, if_match='W/"1"') for token in tokens))
    assert sorted(a.status_code for a in answers) == [200, 412], [a.text for a in answers]
    assert (
        json.loads((await dmp.store.read("DocumentReference", document().id)).text)["meta"]["versionId"]
        == "2"
    )
