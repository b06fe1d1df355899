"""What the page Parcours de soins holds of a record: its documents, and the reimbursements that were read."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable

from dmptui.core.insight.care_path import Event, Kind, event_of, kind_of, order_of, paid_events
from dmptui.core.insight.episodes import Episode, episodes
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.screens.care_path.filter import EventEntry, Filter, kept


class Sources:
    """Documents and reimbursements; données de remboursement are no event, each of their lines is one."""

    def __init__(self) -> None:
        self._reimbursements: dict[str, Document] = {}
        self._events: dict[str, EventEntry] = {}
        self._paid: dict[str, list[EventEntry]] = {}
        self._ordered: list[EventEntry] | None = None
        self._episodes: dict[bool, list[Episode]] = {}

    def add(self, documents: Iterable[Document]) -> None:
        """Documents that were listed."""
        for document in documents:
            if kind_of(document) is Kind.REIMBURSEMENT:
                self._reimbursements[document.id] = document
            else:
                self._events[document.id] = EventEntry.of(event_of(document))
        self._ordered = None
        self._episodes = {}

    def add_paid(self, document: Document, entries: Entries) -> None:
        """What données de remboursement say."""
        self._paid[document.id] = [EventEntry.of(event) for event in paid_events(document, entries)]
        self._ordered = None

    def forget(self) -> None:
        """Everything."""
        for table in (self._reimbursements, self._events, self._paid):
            table.clear()
        self._ordered = None
        self._episodes = {}

    @property
    def documents(self) -> list[Document]:
        """What professionals and the person deposited."""
        return [each.event.document for each in self._events.values()]

    @property
    def entries(self) -> list[EventEntry]:
        """All events, the latest first."""
        if self._ordered is None:
            found = [*self._events.values(), *(each for paid in self._paid.values() for each in paid)]
            self._ordered = sorted(found, key=lambda each: order_of(each.event), reverse=True)
        return self._ordered

    def shown(self, criteria: Filter) -> list[Event]:
        """The events a filter keeps, the latest first."""
        return kept(self.entries, criteria)

    async def episodes(self, criteria: Filter) -> list[Episode]:
        """The episodes that have a document the filter keeps; each is whole."""
        cache = self._episodes
        if criteria.old not in cache:
            current = [d for d in self.documents if criteria.old or not hidden_by_default(d)]
            cache[criteria.old] = await asyncio.to_thread(episodes, current)
        found = {event.document.id for event in self.shown(criteria)}
        return [each for each in cache[criteria.old] if any(d.id in found for d in each.documents)]

    @property
    def any_read(self) -> bool:
        """Whether données de remboursement were read."""
        return bool(self._paid)

    def unread(self, criteria: Filter) -> list[Document]:
        """The données de remboursement that were not read, the latest first."""
        return [document for document in self._current(criteria) if document.id not in self._paid]

    def reimbursements(self, criteria: Filter) -> list[tuple[Document, list[Event]]]:
        """Those that were read, the latest first, each with what the filter keeps of it."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self.shown(criteria):
            found[event.document.id].append(event)
        return [(d, found[d.id]) for d in self._current(criteria) if d.id in self._paid]

    def _current(self, criteria: Filter) -> list[Document]:
        current = (d for d in self._reimbursements.values() if criteria.old or not hidden_by_default(d))
        return sorted(current, key=lambda document: document.act_date, reverse=True)
