"""Opening a record over HTTP: every outcome of the rule, what is traced, who is told."""

from datetime import date, timedelta

import pytest

from dmptui.core.model.patient import Closure, DmpState, Patient
from dmptui.core.server.access.gate import digest_of
from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.tokens import SqliteTokens
from dmptui.core.store.tokens import TokenRow
from tests.core.server.dmp_world import (
    EXCHANGE,
    FAURE,
    HADDAD,
    NOW,
    OLIVIER,
    PETIT,
    ROUX,
    authorisation,
    opened,
    person,
    switches,
    team,
)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        yield world


def closed() -> Patient:
    return person(
        1, state=DmpState.CLOSED, closure=Closure(date=date(2026, 3, 2), motif="Demande de l'usager")
    )


BREAK = {"purpose_of_use": "BTG", "reason": "Inconscient, seul"}
REGULATE = {"purpose_of_use": "EMERGENCY"}
OUTCOMES = {
    "valid": (HADDAD, person(1), [authorisation(HADDAD, person(1))], {}, "", ""),
    "never asked": (HADDAD, person(1), [], {}, "consent_required", "pas encore d'autorisation"),
    "expired": (
        HADDAD,
        person(1),
        [authorisation(HADDAD, person(1), days=-1)],
        {},
        "consent_required",
        "expiré",
    ),
    "blocked": (
        HADDAD,
        person(1),
        [authorisation(HADDAD, person(1), permitted=False)],
        {},
        "access_denied",
        "bloqué",
    ),
    "notified": (HADDAD, person(1, state=DmpState.NOTIFIED), [], {}, "access_denied", "pas encore créé"),
    "opposed": (HADDAD, person(1, state=DmpState.OPPOSED), [], {}, "access_denied", "opposée"),
    "closed": (
        HADDAD,
        closed(),
        [authorisation(HADDAD, person(1))],
        {},
        "access_denied",
        "fermé depuis le 02/03/2026",
    ),
    "in the team": (
        PETIT,
        person(1),
        [team(person(1), PETIT.practitioner.id)],
        {},
        "consent_required",
        "autorisation",
    ),
    "broken glass": (HADDAD, person(1), [], BREAK, "", ""),
    "broken glass, no reason": (HADDAD, person(1), [], {"purpose_of_use": "BTG"}, "access_denied", "motif"),
    "broken glass, opposed": (
        HADDAD,
        person(1),
        [switches(person(1), break_glass=False)],
        BREAK,
        "access_denied",
        "urgence",
    ),
    "broken glass, blocked": (
        HADDAD,
        person(1),
        [authorisation(HADDAD, person(1), permitted=False)],
        BREAK,
        "access_denied",
        "bloqué",
    ),
    "centre 15": (FAURE, person(1), [], REGULATE, "", ""),
    "centre 15, not regulating": (HADDAD, person(1), [], REGULATE, "access_denied", "régulateurs"),
    "centre 15, opposed": (
        FAURE,
        person(1),
        [switches(person(1), centre_15=False)],
        REGULATE,
        "access_denied",
        "SAMU",
    ),
}


@pytest.mark.parametrize(
    ("role", "patient", "known", "form", "error", "says"), OUTCOMES.values(), ids=OUTCOMES
)
async def test_opening_answers_as_the_rule_decides_and_is_traced_once(
    dmp, role, patient, known, form, error, says
):
    await dmp.add(patient, *known)
    session = await dmp.login(role)
    answer = await dmp.ask_opening(session, patient, **form)
    body = answer.json()
    (trace,) = await dmp.traces(patient)
    assert trace["subtype"][0]["code"] == "ouverture"
    assert trace["agent"][0]["who"]["identifier"]["value"] == role.practitioner.id
    if error:
        assert (answer.status_code, body["error"]) == (403, error)
        assert says in body["error_description"]
        assert body["error_source"]
        assert (trace["outcome"], trace["outcomeDesc"]) == ("8", body["error_description"])
        assert "access_token" not in body
        assert await dmp.notices() == []
    else:
        assert (answer.status_code, body["token_type"], body["expires_in"]) == (200, "Bearer", 3600)
        assert trace["outcome"] == "0"
        assert "a ouvert votre DMP" in (await dmp.notices())[0]["payload"][0]["contentString"]


async def test_nobody_has_this_ins(dmp):
    answer = await dmp.ask_opening(await dmp.login(ROUX), person(1))
    assert answer.status_code == 403
    assert "Aucun DMP n'existe" in answer.json()["error_description"]
    (trace,) = await dmp.refusals()
    assert "entity" not in trace


