"""All that is sent and served is FHIR R4, and has what PDSm makes mandatory."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.connecting.sign_in import enter, log_in
from dmptui.core.demo.population import generate
from dmptui.core.demo.seed import _resources
from dmptui.core.deposit.preparation import Source, Wishes, prepare
from dmptui.core.errors import Refused
from dmptui.core.fhir import audit_event, document_reference, systems
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import AccessMode, ConsentKind, Declaration, EmergencySwitches
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Author, Document
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules.change_table import Change
from dmptui.core.work.session import Session
from dmptui.core.writing.vaccination import Shot
from tests.core.fhir.profiles import DOCUMENT, LOT, MANDATORY, TRACE, check, missing
from tests.core.server.dmp_world import (
    FAURE,
    HADDAD,
    NOW,
    OLIVIER,
    PETIT,
    REPORT,
    ROUX,
    World,
    authorisation,
    document,
    ins_of,
    kept,
    opened,
    person,
    switches,
    team,
)

ALICE = person(1, attending={ROUX.practitioner.id})


class Heard:
    """Every FHIR body that goes through a client, both ways."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.sent: list[Json] = []
        self.served: list[Json] = []
        client.event_hooks = {"request": [self._sent], "response": [self._served]}

    async def _sent(self, request: httpx.Request) -> None:
        if request.headers.get("content-type") == "application/fhir+json":
            self.sent.append(json.loads(request.content))

    async def _served(self, response: httpx.Response) -> None:
        await response.aread()
        if response.headers.get("content-type") == "application/fhir+json" and response.content:
            self.served.append(json.loads(response.content))


def session_of(dmp: World, role: PractitionerRole) -> Any:
    return log_in(DmpClient(Transport(dmp.client)), role.practitioner, 0, lambda: dmp.now[0])


async def all_of(pages: Any) -> list[Any]:
    return [one async for page in pages for one in page]


async def a_professional_works(dmp: World) -> None:
    """Deposits, changes, replaces, writes a note, looks at everything."""
    session: Session = await session_of(dmp, HADDAD)
    await session.my_patients()
    approach = await session.approach(ALICE.ins)
    record = await session.open(approach, declaration=Declaration(kind=ConsentKind.EXPLICIT, attending=True))
    source = Source("lettre.txt", b"bonjour", NOW - timedelta(days=1))
    await record.deposit(await session.prepare_deposit(ALICE.ins, source, Wishes(REPORT, "Lettre neuve")))
    await record.write_vaccination_note(Shot(date(2026, 11, 20), "HEXYON"))
    found = next(d for d in await all_of(record.listing.whole()) if d.title == "Lettre")
    await record.read(found)
    masked = await record.change(found, Change.MASK)
    newer = Source("lettre.txt", b"corrige", NOW - timedelta(days=1))
    ready = await session.prepare_deposit(ALICE.ins, newer, Wishes(REPORT, "Lettre corrigée"))
    await record.replace(await record.change(masked, Change.ARCHIVE), ready)
    await record.care_team()
    await all_of(record.traces())
    await all_of(session.messages())


async def a_stranger_is_refused(dmp: World) -> None:
    session: Session = await session_of(dmp, OLIVIER)
    with pytest.raises(Refused):
        await session.open(await session.approach(ALICE.ins))
    nurse: Session = await session_of(dmp, PETIT)
    await nurse.open(await nurse.approach(ALICE.ins), AccessMode.BREAK_GLASS, reason="Coma")
    samu: Session = await session_of(dmp, FAURE)
    await samu.open(await samu.approach(ALICE.ins), AccessMode.CENTRE_15)


async def the_patient_manages(dmp: World) -> None:
    own = await enter(DmpClient(Transport(dmp.client)), ALICE.ins, lambda: dmp.now[0])
    await all_of(own.documents())
    await own.block(PETIT.practitioner.id)
    await own.unblock(PETIT.practitioner.id)
    await own.set_switches(EmergencySwitches(centre_15=False))
    await own.end_attending(ROUX.practitioner.id)
    await own.authorisations()
    await own.care_team()
    await all_of(own.traces())
    await all_of(own.notifications())


