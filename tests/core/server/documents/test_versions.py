"""Masking a document masks its older versions, in one act; the reading rule stays that of each document."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dmptui.core.fhir import document_reference
from dmptui.core.fhir.changes import patch_for
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.change_table import Change
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    document,
    ids,
    kept,
    opened,
    person,
)

ALICE, BOB = person(1, attending={ROUX.practitioner.id}), person(2, "MERCIER")
OLD = DocumentStatus.SUPERSEDED
FIRST = document("Première", number=1, status=OLD)
SECOND = document("Deuxième", number=2, status=OLD).model_copy(update={"replaces": FIRST.master_identifier})
THIRD = document("Troisième", number=3).model_copy(update={"replaces": f"DocumentReference/{SECOND.id}"})
APART = document("À part", number=4)
BOBS = document("De Bob", number=5).model_copy(update={"replaces": f"DocumentReference/{APART.id}"})
GONE = document("Supprimée", number=6, status=DocumentStatus.DELETED)
LATEST = document("Après", number=7).model_copy(update={"replaces": GONE.master_identifier})
UNSEEN = document("Annonce", number=8, days_ago=2, status=OLD, hidden=[Visibility.HIDDEN_FROM_PATIENT])
SHOWN = document("Montrée", number=9).model_copy(update={"replaces": UNSEEN.master_identifier})
CIRCLE = document("Cercle", number=10).model_copy(update={"replaces": document(number=10).master_identifier})
LOST = document("Perdu", number=11).model_copy(update={"replaces": "DocumentReference/none"})
ALL = (FIRST, SECOND, THIRD, APART, GONE, LATEST, UNSEEN, SHOWN, CIRCLE, LOST)


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        rights = [authorisation(role, p) for role in (HADDAD, ROUX, OLIVIER) for p in (ALICE, BOB)]
        await world.add(ALICE, BOB, *rights, *(kept(d, ALICE) for d in ALL), kept(BOBS, BOB))
        yield world


async def now_of(dmp: World, found: Document) -> Document:
    row = await dmp.store.read("DocumentReference", found.id)
    return document_reference.from_fhir(json.loads(row.text))


async def ask(dmp: World, token: str, found: Document, change: Change) -> int:
    row = await dmp.store.read("DocumentReference", found.id)
    patch = patch_for(json.loads(row.text), change)
    answer = await dmp.patch(f"/DocumentReference/{found.id}", token, patch, if_match=f'W/"{row.version}"')
    return answer.status_code


async def masked(dmp: World) -> set[str]:
    found = [await now_of(dmp, document) for document in (*ALL, BOBS)]
    return {d.title for d in found if Visibility.HIDDEN_FROM_PROFESSIONALS in d.visibility}


async def test_the_older_versions_are_masked_and_unmasked_with_it(dmp: World) -> None:
    author, other = await dmp.open(HADDAD, ALICE), await dmp.open(OLIVIER, ALICE)
    before = set(ids(await dmp.search("DocumentReference", other)))
    traced, told = len(await dmp.traces(ALICE)), len(await dmp.notices())
    dmp.wait(minutes=1)
    assert await ask(dmp, author, THIRD, Change.MASK) == 200
    assert await masked(dmp) == {"Première", "Deuxième", "Troisième"}
    hidden = before - set(ids(await dmp.search("DocumentReference", other)))
    assert hidden == {FIRST.id, SECOND.id, THIRD.id}
    assert (await dmp.get(f"/Binary/bin-{FIRST.id}", other)).status_code == 404
    (lot,) = (await dmp.search("List", author, date=f"ge{dmp.now[0].isoformat()}")).json()["entry"]
    assert len(lot["resource"]["entry"]) == 3
    news = [t["subtype"][0]["code"] for t in (await dmp.traces(ALICE))[traced:] if t["outcome"] == "0"]
    assert news == ["masquage"]
    assert len(await dmp.notices()) == told + 1
    assert await ask(dmp, author, THIRD, Change.UNMASK) == 200
    assert await masked(dmp) == set()


async def test_an_older_version_alone_may_be_masked(dmp: World) -> None:
    token = await dmp.open(HADDAD, ALICE)
    assert await ask(dmp, token, SECOND, Change.MASK) == 200
    assert await masked(dmp) == {"Première", "Deuxième"}
    version = (await dmp.store.read("DocumentReference", FIRST.id)).version
    assert await ask(dmp, token, THIRD, Change.MASK) == 200
    assert (await dmp.store.read("DocumentReference", FIRST.id)).version == version


async def test_what_is_not_an_older_version_of_it_is_left(dmp: World) -> None:
    token = await dmp.open(HADDAD, ALICE)
    for found in (LATEST, SHOWN, CIRCLE, LOST):
        assert await ask(dmp, token, found, Change.MASK) == 200
    assert await ask(dmp, await dmp.open(HADDAD, BOB), BOBS, Change.MASK) == 200
    assert await masked(dmp) == {"Après", "Montrée", "Cercle", "Perdu", "De Bob"}
    assert await ask(dmp, token, THIRD, Change.ARCHIVE) == 200
    assert not (await now_of(dmp, SECOND)).archived


async def test_the_patient_masks_them_too(dmp: World) -> None:
    assert await ask(dmp, await dmp.enter(ALICE), THIRD, Change.MASK) == 200
    assert await masked(dmp) == {"Première", "Deuxième", "Troisième"}
    assert await dmp.store.counts([Query("DocumentReference", ALICE.id)]) == [len(ALL)]
