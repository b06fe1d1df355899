"""The DMP the state machine drives, and the ledger of what each of its steps must leave there."""

import json
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path

import httpx

from dmptui.core.client import DmpClient, Transport
from dmptui.core.errors import DmpError, InvalidContent, NotFound
from dmptui.core.fhir import consent, document_reference, systems
from dmptui.core.fhir.json import Json, extension, items
from dmptui.core.model.access import Authorisation, Collector, Team
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, Visibility
from dmptui.core.model.patient import Closure, DmpState, LegalRepresentative
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.server.app import create_app
from dmptui.core.server.documents import entries
from dmptui.core.store.base import Store, Write
from dmptui.core.store.query import DateRange, Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.sqlite.tokens import SqliteTokens
from tests.core.server.dmp_world import (
    CLINIC,
    HOSPITAL,
    NOW,
    SAMU,
    World,
    authorisation,
    document,
    kept,
    person,
    professional,
    team,
)
from tests.core.state_machine import model as rules
from tests.core.state_machine.model import Doc, Dossier

ROUX = professional(1, "ROUX", place=CLINIC)
HADDAD = professional(2, "HADDAD", place=HOSPITAL, setting="ETABLISSEMENT")
_CALLS = professional(2, "HADDAD", place=SAMU, setting="SAMU_SMUR")
_BOTH = HADDAD.practitioner.model_copy(update={"situations": (HADDAD.situation, _CALLS.situation)})
PETIT = professional(3, "PETIT", "G15_60", HOSPITAL, "ETABLISSEMENT")
OLIVIER = professional(4, "OLIVIER", "G15_70", CLINIC)
SIMON = professional(5, "SIMON", "G15_21")
MOULIN = professional(6, "MOULIN", "G15_81")
ROLES = (
    ROUX,
    PractitionerRole(practitioner=_BOTH, situation=HADDAD.situation),
    PractitionerRole(practitioner=_BOTH, situation=_CALLS.situation),
    PETIT,
    OLIVIER,
    SIMON,
    MOULIN,
)
"""Two physicians, one with a second situation at the SAMU; a nurse, a physiotherapist, a pharmacist, and a
profession that the matrix does not know."""

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
CLOSURE = Closure(date=date(2026, 5, 2), motif="demande", reason="La personne l'a demandé.")
NOBODY = person(99)


def dossiers() -> dict[str, Dossier]:
    """Adults, minors with and without representatives, one of them soon 18; closed, opposed, notified."""
    attended = person(1, attending={ROUX.practitioner.id})
    teen = person(3, "PETITJEAN", birth_date="2008-12-24", representatives=(ANA,))
    child = person(4, "LAMY", birth_date="2018-02-28")
    closed = person(5, "FERMÉ", state=DmpState.CLOSED, closure=CLOSURE)
    told = person(7, "TARDIEU", state=DmpState.NOTIFIED, notified=date(2026, 11, 1))
    found = {
        "attended": Dossier("attended", attended, "active", attending={ROUX.practitioner.id}),
        "alone": Dossier("alone", person(2, "MERCIER", state=DmpState.OPEN), "ouvert", team={CLINIC.id}),
        "teen": Dossier("teen", teen, "active", team={HOSPITAL.id}),
        "child": Dossier("child", child, "active"),
        "closed": Dossier("closed", closed, "ferme"),
        "opposed": Dossier("opposed", person(6, "OPPOSÉ", state=DmpState.OPPOSED), "oppose"),
        "told": Dossier("told", told, "notifie"),
    }
    found["attended"].consents |= {rules.CIRCLE: NOW + timedelta(days=100)}
    for key in ("teen", "closed"):
        found[key].consents |= {CLINIC.id: NOW + timedelta(days=100)}
    found["teen"].consents |= {HOSPITAL.id: NOW - timedelta(days=3)}
    found["alone"].consents |= {SIMON.situation.organization.id: NOW + timedelta(days=9)}
    found["alone"].blocked |= {OLIVIER.practitioner.id}
    return found


