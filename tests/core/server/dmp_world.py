"""A small DMP to attack: a few people, a few professionals, and a client that speaks plain HTTP."""

import json
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import httpx
from starlette.types import ASGIApp

from dmptui.core.fhir import care_team, consent, document_reference, submission
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.patient import ins_system
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.model.access import (
    Authorisation,
    CareTeamMember,
    Collector,
    ConsentKind,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Document, DocumentStatus, Visibility
from dmptui.core.model.ins import Ins, ins_key
from dmptui.core.model.patient import DmpState, Patient, Sex
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole, Situation
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.server.app import create_app
from dmptui.core.server.http.limits import Guard, Limits
from dmptui.core.store.base import Content, Store, Write
from dmptui.core.store.query import Query, Token
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.sqlite.tokens import SqliteTokens
from dmptui.core.terminology import document_type

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
CLINIC = Organization(id="1990010019", name="Cabinet des Tilleuls", facility="SA08")
HOSPITAL = Organization(id="1990010753", name="Hôpital de Valmont", facility="SA01")
SAMU = Organization(id="1990011124", name="SAMU 99", facility="SA01")
EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"
REPORT, IMAGING = "11488-4", "18748-4"


def professional(
    number: int,
    family: str,
    profession: str = "G15_10",
    place: Organization | None = None,
    setting: str = "AMBULATOIRE",
) -> PractitionerRole:
    """A professional in their own practice, when no other place is given."""
    own = Organization(id=f"19900110{number:02}", name=f"Cabinet {family}", facility="SA07")
    situation = Situation(organization=place or own, role="", setting=setting)
    person = Practitioner(
        id=f"8999000{number:05d}",
        family=family,
        given="Camille",
        civility="Dr" if profession == "G15_10" else "",
        profession=profession,
        situations=(situation,),
    )
    return PractitionerRole(practitioner=person, situation=situation)


ROUX = professional(1, "ROUX", place=CLINIC)
HADDAD = professional(2, "HADDAD", place=HOSPITAL, setting="ETABLISSEMENT")
PETIT = professional(3, "PETIT", "G15_60")
OLIVIER = professional(4, "OLIVIER", "G15_70")
FAURE = professional(5, "FAURE", place=SAMU, setting="SAMU_SMUR")
EVERYONE = (ROUX, HADDAD, PETIT, OLIVIER, FAURE)


def person(number: int, family: str = "DUPUIS", given: str = "Maria", **more: object) -> Patient:
    matricule = f"25111991234{number:02d}"
    values: dict[str, object] = {
        "id": str(uuid5(NAMESPACE_OID, f"patient {number}")),
        "ins": Ins(value=f"{matricule}{ins_key(matricule):02d}"),
        "birth_name": family,
        "given_names": (given,),
        "sex": Sex.FEMALE,
        "birth_date": date(1951, 11, 2),
        "postal_code": "99010",
        "city": "Valmont",
        "state": DmpState.ACTIVATED,
    }
    return Patient.model_validate(values | more)


def document(
    title: str = "Compte rendu",
    *,
    number: int = 1,
    author: PractitionerRole = HADDAD,
    type_code: str = REPORT,
    days_ago: float = 30,
    hidden: Iterable[Visibility] = (),
    status: DocumentStatus = DocumentStatus.CURRENT,
    archived: bool = False,
) -> Document:
    kind = document_type(type_code)
    assert kind is not None
    when = NOW - timedelta(days=days_ago)
    return Document(
        id=str(uuid5(NAMESPACE_OID, f"document {number}")),
        logical_id=uuid5(NAMESPACE_OID, f"logical {number}").urn,
        master_identifier=uuid5(NAMESPACE_OID, f"master {number}").urn,
        status=status,
        archived=archived,
        visibility=frozenset(hidden),
        title=title,
        type=Coding(system=kind.system, code=kind.code, display=kind.label),
        category=Coding(code=kind.document_class),
        authors=(as_author(author),),
        date=when,
        start=when,
        attachment=Attachment(content_type="text/plain"),
    )


def kept(found: Document, patient: Patient, content: bytes = b"secret medical") -> list[Write | Content]:
    """What a store keeps of a document of a patient."""
    attachment = Attachment(
        content_type="text/plain", size=len(content), sha1=submission.sha1_base64(content)
    )
    whole = found.model_copy(update={"attachment": attachment})
    url = f"Binary/bin-{found.id}"
    reference = document_reference.to_fhir(
        whole, patient.ins, subject=f"Patient/{patient.id}", content_url=url
    )
    lot = submission.submission_set(
        (f"DocumentReference/{found.id}",),
        entry=uuid5(NAMESPACE_OID, f"lot {found.id}"),
        activity=found.facility,
        ins=patient.ins,
        sender=found.author,
        source_id="urn:oid:1.2.3",
        now=found.date,
        subject=f"Patient/{patient.id}",
    )
    return [
        Write(reference),
        Content(f"bin-{found.id}", "text/plain", content),
        Write(lot | {"id": f"lot-{found.id}"}),
    ]


def authorisation(
    role: PractitionerRole, patient: Patient, *, permitted: bool = True, days: int = 100
) -> Write:
    """The consent for the structure of a situation, that ends in ``days`` (negative: it has ended); or a
    denial of the professional."""
    place = role.situation.organization
    found = Authorisation(
        practitioner_id="" if permitted else role.practitioner.id,
        team=Team(identifier=place.id, name=place.name) if permitted else None,
        permitted=permitted,
        since=NOW - timedelta(days=300),
        until=NOW + timedelta(days=days) if permitted else None,
        collector=Collector(id=role.practitioner.id, name=role.practitioner.name) if permitted else None,
    )
    resource = consent.authorisation_to_fhir(found, f"Patient/{patient.id}")
    return Write(resource | {"id": f"consent-{role.practitioner.id}-{patient.id[:8]}"})


def visited(role: PractitionerRole, patient: Patient) -> Write:
    """What is kept of a member who entered under their team's consent."""
    found = Authorisation(
        practitioner_id=role.practitioner.id,
        permitted=True,
        since=NOW - timedelta(days=299),
        kind=ConsentKind.INFORMATION,
        organization_id=role.situation.organization.id,
    )
    resource = consent.authorisation_to_fhir(found, f"Patient/{patient.id}")
    return Write(resource | {"id": f"entry-{role.practitioner.id}-{patient.id[:8]}"})


def switches(patient: Patient, **said: bool) -> Write:
    resource = consent.switches_to_fhir(EmergencySwitches(**said), f"Patient/{patient.id}", NOW)
    return Write(resource | {"id": f"switches-{patient.id[:8]}"})


def team(patient: Patient, *identifiers: str) -> Write:
    members = tuple(
        CareTeamMember(identifier=i, name="membre", is_organization=not i.startswith("8"))
        for i in identifiers
    )
    return Write(care_team.to_fhir(members, f"Patient/{patient.id}") | {"id": f"team-{patient.id[:8]}"})


def deposit(found: Document, patient: Patient, role: PractitionerRole, content: bytes = b"bonjour") -> Json:
    """The ITI-65 transaction a client sends."""
    attachment = Attachment(
        content_type="text/plain", size=len(content), sha1=submission.sha1_base64(content)
    )
    whole = found.model_copy(
        update={"id": "", "logical_id": "", "authors": (as_author(role),), "attachment": attachment}
    )
    return submission.provide_document(
        whole, content, ins=patient.ins, sender=as_author(role), source_id="urn:oid:1.2.3", now=NOW
    )


def together(first: Json, *others: Json) -> Json:
    """One transaction of several: all their documents in the lot of the first."""
    for other in others:
        first["entry"][0]["resource"]["entry"] += other["entry"][0]["resource"]["entry"]
        first["entry"] += other["entry"][1:]
    return first


@dataclass
class World:
    """A server with its clock, and a client without memory: every token is given by hand."""

    store: Store
    client: httpx.AsyncClient
    now: list[datetime] = field(default_factory=lambda: [NOW])

    def wait(self, **duration: float) -> None:
        self.now[0] += timedelta(**duration)

    async def add(self, *resources: Write | Content | Patient | list[Write | Content]) -> None:
        writes: list[Write | Content] = []
        for found in resources:
            if isinstance(found, list):
                writes += found
            else:
                writes.append(Write(patients.to_fhir(found)) if isinstance(found, Patient) else found)
        await self.store.commit(writes, self.now[0])

    async def login(self, role: PractitionerRole) -> str:
        form = {"ps_id": role.practitioner.id, "organization": role.situation.organization.id}
        answer = await self.client.post("/auth/login", data=form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def ask_opening(self, session: str, patient: Patient, **form: str) -> httpx.Response:
        base = {
            "grant_type": EXCHANGE,
            "subject_token": session,
            "subject_token_type": "urn:ietf:params:oauth:token-type:access_token",
            "person_id": ins_of(patient),
            "purpose_of_use": "TREAT",
        }
        return await self.client.post("/auth/token", data=base | form)

    async def open(self, role: PractitionerRole, patient: Patient, **form: str) -> str:
        answer = await self.ask_opening(await self.login(role), patient, **form)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def get(self, path: str, token: str = "", **headers: str) -> httpx.Response:
        if token:
            headers["Authorization"] = f"Bearer {token}"
        url = path if path.startswith(("http", "/auth")) else f"/fhir{path}"
        return await self.client.get(url, headers=headers)

    async def search(self, kind: str, token: str, **form: str) -> httpx.Response:
        data = {name.replace("__", "-"): value for name, value in form.items()}
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/x-www-form-urlencoded"}
        return await self.client.post(f"/fhir/{kind}/_search", data=data, headers=headers)

    async def post(self, path: str, token: str, resource: object) -> httpx.Response:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/fhir+json"}
        return await self.client.post(f"/fhir{path}", content=json.dumps(resource), headers=headers)

    async def enter(self, patient: Patient, *, representative: bool = False) -> str:
        """The token of a patient, or of a legal representative."""
        answer = await self.ask_entering(patient, representative=representative)
        assert answer.status_code == 200, answer.text
        return str(answer.json()["access_token"])

    async def ask_entering(self, patient: Patient, *, representative: bool = False) -> httpx.Response:
        form = {"patient": ins_of(patient)} | ({"representative": "true"} if representative else {})
        return await self.client.post("/auth/login", data=form)

    async def patch(self, path: str, token: str, patch: object, **headers: str) -> httpx.Response:
        """A PATCH: a list is a JSON Patch, anything else FHIR; ``if_match`` is a version."""
        kind = "application/json-patch+json" if isinstance(patch, list) else "application/fhir+json"
        sent = {"Authorization": f"Bearer {token}", "Content-Type": kind}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return await self.client.patch(f"/fhir{path}", content=json.dumps(patch), headers=sent)

    async def traces(self, patient: Patient) -> list[Json]:
        """The traces of a patient, the oldest first."""
        found = await self.store.search(Query("AuditEvent", patient.id, sort="date", count=500))
        return [json.loads(row.text) for row in found.rows]

    async def refusals(self) -> list[Json]:
        refused = Token("outcome", ((None, "8"),))
        found = await self.store.search(Query("AuditEvent", tokens=(refused,), sort="date", count=500))
        return [json.loads(row.text) for row in found.rows]

    async def notices(self) -> list[Json]:
        found = await self.store.search(Query("Communication", sort="sent", count=500))
        return [json.loads(row.text) for row in found.rows]


def ins_of(patient: Patient) -> str:
    return f"{ins_system(patient.ins)}|{patient.ins.value}"


def ids(answer: httpx.Response) -> list[str]:
    """The ids of the matches of a searchset."""
    assert answer.status_code == 200, answer.text
    entries = answer.json().get("entry", [])
    return [e["resource"]["id"] for e in entries if e["search"]["mode"] == "match"]


@asynccontextmanager
async def guarded(folder: Path, limits: Limits) -> AsyncIterator[World]:
    """A world behind the guard of a server open to others, whose clock is that of the world."""

    def guard(app: ASGIApp, now: list[datetime]) -> ASGIApp:
        return Guard(app, limits, lambda: (now[0] - NOW).total_seconds())

    async with opened(folder, guard=guard) as world:
        yield world


@asynccontextmanager
async def opened(
    folder: Path,
    store: Store | None = None,
    guard: Callable[[ASGIApp, list[datetime]], ASGIApp] | None = None,
    **settings: object,
) -> AsyncIterator[World]:
    """A world whose directory knows EVERYONE, and nobody else; over a SQLite store when none is given."""
    database = Database(folder / "dmp.sqlite")
    store = store or SqliteStore(database)
    now = [NOW]
    app = create_app(store, SqliteTokens(database), clock=lambda: now[0], **settings)  # type: ignore[arg-type]
    transport = httpx.ASGITransport(guard(app, now) if guard else app)
    async with httpx.AsyncClient(transport=transport, base_url="http://dmp") as client:
        world = World(store, client, now)
        await world.add([Write(r) for role in EVERYONE for r in to_fhir(role.practitioner)])
        yield world
    await store.close()
    database.close()
