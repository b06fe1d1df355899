"""The wire itself: errors that are always an OperationOutcome, limits, the CapabilityStatement, the log."""

import json
import logging

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import audit_event
from dmptui.core.model.access import AccessMode
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.server.access import gate
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    ROUX,
    authorisation,
    deposit,
    document,
    ins_of,
    kept,
    opened,
    person,
)

ALICE = person(1)
FHIR = {"Content-Type": "application/fhir+json"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE), kept(document(), ALICE))
        yield world


DEEP = b'{"resourceType":"Consent","a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"
ERRORS = {
    "unknown kind": ("GET", "/fhir/Device", {}, b"", 404),
    "unknown address": ("GET", "/admin", {}, b"", 404),
    "unknown document": ("GET", "/fhir/DocumentReference/zz", {}, b"", 404),
    "unknown content": ("GET", "/fhir/Binary/zz", {}, b"", 404),
    "a path to climb": ("GET", "/fhir/Binary/..%2f..%2fetc", {}, b"", 404),
    "wrong method": ("PUT", "/fhir/DocumentReference", {}, b"", 405),
    "no delete": ("DELETE", "/fhir/DocumentReference/zz", {}, b"", 405),
    "xml": ("GET", "/fhir/DocumentReference", {"Accept": "application/fhir+xml"}, b"", 406),
    "unknown parameter": ("GET", "/fhir/DocumentReference?foo=1", {}, b"", 400),
    "unknown modifier": ("GET", "/fhir/DocumentReference?status:not=current", {}, b"", 400),
    "unknown sort": ("GET", "/fhir/DocumentReference?_sort=title", {}, b"", 400),
    "count in letters": ("GET", "/fhir/DocumentReference?_count=abc", {}, b"", 400),
    "a date that is not": ("GET", "/fhir/DocumentReference?date=ge2026-13-45", {}, b"", 400),
    "a date past the end of time": ("GET", "/fhir/DocumentReference?date=99999", {}, b"", 400),
    "a code without code": ("GET", "/fhir/DocumentReference?type=http://loinc.org|", {}, b"", 400),
    "too many values": ("GET", "/fhir/DocumentReference?type=" + "a," * 300, {}, b"", 400),
    "forgotten page": ("GET", "/fhir?_getpages=zz", {}, b"", 410),
    "not a form": ("POST", "/fhir/DocumentReference/_search", FHIR, b"{}", 415),
    "not JSON": ("POST", "/fhir/Consent", {"Content-Type": "text/plain"}, b"{}", 415),
    "broken JSON": ("POST", "/fhir/Consent", FHIR, b'{"a":', 400),
    "not UTF-8": ("POST", "/fhir/Consent", FHIR, b'{"a":"\xff"}', 400),
    "half a surrogate": ("POST", "/fhir/Consent", FHIR, b'{"resourceType":"Consent","a":"\\ud800"}', 400),
    "deep": ("POST", "/fhir/Consent", FHIR, DEEP, 400),
    "not a number": ("POST", "/fhir/Consent", FHIR, b'{"a":NaN}', 400),
    "another resource": ("POST", "/fhir/Consent", FHIR, b'{"resourceType":"Patient"}', 422),
    "no resource": ("POST", "/fhir", FHIR, b"[]", 422),
    "a form too big": ("POST", "/fhir/List/_search", FORM, b"a=" + b"x" * 300_000, 413),
    "a form of too many fields": ("POST", "/fhir/List/_search", FORM, b"a=1&" * 300, 400),
    "too big": ("POST", "/fhir", FHIR, b" " * (12 * 1024 * 1024 + 1), 413),
}


@pytest.mark.parametrize(("method", "path", "headers", "body", "status"), ERRORS.values(), ids=ERRORS)
async def test_every_error_is_an_operation_outcome_in_french(dmp, method, path, headers, body, status):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.client.request(
        method, path, headers={"Authorization": f"Bearer {token}"} | headers, content=body
    )
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"].startswith("application/fhir+json")
    outcome = answer.json()
    assert outcome["resourceType"] == "OperationOutcome"
    assert outcome["issue"][0]["diagnostics"].endswith((".", "»"))
    assert await dmp.refusals() == []


async def test_a_failure_of_ours_tells_nothing(dmp, monkeypatch, caplog):
    async def broken(context, value):
        raise RuntimeError(f"about {value}")

    monkeypatch.setattr(gate, "by_identifier", broken)
    session = await dmp.login(ROUX)
    with caplog.at_level(logging.INFO, "dmptui.server"):
        answer = await dmp.search("Patient", session, identifier=ins_of(ALICE))
    assert answer.status_code == 500
    assert answer.json()["issue"][0]["code"] == "exception"
    for text in (answer.text, caplog.text):
        assert ALICE.ins.value not in text
        assert "about" not in text
    assert "RuntimeError at tests" in caplog.text


