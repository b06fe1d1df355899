"""Replacing a document (ITI-65), publishing one alone (ITI-105), a note de vaccination."""

import base64
import json

import pytest

from dmptui.core.fhir import document_reference
from dmptui.core.fhir.json import Json, child
from dmptui.core.fhir.submission import supersede
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.server.http.body import JSON_PATCH
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    PETIT,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    together,
)

ALICE, BOB = person(1), person(2, "MERCIER")
OLD = document("Lettre", number=1)
BOBS = document("De Bob", number=2)


def new(target: str = f"DocumentReference/{OLD.id}", number: int = 10) -> Document:
    return document("Lettre corrigée", number=number).model_copy(update={"replaces": target})


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, BOB, kept(OLD, ALICE), kept(BOBS, BOB), authorisation(HADDAD, ALICE))
        yield world


async def stored(dmp: World, found: Document) -> Document:
    row = await dmp.store.read("DocumentReference", found.id)
    return document_reference.from_fhir(json.loads(row.text))


def with_patch(bundle: Json, entry: Json) -> Json:
    return bundle | {"entry": [*bundle["entry"], entry]}


def in_binary(target: str, patch: object) -> Json:
    data = base64.b64encode(json.dumps(patch).encode()).decode()
    return {
        "fullUrl": "urn:uuid:1",
        "resource": {"resourceType": "Binary", "contentType": JSON_PATCH, "data": data},
        "request": {"method": "PATCH", "url": target},
    }


SUPERSEDED = [{"op": "replace", "path": "/status", "value": "superseded"}]
LOT = deposit(new(), ALICE, HADDAD)
LOTS = {
    "without a PATCH": LOT,
    "with a FHIRPath Patch": with_patch(LOT, supersede(OLD.id, "1")),
    "with a JSON Patch": with_patch(LOT, in_binary(f"DocumentReference/{OLD.id}", SUPERSEDED)),
    "by its master identifier": deposit(new(OLD.master_identifier), ALICE, HADDAD),
    "by its logical identifier": deposit(new(OLD.logical_id), ALICE, HADDAD),
}


@pytest.mark.parametrize("bundle", LOTS.values(), ids=LOTS)
async def test_a_replacement(dmp, bundle):
    session = await dmp.login(HADDAD)
    answer = await dmp.post("", session, bundle)
    assert answer.status_code == 200, answer.text
    assert len(answer.json()["entry"]) == len(bundle["entry"])
    assert (await stored(dmp, OLD)).status is DocumentStatus.SUPERSEDED
    (trace,) = await dmp.traces(ALICE)
    assert (trace["subtype"][0]["code"], trace["outcome"]) == ("remplacement", "0")
    assert len(await dmp.notices()) == 1
    dmp.wait(minutes=1)
    assert (await dmp.post("", session, bundle)).json() == answer.json()
    assert len(await dmp.traces(ALICE)) == len(await dmp.notices()) == 1
    token = await dmp.open(HADDAD, ALICE)
    (entry,) = (await dmp.search("DocumentReference", token, status="current")).json()["entry"]
    found = document_reference.from_fhir(entry["resource"])
    assert (found.title, found.replaces) == ("Lettre corrigée", OLD.master_identifier)
    assert found.logical_id != OLD.logical_id
    target = OLD.master_identifier
    assert ids(await dmp.search("DocumentReference", token, relatesto=target)) == [found.id]
    assert (await dmp.get(f"/Binary/bin-{OLD.id}", token)).content == b"secret medical"


async def test_a_chain_of_versions(dmp):
    session = await dmp.login(HADDAD)
    await dmp.post("", session, LOT)
    second = deposit(new(new().master_identifier, number=11), ALICE, HADDAD)
    assert (await dmp.post("", session, second)).status_code == 200
    answer = await dmp.post("", session, deposit(new(number=12), ALICE, HADDAD))
    assert (answer.status_code, "déjà remplacé" in answer.text) == (403, True)
    counts = await dmp.store.counts([Query("DocumentReference", ALICE.id)])
    assert counts == [3]


