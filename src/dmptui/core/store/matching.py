"""A search decided here, by the index rows of a resource, as SQL or a server decides it there."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from dmptui.core.rules.condition import Value, holds
from dmptui.core.store.indexes import ABOUT, INDEXES, NAME, UNDATED, Rows, fold
from dmptui.core.store.moments import microseconds
from dmptui.core.store.query import DateRange, Query, Token

Named = Mapping[tuple[str, str], Rows]
"""Other resources, by their patient and a name they are referred to by."""


@dataclass(frozen=True, slots=True)
class RowFacts:
    """What the index rows of a resource of a kind say of it; ``named``: those that it may be about."""

    kind: str
    rows: Rows
    named: Named = field(default_factory=dict)

    def has(self, param: str, values: tuple[Value, ...]) -> bool:
        """See Facts."""
        return _has(self.kind, Token(param, values), self.rows)

    def within(self, param: str, start: datetime | None, end: datetime | None) -> bool:
        """See Facts."""
        return _within(DateRange(param, start, end), self._moment(param))

    def about(self, kind: str) -> "Iterable[RowFacts]":
        """See Facts."""
        found = (self.named.get((self.rows.patient, name)) for name in names_in(self.rows))
        return (RowFacts(kind, rows) for rows in found if rows is not None)

    def _moment(self, param: str) -> int:
        return dict(self.rows.moments).get(f"{self.kind}.{param}", UNDATED)


def names_in(rows: Rows) -> list[str]:
    """The names of the documents that a resource is about."""
    return [value for param, _system, value in rows.broad if param == ABOUT]


def names_of(kind: str, rows: Rows) -> list[str]:
    """The names that a resource of a kind is referred to by."""
    return [value for param, _system, value in rows.narrow if param == f"{kind}.{NAME}"]


def matches(query: Query, resource_id: str, rows: Rows, named: Named | None = None) -> bool:
    """Whether a resource is one that is searched for, whatever its place in the pages."""
    index = INDEXES[query.kind]
    moments = dict(rows.moments)
    return (
        (not query.patient or not index.patient or rows.patient == query.patient)
        and (not query.ids or resource_id in query.ids)
        and all(_has(query.kind, token, rows) for token in query.tokens)
        and not any(_has(query.kind, token, rows) for token in query.without)
        and all(_within(b, moments.get(f"{query.kind}.{b.param}", UNDATED)) for b in query.dates)
        and all(_begins(f"{query.kind}.{p.param}", fold(p.text), rows) for p in query.prefixes)
        and holds(query.condition, RowFacts(query.kind, rows, named or {}))
    )


def _has(kind: str, token: Token, rows: Rows) -> bool:
    names = (f"{kind}.{token.param}", token.param)
    found = [(system, value) for name, system, value in (*rows.narrow, *rows.broad) if name in names]
    if not token.values:
        return bool(found)
    return any(
        (system is None or system == found_system) and value == found_value
        for system, value in token.values
        for found_system, found_value in found
    )


def _within(between: DateRange, at: int) -> bool:
    after = between.start is None or at >= microseconds(between.start)
    before = between.end is None or at < microseconds(between.end)
    return at != UNDATED and after and before


def _begins(name: str, beginning: str, rows: Rows) -> bool:
    return any(param == name and value.startswith(beginning) for param, _system, value in rows.narrow)
