"""The DMP's transactions, as methods that take and give the model."""

from collections.abc import AsyncIterator
from datetime import date, datetime

from dmptui.core.client.agenda import Agenda
from dmptui.core.client.changes import Changes
from dmptui.core.client.history import History
from dmptui.core.client.medical_profile import MedicalProfile
from dmptui.core.client.paging import pages
from dmptui.core.client.preferences import Preferences
from dmptui.core.client.reading import documents_of
from dmptui.core.client.statement import Statement
from dmptui.core.client.transport import Transport, access_token
from dmptui.core.client.transport import automatic as automatic_header
from dmptui.core.client.values import MyPatient as MyPatient
from dmptui.core.client.values import Query as Query
from dmptui.core.client.values import RecordToken as RecordToken
from dmptui.core.client.values import Traits as Traits
from dmptui.core.client.values import between
from dmptui.core.client.visits import Visits
from dmptui.core.client.windows import Windows
from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import (
    audit_event,
    bundle,
    care_team,
    consent,
    finding,
    patient,
    submission,
    systems,
)
from dmptui.core.fhir.json import Json, expect, extension, instant, member, text
from dmptui.core.model.access import (
    AccessMode,
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.document import Document
from dmptui.core.model.hit import ResultPage
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.model.trace import Trace
from dmptui.core.text import _

_TOKEN_EXCHANGE = "urn:ietf:params:oauth:grant-type:token-exchange"  # noqa: S105  a grant type, no secret
_ACCESS_TOKEN = "urn:ietf:params:oauth:token-type:access_token"  # noqa: S105
_PURPOSES = {
    AccessMode.NORMAL: "TREAT",
    AccessMode.BREAK_GLASS: "BTG",
    AccessMode.CENTRE_15: "EMERGENCY",
}
_FOUND = 25
"""Documents on a page of a search in contents: a screen, whose excerpts are cut one by one."""


class DmpClient:
    """One server's DMP. Every method raises a ``DmpError`` of ``core.errors`` when it fails.

    Attributes:
        changes: the writing side, and the patient's own.
        visits: what is new in a record, and what was read of it.
        windows: the documents of a record by window.
        preferences: what a professional chose on their screens.
        agenda: the appointments that a person notes.
        medical_profile: what a person notes of their health.
        history: the traces of a record by visit.
    """

    def __init__(self, transport: Transport, *, page_size: int = 100) -> None:
        self._transport = transport
        self.changes = Changes(transport)
        self.visits = Visits(transport)
        statement = Statement(transport)
        self.windows = Windows(transport, statement)
        self.preferences = Preferences(transport)
        self.agenda = Agenda(transport)
        self.medical_profile = MedicalProfile(transport)
        self.history = History(transport, statement)
        self._page_size = page_size

    @property
    def incomplete(self) -> str:
        """What the server said, at the last search, of what it may have missed; empty for nothing."""
        return self._transport.incomplete

    async def close(self) -> None:
        """Give back the connections."""
        await self._transport.close()

    async def identities(self) -> tuple[Practitioner, ...]:
        """The demonstration professionals of the server, each with its situations d'exercice."""
        answer = await self._transport.get_json("/auth/identities", "")
        try:
            return tuple(map(Practitioner.model_validate, answer["identities"]))
        except (KeyError, TypeError, ValueError) as error:
            raise InvalidContent(
                _("Ce serveur ne donne pas la liste de ses professionnels. Vérifiez son adresse."),
                cause=type(error).__name__,
            ) from error

    async def log_in(self, practitioner_id: str, organization_id: str) -> str:
        """Open a session as a demonstration professional; the session token."""
        form = {"ps_id": practitioner_id, "organization": organization_id}
        return access_token(await self._transport.post_form("/auth/login", "", form))

    async def revoke(self, token: str) -> None:
        """End a token's life."""
        await self._transport.post_form("/auth/revoke", "", {"token": token})

    async def find_patient(self, session: str, ins: Ins) -> Patient | None:
        """The person with this INS, or None: no DMP (TD0.2)."""
        found = await self._search("Patient", session, {"identifier": _token(ins)})
        return next((patient.from_fhir(r) for r in bundle.resources(found, "Patient")), None)

    async def search_patients(self, session: str, traits: Traits) -> tuple[Patient, ...]:
        """People by identity traits (TD0.5).

        Raises:
            InvalidContent: too many found; the message asks for more precise traits.
        """
        found = await self._search("Patient", session, traits.as_query())
        return tuple(patient.from_fhir(r) for r in bundle.resources(found, "Patient"))

    async def my_patients(self, session: str, practitioner_id: str) -> AsyncIterator[tuple[MyPatient, ...]]:
        """The patients this professional has, or had, an authorisation on (TD0.4), a page at a time."""
        query = {
            "actor.identifier": f"{systems.PRACTITIONER_ID}|{practitioner_id}",
            "status": "active",
            "_include": "Consent:patient",
        }
        seen: set[str] = set()
        async for page in self._pages("Consent", session, query):
            found: list[MyPatient] = []
            people = {
                f"Patient/{text(r.get('id'))}": patient.from_fhir(r)
                for r in bundle.resources(page, "Patient", "include")
            }
            for resource in bundle.resources(page, "Consent"):
                person = people.get(text(resource.get("patient", {}).get("reference")))
                if person is not None and person.ins.value not in seen:  # one line for several consents
                    seen.add(person.ins.value)
                    found.append(_my_patient(person, resource))
            yield tuple(found)

    async def consents(self, session: str, ins: Ins) -> tuple[tuple[Authorisation, ...], EmergencySwitches]:
        """The patient's consents about this professional and their teams, and the three switches (TD0.3)."""
        query = {"patient.identifier": _token(ins), "status": "active"}
        found = list(bundle.resources(await self._search("Consent", session, query), "Consent"))
        switches = (consent.switches_from_fhir(r) for r in found if consent.is_switches(r))
        given = tuple(consent.authorisation_from_fhir(r) for r in found if not consent.is_switches(r))
        return given, next(switches, EmergencySwitches())

    async def care_team(self, token: str, ins: Ins) -> tuple[CareTeamMember, ...]:
        """The cercle de soins; with a session token, only one's own place in it."""
        found = await self._search("CareTeam", token, {"patient.identifier": _token(ins)})
        return tuple(m for r in bundle.resources(found, "CareTeam") for m in care_team.from_fhir(r))

    async def declare(
        self,
        session: str,
        ins: Ins,
        declaration: Declaration,
        practitioner_id: str,
        now: datetime,
        team: Team | None = None,
    ) -> Authorisation:
        """Record the consent the professional declares (TD0.3), for a team or for a consultation.

        Args:
            session: the session token.
            ins: whose consent it is.
            declaration: what is attested.
            practitioner_id: who consults, when it is for no team: oneself, or another who is named.
            now: when.
            team: for which the patient agreed.
        """
        subject = submission.subject_of(ins)
        resource = consent.declaration_to_fhir(declaration, practitioner_id, subject, now, team)
        return consent.authorisation_from_fhir(
            await self._transport.post_json("/fhir/Consent", session, resource)
        )

    async def open_record(
        self, session: str, ins: Ins, mode: AccessMode, reason: str = "", *, secret: bool = False
    ) -> RecordToken:
        """Exchange the session token for one on this patient's record (RFC 8693, IHE IUA)."""
        form = {
            "grant_type": _TOKEN_EXCHANGE,
            "subject_token": session,
            "subject_token_type": _ACCESS_TOKEN,
            "person_id": _token(ins),
            "purpose_of_use": _PURPOSES[mode],
            "reason": reason,
        } | ({"secret": "true"} if secret else {})
        answer = await self._transport.post_form("/auth/token", "", form)
        return RecordToken(value=access_token(answer), last_visit=instant(answer.get("last_visit")))

    async def documents(
        self, token: str, ins: Ins, query: Query, size: int = 0
    ) -> AsyncIterator[tuple[Document, ...]]:
        """Documents a page at a time, most recent act first (ITI-67); a page costs the same in any record.

        Args:
            token: of the record.
            ins: of the patient.
            query: more search parameters: ``type``, ``period``, ``status`` …
            size: of a page; that of the client when 0.
        """
        parameters = {"patient.identifier": _token(ins), "_sort": "-period", "_total": "none", **query}
        async for page in self._pages("DocumentReference", token, parameters, size):
            yield await documents_of(page)

    async def number(self, token: str, ins: Ins, query: Query) -> int | None:
        """How many documents a search finds; None when the server does not say."""
        parameters = {"patient.identifier": _token(ins), **query, "_summary": "count"}
        return bundle.total(await self._search("DocumentReference", token, parameters))

    async def search_contents(
        self, token: str, ins: Ins, words: str, query: Query
    ) -> AsyncIterator[ResultPage]:
        """Documents whose content holds all the words, with excerpts, a page at a time (ITI-67, _content).

        Raises:
            InvalidContent: there is no word, there are too many, or this server does not search contents.
        """
        parameters = {"patient.identifier": _token(ins), "_sort": "-period", "_content": words, **query}
        async for page in self._pages("DocumentReference", token, parameters, min(self._page_size, _FOUND)):
            yield finding.found_from_fhir(page)

    async def content(
        self, token: str, document: Document, *, automatic: bool = False, page: str = ""
    ) -> tuple[bytes, str]:
        """The content of a document and its type (ITI-68).

        Args:
            token: of the record.
            document: which one.
            automatic: nobody asked to see it: the trace says so.
            page: then, of ``DisplayedPage``, the page whose display it is a part of, or nothing.
        """
        url = document.attachment.url
        if url.startswith(("Binary/", "Bundle/")):
            url = f"/fhir/{url}"
        headers = automatic_header(page) if automatic else None
        return await self._transport.bytes_at(url, token, document.attachment.content_type, headers)

    async def deposit(self, token: str, transaction: Json) -> str:
        """Send an ITI-65 transaction; the id of the new DocumentReference."""
        answer = await self._transport.post_json("/fhir", token, transaction)
        locations = (text(e.get("response", {}).get("location")) for e in answer.get("entry", ()))
        found = (part.split("/")[1] for part in locations if part.startswith("DocumentReference/"))
        return next(found, "")

    async def traces(
        self, token: str, ins: Ins, since: date | None = None, until: date | None = None
    ) -> AsyncIterator[tuple[Trace, ...]]:
        """Traces a page at a time, most recent first (ITI-81)."""
        query = {"patient.identifier": _token(ins), "_sort": "-date", "date": between(since, until)}
        async for page in self._pages("AuditEvent", token, query):
            yield tuple(map(audit_event.from_fhir, bundle.resources(page, "AuditEvent")))

    async def report(self, session: str, trace: Trace, ins: Ins) -> None:
        """Record an attempt that was refused here, before anything was sent (ITI-20)."""
        resource = audit_event.to_fhir(trace, submission.subject_of(ins))
        await self._transport.post_json("/fhir/AuditEvent", session, resource)

    async def _search(self, kind: str, token: str, query: Query) -> Json:
        page = await self._transport.post_form(f"/fhir/{kind}/_search", token, query)
        return expect(page, "Bundle")

    async def _pages(self, kind: str, token: str, query: Query, size: int = 0) -> AsyncIterator[Json]:
        counted = {**query, "_count": str(size or self._page_size)}
        async for page in pages(self._transport, kind, token, counted):
            yield page


def _token(ins: Ins) -> str:
    return f"{patient.ins_system(ins)}|{ins.value}"


def _my_patient(person: Patient, resource: Json) -> MyPatient:
    news = extension(resource, systems.NEWS).get("valueInteger")
    return MyPatient(
        patient=person,
        status=member(
            AuthorisationStatus,
            extension(resource, systems.AUTHORISATION).get("valueCode"),
            AuthorisationStatus.NONE,
        ),
        last_visit=instant(extension(resource, systems.LAST_VISIT).get("valueDateTime")),
        last_document=instant(extension(resource, systems.LAST_DOCUMENT).get("valueDateTime")),
        news=news if isinstance(news, int) else None,
    )
