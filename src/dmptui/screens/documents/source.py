"""Where the documents of the page come from: windows of the server, or a list taken whole."""

import sys
from collections.abc import AsyncIterator, Collection
from dataclasses import replace
from datetime import date

from dmptui.core.model.days import start_of_day
from dmptui.core.model.document import Document
from dmptui.core.model.selection import Selection
from dmptui.core.terminology import class_label, profession_label
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.documents.facets import MONTHS, NEW, STATES, Facet, FacetValue, months_ago
from dmptui.screens.documents.filter import Filter
from dmptui.screens.documents.listing import DocumentList
from dmptui.screens.documents.selecting import scope, selection_of
from dmptui.screens.documents.windows import DocumentWindows, opened
from dmptui.screens.parts.document_rows import ListedDocument


class DocumentSource:
    """The documents of a record, as the page asks for them.

    Args:
        record: the open record.

    Attributes:
        whole: whether acts of more than two years are wanted.
        windows: what the server lists; None while the list is taken whole.
        taken: the documents that were taken whole, and those a search of the texts found.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self.whole = False
        self.windows: DocumentWindows | None = None
        self.taken = DocumentList(record)
        self._taken_so_far = ""
        self._known: dict[bool, int] = {}
        self._picked: dict[str, ListedDocument] = {}

    @property
    def scope(self) -> Selection:
        """All the documents the filters choose among."""
        return scope(self._record.today(), whole=self.whole)

    def forget(self) -> None:
        """Everything: the server is asked again."""
        self.taken.forget()
        self._taken_so_far = ""
        self._known.clear()

    async def open(self, criteria: Filter, near: str) -> DocumentWindows | None:
        """The windows of these filters; None when the list has to be taken whole.

        Args:
            criteria: the filters.
            near: the id of a document whose window is wanted with the first one, or nothing.
        """
        selection = await self._selection(criteria)
        if selection is None:
            return None
        return await opened(self._record.listing, selection, self.taken.prepared, near)

    async def known(self) -> int:
        """How many documents the filters choose among, asked once."""
        if self.whole not in self._known:
            self._known[self.whole] = await self._record.listing.total(self.scope)
        return self._known[self.whole]

    def get(self, key: object) -> ListedDocument | None:
        """The document of a row."""
        held = self.windows.get(key) if self.windows else None
        return held or self.taken.get(key) or self._picked.get(str(key))

    def pick(self, keys: frozenset[object]) -> None:
        """Keep the documents of these rows, and no other, whatever is listed next."""
        found = {str(key): self.get(key) for key in keys}
        self._picked = {key: item for key, item in found.items() if item is not None}

    def of_rows(self, keys: Collection[object]) -> list[Document]:
        """The documents of these rows, in the order of the list; those that are not in it last."""
        found = [item for key in keys if (item := self.get(key)) is not None]
        return [item.document for item in sorted(found, key=self._order)]

    def _order(self, item: ListedDocument) -> tuple[int, str]:
        name = item.document.id
        place = self.windows.place(name) if self.windows else self.taken.place(name)
        return (sys.maxsize if place is None else place), name

    async def missing(self) -> AsyncIterator[tuple[Document, ...]]:
        """What was not taken of the list that is wanted, a page at a time."""
        listing = self._record.listing
        wanted = "whole" if self.whole else "recent"
        if wanted == self._taken_so_far:
            return
        older = self.whole and self._taken_so_far == "recent"
        pages = listing.older() if older else listing.whole() if self.whole else listing.recent()
        self._taken_so_far = ""
        async for page in pages:
            yield page
        self._taken_so_far = wanted

    async def count(self, facet: Facet) -> list[FacetValue]:
        """What can be picked of a facet among all the documents, the most frequent first."""
        if facet.id == "period":
            return await self._periods()
        if facet.id == "state":
            return await self._states()
        name = "category" if facet.id == "class" else facet.id
        found = await self._record.listing.counts(self.scope, name)
        return [(each.value, _title(facet.id, each.value, each.title), each.number) for each in found]

    async def _selection(self, criteria: Filter) -> Selection | None:
        if not await self._record.listing.by_window():
            return None
        new = [d.id for d in await self._new()] if NEW in criteria.chosen.get("state", ()) else []
        return selection_of(criteria, self._record.today(), whole=self.whole, new=new)

    async def _new(self) -> list[Document]:
        """What is new: the documents deposited since the last visit, for which the server has no word."""
        since = self._record.last_visit
        if since is None:
            return []
        pages = self._record.listing.pages({"date": f"ge{since.isoformat()}"})
        return [d async for page in pages for d in page if self._record.discovery.is_new(d)]

    async def _periods(self) -> list[FacetValue]:
        today, listing = self._record.today(), self._record.listing
        recent = [
            (str(months), _(title), await listing.total(self._since(months_ago(today, months))))
            for months, title in MONTHS.items()
        ]
        years = await listing.counts(self.scope, "year")
        return recent + [(year.value, year.value.lstrip("0"), year.number) for year in years]

    async def _states(self) -> list[FacetValue]:
        counts = {each.value: each.number for each in await self._record.listing.counts(self.scope, "state")}
        counts[NEW] = sum(self.whole or self._record.listing.in_first_search(d) for d in await self._new())
        found = [(state, _(title), counts.get(state, 0)) for state, title in STATES.items()]
        return sorted((each for each in found if each[2]), key=lambda each: -each[2])

    def _since(self, day: date) -> Selection:
        return replace(self.scope, start=start_of_day(day))


def _title(facet: str, value: str, title: str) -> str:
    labels = {"class": class_label, "profession": profession_label}
    return labels[facet](value) if facet in labels else title
