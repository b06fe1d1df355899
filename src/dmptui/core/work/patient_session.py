"""Mon espace santé: the patient, or a legal representative, in their own record."""

import asyncio
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from dmptui.core.client import DmpClient
from dmptui.core.fhir import attending, consent, systems
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.access import AccessMode, Authorisation, CareTeamMember, EmergencySwitches
from dmptui.core.model.agenda import Appointment
from dmptui.core.model.content import Content, is_altered
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.message import Message, MessageKind
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import agenda, changing, lifecycle, management, messaging, patient_view
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.lifecycle import ProfileAct
from dmptui.core.rules.management import Act, Manager, Target, manage
from dmptui.core.work import own_accesses
from dmptui.core.work.accesses import Accesses
from dmptui.core.work.medical_profile import OwnMedicalProfile
from dmptui.core.work.message import compose_reply
from dmptui.core.work.refusals import Refusals
from dmptui.core.work.versions import versions_of

if TYPE_CHECKING:
    from dmptui.core.deposit.preparation import PreparedDocument, Source, Wishes


class PatientSession:
    """The patient at work on their own record. Every method raises ``DmpError`` when it is refused.

    Args:
        client: of the DMP server.
        token: the token the login gave.
        patient: who.
        clock: gives the time, aware.
        representative: somebody who acts for a minor, not the person.

    Attributes:
        clock: gives the time, aware.
        patient: whose record it is, as it was last read.
        mode: one's own record is never opened in an emergency.
        accesses: who came into it, by visit.
        medical_profile: what one notes of oneself.
    """

    mode: AccessMode = AccessMode.NORMAL

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
        self.clock = clock
        self._viewer = patient_view.Viewer(representative=representative)
        self.patient = patient
        self.representative = representative
        self._refusals = Refusals(client, token, None, clock)
        self.accesses = Accesses(client, token, patient.ins)
        self.medical_profile = OwnMedicalProfile(client.medical_profile, token, patient, self.today)

    def today(self) -> date:
        """The day it is, in the zone of the days."""
        return day_of(self.clock())

    def may_see(self, document: Document) -> Decision:
        """The rule's answer for this document."""
        return patient_view.see(document, self._viewer, self.clock())

    def may_change(self, document: Document, change: Change) -> Decision:
        """The rule's answer to a change, before anything is asked of the server."""
        decision = self.may_see(document)
        if not decision.allowed:
            return decision
        now = self.clock()
        minor = self.patient.is_minor(day_of(now))
        return changing.change(change, document, Changer(is_patient=True), minor=minor, now=now)

    def may_use(self) -> Decision:
        """Whether there is an open profile: without one, only ``oppose`` and ``reopen`` are left."""
        return lifecycle.use(self.patient.state)

    def may_do(self, act: ProfileAct, reason: str = "") -> Decision:
        """The rule's answer to an act on the profile."""
        return lifecycle.decide(act, self.patient.state, reason)

    async def oppose(self) -> None:
        """Refuse that the profile be made (``laws.CREATION``).

        Raises:
            Refused: it is made already; the attempt is traced.
        """
        await self._profile(ProfileAct.OPPOSE)

    async def close(self, reason: str = "") -> None:
        """Close the profile: nobody enters the DMP any more (``laws.CLOSURE``).

        Args:
            reason: what the person says of it; they owe none.

        Raises:
            Refused: there is none, or the reason is too long; the attempt is traced.
        """
        await self._profile(ProfileAct.CLOSE, reason)

    async def reopen(self) -> None:
        """Open a closed profile again; or have it made now, after an opposition or before the six weeks.

        Raises:
            Refused: it is open; the attempt is traced.
        """
        await self._profile(ProfileAct.REOPEN)

    async def documents(self) -> AsyncIterator[tuple[Document, ...]]:
        """The documents, the most recent act first, a page at a time."""
        async for page in self._client.documents(self._token, self.patient.ins, {}):
            yield page

    async def versions(self, document: Document) -> tuple[Document, ...]:
        """Every version of a document that one sees, itself among them, the latest deposit first."""
        pages = self._client.documents(self._token, self.patient.ins, {"type": document.type.code})
        return versions_of(document, [each async for page in pages for each in page])

    def warnings_on(self, document: Document) -> tuple[str, ...]:
        """Who does not see this document."""
        return patient_view.unseen_by(document)

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
        await self._require(self.may_change(document, change), CHANGES[change].trace, document)
        return await self._client.changes.change(self._token, document, change)

    async def prepare_deposit(self, source: "Source", wishes: "Wishes") -> "PreparedDocument":
        """Make a file ready for one's own record: a CDA level 1 whose author is the patient.

        Args:
            source: the file: pdf, txt, rtf, jpg or tif.
            wishes: its type, DOCPAT* or EXPPAT_* of JDV_J07; its title; who must not see it.

        Raises:
            Refused: a rule says no; the attempt is traced when there is no profile.
            InvalidContent: the file is not what its name says.
        """
        from dmptui.core.deposit.own import prepare_own  # reads XML: not before it is needed

        await self._require(self.may_use(), TraceAction.DEPOSIT)
        return await asyncio.to_thread(prepare_own, source, wishes, patient=self.patient, now=self.clock())

    def may_deposit(self, prepared: "PreparedDocument") -> Decision:
        """The rule's answer to a deposit; what was prepared for somebody else is refused."""
        from dmptui.core.deposit.own import may_add

        usable = self.may_use()
        now = self.clock()
        return may_add(prepared, self.patient, self._viewer, now) if usable.allowed else usable

    async def deposit(self, prepared: "PreparedDocument") -> str:
        """Send a prepared document to one's own record (TD2); the id of the document.

        Raises:
            Refused: a rule says no; the attempt is traced.
        """
        from dmptui.core.deposit.own import transaction

        await self._require(self.may_deposit(prepared), TraceAction.DEPOSIT, prepared.document)
        return await self._client.deposit(self._token, transaction(prepared, self.clock()))

    async def replace(self, document: Document, prepared: "PreparedDocument") -> str:
        """Send the new version of a document one deposited, as hidden as the old one; the id of the new one.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: the old one was changed or replaced meanwhile.
        """
        from dmptui.core.deposit.own import new_version, replacement

        await self._require(self.may_change(document, Change.REPLACE), TraceAction.REPLACE, document)
        version = new_version(document, prepared)
        await self._require(self.may_deposit(version), TraceAction.REPLACE, document)
        return await self._client.deposit(self._token, replacement(document, version, self.clock()))

    async def authorisations(self) -> tuple[Authorisation, ...]:
        """Who may enter, who could, who is blocked."""
        return await self._client.changes.authorisations(self._token, self.patient.ins)

    async def switches(self) -> EmergencySwitches:
        """The three switches for emergencies."""
        return await self._client.changes.switches(self._token, self.patient.ins)

    def may_manage(self, act: Act, target: Target) -> Decision:
        """The rule's answer to an act about a professional, or the consent of a team."""
        return manage(act, Manager(), target)

    async def block(self, practitioner_id: str) -> None:
        """Close the record to a professional, even in an emergency; no longer médecin traitant, either."""
        denial = own_accesses.denial(practitioner_id, self._subject, self.clock())
        await self._manage(Act.BLOCK, practitioner_id, denial)
        self.patient = own_accesses.attended(self.patient, practitioner_id, named=False)

    async def unblock(self, practitioner_id: str) -> None:
        """Lift the blocking of a professional, who then has the consents of their teams, and no other."""
        denial = own_accesses.denial(practitioner_id, self._subject, self.clock(), lifted=True)
        await self._manage(Act.UNBLOCK, practitioner_id, denial)

    async def withdraw(self, given: Authorisation) -> None:
        """Take back a consent: of a team, it closes the record to all its members.

        Raises:
            Refused: it is not valid any more; the attempt is traced.
        """
        status = given.status(self.clock())
        target = Target(given.practitioner_id, profession=None, status=status)
        await self._require(self.may_manage(Act.WITHDRAW, target), TraceAction.WITHDRAW)
        await self._client.changes.manage(
            self._token, own_accesses.withdrawal(given, self._subject, self.clock())
        )

    async def set_switches(self, switches: EmergencySwitches) -> None:
        """Say what may happen in an emergency."""
        resource = consent.switches_to_fhir(switches, self._subject, self.clock())
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

    async def inbox(self) -> AsyncIterator[tuple[Message, ...]]:
        """The notifications and the messages, the most recent first, a page at a time."""
        async for page in self._client.changes.messages(self._token):
            yield page

    async def notifications(self) -> AsyncIterator[tuple[Message, ...]]:
        """The notifications, the most recent first, a page at a time."""
        async for page in self.inbox():
            yield tuple(message for message in page if message.kind is MessageKind.NOTIFICATION)

    async def messages(self) -> AsyncIterator[tuple[Message, ...]]:
        """What professionals wrote, the most recent first, a page at a time."""
        messages = {"category": f"{systems.COMMUNICATION}|{MessageKind.MESSAGE}"}
        async for page in self._client.changes.messages(self._token, messages):
            yield page

    async def replies(self) -> AsyncIterator[tuple[Message, ...]]:
        """What was answered to professionals, the most recent first, a page at a time."""
        sender = {"sender": f"Patient/{self.patient.id}"}
        async for page in self._client.changes.messages(self._token, sender):
            yield page

    def may_reply(self, received: Message) -> Decision:
        """The rule's answer to an answer to a message."""
        return messaging.reply(received, self.patient.state)

    async def reply(self, received: Message, subject: str, text: str) -> str:
        """Answer a professional who wrote; the id of the answer.

        Raises:
            Refused: it is not a message of a professional; the attempt is traced.
            InvalidContent: it is empty, or too long.
        """
        await self._require(self.may_reply(received), TraceAction.MESSAGE)
        written = compose_reply(subject, text, received, patient=self.patient, now=self.clock())
        return await self._client.changes.write(self._token, written)

    async def appointments(self, since: datetime | None = None) -> tuple[Appointment, ...]:
        """Those one noted, the next to come first, the past ones at the end; or those from a moment on."""
        found = [each async for page in self._client.agenda.load(self._token, since) for each in page]
        now = self.clock()
        past = [each for each in found if each.start <= now]
        return (*reversed(found[: len(found) - len(past)]), *past)

    async def note(self, appointment: Appointment) -> Appointment:
        """Note an appointment; as it is kept.

        Raises:
            Refused: it says nothing, is past or too long.
        """
        decision = agenda.note(appointment, self.clock())
        if not decision.allowed:
            raise decision.error()
        return await self._client.agenda.note(self._token, appointment, self._subject)

    async def cancel(self, appointment: Appointment) -> None:
        """Cancel an appointment.

        Raises:
            Conflict: it was cancelled meanwhile.
        """
        await self._client.agenda.cancel(self._token, appointment)

    async def document(self, name: str) -> Document:
        """The document of an id, current or old.

        Raises:
            Refused: it is not visible to who asks; the attempt is traced.
        """
        return await self._client.changes.document(self._token, name)

    async def professionals(self) -> tuple[Practitioner, ...]:
        """Those of the demonstration: who is behind an authorisation, who can be named."""
        return await self._client.identities()

    async def log_out(self) -> None:
        """Give the token back."""
        await self._client.revoke(self._token)

    @property
    def _subject(self) -> str:
        return subject_of(self.patient.ins)

    async def _profile(self, act: ProfileAct, reason: str = "") -> None:
        await self._require(self.may_do(act, reason), lifecycle.TRACED_AS[act])
        self.patient = await self._client.changes.profile(self._token, self.patient.id, act, reason)

    async def _attending(self, act: Act, practitioner_id: str) -> None:
        named = act is Act.DECLARE_ATTENDING
        now = self.clock()
        resource = attending.to_fhir(practitioner_id, self._subject, now, named=named, by_patient=True)
        await self._manage(act, practitioner_id, resource)
        self.patient = own_accesses.attended(self.patient, practitioner_id, named=named)

    async def _manage(self, act: Act, practitioner_id: str, resource: Json) -> None:
        """Ask the rule, then the server."""
        authorisations = await self.authorisations()
        target = own_accesses.target(practitioner_id, self.patient, authorisations, self.clock())
        await self._require(self.may_manage(act, target), management.TRACED_AS[act])
        await self._client.changes.manage(self._token, resource)

    async def _require(
        self, decision: Decision, action: TraceAction, document: Document | None = None
    ) -> None:
        await self._refusals.require(decision, action, self.patient.ins, document=document)
