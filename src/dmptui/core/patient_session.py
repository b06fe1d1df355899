"""Mon espace santé: the patient, or a legal representative, in their own record."""

from collections.abc import AsyncIterator, Callable
from datetime import date, datetime

from dmptui.core.client import DmpClient
from dmptui.core.errors import Refused
from dmptui.core.fhir import attending, consent
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    EmergencySwitches,
)
from dmptui.core.model.document import Document
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.record import Content, is_altered
from dmptui.core.rules import changing, management, patient_view
from dmptui.core.rules.changing import TRACED_AS, Change, Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.management import Act, Manager, Target, manage


class PatientSession:
    """The patient at work on their own record. Every method raises ``DmpError`` when it is refused.

    Args:
        client: of the DMP server.
        token: the token the login gave.
        patient: who.
        clock: gives the time, aware.
        representative: somebody who acts for a minor, not the person.
    """

    def __init__(
        self,
        client: DmpClient,
        token: str,
        patient: Patient,
        *,
        clock: Callable[[], datetime],
        representative: bool = False,
    ) -> None:
        self._client = client
        self._token = token
        self._clock = clock
        self._viewer = patient_view.Viewer(representative=representative)
        self.patient = patient
        self.representative = representative

    def may_see(self, document: Document) -> Decision:
        """The rule's answer for this document."""
        return patient_view.see(document, self._viewer, self._clock())

    def may_change(self, document: Document, change: Change) -> Decision:
        """The rule's answer to a change, before anything is asked of the server."""
        seen = self.may_see(document)
        if not seen.allowed:
            return seen
        now = self._clock()
        minor = self.patient.is_minor(now.date())
        return changing.change(change, document, Changer(is_patient=True), minor=minor, now=now)

    async def documents(self) -> AsyncIterator[tuple[Document, ...]]:
        """The documents, the most recent act first, a page at a time."""
        async for page in self._client.documents(self._token, self.patient.ins, {}):
            yield page

    async def read(self, document: Document) -> Content:
        """The content of a document.

        Raises:
            Refused: it is not visible yet, or not to a representative; the attempt is traced.
        """
        await self._require(self.may_see(document), TraceAction.READ, document)
        data, content_type = await self._client.content(self._token, document)
        return Content(data, content_type, altered=is_altered(data, document))

    async def change(self, document: Document, change: Change) -> Document:
        """Mask, unmask, show to the representatives; delete or archive what one deposited oneself.

        Returns:
            The document as it then stands, with its new id and version.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: it was changed since it was read.
        """
        await self._require(self.may_change(document, change), TRACED_AS[change], document)
        return await self._client.changes.change(self._token, document, change)

    async def authorisations(self) -> tuple[Authorisation, ...]:
        """Who may enter, who could, who is blocked."""
        return await self._client.changes.authorisations(self._token, self.patient.ins)

    async def switches(self) -> EmergencySwitches:
        """The three switches for emergencies."""
        return await self._client.changes.switches(self._token, self.patient.ins)

    async def block(self, practitioner_id: str) -> None:
        """Close the record to a professional, even in an emergency; no longer médecin traitant, either."""
        denial = Authorisation(practitioner_id=practitioner_id, permitted=False, since=self._clock())
        resource = consent.authorisation_to_fhir(denial, self._subject)
        await self._manage(Act.BLOCK, practitioner_id, resource)
        self._attend(practitioner_id, named=False)

    async def unblock(self, practitioner_id: str) -> None:
        """Lift the blocking of a professional, who then has no authorisation."""
        denial = Authorisation(practitioner_id=practitioner_id, permitted=False, since=self._clock())
        resource = consent.authorisation_to_fhir(denial, self._subject) | {"status": "inactive"}
        await self._manage(Act.UNBLOCK, practitioner_id, resource)

    async def set_switches(self, switches: EmergencySwitches) -> None:
        """Say what may happen in an emergency."""
        resource = consent.switches_to_fhir(switches, self._subject, self._clock())
        await self._client.changes.manage(self._token, resource)

    async def name_attending(self, practitioner_id: str) -> None:
        """Name a médecin traitant; several may be."""
        await self._attending(Act.DECLARE_ATTENDING, practitioner_id)

    async def end_attending(self, practitioner_id: str) -> None:
        """End it."""
        await self._attending(Act.END_ATTENDING, practitioner_id)

    async def care_team(self) -> tuple[CareTeamMember, ...]:
        """The cercle de soins."""
        return await self._client.care_team(self._token, self.patient.ins)

    async def traces(
        self, since: date | None = None, until: date | None = None
    ) -> AsyncIterator[tuple[Trace, ...]]:
        """Who did what on the record, most recent first, a page at a time."""
        async for page in self._client.traces(self._token, self.patient.ins, since, until):
            yield page

    async def notifications(self) -> AsyncIterator[tuple[Message, ...]]:
        """What one was told, the most recent first, a page at a time."""
        async for page in self._client.changes.messages(self._token):
            yield page

    async def log_out(self) -> None:
        """Give the token back."""
        await self._client.revoke(self._token)

    @property
    def _subject(self) -> str:
        return subject_of(self.patient.ins)

    async def _attending(self, act: Act, practitioner_id: str) -> None:
        named = act is Act.DECLARE_ATTENDING
        now = self._clock()
        resource = attending.to_fhir(practitioner_id, self._subject, now, named=named, by_patient=True)
        await self._manage(act, practitioner_id, resource)
        self._attend(practitioner_id, named=named)

    def _attend(self, practitioner_id: str, *, named: bool) -> None:
        others = self.patient.attending - {practitioner_id}
        found = others | {practitioner_id} if named else others
        self.patient = self.patient.model_copy(update={"attending": found})

    async def _manage(self, act: Act, practitioner_id: str, resource: Json) -> None:
        """Ask the rule, then the server; who the professional is, the server's directory says."""
        known = (a for a in await self.authorisations() if a.practitioner_id == practitioner_id)
        status = next((a.status(self._clock()) for a in known), AuthorisationStatus.NONE)
        target = Target(
            practitioner_id,
            profession=None,
            status=status,
            attending=practitioner_id in self.patient.attending,
        )
        await self._require(manage(act, Manager(), target), management.TRACED_AS[act])
        await self._client.changes.manage(self._token, resource)

    async def _require(
        self, decision: Decision, action: TraceAction, document: Document | None = None
    ) -> None:
        """Report and raise a refusal."""
        if decision.allowed:
            return
        trace = Trace(at=self._clock(), actor_id="", actor="", action=action, refusal=decision.reason)
        if document is not None:
            trace = trace.model_copy(update={"object": document.title, "object_id": document.id})
        await self._client.report(self._token, trace, self.patient.ins)
        raise Refused(f"{decision.reason} {decision.advice}".strip(), decision.source)
