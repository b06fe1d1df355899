"""What the page Parcours de soins holds of a record: its documents, and the reimbursements that were read."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dmptui.core.insight.care_path import Event, Kind, event_of, kind_of, order_of, paid_events
from dmptui.core.insight.episodes import Episode, episodes
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.screens.care_path.filter import EventEntry, Filter, kept


class Sources:
    """Documents and reimbursements; données de remboursement are no event, each of their lines is one.

    Attributes:
        entries: all events, in the order in which they came: what was added is at the end.
    """

    def __init__(self) -> None:
        self.entries: list[EventEntry] = []
        self._documents: dict[str, Document] = {}
        self._reimbursements: dict[str, Document] = {}
        self._paid: dict[str, list[EventEntry]] = {}
        self._episodes: dict[bool, list[Episode]] = {}

    def add(self, documents: Iterable[Document]) -> None:
        """Documents that were listed; one that is there already is left out."""
        for document in documents:
            if kind_of(document) is Kind.REIMBURSEMENT:
                self._reimbursements[document.id] = document
            elif document.id not in self._documents:
                self._documents[document.id] = document
                self.entries.append(EventEntry.of(event_of(document)))
        self._episodes = {}

    def add_paid(self, document: Document, entries: Entries) -> None:
        """What données de remboursement say."""
        self._paid[document.id] = [EventEntry.of(event) for event in paid_events(document, entries)]
        self.entries += self._paid[document.id]

    @property
    def documents(self) -> list[Document]:
        """What professionals and the person deposited."""
        return list(self._documents.values())

    async def episodes(self, criteria: Filter) -> list[Episode]:
        """The episodes that have a document the filter keeps; each is whole."""
        cache = self._episodes
        if criteria.old not in cache:
            cache[criteria.old] = await asyncio.to_thread(_episodes, self.documents, criteria)
        return await asyncio.to_thread(_kept_episodes, cache[criteria.old], list(self.entries), criteria)

    @property
    def any_read(self) -> bool:
        """Whether données de remboursement were read."""
        return bool(self._paid)

    def unread(self, criteria: Filter) -> list[Document]:
        """The données de remboursement that were not read, the latest first."""
        return [document for document in self._current(criteria) if document.id not in self._paid]

    def reimbursements(self, criteria: Filter) -> list[tuple[Document, list[Event]]]:
        """Those that were read, the latest first, each with what the filter keeps of it, the latest first."""
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in kept((each for paid in self._paid.values() for each in paid), criteria):
            found[event.document.id].append(event)
        return [
            (document, sorted(found[document.id], key=order_of, reverse=True))
            for document in self._current(criteria)
            if document.id in self._paid
        ]

    def _current(self, criteria: Filter) -> list[Document]:
        current = (d for d in self._reimbursements.values() if criteria.old or not hidden_by_default(d))
        return sorted(current, key=lambda document: document.act_date, reverse=True)


def _episodes(documents: Iterable[Document], criteria: Filter) -> list[Episode]:
    return episodes(d for d in documents if criteria.old or not hidden_by_default(d))


def _kept_episodes(
    found: Iterable[Episode], entries: Sequence[EventEntry], criteria: Filter
) -> list[Episode]:
    documents = {event.document.id for event in kept(entries, criteria)}
    return [each for each in found if any(d.id in documents for d in each.documents)]
