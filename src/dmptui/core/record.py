"""An open record: one patient, one professional, one mode of access, until it is closed."""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import date, datetime

from dmptui.core.client import DmpClient
from dmptui.core.errors import Refused
from dmptui.core.model.access import AccessMode, Authorisation, CareTeamMember, EmergencySwitches
from dmptui.core.model.document import Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import reading
from dmptui.core.rules.care_team import is_attending
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.matrix import Matrix

VACCINATION_TYPES = ("11369-6", "87273-9", "96874-3")
"""Types that the first search never limits in time."""

FIRST_SEARCH_YEARS = 2
"""Years of acts the first search goes back, as on the web DMP."""

_LISTED = "current,superseded"


@dataclass(frozen=True, slots=True)
class Content:
    """What was read of a document.

    Attributes:
        altered: its size or SHA-1 is not what the record announced.
    """

    data: bytes
    content_type: str
    altered: bool


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

    def is_new(self, document: Document) -> bool:
        """Whether it was deposited since this professional's last visit."""
        return self.last_visit is not None and document.date > self.last_visit

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

    async def read(self, document: Document) -> Content:
        """The content of a document; the server traces it.

        Raises:
            Refused: the rules do not let this professional read it; the attempt is traced.
        """
        decision = self.may_read(document)
        if not decision.allowed:
            await self._report(TraceAction.READ, decision, document)
            raise Refused(f"{decision.reason} {decision.advice}".strip(), decision.source)
        data, content_type = await self._client.content(self._token, document)
        return Content(data, content_type, altered=_altered(data, document))

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

    async def _search(self, query: dict[str, str]) -> AsyncIterator[tuple[Document, ...]]:
        asked = {"status": _LISTED, **query}
        async for page in self._client.documents(self._token, self.patient.ins, asked):
            yield tuple(document for document in page if self.may_read(document).allowed)

    async def _report(self, action: TraceAction, decision: Decision, document: Document) -> None:
        trace = refusal_trace(self._role, action, decision, at=self._clock(), mode=self.mode)
        named = trace.model_copy(update={"object": document.title, "object_id": document.id})
        await self._client.report(self._token, named, self.patient.ins)


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


def _altered(data: bytes, document: Document) -> bool:
    announced = document.attachment
    if announced.size is not None and announced.size != len(data):
        return True
    sha1 = b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    return bool(announced.sha1) and announced.sha1 != sha1