FORBIDDEN = {
    "not the author": (ROUX, deposit(new(), ALICE, ROUX), 422, 1),
    "another patient's": (HADDAD, deposit(new(f"DocumentReference/{BOBS.id}"), ALICE, HADDAD), 422, 1),
    "another patient's identifier": (HADDAD, deposit(new(BOBS.master_identifier), ALICE, HADDAD), 422, 0),
    "nothing": (HADDAD, deposit(new("DocumentReference/zz"), ALICE, HADDAD), 422, 0),
    "no identifier": (HADDAD, deposit(new("urn:x:y"), ALICE, HADDAD), 422, 0),
    "a PATCH of another": (HADDAD, with_patch(LOT, supersede(BOBS.id, "1")), 422, 0),
    "a PATCH of nothing": (HADDAD, with_patch(LOT, supersede("zz", "1")), 422, 0),
    "a stale PATCH": (HADDAD, with_patch(LOT, supersede(OLD.id, "4")), 412, 0),
    "a PATCH elsewhere": (HADDAD, with_patch(LOT, in_binary("Patient/1", SUPERSEDED)), 422, 0),
    "a PATCH of the title": (
        HADDAD,
        with_patch(
            LOT, in_binary(f"DocumentReference/{OLD.id}", [{"op": "remove", "path": "/content/0/attachment"}])
        ),
        405,
        0,
    ),
    "a PATCH that deletes": (
        HADDAD,
        with_patch(
            LOT,
            in_binary(
                f"DocumentReference/{OLD.id}",
                [{"op": "replace", "path": "/status", "value": "entered-in-error"}],
            ),
        ),
        422,
        0,
    ),
    "a PATCH that is no list": (
        HADDAD,
        with_patch(LOT, in_binary(f"DocumentReference/{OLD.id}", {})),
        422,
        0,
    ),
    "a PATCH of no replacement": (
        HADDAD,
        with_patch(deposit(document(number=30), ALICE, HADDAD), supersede(OLD.id, "1")),
        422,
        0,
    ),
}


@pytest.mark.parametrize(("role", "bundle", "status", "traced"), FORBIDDEN.values(), ids=FORBIDDEN)
async def test_a_replacement_that_is_refused_keeps_nothing(dmp, role, bundle, status, traced):
    answer = await dmp.post("", await dmp.login(role), bundle)
    assert answer.status_code == status, answer.text
    assert "De Bob" not in answer.text
    assert len(await dmp.refusals()) == traced
    assert (await stored(dmp, OLD)).status is DocumentStatus.CURRENT
    assert (await stored(dmp, BOBS)).status is DocumentStatus.CURRENT
    assert await dmp.store.counts([Query("DocumentReference", ALICE.id)]) == [1]
    assert await dmp.notices() == []


async def test_two_documents_cannot_replace_one(dmp):
    bundle = together(deposit(new(), ALICE, HADDAD), deposit(new(number=11), ALICE, HADDAD))
    assert (await dmp.post("", await dmp.login(HADDAD), bundle)).status_code == 422


def simplified(found: Document = OLD, content: bytes = b"bonjour", number: int = 20, **more: object) -> Json:
    named = document(found.title, number=number).model_copy(update={"visibility": found.visibility})
    resource = document_reference.to_fhir(named, ALICE.ins, subject=f"Patient?identifier={ins_of(ALICE)}")
    attachment = child(resource, "content", "attachment")
    attachment["data"] = base64.b64encode(content).decode()
    return resource | more