async def test_an_emergency_is_traced_with_its_reason_and_told_to_the_attending_physician(dmp):
    patient = person(1, attending={ROUX.practitioner.id})
    await dmp.add(patient)
    await dmp.open(HADDAD, patient, **BREAK)
    (trace,) = await dmp.traces(patient)
    assert trace["extension"][0]["valueString"] == "Inconscient, seul"
    assert trace["purposeOfEvent"][0]["coding"][0]["code"] == "bris_de_glace"
    to_patient, to_physician = await dmp.notices()
    assert "bris de glace" in to_patient["payload"][0]["contentString"]
    assert to_physician["recipient"][0]["identifier"]["value"] == ROUX.practitioner.id


async def test_the_visit_before_is_told(dmp):
    patient = person(1)
    await dmp.add(patient, authorisation(HADDAD, patient), authorisation(OLIVIER, patient))
    session = await dmp.login(HADDAD)
    assert "last_visit" not in (await dmp.ask_opening(session, patient)).json()
    first = dmp.now[0]
    dmp.wait(minutes=5)
    await dmp.open(OLIVIER, patient)
    dmp.wait(minutes=5)
    assert (await dmp.ask_opening(session, patient)).json()["last_visit"] == first.isoformat()


async def test_a_record_token_never_outlives_its_session(dmp):
    patient = person(1)
    await dmp.add(patient, authorisation(HADDAD, patient))
    session = await dmp.login(HADDAD)
    dmp.wait(hours=3, minutes=30)
    assert (await dmp.ask_opening(session, patient)).json()["expires_in"] == 1800


@pytest.mark.parametrize(
    ("change", "status", "error"),
    [
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({"purpose_of_use": "HMARKT"}, 400, "invalid_request"),
        ({"subject_token_type": "urn:saml"}, 400, "invalid_request"),
        ({"purpose_of_use": "BTG", "reason": "x" * 501}, 400, "invalid_request"),
    ],
)
async def test_a_wrong_exchange(dmp, change, status, error):
    patient = person(1)
    await dmp.add(patient, authorisation(HADDAD, patient))
    answer = await dmp.ask_opening(await dmp.login(HADDAD), patient, **change)
    assert (answer.status_code, answer.json()["error"]) == (status, error)


@pytest.mark.parametrize("person_id", ["", "251119912301287", "|251119912301287", "urn:oid:1.2|", "a|b,c|d"])
async def test_a_wrong_identifier(dmp, person_id):
    form = {"grant_type": EXCHANGE, "subject_token": await dmp.login(HADDAD), "person_id": person_id}
    answer = await dmp.client.post("/auth/token", data=form)
    assert answer.status_code == 400
    assert answer.json()["resourceType"] == "OperationOutcome"


async def test_an_unknown_identity_cannot_log_in(dmp):
    for form in (
        {"ps_id": "899999999999", "organization": "1990010019"},
        {"ps_id": ROUX.practitioner.id, "organization": "1990010753"},
    ):
        answer = await dmp.client.post("/auth/login", data=form)
        assert (answer.status_code, answer.json()["error"]) == (401, "invalid_grant")


async def test_the_identities_are_listed_whole(dmp):
    found = (await dmp.get("/auth/identities")).json()["identities"]
    assert [p["family"] for p in found] == ["FAURE", "HADDAD", "OLIVIER", "PETIT", "ROUX"]
    assert found[0] == FAURE.practitioner.model_dump(mode="json")


async def test_closing_a_session_closes_its_records(dmp):
    patient = person(1)
    await dmp.add(patient, authorisation(HADDAD, patient))
    session = await dmp.login(HADDAD)
    token = (await dmp.ask_opening(session, patient)).json()["access_token"]
    assert (await dmp.search("DocumentReference", token)).status_code == 200
    assert (await dmp.client.post("/auth/revoke", data={"token": session})).status_code == 200
    assert (await dmp.search("DocumentReference", token)).status_code == 401
    assert (await dmp.get("/Patient?family=x", session)).status_code == 401


async def test_no_token_is_kept_in_clear(dmp, tmp_path):
    patient = person(1)
    await dmp.add(patient, authorisation(HADDAD, patient))
    session = await dmp.login(HADDAD)
    token = (await dmp.ask_opening(session, patient)).json()["access_token"]
    stored = b"".join(path.read_bytes() for path in tmp_path.iterdir())
    assert session.encode() not in stored
    assert token.encode() not in stored
    assert len(token) >= 43  # 256 bits


@pytest.mark.parametrize("claims", ['{"added": 1}', '{"patient_id": 3}', "{", ""])
async def test_a_token_of_another_version_is_no_token(dmp, tmp_path, claims):
    secret, database = "kept by another version", Database(tmp_path / "dmp.sqlite")
    digest, expires = digest_of(secret), microseconds(NOW + timedelta(hours=1))
    await SqliteTokens(database).add(TokenRow(digest, digest, expires, claims), NOW)
    database.close()
    assert (await dmp.get("/Patient?family=x", secret)).status_code == 401
