"""What a professional has not read yet in a record, as the server keeps it for them."""

import asyncio
from collections.abc import Iterable
from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.model.document import Document
from dmptui.core.model.ins import Ins
from dmptui.core.model.news import News
from dmptui.core.work.listing import PIECE, Listing
from dmptui.core.work.news import Follower


class Discovery:
    """What is new for a professional in one open record: what others deposited, until it is read.

    A document is read when somebody asked to see it: what a page read by itself is not.

    Args:
        client: of the DMP server.
        token: of the record.
        ins: of the patient.
        practitioner_id: whose own changes are no news.
        since: their last visit; None at the first.
        listing: of the record.
    """

    def __init__(
        self,
        client: DmpClient,
        token: str,
        ins: Ins,
        *,
        practitioner_id: str,
        since: datetime | None,
        listing: Listing,
    ) -> None:
        self._client = client
        self._token = token
        self._ins = ins
        self._me = practitioner_id
        self._since = since
        self._listing = listing
        self._seen: set[str] = set()
        self._seen_until: datetime | None = None

    @property
    def seen(self) -> tuple[int, datetime | None]:
        """What was read or marked seen since the record was opened: it changes with what is new."""
        return len(self._seen), self._seen_until

    def is_new(self, document: Document) -> bool:
        """Whether it is unread, and was neither read nor marked seen since it was listed."""
        before = self._seen_until is not None and document.date < self._seen_until
        return document.unread and not before and document.id not in self._seen

    async def news(self) -> News:
        """What is not read, and what changed since the last visit; at the first one, how much there is."""
        if self._since is None:
            return News(None, number=await self._listing.unread_number())
        follower = Follower(self._client, self._token, self._ins, practitioner_id=self._me, since=self._since)
        number, first, changed = await asyncio.gather(
            self._listing.unread_number(), self._first(), follower.changed()
        )
        readable = tuple(item for item in changed if self._listing.may_read(item.document).allowed)
        return News(self._since, (*await follower.unread(first), *readable), number)

    async def _first(self) -> tuple[Document, ...]:
        return await anext(self._listing.unread(PIECE), ())

    async def mark(self, documents: Iterable[Document]) -> None:
        """Mark documents seen, without reading them."""
        names = [document.id for document in documents]
        await self._client.visits.mark_seen(self._token, names)
        self._seen.update(names)

    async def mark_all(self, until: datetime) -> None:
        """Mark seen all that was deposited before a moment: that of the list one has looked at."""
        await self._client.visits.mark_all_seen(self._token, until)
        self._seen_until = until

    def note(self, document_id: str, former_id: str | None = None) -> None:
        """Remember that a document is read; with a former id, if it was read under that one."""
        if former_id is None or former_id in self._seen:
            self._seen.add(document_id)
