"""What a professional has not opened yet in a record, since their last visit or at the first one."""

from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.ins import Ins
from dmptui.core.model.news import News, Novelty
from dmptui.core.work.listing import Listing
from dmptui.core.work.news import Follower


class Discovery:
    """What is new in one open record.

    A document is opened when somebody asked to see it: what a page read by itself is not.

    Args:
        client: of the DMP server.
        token: of the record.
        ins: of the patient.
        practitioner_id: whose own deposits are no news.
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
        self._opened: frozenset[str] | None = None

    def is_new(self, document: Document) -> bool:
        """Whether somebody else deposited it since the last visit, and it was not opened.

        What they opened before is known once ``opened`` was asked.
        """
        since = self._since is not None and document.date > self._since
        return since and not self._is_mine(document) and document.id not in (self._opened or ())

    async def news(self) -> News:
        """What is new since the last visit; at the first one, how much there is to discover."""
        readings = await self.opened()
        if self._since is None:
            return News(None, to_discover=await self._to_discover(readings))
        follower = Follower(self._client, self._token, self._ins, practitioner_id=self._me, since=self._since)
        items = await follower.items()
        fresh = (i for i in items if i.novelty is Novelty.CONFIDENTIALITY or i.document.id not in readings)
        return News(self._since, tuple(i for i in fresh if self._listing.may_read(i.document).allowed))

    async def opened(self) -> frozenset[str]:
        """The ids of the documents that were opened, from the traces."""
        if self._opened is None:
            self._opened = await self._client.visits.read(self._token, self._ins)
        return self._opened

    def note(self, document_id: str, former_id: str | None = None) -> None:
        """Remember that a document is opened; with a former id, if it was opened under that one."""
        if self._opened is not None and (former_id is None or former_id in self._opened):
            self._opened |= {document_id}

    async def _to_discover(self, opened: frozenset[str]) -> int:
        """How many current documents of the first search others deposited, that were not opened.

        They are counted by the server: none comes for it, but those that were opened.
        """
        every = await self._listing.recent_number({})
        mine = await self._listing.recent_number({"author": self._me})
        known = [d async for page in self._listing.named(opened) for d in page if not self._is_mine(d)]
        current = (d for d in known if d.status is DocumentStatus.CURRENT)
        return every - mine - sum(map(self._listing.in_first_search, current))

    def _is_mine(self, document: Document) -> bool:
        return any(author.id == self._me for author in document.authors)