async def test_a_simplified_publication(dmp):
    session = await dmp.login(HADDAD)
    answer = await dmp.post("/DocumentReference", session, simplified())
    assert answer.status_code == 201, answer.text
    found = document_reference.from_fhir(answer.json())
    assert answer.headers["location"].endswith(f"/DocumentReference/{found.id}/_history/1")
    assert (found.attachment.size, found.date) == (7, NOW)
    assert "data" not in child(answer.json(), "content", "attachment")
    again = await dmp.post("/DocumentReference", session, simplified())
    assert (again.status_code, again.json()["id"]) == (200, found.id)
    assert len(await dmp.traces(ALICE)) == len(await dmp.notices()) == 1
    token = await dmp.open(HADDAD, ALICE)
    assert (await dmp.get(f"/{found.attachment.url}", token)).content == b"bonjour"
    assert len(ids(await dmp.search("List", token, item=f"DocumentReference/{found.id}"))) == 1
    assert (await dmp.post("/DocumentReference", session, simplified(content=b"autre"))).status_code == 409


async def test_a_simplified_replacement(dmp):
    target = {"code": "replaces", "target": {"reference": f"DocumentReference/{OLD.id}"}}
    resource = simplified(relatesTo=[target])
    assert (await dmp.post("/DocumentReference", await dmp.login(HADDAD), resource)).status_code == 201
    assert (await stored(dmp, OLD)).status is DocumentStatus.SUPERSEDED


def without_data() -> Json:
    resource = simplified()
    child(resource, "content", "attachment").pop("data")
    return resource


def wrong_hash() -> Json:
    resource = simplified()
    child(resource, "content", "attachment")["hash"] = "AAAA"
    return resource


BOTH = [Visibility.HIDDEN_FROM_PATIENT, Visibility.HIDDEN_FROM_PROFESSIONALS]
NOT_PUBLISHED = {
    "no content": (without_data(), 422, 0),
    "two contents": (simplified(content=b"x") | {"content": simplified()["content"] * 2}, 422, 0),
    "another hash": (wrong_hash(), 422, 0),
    "no master identifier": (simplified(masterIdentifier={}), 422, 0),
    "empty": (simplified(content=b""), 403, 1),
    "masked and invisible": (simplified(document(hidden=BOTH)), 403, 1),
    "another record": (simplified(subject={"reference": f"Patient/{BOB.id}"}), 422, 0),
    "nobody": (simplified(subject={"reference": "Patient/zz"}), 403, 1),
}


@pytest.mark.parametrize(("resource", "status", "traced"), NOT_PUBLISHED.values(), ids=NOT_PUBLISHED)
async def test_what_is_not_published(dmp, resource, status, traced):
    answer = await dmp.post("/DocumentReference", await dmp.login(HADDAD), resource)
    assert answer.status_code == status, answer.text
    assert len(await dmp.refusals()) == traced
    assert await dmp.store.counts([Query("DocumentReference", ALICE.id)]) == [1]


@pytest.mark.parametrize(("role", "status"), [(HADDAD, 200), (PETIT, 200), (OLIVIER, 403)])
async def test_who_deposits_a_vaccination_note(dmp, role, status):
    note = document("Vaccination", number=40, type_code="87273-9", author=role)
    assert (await dmp.post("", await dmp.login(role), deposit(note, ALICE, role))).status_code == status
    assert len(await dmp.traces(ALICE)) == 1


async def test_six_weeks_after_the_notification_a_dmp_may_be_fed(dmp):
    told = person(5, state=DmpState.NOTIFIED, notified="2026-10-20")
    await dmp.add(told)
    session = await dmp.login(HADDAD)
    bundle = deposit(document(number=50), told, HADDAD)
    assert (await dmp.post("", session, bundle)).status_code == 403
    dmp.wait(days=8)
    assert (await dmp.post("", await dmp.login(HADDAD), bundle)).status_code == 200


async def test_a_deposit_the_patient_must_not_see_yet_is_told_two_weeks_later(dmp):
    hidden = document("Annonce", number=60, hidden=[Visibility.HIDDEN_FROM_PATIENT])
    await dmp.post("", await dmp.login(HADDAD), deposit(hidden, ALICE, HADDAD))
    (notice,) = await dmp.notices()
    assert "vous attend" in notice["payload"][0]["contentString"]
    assert ids(await dmp.search("Communication", await dmp.enter(ALICE))) == []
    dmp.wait(days=14)
    assert ids(await dmp.search("Communication", await dmp.enter(ALICE))) == [notice["id"]]