async def test_the_log_holds_no_ins_and_no_query(dmp, caplog):
    with caplog.at_level(logging.DEBUG, "dmptui.server"):
        token = await dmp.open(HADDAD, ALICE)
        await dmp.get(f"/DocumentReference?patient.identifier={ins_of(ALICE)}", token)
        await dmp.get(f"/Binary/{ALICE.ins.value}", token)
        await dmp.get(f"/{ALICE.ins.value}", token)
        await dmp.get(f"/DocumentReference?patient.identifier={ins_of(person(2))}", token)
    lines = [record.getMessage() for record in caplog.records if record.name == "dmptui.server"]
    assert "GET fhir/DocumentReference 200" in lines
    assert "GET fhir/Binary 404" in lines
    assert "GET fhir 404" in lines
    assert not [line for line in lines if ALICE.ins.value in line or "?" in line or token in line]


async def test_the_capability_statement_is_true(dmp):
    statement = (await dmp.get("/metadata")).json()
    get_fhir_model_class("CapabilityStatement").model_validate(statement)
    token = await dmp.open(HADDAD, ALICE)
    headers = {"Authorization": f"Bearer {token}"}
    for resource in statement["rest"][0]["resource"]:
        path = f"/fhir/{resource['type']}"
        offered = {i["code"] for i in resource["interaction"]}
        search = await dmp.client.get(path, headers=headers)
        assert (search.status_code not in (404, 405)) is ("search-type" in offered)
        create = await dmp.client.post(path, headers=headers)
        assert (create.status_code not in (404, 405)) is ("create" in offered)
        for param in resource.get("searchParam", ()):
            value = "2026-01-01" if param["type"] == "date" else "x"
            answer = await dmp.client.get(path, params={param["name"]: value}, headers=headers)
            assert "n'est pas géré" not in answer.text


async def test_what_is_answered_and_kept_is_valid_fhir(dmp):
    token = await dmp.open(HADDAD, ALICE)
    await dmp.post("", token, deposit(document("Lettre", number=2), ALICE, HADDAD))
    for kind in ("DocumentReference", "List", "AuditEvent", "CareTeam", "Consent"):
        bundle = (await dmp.search(kind, token)).json() if kind != "Consent" else None
        if bundle:
            get_fhir_model_class("Bundle").model_validate(bundle)
    for kind in ("Practitioner", "PractitionerRole", "Communication", "Consent", "Patient"):
        rows = await dmp.store._database.reading(
            lambda c, kind=kind: c.execute("SELECT json FROM resource WHERE kind = ?", (kind,)).fetchall()
        )
        assert rows
        for (text,) in rows:
            get_fhir_model_class(kind).model_validate(json.loads(text))


async def test_a_client_reports_the_attempt_it_refused(dmp):
    trace = Trace(
        at=NOW,
        actor_id=HADDAD.practitioner.id,
        actor="someone else",
        mode=AccessMode.BREAK_GLASS,
        action=TraceAction.OPEN,
        refusal="Un accès en bris de glace demande un motif.",
    )
    resource = audit_event.to_fhir(trace, f"Patient?identifier={ins_of(ALICE)}")
    session = await dmp.login(HADDAD)
    dmp.wait(minutes=7)
    assert (await dmp.post("/AuditEvent", session, resource)).status_code == 201
    (kept_trace,) = map(audit_event.from_fhir, await dmp.traces(ALICE))
    assert kept_trace.actor == HADDAD.practitioner.name
    assert kept_trace.at == dmp.now[0]
    assert (kept_trace.mode, kept_trace.refusal) == (AccessMode.BREAK_GLASS, trace.refusal)


async def test_a_client_reports_nothing_else(dmp):
    done = Trace(at=NOW, actor_id=HADDAD.practitioner.id, actor="", action=TraceAction.READ)
    session = await dmp.login(HADDAD)
    answer = await dmp.post("/AuditEvent", session, audit_event.to_fhir(done, f"Patient/{ALICE.id}"))
    assert answer.status_code == 422
    refused = done.model_copy(update={"refusal": "non"})
    resource = audit_event.to_fhir(refused, f"Patient/{ALICE.id}")
    answer = await dmp.post("/AuditEvent", await dmp.login(ROUX), resource)
    assert answer.status_code == 403
    assert len(await dmp.refusals()) == 1
