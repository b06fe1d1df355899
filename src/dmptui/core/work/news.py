"""Finds what changed in a record since the professional's last visit, by its lots (ITI-66)."""

from collections.abc import Iterable
from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.ins import Ins
from dmptui.core.model.news import Item, Novelty

_BATCH = 20
"""Documents asked by ``_id`` at a time."""


class Follower:
    """Tells what changed in one record; every method raises a ``DmpError`` when the server refuses.

    Args:
        client: of the DMP server.
        token: of the record.
        ins: of the patient.
        practitioner_id: whose own deposits and changes are no news.
        since: the last visit.
    """

    def __init__(
        self, client: DmpClient, token: str, ins: Ins, *, practitioner_id: str, since: datetime
    ) -> None:
        self._client = client
        self._token = token
        self._ins = ins
        self._me = practitioner_id
        self._since = since
        self._met: dict[str, Document] = {}

    async def unread(self, documents: Iterable[Document]) -> tuple[Item, ...]:
        """Documents that are not read, each new or the new version of one that was there."""
        found = tuple(documents)
        self._meet(found)
        return tuple([Item(document, await self._novelty(document)) for document in found])

    async def changed(self) -> tuple[Item, ...]:
        """What was there, and that others let more or fewer people see, the last change first."""
        pages = [page async for page in self._client.visits.lots(self._token, self._ins, self._since)]
        by_others = [lot for page in pages for lot in page if lot.sender != self._me]
        documents = await self._members(dict.fromkeys(name for lot in by_others for name in lot.members))
        return tuple(Item(d, Novelty.CONFIDENTIALITY) for d in documents if self._was_there(d))

    def _was_there(self, document: Document) -> bool:
        current = document.status is DocumentStatus.CURRENT and not document.archived
        return current and not document.unread and document.date <= self._since

    async def _members(self, names: Iterable[str]) -> list[Document]:
        ids, found = list(names), list[Document]()
        for start in range(0, len(ids), _BATCH):
            found += await self._asked({"_id": ",".join(ids[start : start + _BATCH])})
        return found

    async def _novelty(self, document: Document) -> Novelty:
        """Whether the chain of what a document replaces leads to one that was there."""
        met = {document.id}
        while document.replaces:
            before = await self._named(document.replaces)
            if before is None or before.id in met:
                return Novelty.NEW
            if before.date <= self._since:
                return Novelty.REPLACED
            met.add(before.id)
            document = before
        return Novelty.NEW

    async def _named(self, name: str) -> Document | None:
        """A document by its id, current or old, or by an identifier; None when it may not be read."""
        entry = name.removeprefix("DocumentReference/")
        if entry not in self._met:
            query = {"_id": entry} if entry != name else {"identifier": name}
            found = await self._asked(query)
            if not found:
                return None
            self._met[entry] = found[0]
        return self._met[entry]

    def _meet(self, documents: Iterable[Document]) -> None:
        self._met |= {name: d for d in documents for name in (d.id, d.logical_id, d.master_identifier)}

    async def _asked(self, query: dict[str, str]) -> list[Document]:
        pages = self._client.documents(self._token, self._ins, query)
        return [document async for page in pages for document in page]
