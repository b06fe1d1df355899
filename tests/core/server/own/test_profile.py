"""The profile in the hands of its person: opposed to, closed, opened again; six weeks; nothing without."""

import json
from datetime import date

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import patient as patients
from dmptui.core.fhir import profile, systems
from dmptui.core.model.patient import DmpState, LegalRepresentative, Patient
from dmptui.core.rules.lifecycle import ProfileAct
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    World,
    authorisation,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
)

OPPOSE, CLOSE, REOPEN = ProfileAct.OPPOSE, ProfileAct.CLOSE, ProfileAct.REOPEN
TOLD = person(1, state=DmpState.NOTIFIED, notified=date(2026, 11, 1))
OPEN = person(2, state=DmpState.OPEN)
OPPOSED = person(3, state=DmpState.OPPOSED)
CLOSED = person(4, state=DmpState.CLOSED)
CHILD = person(
    5, birth_date="2015-01-01", representatives=(LegalRepresentative(name="X", relationship="mère"),)
)
PEOPLE = (TOLD, OPEN, OPPOSED, CLOSED, CHILD)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(*PEOPLE, *(authorisation(HADDAD, one) for one in PEOPLE), kept(document(), OPEN))
        yield world


async def act(dmp: World, token: str, patient: Patient, what: ProfileAct, reason: str = ""):
    return await dmp.post(f"/Patient/{patient.id}/$profil", token, profile.to_fhir(what, reason))


async def now_of(dmp: World, patient: Patient) -> Patient:
    row = await dmp.store.read("Patient", patient.id)
    get_fhir_model_class("Patient").model_validate(json.loads(row.text))
    return patients.from_fhir(json.loads(row.text))


@pytest.mark.parametrize(
    ("patient", "what", "state", "code"),
    [
        (TOLD, OPPOSE, DmpState.OPPOSED, "opposition"),
        (TOLD, REOPEN, DmpState.ACTIVATED, "reouverture"),
        (OPEN, CLOSE, DmpState.CLOSED, "fermeture"),
        (OPPOSED, REOPEN, DmpState.ACTIVATED, "reouverture"),
        (CLOSED, REOPEN, DmpState.ACTIVATED, "reouverture"),
    ],
)
async def test_what_may_be_done(dmp, patient, what, state, code):
    token = await dmp.enter(patient)
    answer = await act(dmp, token, patient, what)
    assert answer.status_code == 200, answer.text
    assert patients.from_fhir(answer.json()).state is state
    assert (await now_of(dmp, patient)).state is state
    last = (await dmp.traces(patient))[-1]
    assert (last["subtype"][0]["code"], last["outcome"], last["action"]) == (code, "0", "U")
    assert await dmp.notices() == []


@pytest.mark.parametrize(
    ("patient", "what", "says"),
    [
        (OPEN, OPPOSE, "plus temps"),
        (OPPOSED, OPPOSE, "déjà été refusée"),
        (CLOSED, CLOSE, "déjà fermé"),
        (TOLD, CLOSE, "rien à fermer"),
        (OPEN, REOPEN, "déjà ouvert"),
    ],
)
async def test_what_may_not(dmp, patient, what, says):
    answer = await act(dmp, await dmp.enter(patient), patient, what)
    assert (answer.status_code, says in answer.text) == (403, True), answer.text
    (trace,) = await dmp.refusals()
    assert trace["entity"][0]["what"]["reference"] == f"Patient/{patient.id}"


async def test_a_closure_says_when_and_why_and_ends_every_access(dmp):
    record, token = await dmp.open(HADDAD, OPEN), await dmp.enter(OPEN)
    assert (await act(dmp, token, OPEN, CLOSE, "Je n'en veux plus.\x1b[2J")).status_code == 200
    closure = (await now_of(dmp, OPEN)).closure
    assert closure is not None
    assert (closure.date, closure.motif) == (NOW.date(), "Fermeture à la demande du patient")
    assert closure.reason.startswith("Je n'en veux plus.")
    assert "\x1b" not in closure.reason
    assert (await dmp.get("/DocumentReference", record)).status_code == 403
    assert "Je n'en veux plus" in (await dmp.ask_opening(await dmp.login(HADDAD), OPEN)).text
    for path in ("/DocumentReference", "/AuditEvent", "/Consent", "/Communication", "/CareTeam"):
        answer = await dmp.get(path, token)
        assert (answer.status_code, "est fermé" in answer.text) == (403, True), path
    assert (await dmp.get(f"/Patient/{OPEN.id}", token)).json()["active"] is False
    assert (await act(dmp, token, OPEN, REOPEN)).status_code == 200
    assert (await now_of(dmp, OPEN)).closure is None
    assert ids(await dmp.search("DocumentReference", token)) == [document().id]
    assert (await dmp.get("/DocumentReference", record)).status_code == 200


