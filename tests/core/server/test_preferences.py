"""Preferences: each professional's own, on the server, with nothing of a patient; asked over the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dmptui.core.fhir import preferences
from dmptui.core.fhir.json import Json
from dmptui.core.store.remote.opening import open_store
from tests.core.server.dmp_world import HADDAD, ROUX, World, authorisation, opened, person
from tests.core.store.remote.minimal_server import URL, MinimalServer

MARIA = person(1)
ME, OTHER = ROUX.practitioner.id, HADDAD.practitioner.id
AUTHOR = "urn:oid:1.2.250.1.71.4.2.1|"


@pytest.fixture(params=["sqlite", "remote"])
async def world(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[World]:
    remote = request.param == "remote"
    store = await open_store(URL, transport=MinimalServer().transport()) if remote else None
    async with opened(tmp_path, store) as found:
        await found.add(MARIA, authorisation(ROUX, MARIA))
        yield found


async def kept(world: World, token: str) -> dict[str, str] | None:
    entries = (await world.search("Basic", token)).json().get("entry", [])
    return preferences.from_fhir(entries[0]["resource"]) if entries else None


async def test_they_are_kept_for_each_professional_and_replaced_whole(world: World) -> None:
    roux, haddad = await world.login(ROUX), await world.login(HADDAD)
    assert await kept(world, roux) is None
    for sent in ({"documents": "période=2", "tri": "auteur"}, {"documents": "é"}):
        answer = await world.post("/Basic", roux, preferences.to_fhir(sent, ME))
        assert answer.status_code == 201
        assert await kept(world, await world.login(ROUX)) == sent
    assert await kept(world, haddad) is None


async def test_nobody_else_s(world: World) -> None:
    haddad = await world.login(HADDAD)
    assert (await world.search("Basic", haddad, author=AUTHOR + ME)).status_code == 403
    stolen = await world.post("/Basic", haddad, preferences.to_fhir({"a": "b"}, ME))
    assert stolen.status_code == 403
    assert await kept(world, await world.login(ROUX)) is None
    assert len(await world.refusals()) == 2


async def test_neither_the_patient_nor_a_record_has_any(world: World) -> None:
    tokens = (await world.enter(MARIA), await world.open(ROUX, MARIA))
    for token in tokens:
        assert (await world.search("Basic", token)).status_code == 403
        assert (await world.post("/Basic", token, preferences.to_fhir({}, ME))).status_code == 403
    assert len(await world.refusals()) == 4


def content(text: object) -> Json:
    sent = preferences.to_fhir({}, ME)
    sent["extension"][0]["valueString"] = text
    return sent


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (content("[]"), 422),
        (content('{"a": 1}'), 422),
        (content("non"), 422),
        (content(3), 422),
        (preferences.to_fhir({"a": "x" * 8000}, ME) | {"extension": []}, 422),
        (preferences.to_fhir({"a": "é" * 4096}, ME), 413),
        (preferences.to_fhir({"a": "é" * 4000}, ME), 201),
    ],
)
async def test_names_and_texts_of_8_kib_at_most(world: World, sent: Json, status: int) -> None:
    assert (await world.post("/Basic", await world.login(ROUX), sent)).status_code == status
