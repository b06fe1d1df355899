"""The documents of one open record: the first search and what widens it, by type, by lot, by words."""

import dataclasses
from collections.abc import AsyncIterator, Callable, Iterable
from datetime import date

from dmptui.core.client import DmpClient
from dmptui.core.client.client import Query
from dmptui.core.model.days import start_of_day
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.hit import ResultPage
from dmptui.core.model.ins import Ins
from dmptui.core.model.selection import Counted, Heading, Selection, Window
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.first_search import VACCINATION_TYPES, first_search_limit
from dmptui.core.work.versions import versions_of

_LISTED = "current,superseded"
PIECE = 25
"""Documents of a page that is shown as soon as it comes: a screen, read in a few milliseconds."""

Pages = AsyncIterator[tuple[Document, ...]]


class Listing:
    """Lists and searches, a page at a time; only what the rule lets the professional read.

    Args:
        client: of the DMP server.
        token: of the record.
        ins: of the patient.
        may_read: the rule's answer for a document, as ``Record`` gives it.
        today: the day it is, in the zone of the days.
    """

    def __init__(
        self,
        client: DmpClient,
        token: str,
        ins: Ins,
        *,
        may_read: Callable[[Document], Decision],
        today: Callable[[], date],
    ) -> None:
        self._client = client
        self._token = token
        self._ins = ins
        self.may_read = may_read
        self._today = today

    async def recent(self, size: int = 0) -> Pages:
        """The first search: two years of acts, and every vaccination; so many a page, or as many as usual."""
        for part in self._first_search():
            async for page in self.pages(part, size):
                yield page

    def _first_search(self) -> tuple[Query, Query]:
        """Its acts, and the vaccinations that are older."""
        limit = start_of_day(first_search_limit(self._today())).isoformat()
        return {"period": f"ge{limit}"}, {"period": f"lt{limit}", "type": ",".join(VACCINATION_TYPES)}

    async def older(self, size: int = 0) -> Pages:
        """What the first search left out."""
        limit = start_of_day(first_search_limit(self._today())).isoformat()
        async for page in self.pages({"period": f"lt{limit}"}, size):
            yield tuple(d for d in page if d.type.code not in VACCINATION_TYPES)

    def whole(self) -> Pages:
        """The whole record."""
        return self.pages({})

    def of_types(self, *types: str) -> Pages:
        """The documents of these types (JDV_J07), however old."""
        return self.pages({"type": ",".join(types)})

    def current(self, *types: str, size: int = PIECE) -> Pages:
        """Those that were not replaced, of these types or of any, the latest act first, a piece at a time.

        What a page is made of is asked so: as long as it wants more, and no further.
        """
        return self.pages(_current(types), size)

    async def number(self, *types: str) -> int:
        """How many ``current`` finds in all."""
        return await self._count(_current(types))

    async def recent_number(self, more: Query) -> int:
        """How many documents of the first search were not replaced, that these search parameters find too."""
        return sum([await self._count({**_current(()), **part, **more}) for part in self._first_search()])

    async def _count(self, query: Query) -> int:
        """The number the server tells; one that does not is asked for all, to be counted here."""
        number = await self._client.number(self._token, self._ins, query)
        return sum([len(page) async for page in self.pages(query)]) if number is None else number

    async def named(self, names: Iterable[str]) -> Pages:
        """The documents of some ids, current or old."""
        ids = list(names)
        for start in range(0, len(ids), PIECE):
            async for page in self.pages({"_id": ",".join(ids[start : start + PIECE])}):
                yield page

    def in_first_search(self, document: Document) -> bool:
        """Whether the first search finds a document: see ``recent``."""
        limit = start_of_day(first_search_limit(self._today()))
        return document.act_date >= limit or document.type.code in VACCINATION_TYPES

    async def pages(self, query: Query, size: int = 0) -> Pages:
        """What these search parameters find (ITI-67); deleted documents never are."""
        parameters = {"status": _LISTED, **query}
        async for page in self._client.documents(self._token, self._ins, parameters, size):
            yield tuple(document for document in page if self.may_read(document).allowed)

    async def by_window(self) -> bool:
        """Whether the server lists by window; if not, the list is taken whole and sorted here."""
        return await self._client.windows.offered()

    async def window(
        self, selection: Selection, offset: int, size: int, around: str = ""
    ) -> Window[Document]:
        """Some documents of a selection, or the window that holds the document ``around``."""
        return await self._client.windows.window(self._token, self._ins, selection, offset, size, around)

    async def headings(self, selection: Selection) -> tuple[Heading, ...]:
        """The groups of a selection, in its order: together, all its documents."""
        return await self._client.windows.headings(self._token, selection)

    async def counts(self, selection: Selection, facet: str) -> tuple[Counted, ...]:
        """How many documents of a selection have each value of one of ``selection.COUNTED_BY``."""
        return await self._client.windows.counts(self._token, selection, facet)

    async def total(self, selection: Selection) -> int:
        """How many documents a selection has."""
        return await self._client.windows.total(self._token, self._ins, selection)

    async def versions(self, document: Document) -> tuple[Document, ...]:
        """Every version of a document that may be read, itself among them, the latest deposit first."""
        found = [each async for page in self.pages({"type": document.type.code}) for each in page]
        return versions_of(document, found)

    async def lot_of(self, document: Document) -> frozenset[str]:
        """The ids of the documents that were sent with this one, itself among them (ITI-66)."""
        lots = await self._client.visits.lots_of(self._token, self._ins, document.id)
        return frozenset({document.id}).union(*(lot.members for lot in lots))

    async def search(self, words: str, query: Query | None = None) -> AsyncIterator[ResultPage]:
        """Documents whose content holds all the words, the most recent act first, a page at a time.

        Args:
            words: the last may be the beginning of a word; between quotes or guillemets, one phrase.
            query: more search parameters (``type``, ``period``); ``status`` is ``current`` without one.
        """
        parameters = {"status": DocumentStatus.CURRENT.value, **(query or {})}
        async for page in self._client.search_contents(self._token, self._ins, words, parameters):
            hits = tuple(hit for hit in page if self.may_read(hit.document).allowed)
            yield dataclasses.replace(page, hits=hits)


def _current(types: Iterable[str]) -> Query:
    wanted = ",".join(types)
    return {"status": DocumentStatus.CURRENT.value} | ({"type": wanted} if wanted else {})