async def others_ask(dmp: World) -> None:
    """What our own client never asks: ITI-66, ITI-105, one resource, a FHIRPath Patch, errors."""
    token = await dmp.open(ROUX, ALICE)
    await dmp.get("/metadata")
    lots = await dmp.client.post(
        "/fhir/List/_search",
        data={"patient.identifier": ins_of(ALICE), "code": "submissionset"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert lots.json()["entry"]
    await dmp.post("/DocumentReference", token, published())
    await dmp.get(f"/Patient/{ALICE.id}", token)
    await dmp.patch(f"/DocumentReference/{document(number=9).id}", token, archived(), If_Match='W/"1"')
    await dmp.get("/DocumentReference?type:in=x", token)
    await dmp.get("/DocumentReference/inconnu", token)
    await dmp.get("/Patient", "")
    await dmp.client.get("/fhir/metadata", headers={"Accept": "application/fhir+xml"})


def archived() -> Json:
    parts = [
        {"name": "type", "valueCode": "replace"},
        {"name": "path", "valueString": f"DocumentReference.extension('{systems.IS_ARCHIVED}').value"},
        {"name": "value", "valueBoolean": True},
    ]
    return {"resourceType": "Parameters", "parameter": [{"name": "operation", "part": parts}]}


def published() -> Json:
    """As little as anybody may send, ITI-105: the server completes it."""
    return {
        "resourceType": "DocumentReference",
        "masterIdentifier": {"system": systems.URI, "value": "urn:oid:1.2.3.105"},
        "status": "current",
        "type": {"coding": [{"system": systems.LOINC, "code": REPORT}]},
        "subject": {"reference": f"Patient?identifier={ins_of(ALICE)}"},
        "content": [{"attachment": {"contentType": "text/plain", "data": "Ym9uam91cg==", "title": "Bref"}}],
    }


async def test_all_that_is_sent_and_served_holds_to_its_profile(tmp_path: Path) -> None:
    async with opened(tmp_path) as dmp:
        await dmp.add(
            ALICE,
            authorisation(ROUX, ALICE),
            switches(ALICE),
            team(ALICE, HADDAD.practitioner.id, HADDAD.situation.organization.id),
            kept(document("Lettre", number=1, days_ago=5), ALICE),
            kept(document("À archiver", number=9, author=ROUX), ALICE),
        )
        heard = Heard(dmp.client)
        await a_professional_works(dmp)
        await a_stranger_is_refused(dmp)
        await the_patient_manages(dmp)
        await others_ask(dmp)
    ours = [r for r in heard.sent if r["resourceType"] != "DocumentReference"]
    assert set().union(*map(check, ours)) == {
        "AuditEvent",
        "Binary",
        "Bundle",
        "Consent",
        "DocumentReference",
        "List",
        "Parameters",
    }
    assert set().union(*map(check, heard.served)) == {
        "AuditEvent",
        "Bundle",
        "CapabilityStatement",
        "CareTeam",
        "Communication",
        "Consent",
        "DocumentReference",
        "List",
        "OperationOutcome",
        "Patient",
    }


def test_the_demonstration_holds_to_the_profiles() -> None:
    records = generate(NOW.date()).records
    found = [resource for record in records[:4] for resource in _resources(record, NOW)]
    assert set().union(*map(check, found)) >= {"DocumentReference", "List", "AuditEvent", "Consent"}


BARE = Document(
    master_identifier="urn:oid:1.2.3",
    title="Sans rien",
    type=Coding(code="inconnu"),
    category=Coding(code=""),
    date=NOW,
    attachment=Attachment(content_type="text/plain", url="Binary/1", size=1, sha1="AAAA", language=""),
)


@pytest.mark.parametrize(
    "authors",
    [
        (),
        (Author(),),
        (Author(name="la personne", profession="EXP_PATIENT"),),
        (Author(id="899900000001"), Author(organization="Un logiciel")),
    ],
)
def test_a_document_that_tells_nothing_is_written_whole_and_read_as_telling_nothing(
    authors: tuple[Author, ...],
) -> None:
    resource = document_reference.to_fhir(
        BARE.model_copy(update={"authors": authors}), ALICE.ins, subject="Patient/1"
    )
    check(resource)
    read = document_reference.from_fhir(resource)
    assert (read.facility, read.setting, read.category.code) == (None, None, "")
    assert [author.id for author in read.authors] == [author.id for author in authors]


def test_a_cda_that_tells_no_sector_takes_the_depositor_s() -> None:
    cda = (
        b'<ClinicalDocument xmlns="urn:hl7-org:v3"><id root="1.2.3"/><code code="11488-4"/>'
        b"<title>Lettre</title></ClinicalDocument>"
    )
    source = Source("lettre.xml", cda, NOW)
    ready = prepare(source, Wishes(), patient=ALICE, role=HADDAD, now=NOW)
    check(ready.transaction(HADDAD, NOW))
    place = HADDAD.situation
    assert ready.document.facility is not None
    assert ready.document.facility.code == place.organization.facility
    assert ready.document.setting is not None
    assert ready.document.setting.code == place.setting


@pytest.mark.parametrize("action", TraceAction)
@pytest.mark.parametrize("actor", ["", "Dr ROUX Claire"])
def test_a_trace_of_each_action(action: TraceAction, actor: str) -> None:
    trace = Trace(at=NOW, actor_id="", actor=actor, action=action, organization="Cabinet", refusal="non")
    check(audit_event.to_fhir(trace, "Patient/1"))


@pytest.mark.parametrize("profile", [DOCUMENT, LOT, TRACE])
def test_the_check_itself_sees_what_is_missing(profile: str) -> None:
    writes = kept(document(), ALICE)
    samples = {DOCUMENT: writes[0], LOT: writes[2]}
    if profile is TRACE:
        resource = audit_event.to_fhir(Trace(at=NOW, actor_id="1", actor="x", action=TraceAction.OPEN))
    else:
        resource = samples[profile].resource  # type: ignore[union-attr]
    for path in MANDATORY[profile]:
        name = path.partition("[")[0].partition(".")[0]
        assert path in missing(profile, {k: v for k, v in resource.items() if k != name})
