"""PATCH of a document, straight at the server: allowed, refused, stale, malformed, another patient's."""

import asyncio
import json

import httpx
import pytest
from fhir.resources.R4B.documentreference import DocumentReference

from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.changes import changed, patch_for
from dmptui.core.fhir.json import Json
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.store.base import Write
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
)

ALICE, BOB = person(1, attending={ROUX.practitioner.id}), person(2, "MERCIER")
LETTER = document("Lettre", number=1, days_ago=5)
MASKED = document("Masqué", number=2, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS])
UNSEEN = document("Annonce", number=3, days_ago=2, hidden=[Visibility.HIDDEN_FROM_PATIENT])
ARCHIVED = document("Archivé", number=4, days_ago=40, archived=True)
HERS = document("Directives", number=5).model_copy(
    update={
        "type": Coding(code="EXPPAT_3"),
        "category": Coding(code="90"),
        "authors": (Author(name="la personne", profession="EXP_PATIENT"),),
    }
)
BOBS = document("De Bob", number=6)
CHILD = person(3, birth_date="2015-01-01")
SECRET = document("Consultation", number=7, hidden=[Visibility.HIDDEN_FROM_REPRESENTATIVES])


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(
            ALICE,
            BOB,
            CHILD,
            *(authorisation(role, patient) for role in (HADDAD, ROUX, OLIVIER) for patient in (ALICE, CHILD)),
            authorisation(HADDAD, BOB),
            *(kept(d, ALICE) for d in (LETTER, MASKED, UNSEEN, ARCHIVED, HERS)),
            kept(BOBS, BOB),
            kept(SECRET, CHILD),
        )
        yield world


async def raw(dmp: World, found: Document) -> Json:
    resource: Json = json.loads((await dmp.store.read("DocumentReference", found.id)).text)
    return resource


async def ask(dmp: World, token: str, found: Document, change: Change, version: str = "1") -> httpx.Response:
    patch = patch_for(await raw(dmp, found), change)
    return await dmp.patch(f"/DocumentReference/{found.id}", token, patch, if_match=f'W/"{version}"')


DONE = {
    "the author masks": (HADDAD, LETTER, Change.MASK),
    "the médecin traitant masks": (ROUX, LETTER, Change.MASK),
    "the author unmasks": (HADDAD, MASKED, Change.UNMASK),
    "the médecin traitant unmasks": (ROUX, MASKED, Change.UNMASK),
    "the author hides from the patient": (HADDAD, LETTER, Change.HIDE_FROM_PATIENT),
    "the author shows to the patient": (HADDAD, UNSEEN, Change.SHOW_TO_PATIENT),
    "the author shows to the parents": (HADDAD, SECRET, Change.SHOW_TO_REPRESENTATIVES),
    "the author archives": (HADDAD, LETTER, Change.ARCHIVE),
    "the médecin traitant archives": (ROUX, LETTER, Change.ARCHIVE),
    "the author unarchives": (HADDAD, ARCHIVED, Change.UNARCHIVE),
    "the author deletes": (HADDAD, LETTER, Change.DELETE),
}


@pytest.mark.parametrize(("role", "found", "change"), DONE.values(), ids=DONE)
async def test_a_change_is_kept_traced_and_told_once(dmp, role, found, change):
    patient = CHILD if found is SECRET else ALICE
    token = await dmp.open(role, patient)
    before = await raw(dmp, found)
    answer = await ask(dmp, token, found, change)
    assert answer.status_code == 200, answer.text
    DocumentReference.model_validate(answer.json())
    read = document_reference.from_fhir(answer.json())
    expected = document_reference.from_fhir(changed(before, change))
    assert read.model_dump(exclude={"id", "version"}) == expected.model_dump(exclude={"id", "version"})
    assert answer.headers["etag"] == 'W/"2"'
    assert answer.headers["content-location"].endswith(f"/DocumentReference/{read.id}")
    assert (read.id == found.id) is (change is Change.DELETE)
    *_opening, trace = await dmp.traces(patient)
    actions = [one["subtype"][0]["code"] for one in await dmp.traces(patient)]
    assert actions == ["ouverture", CHANGES[change].trace]
    assert trace["outcome"] == "0"
    assert {"name": found.title, "what": {"reference": f"DocumentReference/{read.id}"}} in trace["entity"]
    assert len(await dmp.notices()) == 2


