"""Messages to the patient: who may send one, what it may carry, what it leaves; asked over the wire."""

from collections.abc import AsyncIterator

import pytest

from dmptui.core.fhir import communication
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.document import Visibility
from dmptui.core.model.patient import DmpState, LegalRepresentative, Patient
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
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

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
MARIA = person(1)
TOM = person(2, "LAMY", "Tom", birth_date="2015-02-28", representatives=(ANA,))
QUIET = person(3, "MERCIER", "Paul", state=DmpState.OPEN)
SEEN = document("Scanner", number=1, type_code=IMAGING)
UNSEEN = document("Biopsie", number=2, days_ago=2, hidden={Visibility.HIDDEN_FROM_PATIENT})
MASKED = document("Psychiatrie", number=3, hidden={Visibility.HIDDEN_FROM_PROFESSIONALS})
PRIVATE = document("Contraception", number=4, hidden={Visibility.HIDDEN_FROM_REPRESENTATIVES})


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        for patient in (MARIA, TOM, QUIET):
            await found.add(patient, authorisation(ROUX, patient), authorisation(OLIVIER, patient))
        for one in (SEEN, UNSEEN, MASKED):
            await found.add(kept(one, MARIA))
        await found.add(kept(PRIVATE, TOM))
        yield found


def message(patient: Patient = MARIA, subject="Votre suivi", text="Bonjour,\nà demain.", doc="") -> Json:
    """A message as any client could write it, in the name of somebody else and of another time."""
    return communication.message_to_fhir(
        subject,
        text,
        doc,
        patient=subject_of(patient.ins),
        sender=practitioner_reference(HADDAD.practitioner.id, "Dr HADDAD"),
        sent=NOW.replace(year=2001),
    )


async def left(world: World, patient: Patient = MARIA) -> list[tuple[str, str]]:
    """(action, outcome) of the traces of messages."""
    found = await world.traces(patient)
    told = [(t["subtype"][0]["code"], t["outcome"]) for t in found]
    return [one for one in told if one[0] == "message"]


async def test_a_message_reaches_the_patient_with_one_trace_and_one_notification(world: World) -> None:
    token = await world.open(ROUX, MARIA)
    before = len(await world.notices())
    answer = await world.post("/Communication", token, message(doc=SEEN.id))
    assert answer.status_code == 201, answer.text
    assert await left(world) == [("message", "0")]
    sent, told = (await world.notices())[before:]
    if "category" not in sent:
        sent, told = told, sent
    assert sent["sender"]["identifier"]["value"] == ROUX.practitioner.id
    assert sent["sent"] == NOW.isoformat()
    assert "vous a envoyé un message" in told["payload"][0]["contentString"]
    assert "suivi" not in told["payload"][0]["contentString"]

    patient = await world.enter(MARIA)
    found = await world.search(
        "Communication", patient, category="urn:dmptui:codesystem:communication|message"
    )
    assert ids(found) == [answer.json()["id"]]
    read = communication.from_fhir(found.json()["entry"][0]["resource"])
    assert (read.subject, read.text, read.document_id) == ("Votre suivi", "Bonjour,\nà demain.", SEEN.id)


async def test_the_trace_names_the_document_and_never_the_subject(world: World) -> None:
    token = await world.open(ROUX, MARIA)
    await world.post("/Communication", token, message(doc=SEEN.id))
    trace = next(t for t in await world.traces(MARIA) if t["subtype"][0]["code"] == "message")
    assert [entity.get("name") for entity in trace["entity"]] == [None, "Scanner"]
    assert "suivi" not in str(trace)


@pytest.mark.parametrize(
    ("patient", "doc", "status", "said"),
    [
        (QUIET, "", 403, "pas activé son profil"),
        (MARIA, UNSEEN.id, 403, "pas visible du patient"),
        (MARIA, MASKED.id, 404, ""),
        (MARIA, PRIVATE.id, 404, ""),
        (MARIA, "nowhere", 404, ""),
    ],
)
async def test_what_may_not_be_sent_leaves_nothing_but_its_trace(
    world: World, patient: Patient, doc: str, status: int, said: str
) -> None:
    token = await world.open(ROUX, patient)
    before = len(await world.notices())
    answer = await world.post("/Communication", token, message(patient, doc=doc))
    assert (answer.status_code, said in answer.text) == (status, True)
    assert len(await world.notices()) == before
    refusals = [t for t in await world.refusals() if t["subtype"][0]["code"] == "message"]
    assert len(refusals) == (doc != "nowhere")
    if status == 404:
        absent = await world.post("/Communication", token, message(patient, doc="absent"))
        assert answer.text == absent.text