@pytest.mark.parametrize("patient", [TOLD, OPPOSED, CLOSED])
async def test_who_has_no_profile_enters_and_sees_nothing(dmp, patient):
    token = await dmp.enter(patient)
    assert (await now_of(dmp, patient)).state is patient.state
    assert ids(await dmp.search("Patient", token, identifier=ins_of(patient))) == [patient.id]
    answer = await dmp.search("DocumentReference", token)
    assert (answer.status_code, "Mon espace santé" in answer.text) == (403, True)


async def test_six_weeks_open_it_by_themselves(dmp):
    token = await dmp.login(HADDAD)
    for days, state in ((0, "notifie"), (19, "notifie"), (1, "ouvert")):  # 1 November + 42 days
        dmp.wait(days=days)
        token = await dmp.login(HADDAD)
        (found,) = (await dmp.search("Patient", token, identifier=ins_of(TOLD))).json()["entry"]
        assert patients.from_fhir(found["resource"]).state == state
    assert found["resource"]["active"] is True
    assert await dmp.open(HADDAD, TOLD)
    me = f"{systems.PRACTITIONER_ID}|{HADDAD.practitioner.id}"
    query = {"actor.identifier": me, "status": "active", "_include": "Consent:patient"}
    answer = await dmp.search("Consent", token, **query)
    people = [e["resource"] for e in answer.json()["entry"] if e["search"]["mode"] == "include"]
    assert {p["id"]: patients.from_fhir(p).state for p in people}[TOLD.id] is DmpState.OPEN
    late = await act(dmp, await dmp.enter(TOLD), TOLD, OPPOSE)
    assert (late.status_code, "plus temps" in late.text) == (403, True)
    assert (await now_of(dmp, TOLD)).state is DmpState.ACTIVATED


async def test_a_representative_closes_and_a_professional_does_not(dmp):
    answer = await act(dmp, await dmp.login(HADDAD), CHILD, CLOSE)
    assert (answer.status_code, "réservée à la personne" in answer.text) == (403, True)
    assert (await act(dmp, await dmp.open(HADDAD, CHILD), CHILD, CLOSE)).status_code == 403
    parent = await dmp.enter(CHILD, representative=True)
    assert (await act(dmp, parent, CHILD, CLOSE)).status_code == 200
    assert "Représentant légal" in (await dmp.traces(CHILD))[-1]["agent"][0]["who"]["display"]


async def test_nobody_else_s_profile(dmp):
    answer = await act(dmp, await dmp.enter(OPEN), TOLD, OPPOSE)
    assert answer.status_code == 403
    assert (await now_of(dmp, TOLD)).state is DmpState.NOTIFIED
    (trace,) = await dmp.refusals()
    assert trace["entity"][0]["what"]["reference"] == f"Patient/{TOLD.id}"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"resourceType": "Patient"}, 422),
        ({"resourceType": "Parameters"}, 422),
        ({"resourceType": "Parameters", "parameter": [{"name": "acte", "valueCode": "active"}]}, 422),
        ({"resourceType": "Parameters", "parameter": [{"name": "acte", "valueCode": ["close"]}]}, 422),
        ({"resourceType": "Parameters", "parameter": "acte"}, 422),
        (profile.to_fhir(CLOSE, "x" * 256), 403),
    ],
)
async def test_what_is_no_act(dmp, body, status):
    answer = await dmp.post(f"/Patient/{OPEN.id}/$profil", await dmp.enter(OPEN), body)
    assert answer.status_code == status, answer.text
    assert (await now_of(dmp, OPEN)).state is DmpState.ACTIVATED


async def test_it_is_not_for_strangers_and_has_one_method(dmp):
    assert (await act(dmp, "", OPEN, CLOSE)).status_code == 401
    assert (await dmp.get(f"/Patient/{OPEN.id}/$profil", await dmp.enter(OPEN))).status_code == 405
    (patient,) = [
        r for r in (await dmp.get("/metadata")).json()["rest"][0]["resource"] if r["type"] == "Patient"
    ]
    assert [o["name"] for o in patient["operation"]] == ["profil"]