REFUSED = {
    "another deletes": (ROUX, LETTER, Change.DELETE, "le supprimer"),
    "another masks": (OLIVIER, LETTER, Change.MASK, "médecin traitant"),
    "another archives": (OLIVIER, LETTER, Change.ARCHIVE, "médecin traitant"),
    "the médecin traitant hides from the patient": (ROUX, LETTER, Change.HIDE_FROM_PATIENT, "l'auteur"),
    "the médecin traitant shows to the patient": (ROUX, UNSEEN, Change.SHOW_TO_PATIENT, "l'auteur"),
    "masked and invisible": (HADDAD, UNSEEN, Change.MASK, "à la fois"),
    "invisible and masked": (HADDAD, MASKED, Change.HIDE_FROM_PATIENT, "à la fois"),
    "hidden again from the parents": (HADDAD, LETTER, Change.HIDE_FROM_REPRESENTATIVES, "ne peut plus"),
    "what the patient wrote": (ROUX, HERS, Change.MASK, "déposé par la personne"),
    "a month later": (HADDAD, ARCHIVED, Change.HIDE_FROM_PATIENT, "Un mois"),
}


@pytest.mark.parametrize(("role", "found", "change", "says"), REFUSED.values(), ids=REFUSED)
async def test_a_change_the_rule_refuses(dmp, role, found, change, says):
    token = await dmp.open(role, ALICE)
    answer = await ask(dmp, token, found, change)
    assert answer.status_code == 403, answer.text
    assert says in answer.json()["issue"][0]["diagnostics"]
    (trace,) = await dmp.refusals()
    assert trace["subtype"][0]["code"] == CHANGES[change].trace
    assert says in trace["outcomeDesc"]
    assert (await dmp.store.read("DocumentReference", found.id)).version == 1
    assert len(await dmp.notices()) == 1


async def refusal(dmp: World, answer: httpx.Response, status: int, traced: int) -> None:
    assert answer.status_code == status, answer.text
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert len(await dmp.refusals()) == traced
    assert (await dmp.store.read("DocumentReference", LETTER.id)).version == 1


MASK = [{"op": "add", "path": "/securityLabel/0/coding/-", "value": {"code": "MASQUE_PS"}}]
PATH = f"/DocumentReference/{LETTER.id}"


async def test_what_cannot_be_asked_by_anybody(dmp):
    token = await dmp.open(HADDAD, ALICE)
    title = [{"op": "replace", "path": "/content/0/attachment/title", "value": "x"}]
    await refusal(dmp, await dmp.patch(PATH, token, title, if_match='W/"1"'), 405, 0)
    await refusal(dmp, await dmp.patch(PATH, token, MASK), 428, 0)
    await refusal(dmp, await dmp.patch(PATH, token, MASK, if_match='W/"7"'), 412, 0)
    await refusal(dmp, await dmp.patch(PATH, token, MASK, if_match="*"), 412, 0)
    await refusal(dmp, await dmp.patch(PATH, token, [], if_match='W/"1"'), 422, 0)
    await refusal(dmp, await dmp.patch(PATH, token, {"resourceType": "Patient"}, if_match='W/"1"'), 422, 0)
    await refusal(dmp, await dmp.patch(PATH, token, "x", if_match='W/"1"'), 422, 0)
    await refusal(dmp, await dmp.patch("/DocumentReference/zz", token, MASK, if_match='W/"1"'), 404, 0)
    await refusal(dmp, await dmp.patch(f"{PATH}?a=1", token, MASK, if_match='W/"1"'), 400, 0)
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/xml-patch+xml",
        "If-Match": 'W/"1"',
    }
    await refusal(dmp, await dmp.client.patch(f"/fhir{PATH}", content=b"<a/>", headers=headers), 415, 0)
    status = [{"op": "replace", "path": "/status", "value": "superseded"}]
    await refusal(dmp, await dmp.patch(PATH, token, status, if_match='W/"1"'), 403, 1)


async def test_a_patch_of_nothing_is_refused(dmp):
    token = await dmp.open(HADDAD, ALICE)
    same = [{"op": "replace", "path": "/status", "value": "current"}]
    await refusal(dmp, await dmp.patch(PATH, token, same, if_match='W/"1"'), 403, 1)


