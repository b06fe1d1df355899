"""Pieces of SQL with their parameters, and what puts them together."""

from collections.abc import Sequence
from typing import NamedTuple

Value = str | int


class Sql(NamedTuple):
    """A piece of SQL, or a statement, and its parameters."""

    text: str
    values: tuple[Value, ...] = ()


def every(parts: Sequence[Sql]) -> Sql:
    """All of them; true without any."""
    return _joined(" AND ", "1", parts)


def some(parts: Sequence[Sql]) -> Sql:
    """One of them; false without any."""
    return _joined(" OR ", "0", parts)


def marks(values: Sequence[Value]) -> str:
    """As many parameters as there are values."""
    return ", ".join("?" * len(values))


def _joined(word: str, empty: str, parts: Sequence[Sql]) -> Sql:
    text = f"({word.join(part.text for part in parts)})" if parts else empty
    return Sql(text, tuple(value for part in parts for value in part.values))
