"""Attacks: each is refused, traced once, and its answer holds nothing of the record."""

import httpx
import pytest

from dmptui.core.fhir import consent
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import ConsentKind, Declaration, Team
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.care_team import circle_of
from tests.core.server.dmp_world import (
    HADDAD,
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
    switches,
)

SECRET = "Titre secret"
ALICE, BOB = person(1, "DUPUIS"), person(2, "MERCIER")
MASKED = document(SECRET, number=2, author=ROUX, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS])
CLOSED_TYPE = document(SECRET, number=5, type_code="11502-2")  # biology, closed to physiotherapists


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(
            ALICE,
            BOB,
            authorisation(HADDAD, ALICE),
            authorisation(HADDAD, BOB),
            authorisation(OLIVIER, ALICE),
            kept(document(SECRET, number=1), ALICE),
            kept(MASKED, ALICE),
            kept(document(SECRET, number=4, status=DocumentStatus.DELETED), ALICE),
            kept(CLOSED_TYPE, ALICE),
            kept(document(SECRET, number=6), BOB),
        )
        yield world


def content(number: int) -> str:
    return f"/Binary/bin-{document(number=number).id}"


def reference(number: int) -> str:
    return f"/DocumentReference/{document(number=number).id}"


async def refused(dmp: World, answer: httpx.Response, status: int = 403, traces: int = 1) -> Json:
    assert answer.status_code == status, answer.text
    assert "secret" not in answer.text.lower()
    assert ALICE.birth_name not in answer.text
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert answer.json()["issue"][0]["diagnostics"]
    found = await dmp.refusals()
    assert len(found) == traces
    return found[-1]


def subject_of(trace: Json) -> str:
    found = [e["what"]["reference"] for e in trace.get("entity", []) if "what" in e]
    return next((r for r in found if r.startswith("Patient/")), "")


PATHS = [content(1), reference(1), "/DocumentReference?status=current", "/List", "/AuditEvent", "/CareTeam"]


@pytest.mark.parametrize("token", ["", "forged", "é", "x" * 5000])
@pytest.mark.parametrize("path", PATHS)
async def test_no_token_or_a_forged_one(dmp, path, token):
    headers = {"Authorization": f"Bearer {token}".encode()} if token else {}
    answer = await dmp.client.get(f"/fhir{path}", headers=headers)
    trace = await refused(dmp, answer, 401)
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert "entity" not in trace


@pytest.mark.parametrize("path", PATHS)
async def test_an_expired_record(dmp, path):
    token = await dmp.open(HADDAD, ALICE)
    dmp.wait(hours=1)
    trace = await refused(dmp, await dmp.get(path, token), 401)
    assert subject_of(trace) == f"Patient/{ALICE.id}"
    assert trace["agent"][0]["who"]["identifier"]["value"] == HADDAD.practitioner.id


@pytest.mark.parametrize("path", PATHS)
async def test_a_session_is_not_an_open_record(dmp, path):
    session = await dmp.login(HADDAD)
    if path == "/CareTeam":
        path += f"?patient={ALICE.id}&participant.identifier=899900000001"
    await refused(dmp, await dmp.get(path, session))


@pytest.mark.parametrize(
    "path",
    [
        content(6),
        reference(6),
        f"/DocumentReference?patient={BOB.id}",
        f"/DocumentReference?patient.identifier={ins_of(BOB)}",
        f"/DocumentReference?subject=Patient/{BOB.id}",
        f"/List?patient.identifier={ins_of(BOB)}",
        f"/AuditEvent?patient.identifier={ins_of(BOB)}",
        f"/CareTeam?patient={BOB.id}",
        f"/Consent?patient={BOB.id}",
        f"/Patient/{BOB.id}",
        f"/Patient?identifier={ins_of(BOB)}",
    ],
)
async def test_the_record_of_another_patient(dmp, path):
    """HADDAD may open both, one at a time."""
    token = await dmp.open(HADDAD, ALICE)
    trace = await refused(dmp, await dmp.get(path, token), 404 if path in (content(6), reference(6)) else 403)
    assert subject_of(trace) == f"Patient/{BOB.id}"