@pytest.mark.parametrize("change", [Change.MASK, Change.DELETE])
async def test_another_patients_document(dmp, change):
    token = await dmp.open(HADDAD, ALICE)
    answer = await ask(dmp, token, BOBS, change)
    assert (answer.status_code, BOBS.title in answer.text) == (404, False)
    (trace,) = await dmp.refusals()
    assert trace["entity"][0]["what"]["reference"] == f"Patient/{BOB.id}"


@pytest.mark.parametrize("found", [LETTER, MASKED])
async def test_without_an_open_record_or_a_right_to_read(dmp, found):
    answer = await ask(dmp, await dmp.login(HADDAD), found, Change.DELETE)
    assert answer.status_code == 403
    answer = await ask(dmp, await dmp.open(OLIVIER, ALICE), MASKED, Change.UNMASK)
    assert (answer.status_code, "masqué" in answer.text) == (404, False)
    reasons = [trace["outcomeDesc"] for trace in await dmp.refusals()]
    assert reasons[1:] == ["Ce document est masqué aux professionnels de santé."]
    answer = await ask(dmp, "forged", found, Change.DELETE)
    assert answer.status_code == 401


async def test_a_deleted_document_is_gone_for_good(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert (await ask(dmp, token, LETTER, Change.DELETE)).status_code == 200
    back = [{"op": "replace", "path": "/status", "value": "current"}]
    assert (await dmp.patch(PATH, token, back, if_match='W/"2"')).status_code == 410
    assert LETTER.id not in ids(await dmp.search("DocumentReference", token))
    assert (await dmp.get(PATH, token)).status_code == 410


async def test_a_conditional_patch(dmp):
    token = await dmp.open(HADDAD, ALICE)
    for name in (LETTER.logical_id, LETTER.master_identifier):
        path = f"/DocumentReference?identifier={systems.URI}|{name}"
        answer = await dmp.patch(path, token, MASK if name == LETTER.logical_id else unmask())
        assert answer.status_code == 200, answer.text
    for identifier, status in (
        (BOBS.logical_id, 404),
        ("urn:uuid:none", 404),
        (f"{LETTER.logical_id},{MASKED.logical_id}", 412),
    ):
        path = f"/DocumentReference?identifier={identifier}"
        assert (await dmp.patch(path, token, MASK)).status_code == status
    assert (await dmp.patch("/DocumentReference", token, MASK)).status_code == 400
    path = f"/DocumentReference?identifier={LETTER.logical_id}"
    assert (await dmp.patch(path, token, MASK, if_match='W/"1"')).status_code == 412
    assert (await dmp.patch(path, token, MASK, if_match='W/"3"')).status_code == 200
    session = await dmp.login(HADDAD)
    assert (await dmp.patch(path, session, unmask())).status_code == 403


def unmask() -> list[Json]:
    return [{"op": "remove", "path": "/securityLabel/0/coding/1"}]


async def test_fhirpath_and_json_patch_say_the_same(dmp):
    token = await dmp.open(HADDAD, ALICE)
    said = (
        ("type", "valueCode", "replace"),
        ("path", "valueString", "DocumentReference.status"),
        ("value", "valueCode", "entered-in-error"),
    )
    parameters = {
        "resourceType": "Parameters",
        "parameter": [{"name": "operation", "part": [{"name": n, k: v} for n, k, v in said]}],
    }
    answer = await dmp.patch(PATH, token, parameters, if_match='W/"1"')
    assert (answer.status_code, answer.json()["status"]) == (200, "entered-in-error")


async def test_a_new_entry_keeps_every_link(dmp):
    """Its old ids, its content, its lot and its identifiers still lead to it; its history is kept."""
    token = await dmp.open(HADDAD, ALICE)
    first = document_reference.from_fhir((await ask(dmp, token, LETTER, Change.MASK)).json())
    path = f"/DocumentReference/{first.id}"
    answer = await dmp.patch(path, token, unmask(), if_match='W/"2"')
    second = document_reference.from_fhir(answer.json())
    assert len({LETTER.id, first.id, second.id}) == 3
    assert (second.logical_id, second.master_identifier) == (LETTER.logical_id, LETTER.master_identifier)
    for name in (LETTER.id, first.id, second.id):
        answer = await dmp.get(f"/DocumentReference/{name}", token)
        assert (answer.json()["id"], answer.headers["etag"]) == (second.id, 'W/"3"')
        assert ids(await dmp.search("DocumentReference", token, _id=name)) == [second.id]
        lots = (await dmp.search("List", token, item=f"DocumentReference/{name}")).json()["entry"]
        members = [e["item"]["reference"] for lot in lots for e in lot["resource"]["entry"]]
        assert members == [f"DocumentReference/{second.id}"] * 3
    assert ids(await dmp.search("DocumentReference", token)).count(second.id) == 1
    assert (await dmp.get(f"/{second.attachment.url}", token)).content == b"secret medical"
    read = (await dmp.traces(ALICE))[-1]
    assert {"name": "Lettre", "what": {"reference": f"DocumentReference/{second.id}"}} in read["entity"]
    stale = await dmp.patch(PATH, token, MASK, if_match='W/"1"')
    assert stale.status_code == 412
    rows = await dmp.store._database.reading(
        lambda c: c.execute("SELECT version, json FROM history ORDER BY version").fetchall()
    )
    assert [(v, "MASQUE_PS" in text) for v, text in rows if LETTER.title in text] == [(1, False), (2, True)]


async def test_a_change_is_told_by_iti_66(dmp):
    token = await dmp.open(HADDAD, ALICE)
    changed_one = document_reference.from_fhir((await ask(dmp, token, LETTER, Change.ARCHIVE)).json())
    form = {"code": "submissionset", "date": f"ge{NOW.date()}", "patient.identifier": ins_of(ALICE)}
    (entry,) = (await dmp.search("List", token, **form)).json()["entry"]
    assert entry["resource"]["entry"][0]["item"]["reference"] == f"DocumentReference/{changed_one.id}"


async def test_two_writers_at_once(dmp):
    tokens = [await dmp.open(role, ALICE) for role in (HADDAD, ROUX, HADDAD, ROUX)]
    answers = await asyncio.gather(*(dmp.patch(PATH, t, MASK, if_match='W/"1"') for t in tokens))
    assert sorted(a.status_code for a in answers) == [200, 412, 412, 412]
    assert len([t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == "masquage"]) == 1


async def test_what_others_stored_survives(dmp):
    row = await dmp.store.read("DocumentReference", LETTER.id)
    foreign = json.loads(row.text) | {"docStatus": "final", "_date": {"extension": [{"url": "urn:x"}]}}
    foreign["identifier"] = [{"system": "urn:other", "value": "42", "use": "secondary"}]
    foreign["securityLabel"].append({"text": "libre"})
    foreign["content"][0]["attachment"]["extension"] = [{"url": "urn:y", "valueCode": "z"}]
    await dmp.store.commit([Write(foreign, row.version)], NOW)
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.patch(PATH, token, MASK, if_match='W/"2"')
    assert answer.status_code == 200, answer.text
    after = await raw(dmp, LETTER)
    assert after["securityLabel"][1] == {"text": "libre"}
    assert after["identifier"][0] == foreign["identifier"][0]
    for key in foreign.keys() - {"securityLabel", "identifier", "meta"}:
        assert after[key] == foreign[key]


async def test_an_invisible_document_changes_in_silence(dmp):
    """The patient is not told of what is done to a document that is not shown yet."""
    token = await dmp.open(HADDAD, ALICE)
    assert (await ask(dmp, token, UNSEEN, Change.ARCHIVE)).status_code == 200
    assert len(await dmp.notices()) == 1
    assert len(await dmp.traces(ALICE)) == 2


async def test_the_traces_do_not_tell_of_a_document_to_who_may_not_see_it(dmp):
    await dmp.get(f"/Binary/bin-{MASKED.id}", await dmp.open(HADDAD, ALICE))
    await dmp.get(f"/Binary/bin-{MASKED.id}", await dmp.open(OLIVIER, ALICE))

    async def titles(role: PractitionerRole) -> list[str]:
        answer = await dmp.search("AuditEvent", await dmp.open(role, ALICE))
        events = [e["resource"] for e in answer.json()["entry"]]
        assert answer.json()["total"] == len(events)
        return [entity["name"] for event in events for entity in event["entity"] if "name" in entity]

    assert await titles(ROUX) == ["Masqué", "Masqué"]
    assert await titles(OLIVIER) == []
    assert (await dmp.store.counts([Query("DocumentReference", ALICE.id)])) == [5]


def test_every_status_is_covered():
    assert {s.value for s in DocumentStatus} == {"current", "superseded", "entered-in-error"}
