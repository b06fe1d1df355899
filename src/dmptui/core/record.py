"""An open record: one patient, one professional, one mode of access, until it is closed."""

import dataclasses
from collections.abc import AsyncIterator, Callable
from datetime import date, datetime
from typing import TYPE_CHECKING

from dmptui.core.client import DmpClient
from dmptui.core.client.client import Query
from dmptui.core.content import Content, is_altered
from dmptui.core.errors import Refused
from dmptui.core.fhir.submission import supersede
from dmptui.core.findings import Findings
from dmptui.core.messaging import compose
from dmptui.core.model.access import AccessMode, Authorisation, CareTeamMember, EmergencySwitches
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.hit import Found
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.news import Follower, News, Novelty
from dmptui.core.rules import changing, messaging, reading
from dmptui.core.rules.care_team import is_attending
from dmptui.core.rules.changing import TRACED_AS, Change, Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.vaccination import write_note
from dmptui.core.sending import may_send

if TYPE_CHECKING:
    from dmptui.core.deposits import Prepared
    from dmptui.core.documents.writing.vaccination import Shot

VACCINATION_TYPES = ("11369-6", "87273-9", "96874-3")
"""Types that the first search never limits in time."""

FIRST_SEARCH_YEARS = 2
"""Years of acts the first search goes back, as on the web DMP."""

_LISTED = "current,superseded"


def first_search_limit(today: date) -> date:
    """The day from which acts are searched first."""
    year = today.year - FIRST_SEARCH_YEARS
    try:
        return today.replace(year=year)
    except ValueError:  # 29 February
        return today.replace(year=year, day=28)