async def test_a_patient_nobody_knows_with_a_record_token(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.search("DocumentReference", token, **{"patient.identifier": ins_of(person(77))})
    assert subject_of(await refused(dmp, answer)) == ""


async def test_an_id_nobody_has_is_not_kept_in_a_trace(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get("/DocumentReference?patient=" + "x" * 3000, token)
    assert subject_of(await refused(dmp, answer)) == ""


async def test_a_trace_keeps_the_beginning_of_a_client_s_words(dmp):
    session = await dmp.login(OLIVIER)
    bundle = deposit(document("x" * 9000, number=30), ALICE, HADDAD)
    trace = await refused(dmp, await dmp.post("", session, bundle))
    assert [len(e["name"]) for e in trace["entity"] if "name" in e] == [500]


async def test_two_patients_named_at_once(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/DocumentReference?patient={ALICE.id}&patient={BOB.id}", token)
    assert answer.status_code == 400


async def test_the_identifier_of_another_document_does_not_widen_the_search(dmp):
    token = await dmp.open(HADDAD, ALICE)
    master = document(number=6).master_identifier
    assert ids(await dmp.search("DocumentReference", token, identifier=master)) == []
    assert ids(await dmp.search("DocumentReference", token, _id=document(number=6).id)) == []
    assert ids(await dmp.search("List", token, item=f"DocumentReference/{document(number=6).id}")) == []


@pytest.mark.parametrize("path", [content(2), reference(2)])
async def test_a_masked_document(dmp, path):
    token = await dmp.open(HADDAD, ALICE)
    trace = await refused(dmp, await dmp.get(path, token), 404)
    assert trace["subtype"][0]["code"] == "lecture"
    assert any(e.get("name") == SECRET for e in trace["entity"])
    listed = ids(await dmp.search("DocumentReference", token))
    assert MASKED.id not in listed
    assert document(number=1).id in listed


@pytest.mark.parametrize(
    ("masked", "status"), [(True, 200), (False, 404)], ids=["third switch open", "third switch closed"]
)
async def test_a_masked_document_in_an_emergency(dmp, masked, status):
    await dmp.add(switches(ALICE, masked_documents=masked))
    token = await dmp.open(HADDAD, ALICE, purpose_of_use="BTG", reason="Coma")
    assert (await dmp.get(content(2), token)).status_code == status
    assert (MASKED.id in ids(await dmp.search("DocumentReference", token))) is masked


async def test_a_masked_document_for_its_author(dmp):
    await dmp.add(authorisation(ROUX, ALICE))
    token = await dmp.open(ROUX, ALICE)
    assert (await dmp.get(content(2), token)).status_code == 200


@pytest.mark.parametrize("path", [content(5), reference(5)])
async def test_a_type_closed_to_the_profession(dmp, path):
    token = await dmp.open(OLIVIER, ALICE)
    trace = await refused(dmp, await dmp.get(path, token), 404)
    assert "matrice" in trace["outcomeDesc"]
    listed = ids(await dmp.search("DocumentReference", token))
    assert CLOSED_TYPE.id not in listed
    assert document(number=1).id in listed
    assert f"lot-{CLOSED_TYPE.id}" not in ids(await dmp.search("List", token))


@pytest.mark.parametrize("path", [content(4), reference(4)])
async def test_a_deleted_document_is_gone(dmp, path):
    token = await dmp.open(HADDAD, ALICE)
    await refused(dmp, await dmp.get(path, token), 410)
    listed = ids(await dmp.search("DocumentReference", token, status="entered-in-error,current"))
    assert document(number=4).id not in listed


async def test_a_right_withdrawn_closes_the_open_record(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert (await dmp.get(content(1), token)).status_code == 200
    row = await dmp.store.read("Consent", authorisation(HADDAD, ALICE).resource["id"])
    denial = authorisation(HADDAD, ALICE, permitted=False)
    await dmp.store.commit([type(denial)(denial.resource, row.version)], dmp.now[0])
    await refused(dmp, await dmp.get(content(1), token))


async def test_a_promised_page_serves_one_token_only(dmp):
    token, other = await dmp.open(HADDAD, ALICE), await dmp.open(OLIVIER, ALICE)
    await dmp.add(kept(document(SECRET, number=20), ALICE))
    first = await dmp.search("DocumentReference", token, _count="1")
    url = next(link["url"] for link in first.json()["link"] if link["relation"] == "next")
    assert ALICE.ins.value not in url
    await refused(dmp, await dmp.get(url, other))
    assert (await dmp.get(url, token)).status_code == 200


async def test_a_colleagues_authorisations(dmp):
    session = await dmp.login(OLIVIER)
    form = {"actor.identifier": f"urn:oid:1.2.250.1.71.4.2.1|{HADDAD.practitioner.id}"}
    await refused(dmp, await dmp.search("Consent", session, **form))
    form["patient.identifier"] = ins_of(ALICE)
    trace = await refused(dmp, await dmp.search("Consent", session, **form), traces=2)
    assert subject_of(trace) == f"Patient/{ALICE.id}"


async def test_declaring_for_a_colleague_without_access_oneself(dmp):
    session = await dmp.login(PETIT)
    resource = consent.declaration_to_fhir(
        Declaration(kind=ConsentKind.EXPLICIT), ROUX.practitioner.id, f"Patient/{ALICE.id}", dmp.now[0]
    )
    await refused(dmp, await dmp.post("/Consent", session, resource))


async def test_declaring_for_the_team_of_others(dmp):
    session, other = await dmp.login(PETIT), HADDAD.situation.organization
    for team in (Team(identifier=other.id, name=other.name), circle_of(ALICE)):
        resource = consent.declaration_to_fhir(
            Declaration(kind=ConsentKind.EXPLICIT), "", f"Patient/{ALICE.id}", dmp.now[0], team
        )
        await refused(dmp, await dmp.post("/Consent", session, resource), traces=1 + (not team.name))


async def test_depositing_in_another_record_than_the_open_one(dmp):
    token = await dmp.open(HADDAD, ALICE)
    trace = await refused(dmp, await dmp.post("", token, deposit(document(number=30), BOB, HADDAD)))
    assert subject_of(trace) == f"Patient/{BOB.id}"


async def test_depositing_under_another_name(dmp):
    session = await dmp.login(OLIVIER)
    await refused(dmp, await dmp.post("", session, deposit(document(number=30), ALICE, HADDAD)))


async def test_a_record_token_opens_no_other_record(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.ask_opening(token, BOB)
    assert (answer.status_code, answer.json()["error"]) == (403, "access_denied")
    assert len(await dmp.refusals()) == 1


async def test_a_refused_request_writes_no_reading(dmp):
    token = await dmp.open(HADDAD, ALICE)
    await dmp.get(content(2), token)
    done = [t for t in await dmp.traces(ALICE) if t["outcome"] == "0"]
    assert [t["subtype"][0]["code"] for t in done] == ["ouverture"]
    assert len(await dmp.notices()) == 1
