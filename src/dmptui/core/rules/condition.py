"""Conditions on a resource, as plain data: a store applies them in its own language, ``holds`` decides alike.

A condition speaks of what can be searched: the values of a token parameter, the moment of a date parameter,
the resources of the same patient that one is about. It has no ``Has`` of a store, and no text of a query.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

Value = tuple[str | None, str]
"""A system and a code; a system of None is any system."""


@dataclass(frozen=True, slots=True)
class Has:
    """A token parameter has one of ``values``; any value at all when there are none."""

    param: str
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True)
class Within:
    """``start`` <= a date parameter < ``end``; None is without a limit, and what has no date is outside."""

    param: str
    start: datetime | None = None
    end: datetime | None = None


@dataclass(frozen=True, slots=True)
class About:
    """It is about at least one resource of ``kind``, of the same patient, that the condition holds for."""

    kind: str
    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Not:
    """The condition does not hold."""

    condition: "Condition"


@dataclass(frozen=True, slots=True)
class Every:
    """All of them hold; there may be none."""

    conditions: "tuple[Condition, ...]" = ()


@dataclass(frozen=True, slots=True)
class Some:
    """At least one of them holds."""

    conditions: "tuple[Condition, ...]" = ()


Condition = Has | Within | About | Not | Every | Some

ALWAYS = Every()
NEVER = Some()


class Facts(Protocol):
    """What is known of a resource."""

    def has(self, param: str, values: tuple[Value, ...]) -> bool:
        """Whether a token parameter has one of some values, or any when there are none."""
        ...

    def within(self, param: str, start: datetime | None, end: datetime | None) -> bool:
        """Whether a date parameter is in a range, see Within."""
        ...

    def about(self, kind: str) -> "Iterable[Facts]":
        """The resources of a kind that it is about, of the same patient."""
        ...


def codes(*found: str) -> tuple[Value, ...]:
    """Codes of any system."""
    return tuple((None, code) for code in found)


def every(*conditions: Condition) -> Condition:
    """All of them, said as simply as can be."""
    kept = tuple(one for one in conditions if one != ALWAYS)
    return NEVER if NEVER in kept else kept[0] if len(kept) == 1 else Every(kept)


def some(*conditions: Condition) -> Condition:
    """One of them, said as simply as can be."""
    kept = tuple(one for one in conditions if one != NEVER)
    return ALWAYS if ALWAYS in kept else kept[0] if len(kept) == 1 else Some(kept)


def holds(condition: Condition, facts: Facts) -> bool:
    """Whether a condition holds for a resource."""
    match condition:
        case Has(param, values):
            return facts.has(param, values)
        case Within(param, start, end):
            return facts.within(param, start, end)
        case About(kind, inner):
            return any(holds(inner, found) for found in facts.about(kind))
        case Not(inner):
            return not holds(inner, facts)
        case Every(conditions):
            return all(holds(one, facts) for one in conditions)
        case Some(conditions):
            return any(holds(one, facts) for one in conditions)


def is_about(condition: Condition) -> bool:
    """Whether other resources decide too: those that the one in question is about."""
    match condition:
        case About():
            return True
        case Not(inner):
            return is_about(inner)
        case Every(conditions) | Some(conditions):
            return any(map(is_about, conditions))
        case _:
            return False
