"""An open record: one patient, one professional, one mode of access, until it is closed."""

from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING

from dmptui.core.client import DmpClient
from dmptui.core.deposit.permission import may_send
from dmptui.core.deposit.prepared import PreparedDocument, new_version
from dmptui.core.fhir.submission import supersede
from dmptui.core.insight.findings import Findings
from dmptui.core.model.access import AccessMode, Authorisation, CareTeamMember, EmergencySwitches
from dmptui.core.model.content import Content, is_altered
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import changing, messaging, reading
from dmptui.core.rules.care_team import is_attending
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.identity import judge_metadata
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.vaccination import write_note
from dmptui.core.work.accesses import Accesses
from dmptui.core.work.discovery import Discovery
from dmptui.core.work.displays import Displays
from dmptui.core.work.listing import Listing
from dmptui.core.work.message import compose
from dmptui.core.work.refusals import Refusals

if TYPE_CHECKING:
    from dmptui.core.writing.vaccination import Shot


class Record:
    """What a professional may do with the record they opened.

    Made by ``Session.open``. Every method raises ``DmpError`` when the server or a rule refuses.

    Whether the professional is médecin traitant, and what the patient's switches allow, are as they stood at
    the opening: ``may_*`` may be wrong of what was changed since. The server decides again at each request.

    Attributes:
        patient: whose record it is.
        mode: how it was opened; ``emergency_reason`` is what was typed to break the glass.
        secret: opened by connexion secrète: the legal representatives learn nothing of it.
        authorisation: the professional's, as it stood at the opening.
        last_visit: their opening before this one, or None.
        listing: its documents.
        discovery: what the professional has not opened yet.
        findings: what its documents say in codes.
        displays: the page that is displayed, which may read documents by itself.
        accesses: who came into it, by visit.
    """

    def __init__(
        self,
        client: DmpClient,
        token: str,
        *,
        patient: Patient,
        role: PractitionerRole,
        mode: AccessMode,
        switches: EmergencySwitches,
        matrix: Matrix,
        clock: Callable[[], datetime],
        authorisation: Authorisation | None = None,
        emergency_reason: str = "",
        secret: bool = False,
        last_visit: datetime | None = None,
    ) -> None:
        self._client = client
        self._token = token
        self._role = role
        self._matrix = matrix
        self._clock = clock
        self.patient = patient
        self.mode = mode
        self.authorisation = authorisation
        self.emergency_reason = emergency_reason
        self.secret = secret
        self.last_visit = last_visit
        self.findings = Findings(self, patient)
        self._reader = reading.Reader(
            practitioner_id=role.practitioner.id,
            profession=role.practitioner.profession,
            mode=mode,
            attending=is_attending(role, patient),
            masked_in_emergency=switches.masked_documents,
        )
        self._refusals = Refusals(client, token, role, clock)
        self.displays = Displays(client, token, patient.ins, clock)
        self.accesses = Accesses(client, token, patient.ins, role.practitioner.id)
        self.listing = Listing(client, token, patient.ins, may_read=self.may_read, today=self.today)
        self.discovery = Discovery(
            client,
            token,
            patient.ins,
            practitioner_id=role.practitioner.id,
            since=last_visit,
            listing=self.listing,
        )

    @property
    def attending(self) -> bool:
        """Whether the professional is this patient's médecin traitant."""
        return self._reader.attending

    @property
    def author(self) -> str:
        """PS id of the professional: the author of what they deposit."""
        return self._role.practitioner.id

    @property
    def incomplete(self) -> bool:
        """Whether the server said, at the last search, that it may have missed something."""
        return bool(self._client.incomplete)

    def now(self) -> datetime:
        """The time of the DMP."""
        return self._clock()

    def today(self) -> date:
        """The day it is, in the zone of the days."""
        return day_of(self._clock())

    def may_read(self, document: Document) -> Decision:
        """The rule's answer for this document, before anything is asked of the server."""
        return reading.read(document, self._reader, self._matrix)

    def warnings_on(self, document: Document) -> tuple[str, ...]:
        """What to know before talking about this document, as of now; whose it is, by its metadata, first."""
        whose = judge_metadata(document.identities, self.patient).warnings
        return (*whose, *reading.warnings_on(document, self._clock()))

    async def versions(self, document: Document) -> tuple[Document, ...]:
        """Every version of a document that may be read, itself among them, the latest deposit first.

        They are looked for among the documents of its type.
        """
        return await self.listing.versions(document)

    async def read(self, document: Document, *, automatic: bool = False) -> Content:
        """The content of a document; the server traces it.

        Args:
            document: which one.
            automatic: a page needs it, nobody asked to see it: it is traced as such, and stays to be opened.

        Raises:
            Refused: the rules do not let this professional read it; the attempt is traced.
        """
        await self._require(self.may_read(document), TraceAction.READ, document)
        page = await self.displays.current() if automatic else ""
        data, content_type = await self._client.content(self._token, document, automatic=automatic, page=page)
        if not automatic:
            self.discovery.note(document.id)
        return Content(data, content_type, altered=is_altered(data, document))

    def or_contrary(self, change: Change, documents: Iterable[Document]) -> Change:
        """The change, or what undoes it when all these documents are already so."""
        contrary, now = CHANGES[change].contrary, self._clock()
        made = contrary is not None and all(changing.is_made(change, each, now) for each in documents)
        return contrary if made and contrary is not None else change

    def may_change(self, document: Document, change: Change) -> Decision:
        """The rule's answer to a change, before anything is asked of the server.

        To change a document is to read it; to replace one's own is a deposit.
        """
        readable = self.may_read(document)
        if not readable.allowed and change is not Change.REPLACE:
            return readable
        now = self._clock()
        who = Changer(practitioner_id=self._role.practitioner.id, attending=self.attending)
        return changing.change(change, document, who, minor=self.patient.is_minor(day_of(now)), now=now)

    async def change(self, document: Document, change: Change) -> Document:
        """Make a change of a document (TD3.3), but its replacement: see ``replace``.

        Returns:
            The document as it then stands, with its new id and version.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: it was changed since it was read.
        """
        await self._require(self.may_change(document, change), CHANGES[change].trace, document)
        answer = await self._client.changes.change(self._token, document, change)
        changed = answer.model_copy(update={"unread": document.unread})
        self.discovery.note(changed.id, document.id)
        return changed

    def may_deposit(self, prepared: PreparedDocument) -> Decision:
        """The rule's answer to a deposit here; what was prepared for somebody else is refused."""
        return may_send(prepared, self._role, open_record=self.patient.ins, today=self.today())

    async def deposit(self, prepared: PreparedDocument) -> str:
        """Send a prepared document to this record (TD2); the id of the document.

        Raises:
            Refused: it was prepared for another record, or a rule says no; the attempt is traced.
        """
        await self._require(self.may_deposit(prepared), TraceAction.DEPOSIT, prepared.document)
        return await self._client.deposit(self._token, prepared.transaction(self._role, self._clock()))

    async def replace(self, document: Document, prepared: PreparedDocument) -> str:
        """Send the new version of a document (TD2.1), as hidden as the old one; the id of the new document.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: the old one was changed or replaced meanwhile.
        """
        await self._require(self.may_change(document, Change.REPLACE), TraceAction.REPLACE, document)
        version = new_version(document, prepared)
        await self._require(self.may_deposit(version), TraceAction.REPLACE, document)
        transaction = version.transaction(self._role, self._clock())
        transaction["entry"].append(supersede(document.id, document.version))
        return await self._client.deposit(self._token, transaction)

    def may_write_vaccination_note(self) -> Decision:
        """The rule's answer to a note de vaccination, by the profession."""
        return write_note(self._role.practitioner.profession)

    async def write_vaccination_note(self, shot: "Shot") -> str:
        """Write and send the note of a vaccination; the id of the document.

        Raises:
            Refused: the profession may not; the attempt is traced.
            InvalidContent: the fields say something impossible.
        """
        from dmptui.core.deposit.vaccination_note import prepare_note  # reads XML: not before it is needed

        await self._require(self.may_write_vaccination_note(), TraceAction.DEPOSIT)
        return await self.deposit(
            prepare_note(shot, patient=self.patient, role=self._role, now=self._clock())
        )

    def may_write_message(self, attached: Document | None = None) -> Decision:
        """The rule's answer to a message to the patient, with a document or not."""
        decision = messaging.write(self.patient.state)
        if attached is None or not decision.allowed:
            return decision
        readable = self.may_read(attached)
        return messaging.attach(attached, self._clock()) if readable.allowed else readable

    async def write_message(self, subject: str, text: str, attached: Document | None = None) -> str:
        """Send a message to the patient's mailbox; its id.

        Raises:
            Refused: a rule says no; the attempt is traced.
            InvalidContent: it is empty, or too long.
        """
        await self._require(self.may_write_message(), TraceAction.MESSAGE)  # whatever goes with it
        await self._require(self.may_write_message(attached), TraceAction.MESSAGE, attached)
        message = compose(subject, text, attached, patient=self.patient, role=self._role, now=self._clock())
        return await self._client.changes.write(self._token, message)

    async def messages_sent(self) -> AsyncIterator[tuple[Message, ...]]:
        """What this professional wrote to the patient, the most recent first, a page at a time."""
        me = self._role.practitioner.id
        async for page in self._client.changes.sent(self._token, self.patient.ins, me):
            yield page

    async def document(self, name: str) -> Document:
        """The document of an id, current or old; to be read, the rules still have to allow it.

        Raises:
            NotFound: there is none, or not for this professional.
        """
        return await self._client.changes.document(self._token, name)

    async def care_team(self) -> tuple[CareTeamMember, ...]:
        """The cercle de soins."""
        return await self._client.care_team(self._token, self.patient.ins)

    async def traces(
        self, since: date | None = None, until: date | None = None
    ) -> AsyncIterator[tuple[Trace, ...]]:
        """Who did what on this record, most recent first, a page at a time."""
        async for page in self._client.traces(self._token, self.patient.ins, since, until):
            yield page

    async def close(self) -> None:
        """End the access: the record must be opened again."""
        await self._client.revoke(self._token)

    async def _require(
        self, decision: Decision, action: TraceAction, document: Document | None = None
    ) -> None:
        await self._refusals.require(decision, action, self.patient.ins, document=document, mode=self.mode)
