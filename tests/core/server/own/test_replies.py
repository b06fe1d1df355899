"""What the person answers to a professional: who may, what it leaves, who sees it; asked over the wire."""

from collections.abc import AsyncIterator

import pytest

from dmptui.core.fhir import communication
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.message import MessageKind
from dmptui.core.model.patient import LegalRepresentative, Patient
from dmptui.core.rules import messaging
from tests.core.server.dmp_world import (
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    ids,
    opened,
    person,
)

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
MARIA = person(1)
TOM = person(2, "LAMY", "Tom", birth_date="2010-02-28", representatives=(ANA,))
ME = f"urn:oid:1.2.250.1.71.4.2.1|{ROUX.practitioner.id}"


@pytest.fixture
async def world(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as found:
        for patient in (MARIA, TOM):
            await found.add(patient, authorisation(ROUX, patient), authorisation(OLIVIER, patient))
        yield found


async def written(world: World, patient: Patient = MARIA, **form: str) -> str:
    """The id of a message of ROUX."""
    message = communication.message_to_fhir(
        "Votre suivi",
        "À demain.",
        "",
        patient=subject_of(patient.ins),
        sender=practitioner_reference(ROUX.practitioner.id, "Dr ROUX"),
        sent=NOW,
    )
    answer = await world.post("/Communication", await world.open(ROUX, patient, **form), message)
    return str(answer.json()["id"])


def reply(message_id: str, patient: Patient = MARIA, subject="Re : Votre suivi", text="Merci.") -> Json:
    """An answer as any client could write it, in the name of somebody else and of another time."""
    found = communication.reply_to_fhir(
        subject,
        text,
        message_id,
        patient=subject_of(patient.ins),
        sender="Quelqu'un d'autre",
        recipient=practitioner_reference(OLIVIER.practitioner.id, "Dr OLIVIER"),
        sent=NOW.replace(year=2001),
    )
    return found | {"received": NOW.isoformat()}


async def left(world: World, patient: Patient = MARIA) -> list[tuple[str, str]]:
    """(actor, outcome) of the traces of messages."""
    traces = await world.traces(patient)
    return [
        (t["agent"][0]["who"].get("display", ""), t["outcome"])
        for t in traces
        if t["subtype"][0]["code"] == "message"
    ]


async def attempts(world: World, token: str) -> int:
    """How many traces of messages somebody sees."""
    found = (await world.search("AuditEvent", token)).json()["entry"]
    return sum(e["resource"]["subtype"][0]["code"] == "message" for e in found)


async def answers(world: World, token: str, patient: Patient = MARIA) -> list[Json]:
    found = await world.search("Communication", token, patient=patient.id, recipient=ME)
    assert found.status_code == 200, found.text
    return [entry["resource"] for entry in found.json().get("entry", ())]


async def test_an_answer_reaches_who_wrote_and_is_unread_until_they_read_it(world: World) -> None:
    name = await written(world)
    answer = await world.post("/Communication", await world.enter(MARIA), reply(name))
    assert answer.status_code == 201, answer.text
    doctor = await world.open(ROUX, MARIA)
    (came,) = await answers(world, doctor)
    assert came["recipient"][0]["identifier"]["value"] == ROUX.practitioner.id
    assert (came["sent"], came["sender"]["display"]) == (NOW.isoformat(), MARIA.name)
    read = communication.from_fhir(came)
    assert (read.kind, read.in_response_to, read.text) == (MessageKind.MESSAGE, name, "Merci.")
    assert read.is_unread

    address = f"/Communication/{came['id']}"
    first = communication.from_fhir((await world.get(address, doctor)).json())
    assert first.read_at == NOW
    assert (await world.get(address, doctor)).json() == (await answers(world, doctor))[0]
    assert [outcome for _who, outcome in await left(world)] == ["0", "0"]


async def test_the_professional_is_notified_of_no_more_than_an_answer(world: World) -> None:
    name = await written(world)
    await world.post("/Communication", await world.enter(MARIA), reply(name))
    session = await world.login(ROUX)
    (told,) = (await world.search("Communication", session)).json()["entry"]
    sentence = told["resource"]["payload"][0]["contentString"]
    assert "a répondu à votre message" in sentence
    assert not {MARIA.name, "suivi", "Merci"} & set(sentence.split())
    assert "Merci" not in str(told)


async def test_an_answer_is_read_in_the_open_record_and_nowhere_else(world: World) -> None:
    name = await written(world)
    reply_id = (await world.post("/Communication", await world.enter(MARIA), reply(name))).json()["id"]
    session, other = await world.login(ROUX), await world.open(OLIVIER, MARIA)
    elsewhere = await world.open(ROUX, TOM)
    for token in (session, other, elsewhere):
        assert (await world.get(f"/Communication/{reply_id}", token)).status_code == 404
    assert (await world.search("Communication", session, patient=MARIA.id, recipient=ME)).status_code == 403
    assert (await world.search("Communication", other, patient=MARIA.id, recipient=ME)).status_code == 400
    assert await answers(world, elsewhere, TOM) == []


async def test_the_person_finds_what_they_answered(world: World) -> None:
    name = await written(world)
    token = await world.enter(MARIA)
    reply_id = (await world.post("/Communication", token, reply(name))).json()["id"]
    assert ids(await world.search("Communication", token, sender=f"Patient/{MARIA.id}")) == [reply_id]
    assert reply_id not in ids(await world.search("Communication", token))


async def test_nothing_is_answered_but_a_message_that_was_received(world: World) -> None:
    name = await written(world)
    token = await world.enter(MARIA)
    inbox = (await world.search("Communication", token)).json()["entry"]
    notification = next(e["resource"]["id"] for e in inbox if "category" not in e["resource"])
    own = (await world.post("/Communication", token, reply(name))).json()["id"]
    for wrong in (notification, own):
        answer = await world.post("/Communication", token, reply(wrong))
        assert (answer.status_code, messaging.not_received().reason in answer.text) == (403, True)
    theirs = await written(world, TOM)
    for absent in (theirs, "absent"):
        assert (await world.post("/Communication", token, reply(absent))).status_code == 404
    refused = [outcome for who, outcome in await left(world) if who == MARIA.name]
    assert sorted(refused) == ["0", *4 * (refused[0] if refused[0] != "0" else refused[-1],)]
    assert (await world.post("/Communication", token, reply(theirs, TOM))).status_code == 403


async def test_without_an_open_profile_nothing_is_answered(world: World) -> None:
    name = await written(world)
    token = await world.enter(MARIA)
    act = {"resourceType": "Parameters", "parameter": [{"name": "acte", "valueCode": "close"}]}
    assert (await world.post(f"/Patient/{MARIA.id}/$profil", token, act)).status_code == 200
    answer = await world.post("/Communication", token, reply(name))
    assert (answer.status_code, "est fermé" in answer.text) == (403, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"subject": " "},
        {"subject": "x" * 256},
        {"text": " \n"},
        {"text": "x" * 10_001},
    ],
)
async def test_an_answer_has_a_subject_and_a_text_of_bounded_length(world: World, wrong) -> None:
    name = await written(world)
    answer = await world.post("/Communication", await world.enter(MARIA), reply(name, **wrong))
    assert answer.status_code == 422
    assert len(await left(world)) == 1


