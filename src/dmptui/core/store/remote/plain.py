"""A search with a condition, as searches without: what a plain FHIR server can count."""

from collections.abc import Iterator
from dataclasses import replace

from dmptui.core.rules.condition import ALWAYS, Condition, Every, Has, Not, Some, Within
from dmptui.core.store.query import DateRange, Query, Token

_MOST = 16
"""Searches beyond which reading what is found costs less."""


def plain(query: Query) -> tuple[Query, ...] | None:
    """Searches that together find, each once, what a search finds; None when none can say it."""
    found: list[Query] = []
    for parts in _alternatives(query.condition):
        one = _with(replace(query, condition=ALWAYS), parts)
        if one is None or len(found) == _MOST:
            return None
        found.append(one)
    return tuple(found)


def _alternatives(condition: Condition) -> Iterator[tuple[Condition, ...]]:
    """Lists of conditions, all to hold together; no resource answers two of the lists."""
    match condition:
        case Every(conditions):
            if not conditions:
                yield ()
                return
            for first in _alternatives(conditions[0]):
                for others in _alternatives(Every(conditions[1:])):
                    yield (*first, *others)
        case Some(conditions):
            for number, one in enumerate(conditions):
                before = Every(tuple(Not(former) for former in conditions[:number]))
                yield from _alternatives(Every((one, before)))
        case Not(Not(inner)):
            yield from _alternatives(inner)
        case Not(Some(conditions)):
            yield from _alternatives(Every(tuple(map(Not, conditions))))
        case Not(Every(conditions)):
            yield from _alternatives(Some(tuple(map(Not, conditions))))
        case _:
            yield (condition,)


def _with(query: Query, parts: tuple[Condition, ...]) -> Query | None:
    """The search with conditions said as its parameters; None when one cannot be."""
    for part in parts:
        match part:
            case Has(param, values) if values:
                query = replace(query, tokens=(*query.tokens, Token(param, values)))
            case Not(Has(param, values)) if values:
                query = replace(query, without=(*query.without, Token(param, values)))
            case Within(param, start, end):
                query = replace(query, dates=(*query.dates, DateRange(param, start, end)))
            case _:
                return None
    return query
