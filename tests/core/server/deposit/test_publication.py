"""Adding documents with ITI-65."""

import asyncio
import base64
import copy
from collections.abc import Callable
from datetime import timedelta

import pytest

from dmptui.core.fhir import document_reference
from dmptui.core.fhir.json import Json, child
from dmptui.core.model.base import Coding
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    kept,
    opened,
    person,
    together,
)

ALICE = person(1)
LETTER = document("Lettre", number=1, days_ago=2)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        yield world


async def count(dmp: World, kind: str) -> int:
    return (await dmp.store.counts([Query(kind, ALICE.id)]))[0]


async def test_a_deposit_is_kept_traced_told_and_read_back(dmp):
    await dmp.add(ALICE, authorisation(HADDAD, ALICE))
    session = await dmp.login(HADDAD)
    answer = await dmp.post("", session, deposit(LETTER, ALICE, HADDAD, b"bonjour"))
    assert answer.status_code == 200
    responses = [entry["response"] for entry in answer.json()["entry"]]
    assert [r["status"] for r in responses] == ["201 Created"] * 3
    kinds = [r["location"].partition("/")[0] for r in responses]
    assert kinds == ["List", "DocumentReference", "Binary"]
    (trace,) = await dmp.traces(ALICE)
    assert trace["subtype"][0]["code"] == "depot"
    assert "ajouté un document" in (await dmp.notices())[0]["payload"][0]["contentString"]
    token = await dmp.open(HADDAD, ALICE)
    (entry,) = (await dmp.search("DocumentReference", token)).json()["entry"]
    found = document_reference.from_fhir(entry["resource"])
    assert responses[1]["location"] == f"DocumentReference/{found.id}/_history/1"
    assert (found.date, found.start, found.title) == (NOW, LETTER.start, "Lettre")
    assert found.logical_id.startswith("urn:uuid:")
    assert found.master_identifier == LETTER.master_identifier
    assert (await dmp.get(f"/{found.attachment.url}", token)).content == b"bonjour"
    (lot,) = (await dmp.search("List", token, code="submissionset")).json()["entry"]
    assert lot["resource"]["entry"][0]["item"]["reference"] == f"DocumentReference/{found.id}"


async def test_a_resend_answers_the_first_result(dmp):
    await dmp.add(ALICE)
    session = await dmp.login(HADDAD)
    bundle = deposit(LETTER, ALICE, HADDAD)
    first = await dmp.post("", session, bundle)
    dmp.wait(minutes=3)
    assert (await dmp.post("", session, bundle)).json() == first.json()
    assert [await count(dmp, k) for k in ("DocumentReference", "List", "Communication", "AuditEvent")] == [
        1
    ] * 4


async def test_two_resends_that_cross_make_one_document(dmp):
    await dmp.add(ALICE)
    session = await dmp.login(HADDAD)
    bundle = deposit(LETTER, ALICE, HADDAD)
    answers = await asyncio.gather(*(dmp.post("", session, bundle) for _ in range(6)))
    assert {a.status_code for a in answers} == {200}
    assert await count(dmp, "DocumentReference") == 1


async def test_the_same_identifier_for_another_content_is_refused(dmp):
    await dmp.add(ALICE, person(2))
    session = await dmp.login(HADDAD)
    assert (await dmp.post("", session, deposit(LETTER, ALICE, HADDAD, b"one"))).status_code == 200
    assert (await dmp.post("", session, deposit(LETTER, ALICE, HADDAD, b"two"))).status_code == 409
    assert (await dmp.post("", session, deposit(LETTER, person(2), HADDAD, b"one"))).status_code == 409
    assert await count(dmp, "DocumentReference") == 1


async def test_a_blocked_professional_may_still_deposit(dmp):
    await dmp.add(ALICE, authorisation(HADDAD, ALICE, permitted=False))
    answer = await dmp.post("", await dmp.login(HADDAD), deposit(LETTER, ALICE, HADDAD))
    assert answer.status_code == 200