async def test_no_document_goes_with_an_answer(world: World) -> None:
    found = reply(await written(world))
    found["payload"].append({"contentReference": {"reference": "DocumentReference/one"}})
    assert (await world.post("/Communication", await world.enter(MARIA), found)).status_code == 422


@pytest.mark.parametrize("secret", [False, True])
async def test_what_a_minor_answers_alone_is_hidden_from_the_representatives(
    world: World, secret: bool
) -> None:
    name = await written(world, TOM, **({"secret": "true"} if secret else {}))
    child = await world.enter(TOM)
    mother = await world.enter(TOM, representative=True)
    seen = await attempts(world, mother)
    reply_id = (await world.post("/Communication", child, reply(name, TOM))).json()["id"]
    await world.post("/Communication", child, reply("absent", TOM))
    mine = {"sender": f"Patient/{TOM.id}"}
    assert ids(await world.search("Communication", child, **mine)) == [reply_id]
    assert ids(await world.search("Communication", mother, **mine)) == []
    assert await attempts(world, mother) == seen
    assert await attempts(world, child) == 3
    assert len(await answers(world, await world.open(ROUX, TOM), TOM)) == 1
    status = (await world.post("/Communication", mother, reply(name, TOM))).status_code
    assert status == (404 if secret else 201)


async def test_a_representative_answers_in_their_quality(world: World) -> None:
    name = await written(world, TOM)
    mother = await world.enter(TOM, representative=True)
    await world.post("/Communication", mother, reply(name, TOM))
    (came,) = await answers(world, await world.open(ROUX, TOM), TOM)
    assert "Représentant légal" in came["sender"]["display"]
    assert len(ids(await world.search("Communication", mother, sender=f"Patient/{TOM.id}"))) == 1