async def test_a_document_the_matrix_closes_does_not_go_with_a_message(world: World) -> None:
    biology = document("Biologie", number=9, type_code="11502-2")
    await world.add(kept(biology, MARIA))
    answer = await world.post("/Communication", await world.open(OLIVIER, MARIA), message(doc=biology.id))
    assert (answer.status_code, "matrice" in answer.text) == (404, False)
    (refusal,) = await world.refusals()
    assert "matrice" in refusal["outcomeDesc"]


async def test_only_to_the_patient_of_the_open_record(world: World) -> None:
    token = await world.open(ROUX, MARIA)
    assert (await world.post("/Communication", token, message(TOM))).status_code == 403
    session = await world.login(ROUX)
    assert (await world.post("/Communication", session, message())).status_code == 403
    patient = await world.enter(MARIA)
    assert (await world.post("/Communication", patient, message())).status_code == 403
    astray = message() | {"recipient": [{"reference": subject_of(TOM.ins)}]}
    assert (await world.post("/Communication", token, astray)).status_code == 422
    assert len(await left(world, MARIA)) == 1  # by the session
    assert len(await left(world, TOM)) == 1


@pytest.mark.parametrize(
    "wrong",
    [
        message(subject=" "),
        message(subject="x" * 256),
        message(text=" \n"),
        message(text="x" * 10_001),
        message() | {"payload": [{"contentString": "un"}, {"contentString": "deux"}]},
        message() | {"payload": [{"contentString": "un"}, {"contentAttachment": {"data": "AAAA"}}]},
        message() | {"payload": []},
    ],
)
async def test_a_message_has_a_subject_and_one_text_of_bounded_length(world: World, wrong: Json) -> None:
    answer = await world.post("/Communication", await world.open(ROUX, MARIA), wrong)
    assert answer.status_code == 422
    assert await left(world) == []


async def test_a_withdrawn_right_ends_the_correspondence(world: World) -> None:
    token = await world.open(ROUX, MARIA)
    name = f"consent-{ROUX.practitioner.id}-{MARIA.id[:8]}"
    row = await world.store.read("Consent", name)
    denied = authorisation(ROUX, MARIA, permitted=False)
    await world.add(type(denied)(denied.resource, row.version))
    assert (await world.post("/Communication", token, message())).status_code == 403


async def test_the_author_finds_what_they_sent_and_nobody_else_does(world: World) -> None:
    token = await world.open(ROUX, MARIA)
    name = (await world.post("/Communication", token, message())).json()["id"]
    me = f"urn:oid:1.2.250.1.71.4.2.1|{ROUX.practitioner.id}"
    assert ids(await world.search("Communication", token, sender=me)) == [name]
    assert (await world.get(f"/Communication/{name}", token)).status_code == 200
    other = await world.open(OLIVIER, MARIA)
    assert (await world.get(f"/Communication/{name}", other)).status_code == 404
    assert (await world.search("Communication", other, sender=me)).status_code == 400
    assert (await world.search("Communication", await world.login(ROUX), sender=me)).status_code == 403
    elsewhere = await world.open(ROUX, TOM)
    assert ids(await world.search("Communication", elsewhere, sender=me)) == []


@pytest.mark.parametrize(("doc", "secret"), [(PRIVATE.id, ""), ("", "true")])
async def test_what_representatives_must_not_see_they_are_not_told(
    world: World, doc: str, secret: str
) -> None:
    form = {"secret": secret} if secret else {}
    token = await world.open(ROUX, TOM, **form)
    assert (await world.post("/Communication", token, message(TOM, doc=doc))).status_code == 201
    for representative, expected in ((False, True), (True, False)):
        visit = await world.enter(TOM, representative=representative)
        found = (await world.search("Communication", visit)).text
        assert ("Votre suivi" in found) is expected
        assert ("envoyé un message" in found) is expected
