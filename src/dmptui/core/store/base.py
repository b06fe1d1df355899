"""What the server asks of the place where resources are kept.

A store keeps FHIR R4 resources as JSON and knows no rule of the DMP. What can be asked is what a FHIR
search can express, so that a plain FHIR server can stand behind the same protocol.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol

from dmptui.core.fhir.json import Json
from dmptui.core.model.selection import Counted, Heading, Selection
from dmptui.core.model.visit import Visit, VisitSelection, Years
from dmptui.core.rules.condition import Condition
from dmptui.core.store.query import Query
from dmptui.core.store.texts import Texts

NEW = 0
"""The version a resource has before it is created."""


class StoredResource(NamedTuple):
    """A resource as kept; ``text`` is its JSON, with ``id`` and ``meta``.

    ``patient`` is the id of the Patient it is about, or empty.
    """

    kind: str
    id: str
    version: int
    patient: str
    text: str


class Page(NamedTuple):
    """One page of a search; ``cursor`` is empty on the last."""

    rows: tuple[StoredResource, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """A resource to keep, under its ``id``; ``expected`` is the version it replaces."""

    resource: Json
    expected: int = NEW


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of a Binary, kept once and never changed."""

    id: str
    content_type: str
    data: bytes


class Lines(Protocol):
    """The documents of a record as a list asks for them. Every call may raise Unavailable.

    All is asked of the documents of ``patient`` for which the condition ``seen`` holds, and of no other.
    """

    async def window(
        self, patient: str, selection: Selection, seen: Condition, offset: int, count: int
    ) -> tuple[StoredResource, ...]:
        """``count`` documents at most of a selection, in its order, from the place ``offset``."""
        ...

    async def place(
        self, patient: str, selection: Selection, seen: Condition, resource_id: str
    ) -> int | None:
        """The place of a document in a selection, from 0; None when it is not in it."""
        ...

    async def headings(self, patient: str, selection: Selection, seen: Condition) -> tuple[Heading, ...]:
        """The groups of a selection, in its order: together, all its documents."""
        ...

    async def counts(
        self, patient: str, selection: Selection, seen: Condition, facet: str
    ) -> tuple[Counted, ...]:
        """How many documents of a selection have each value of a facet (``selection.COUNTED_BY``)."""
        ...


class Visits(Protocol):
    """The traces of a record by visit. Every call may raise Unavailable.

    All is asked of the traces of ``patient`` for which the condition ``seen`` holds, and of no other: they
    are chosen first, and grouped then.
    """

    async def window(
        self, patient: str, selection: VisitSelection, seen: Condition, offset: int, count: int
    ) -> tuple[Visit, ...]:
        """``count`` visits at most from the place ``offset``: what comes first, then the last day first."""
        ...

    async def years(self, patient: str, selection: VisitSelection, seen: Condition) -> Years:
        """How many visits there are."""
        ...

    async def counts(
        self, patient: str, selection: VisitSelection, seen: Condition, facet: str
    ) -> tuple[Counted, ...]:
        """How many visits have each value of a facet (``visit.COUNTED_BY``), the most frequent first."""
        ...


class Store(Protocol):
    """Where resources are kept. Every call raises Unavailable when the store cannot answer.

    Attributes:
        texts: the words of documents; None when this store cannot search them.
        lines: the documents of a record by window; None when this store cannot answer by window.
        visits: the traces of a record by visit.
    """

    texts: Texts | None = None
    lines: Lines | None = None
    visits: Visits

    async def read(self, kind: str, resource_id: str) -> StoredResource:
        """The current version.

        Raises:
            NotFound: there is none.
        """
        ...

    async def search(self, query: Query) -> Page:
        """One page, in the order of ``query.sort``; stable while resources are added."""
        ...

    async def search_all(self, queries: Sequence[Query]) -> list[Page]:
        """One page of each search, in one exchange (a FHIR batch)."""
        ...

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """How many resources each search finds, in one exchange (``_summary=count``)."""
        ...

    async def content(self, content_id: str) -> Content:
        """The bytes of a Binary.

        Raises:
            NotFound: there is none.
        """
        ...

    async def commit(self, writes: Sequence[Write | Content], now: datetime) -> None:
        """Keep them all or none, each as the version after ``expected``.

        Raises:
            Conflict: one of them has another version than expected, or already exists.
        """
        ...

    async def incomplete(self) -> bool:
        """Whether a search may miss what is kept: what can be searched has changed, see ``renew``."""
        return False

    async def renew(self, most: int) -> int:  # noqa: ARG002  a server indexes what it keeps by itself
        """Make ``most`` resources at most found as they must now be; how many were, 0 when all are."""
        return 0

    async def close(self) -> None:
        """Let the store go; it answers nothing any more."""
        ...