class Record:
    """What a professional may do with the record they opened.

    Made by ``Session.open``. Every method raises ``DmpError`` when the server or a rule refuses.

    Attributes:
        patient: whose record it is.
        mode: how it was opened; ``emergency_reason`` is what was typed to break the glass.
        authorisation: the professional's, as it stood at the opening.
        last_visit: their opening before this one, or None.
        findings: what its documents say in codes.
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
        self.last_visit = last_visit
        self.findings = Findings(self)
        self._read: frozenset[str] | None = None
        self._reader = reading.Reader(
            practitioner_id=role.practitioner.id,
            profession=role.practitioner.profession,
            mode=mode,
            attending=is_attending(role, patient),
            masked_in_emergency=switches.masked_documents,
        )

    @property
    def attending(self) -> bool:
        """Whether the professional is this patient's médecin traitant."""
        return self._reader.attending

    def today(self) -> date:
        """The day it is, in local time."""
        return self._clock().astimezone().date()

    def may_read(self, document: Document) -> Decision:
        """The rule's answer for this document, before anything is asked of the server."""
        return reading.read(document, self._reader, self._matrix)

    def warnings_on(self, document: Document) -> tuple[str, ...]:
        """What to know before talking about this document, as of now."""
        return reading.warnings_on(document, self._clock())

    def is_new(self, document: Document) -> bool:
        """Whether somebody else deposited it since this professional's last visit, and they did not read it.

        What they read before is known once ``already_read`` was asked.
        """
        since = self.last_visit is not None and document.date > self.last_visit
        return since and not self._is_mine(document) and document.id not in (self._read or ())

    async def news(self) -> News:
        """What is new since the last visit; at the first opening, how much there is to discover."""
        read = await self.already_read()
        if self.last_visit is None:
            pages = [page async for page in self.recent_documents()]
            unread = (d for page in pages for d in page if d.id not in read and not self._is_mine(d))
            return News(None, to_discover=sum(d.status is DocumentStatus.CURRENT for d in unread))
        me, ins = self._role.practitioner.id, self.patient.ins
        follower = Follower(self._client, self._token, ins, practitioner_id=me, since=self.last_visit)
        items = await follower.items()
        fresh = (i for i in items if i.novelty is Novelty.CONFIDENTIALITY or i.document.id not in read)
        return News(self.last_visit, tuple(i for i in fresh if self.may_read(i.document).allowed))

    async def already_read(self) -> frozenset[str]:
        """The ids of the documents that this professional has read, from the traces."""
        if self._read is None:
            self._read = await self._client.visits.read(self._token, self.patient.ins)
        return self._read

    async def recent_documents(self) -> AsyncIterator[tuple[Document, ...]]:
        """The first search: two years of acts, and every vaccination, a page at a time."""
        limit = first_search_limit(self.today()).isoformat()
        async for page in self._search({"period": f"ge{limit}"}):
            yield page
        types = ",".join(VACCINATION_TYPES)
        async for page in self._search({"period": f"lt{limit}", "type": types}):
            yield page

    async def older_documents(self) -> AsyncIterator[tuple[Document, ...]]:
        """What the first search left out, a page at a time."""
        limit = first_search_limit(self.today()).isoformat()
        async for page in self._search({"period": f"lt{limit}"}):
            yield tuple(d for d in page if d.type.code not in VACCINATION_TYPES)

    async def all_documents(self) -> AsyncIterator[tuple[Document, ...]]:
        """The whole record, a page at a time."""
        async for page in self._search({}):
            yield page

    async def search(self, words: str, query: Query | None = None) -> AsyncIterator[Found]:
        """Documents whose content holds all the words, the most recent act first, a page at a time.

        Args:
            words: the last may be the beginning of a word; between quotes or guillemets, one phrase.
            query: more search parameters (``type``, ``period``); ``status`` is ``current`` without one.
        """
        asked = {"status": DocumentStatus.CURRENT.value, **(query or {})}
        async for page in self._client.search_contents(self._token, self.patient.ins, words, asked):
            hits = tuple(hit for hit in page if self.may_read(hit.document).allowed)
            yield dataclasses.replace(page, hits=hits)

    async def read(self, document: Document) -> Content:
        """The content of a document; the server traces it.

        Raises:
            Refused: the rules do not let this professional read it; the attempt is traced.
        """
        await self._require(self.may_read(document), TraceAction.READ, document)
        data, content_type = await self._client.content(self._token, document)
        self._note_read(document.id)
        return Content(data, content_type, altered=is_altered(data, document))

    def may_change(self, document: Document, change: Change) -> Decision:
        """The rule's answer to a change, before anything is asked of the server.

        To change a document is to read it; to replace one's own is a deposit.
        """
        readable = self.may_read(document)
        if not readable.allowed and change is not Change.REPLACE:
            return readable
        now = self._clock()
        who = Changer(practitioner_id=self._role.practitioner.id, attending=self.attending)
        return changing.change(change, document, who, minor=self.patient.is_minor(now.date()), now=now)

    async def change(self, document: Document, change: Change) -> Document:
        """Make a change of a document (TD3.3), but its replacement: see ``replace``.

        Returns:
            The document as it then stands, with its new id and version.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: it was changed since it was read.
        """
        await self._require(self.may_change(document, change), TRACED_AS[change], document)
        changed = await self._client.changes.change(self._token, document, change)
        self._note_read(changed.id, document.id)
        return changed

    def may_deposit(self, prepared: "Prepared") -> Decision:
        """The rule's answer to a deposit here; what was prepared for somebody else is refused."""
        return may_send(prepared, self._role, open_record=self.patient.ins)

    async def deposit(self, prepared: "Prepared") -> str:
        """Send a prepared document to this record (TD2); the id of the document.

        Raises:
            Refused: it was prepared for another record, or a rule says no; the attempt is traced.
        """
        await self._require(self.may_deposit(prepared), TraceAction.DEPOSIT, prepared.document)
        return await self._client.deposit(self._token, prepared.transaction(self._role, self._clock()))

    async def replace(self, document: Document, prepared: "Prepared") -> str:
        """Send the new version of a document (TD2.1), as hidden as the old one; the id of the new document.

        Raises:
            Refused: a rule says no; the attempt is traced.
            Conflict: the old one was changed or replaced meanwhile.
        """
        await self._require(self.may_change(document, Change.REPLACE), TraceAction.REPLACE, document)
        new = prepared.document.model_copy(
            update={
                "replaces": f"DocumentReference/{document.id}",
                "visibility": prepared.document.visibility | document.visibility,
            }
        )
        version = dataclasses.replace(prepared, document=new)
        await self._require(self.may_deposit(version), TraceAction.REPLACE, document)
        transaction = version.transaction(self._role, self._clock())
        transaction["entry"].append(supersede(document.id, document.version))
        return await self._client.deposit(self._token, transaction)

    async def write_vaccination_note(self, shot: "Shot") -> str:
        """Write and send the note of a vaccination; the id of the document.

        Raises:
            Refused: the profession may not; the attempt is traced.
            InvalidContent: the fields say something impossible.
        """
        from dmptui.core.vaccination_note import prepare_note  # reads XML: not before it is needed

        decision = write_note(self._role.practitioner.profession)
        await self._require(decision, TraceAction.DEPOSIT)
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
        await self._require(self.may_write_message(attached), TraceAction.MESSAGE, attached)
        message = compose(subject, text, attached, patient=self.patient, role=self._role, now=self._clock())
        return await self._client.changes.write(self._token, message)

    async def messages_sent(self) -> AsyncIterator[tuple[Message, ...]]:
        """What this professional wrote to the patient, the most recent first, a page at a time."""
        me = self._role.practitioner.id
        async for page in self._client.changes.sent(self._token, self.patient.ins, me):
            yield page

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

    def _note_read(self, document_id: str, former_id: str | None = None) -> None:
        """Remember that a document is read; with a former id, if it was read under that one."""
        if self._read is not None and (former_id is None or former_id in self._read):
            self._read |= {document_id}

    def _is_mine(self, document: Document) -> bool:
        return any(author.id == self._role.practitioner.id for author in document.authors)

    async def _search(self, query: dict[str, str]) -> AsyncIterator[tuple[Document, ...]]:
        asked = {"status": _LISTED, **query}
        async for page in self._client.documents(self._token, self.patient.ins, asked):
            yield tuple(document for document in page if self.may_read(document).allowed)

    async def _require(
        self, decision: Decision, action: TraceAction, document: Document | None = None
    ) -> None:
        """Report and raise a refusal."""
        if decision.allowed:
            return
        trace = refusal_trace(self._role, action, decision, at=self._clock(), mode=self.mode)
        if document is not None:
            trace = trace.model_copy(update={"object": document.title, "object_id": document.id})
        await self._client.report(self._token, trace, self.patient.ins)
        raise Refused(f"{decision.reason} {decision.advice}".strip(), decision.source)


def refusal_trace(
    role: PractitionerRole, action: TraceAction, decision: Decision, *, at: datetime, mode: AccessMode
) -> Trace:
    """The trace of an attempt refused before it was sent."""
    return Trace(
        at=at,
        actor_id=role.practitioner.id,
        actor=role.practitioner.name,
        profession=role.practitioner.profession,
        organization=role.situation.organization.name,
        mode=mode,
        action=action,
        refusal=decision.reason,
    )