REFUSED = {
    "no DMP": (person(1, state=DmpState.OPPOSED), LETTER, b"x", "n'a pas de DMP ouvert"),
    "empty": (ALICE, LETTER, b"", "vide"),
    "too big": (ALICE, LETTER, b"x" * (5 * 1024 * 1024 + 1), "limite est de 5 Mo"),
    "title": (ALICE, LETTER.model_copy(update={"title": "x" * 256}), b"x", "255"),
    "type": (ALICE, LETTER.model_copy(update={"type": Coding(code="ZZZ")}), b"x", "ZZZ"),
    "masked and invisible": (
        ALICE,
        LETTER.model_copy(
            update={"visibility": {Visibility.HIDDEN_FROM_PATIENT, Visibility.HIDDEN_FROM_PROFESSIONALS}}
        ),
        b"x",
        "à la fois",
    ),
    "not current": (ALICE, LETTER.model_copy(update={"status": DocumentStatus.SUPERSEDED}), b"x", "courant"),
}


@pytest.mark.parametrize(("patient", "found", "content", "says"), REFUSED.values(), ids=REFUSED)
async def test_a_deposit_the_rule_refuses(dmp, patient, found, content, says):
    await dmp.add(patient)
    answer = await dmp.post("", await dmp.login(HADDAD), deposit(found, patient, HADDAD, content))
    assert answer.status_code == 403
    assert says in answer.json()["issue"][0]["diagnostics"]
    (trace,) = await dmp.traces(patient)
    assert (trace["subtype"][0]["code"], trace["outcome"]) == ("depot", "8")
    assert await count(dmp, "DocumentReference") == 0


async def test_a_deposit_for_nobody(dmp):
    answer = await dmp.post("", await dmp.login(HADDAD), deposit(LETTER, ALICE, HADDAD))
    assert answer.status_code == 403
    assert len(await dmp.refusals()) == 1


def attachment(bundle: Json) -> Json:
    return child(bundle["entry"][1]["resource"], "content", "attachment")


def spoil(change: Callable[[Json], object]) -> Callable[[Json], Json]:
    def apply(bundle: Json) -> Json:
        spoiled = copy.deepcopy(bundle)
        change(spoiled)
        return spoiled

    return apply


SPOILED = {
    "a batch": spoil(lambda b: b.update(type="batch")),
    "no entry": spoil(lambda b: b.update(entry=[])),
    "too many": spoil(lambda b: b.update(entry=b["entry"] * 20)),
    "no set": spoil(lambda b: b["entry"].pop(0)),
    "no content": spoil(lambda b: b["entry"].pop(2)),
    "no document": spoil(lambda b: b["entry"].pop(1)),
    "twice the same address": spoil(lambda b: b["entry"][2].update(fullUrl=b["entry"][1]["fullUrl"])),
    "another kind": spoil(lambda b: b["entry"][2]["resource"].update(resourceType="Patient")),
    "a PUT": spoil(lambda b: b["entry"][1]["request"].update(method="PUT")),
    "an entry of nothing": spoil(lambda b: b["entry"].append({})),
    "a set of another document": spoil(lambda b: b["entry"][0]["resource"].update(entry=[])),
    "wrong hash": spoil(lambda b: attachment(b).update(hash="AAAA")),
    "wrong size": spoil(lambda b: attachment(b).update(size=1)),
    "wrong type": spoil(lambda b: attachment(b).update(contentType="application/pdf")),
    "not base64": spoil(lambda b: b["entry"][2]["resource"].update(data="é!")),
    "data of another kind": spoil(lambda b: b["entry"][2]["resource"].update(data=[1])),
    "no master identifier": spoil(lambda b: b["entry"][1]["resource"].pop("masterIdentifier")),
    "another patient in the set": spoil(
        lambda b: b["entry"][0]["resource"].update(subject={"reference": f"Patient/{person(2).id}"})
    ),
    "another INS at the source": spoil(
        lambda b: b["entry"][1]["resource"]["contained"][0]["identifier"][0].update(value=person(2).ins.value)
    ),
}


@pytest.mark.parametrize("change", SPOILED.values(), ids=SPOILED)
async def test_a_lot_that_is_not_one_keeps_nothing(dmp, change):
    await dmp.add(ALICE, person(2))
    answer = await dmp.post("", await dmp.login(HADDAD), change(deposit(LETTER, ALICE, HADDAD)))
    assert answer.status_code == 422, answer.text
    assert answer.json()["issue"][0]["diagnostics"]
    assert await count(dmp, "DocumentReference") == 0