def documents() -> list[Doc]:
    """What is there at first: every label, an archived one, what the person and the insurance deposited."""
    none: set[Visibility] = set()
    told = (
        ("attended", HADDAD, rules.REPORT, none, "professional"),
        ("attended", HADDAD, rules.BIOLOGY, {rules.MASKED}, "professional"),
        ("attended", ROUX, rules.IMAGING, {rules.UNSEEN}, "professional"),
        ("attended", ROUX, rules.DIRECTIVES, none, "patient"),
        ("alone", SIMON, rules.PSYCHIATRY, none, "professional"),
        ("alone", ROUX, rules.REPORT, none, "insurance"),
        ("teen", ROUX, rules.REPORT, {rules.UNREPRESENTED}, "professional"),
        ("teen", PETIT, rules.SHOT, {rules.UNREPRESENTED, rules.MASKED}, "professional"),
        ("child", HADDAD, rules.REPORT, none, "professional"),
        ("closed", ROUX, rules.REPORT, none, "professional"),
    )
    return [_doc(number, *one) for number, one in enumerate(told)]


def _doc(number: int, key: str, author: PractitionerRole, kind: str, labels: set[Visibility], by: str) -> Doc:
    wire = document(number=number, type_code=kind)
    return Doc(
        number=number,
        patient=key,
        author=author.practitioner.id if by == "professional" else "",
        type=kind,
        title=f"Document {number}",
        content=f"secret {number}".encode(),
        deposited=NOW - timedelta(days=3 * number + 2),
        kept=wire.id,
        master=wire.master_identifier,
        by=by,
        labels=set(labels),
    )


_OTHERS = {
    "patient": Author(name="la personne", profession="EXP_PATIENT"),
    "insurance": Author(name="Assurance Maladie", profession="ALIM_AM"),
}


def wire_of(doc: Doc, role: PractitionerRole | None = None) -> Document:
    """A document as its author announces it."""
    author = role or next((r for r in ROLES if r.practitioner.id == doc.author), ROUX)
    found = document(
        doc.title,
        number=doc.number,
        author=author,
        type_code=doc.type,
        hidden=doc.labels,
        days_ago=(NOW - doc.deposited) / timedelta(days=1),
    )
    if doc.by == "professional":
        return found
    category = Coding(code="90") if doc.by == "patient" else found.category
    return found.model_copy(update={"authors": (_OTHERS[doc.by],), "category": category})


async def fill(store: Store) -> None:
    """Keep the professionals, the patients and their documents."""
    people = {role.practitioner.id: role.practitioner for role in ROLES}
    world = World(store, httpx.AsyncClient())
    await world.client.aclose()
    await world.add([Write(resource) for found in people.values() for resource in to_fhir(found)])
    known = dossiers()
    for dossier in known.values():
        await world.add(dossier.patient)
        if dossier.team:
            await world.add(team(dossier.patient, *dossier.team))
        for ps_id in dossier.blocked:
            role = next(r for r in ROLES if r.practitioner.id == ps_id)
            await world.add(authorisation(role, dossier.patient, permitted=False))
        for team_id, until in dossier.consents.items():
            await world.add(_consent(dossier, team_id, until))
    for doc in documents():
        await world.add(kept(wire_of(doc), known[doc.patient].patient, doc.content))


def _consent(dossier: Dossier, team_id: str, until: datetime) -> Write:
    """The consent of a team, collected a year before its end."""
    patient = dossier.patient
    circle = team_id == rules.CIRCLE
    identifier = patient.id if circle else team_id
    given = Authorisation(
        team=Team(identifier=identifier, is_organization=not circle),
        permitted=True,
        since=until - rules.YEAR,
        until=until,
        collector=Collector(id=ROUX.practitioner.id),
    )
    resource = consent.authorisation_to_fhir(given, f"Patient/{patient.id}")
    return Write(resource | {"id": f"consent-{dossier.key}-{team_id}"})


async def template(folder: Path) -> Path:
    """A database that is filled once, to be copied for each run."""
    path = folder / "template.sqlite3"
    store = SqliteStore(Database(path))
    await fill(store)
    await store.close()
    return path


@dataclass(frozen=True)
class Due:
    """A trace that a step must leave: of an action, or of a refusal that says ``refusal``."""

    patient_id: str
    action: str = ""
    refusal: str = ""
    secret: bool = False


@dataclass
class Ledger:
    """What a step must leave in the store, and the comparison with what it left."""

    store: Store
    since: datetime
    due: list[Due] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    """How many notifications by recipient."""
    waiting: set[str] = field(default_factory=set)
    """Notifications dated later than now that were seen already."""

    async def settle(self, docs: list[Doc], known: dict[str, Dossier]) -> None:
        """Compare: one trace for each thing served or refused, one notification, no other write."""
        lately = DateRange("date", self.since)
        sent = DateRange("sent", self.since)
        events, messages, rows = await self.store.search_all(
            (
                Query("AuditEvent", dates=(lately,), count=500),
                Query("Communication", dates=(sent,), count=500),
                Query("DocumentReference", count=500),
            )
        )
        self._traces([json.loads(row.text) for row in events.rows])
        fresh = [json.loads(row.text) for row in messages.rows if row.id not in self.waiting]
        self.waiting |= {row.id for row in messages.rows}
        assert Counter(_recipient(message) for message in fresh) == self.told
        found = sorted((row.id, row.patient, row.version) for row in rows.rows)
        assert found == sorted((d.kept, known[d.patient].patient.id, d.version) for d in docs)
        self.due, self.told = [], Counter()

    def _traces(self, events: list[Json]) -> None:
        due = list(self.due)
        for event in events:
            one = _event(event)
            expected = next((d for d in due if _is(d, one)), None)
            assert expected is not None, f"not due: {one}; due: {due}"
            due.remove(expected)
        assert not due, f"never traced: {due}"


def _event(event: Json) -> Due:
    refused = event["outcome"] == "8"
    subject = next((e["what"]["reference"] for e in items(event, "entity") if "what" in e), "")
    return Due(
        subject.removeprefix("Patient/") if subject.startswith("Patient/") else "",
        "" if refused else event["subtype"][0]["code"],
        event.get("outcomeDesc", "") if refused else "",
        extension(event, systems.SECRET_ACCESS).get("valueBoolean") is True,
    )


def _is(due: Due, found: Due) -> bool:
    same = (due.patient_id, due.action, due.secret) == (found.patient_id, found.action, found.secret)
    return same and due.refusal in found.refusal and bool(due.refusal) == bool(found.refusal)


def _recipient(message: Json) -> str:
    (recipient,) = message["recipient"]
    return str(recipient.get("reference") or recipient["identifier"]["value"])


async def current(store: Store, doc: Doc) -> Document:
    """The metadata of a document as the wire would show them to whom may see them."""
    return document_reference.from_fhir(
        json.loads(entries.shown(await store.read(entries.KIND, doc.kept)).text)
    )


@dataclass
class Dmp:
    """A server over a store of its own, with a client and a clock."""

    world: World
    client: DmpClient
    database: Database

    @property
    def now(self) -> datetime:
        return self.world.now[0]

    async def close(self) -> None:
        await self.world.client.aclose()
        await self.world.store.close()
        self.database.close()


def start(folder: Path, made: Path | None, store: Store | None = None) -> Dmp:
    """A DMP over a copy of the template, or over a store that was filled; tokens stay in ``folder``."""
    path = folder / "dmp.sqlite3"
    if made is not None:
        shutil.copyfile(made, path)
    database = Database(path)
    store = store or SqliteStore(database)
    now = [NOW]
    app = create_app(store, SqliteTokens(database), clock=lambda: now[0])
    http = httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://dmp")
    return Dmp(World(store, http, now), DmpClient(Transport(http)), database)


HIDING = {
    "autre dossier",
    "matrice d'habilitation",
    "masqué aux professionnels",
    "pas encore visible",
    "pas visible des représentants",
    "a été supprimé",
}
"""Why a document is hidden: the trace says it, the answer is that of a document that does not exist."""


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended."""

    error: DmpError | None = None
    value: object = None

    @property
    def said(self) -> str:
        return self.error.message if self.error else ""

    @property
    def is_absent(self) -> bool:
        """Whether the server answered that there is nothing."""
        return isinstance(self.error, NotFound | InvalidContent) and "n'existe pas" in self.said

    def check(self, refusal: str) -> None:
        """Check that it ended as the model says: refused with these words, or done."""
        if refusal:
            assert self.error is not None, f"allowed, not refused: {refusal}"
            if self.is_absent:
                assert refusal in HIDING or isinstance(self.error, InvalidContent), refusal
                return
            assert refusal in self.said, f"« {self.said} », not « {refusal} »"
            # A search elsewhere, and what one deposited and then deleted, may be told of.
            hidden = HIDING - {"autre dossier", "a été supprimé"}
            assert refusal not in hidden or self.error.cause != "HTTP 403", "what is hidden was told of"
        elif self.error is not None:
            raise AssertionError(f"refused: {self.error!r} {self.error.cause}")