async def test_a_lot_of_two_documents(dmp):
    await dmp.add(ALICE, authorisation(HADDAD, ALICE))
    one = deposit(LETTER, ALICE, HADDAD)
    two = deposit(document("Autre", number=2), ALICE, HADDAD)
    session = await dmp.login(HADDAD)
    assert (await dmp.post("", session, together(one, two))).status_code == 200
    assert await count(dmp, "DocumentReference") == 2
    assert await count(dmp, "List") == 1
    assert (await dmp.post("", session, two)).status_code == 200  # already there, in the first lot
    assert await count(dmp, "DocumentReference") == 2


async def test_each_part_of_a_lot_is_told_when_it_is_seen_and_to_whom(dmp):
    """The representatives learn nothing of what is hidden from them, next to what is not seen yet."""
    await dmp.add(ALICE)
    later = document("Annonce", number=2, hidden={Visibility.HIDDEN_FROM_PATIENT})
    hidden = document("Adolescent", number=3, hidden={Visibility.HIDDEN_FROM_REPRESENTATIVES})
    lot = together(deposit(later, ALICE, HADDAD), deposit(hidden, ALICE, HADDAD))
    assert (await dmp.post("", await dmp.login(HADDAD), lot)).status_code == 200
    told = {one["sent"]: "extension" in one for one in await dmp.notices()}
    assert told == {NOW.isoformat(): True, (NOW + timedelta(weeks=2)).isoformat(): False}


async def test_what_was_deleted_does_not_come_back_by_being_sent_again(dmp):
    """A receipt for a document that nobody can read would be a lie."""
    await dmp.add(ALICE, authorisation(HADDAD, ALICE))
    lot = deposit(LETTER, ALICE, HADDAD)
    assert (await dmp.post("", await dmp.login(HADDAD), lot)).status_code == 200
    token = await dmp.open(HADDAD, ALICE)
    (name,) = ids(await dmp.search("DocumentReference", token))
    delete = [{"op": "replace", "path": "/status", "value": DocumentStatus.DELETED.value}]
    assert (await dmp.patch(f"/DocumentReference/{name}", token, delete, if_match='W/"1"')).is_success
    answer = await dmp.post("", await dmp.login(HADDAD), lot)
    assert answer.status_code == 409
    assert "Ce même document" in answer.json()["issue"][0]["diagnostics"]


async def test_what_the_client_says_of_the_server_is_not_believed(dmp):
    """Id, logical id, date, archive and version are the server's; unknown elements are not kept."""
    await dmp.add(ALICE, authorisation(HADDAD, ALICE), kept(document(number=9), ALICE))
    bundle = deposit(LETTER, ALICE, HADDAD)
    bundle["entry"][1]["resource"] |= {
        "id": document(number=9).id,
        "date": "1999-01-01",
        "meta": {"versionId": "7"},
        "text": {"div": "<script/>"},
    }
    assert (await dmp.post("", await dmp.login(HADDAD), bundle)).status_code == 200
    token = await dmp.open(HADDAD, ALICE)
    found = (await dmp.search("DocumentReference", token, identifier=LETTER.master_identifier)).json()
    resource = found["entry"][0]["resource"]
    assert resource["id"] != document(number=9).id
    assert resource["meta"]["versionId"] == "1"
    assert resource["date"] == NOW.isoformat()
    assert "text" not in resource
    assert len(ids(await dmp.search("DocumentReference", token))) == 2


async def test_a_full_disk_keeps_nothing_and_is_said(dmp):
    await dmp.add(ALICE)
    session = await dmp.login(ROUX)

    def fill(connection):
        connection.execute("PRAGMA max_page_count = 1")

    await dmp.store._database.reading(fill)
    content = base64.b64encode(b"x" * 2_000_000)
    answer = await dmp.post("", session, deposit(LETTER, ALICE, ROUX, content))
    assert answer.status_code == 503
    assert "disque est plein" in answer.json()["issue"][0]["diagnostics"]
    assert await count(dmp, "DocumentReference") == 0
