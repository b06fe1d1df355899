"""A condition on documents as SQL over the columns of ``line``: no other row is read for it."""

from collections.abc import Sequence
from typing import NamedTuple

from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.condition import Condition, Every, Has, Not, Some, Within
from dmptui.core.store.moments import microseconds

Value = str | int


class Statement(NamedTuple):
    """An SQL text and its parameters."""

    sql: str
    values: tuple[Value, ...] = ()


def sql_of(condition: Condition) -> Statement:
    """A condition on a row.

    Raises:
        ValueError: it speaks of what no column says.
    """
    match condition:
        case Has(param, values):
            return _has(param, [code for _system, code in values])
        case Within("date", start, end):
            limits = {"deposited >= ?": start, "deposited < ?": end}
            found = {sql: microseconds(limit) for sql, limit in limits.items() if limit is not None}
            return Statement(f"({' AND '.join(found)})" if found else "1", tuple(found.values()))
        case Not(inner):
            sql, parameters = sql_of(inner)
            return Statement(f"NOT {sql}", parameters)
        case Every(conditions):
            return _joined(" AND ", "1", conditions)
        case Some(conditions):
            return _joined(" OR ", "0", conditions)
        case _:
            raise ValueError(condition)


def _joined(word: str, empty: str, conditions: Sequence[Condition]) -> Statement:
    parts = [sql_of(one) for one in conditions]
    sql = f"({word.join(part.sql for part in parts)})" if parts else empty
    return Statement(sql, tuple(value for part in parts for value in part.values))


def _has(param: str, codes: Sequence[str]) -> Statement:
    if param in ("type", "category"):
        return Statement(f"{param} IN ({marks(codes)})", tuple(codes))
    if param == "author":
        return _among("authors", codes)
    if param == "security-label" and list(codes) == [Visibility.HIDDEN_FROM_PROFESSIONALS.value]:
        return Statement("masked")
    if param == "security-label":
        return _among("states", codes)
    if param == "status":
        return _any([_STATUSES[DocumentStatus(code)] for code in codes])
    raise ValueError(param)


_STATUSES = {
    DocumentStatus.CURRENT: Statement("NOT old"),
    DocumentStatus.SUPERSEDED: Statement("old"),
    DocumentStatus.DELETED: Statement("0"),  # it has no row
}


def _among(column: str, words: Sequence[str]) -> Statement:
    """Whether one of these is among the words of a column, which has a space around each."""
    return _any([Statement(f"instr({column}, ?) > 0", (f" {word} ",)) for word in words])


def _any(parts: Sequence[Statement]) -> Statement:
    values = tuple(value for part in parts for value in part.values)
    return Statement(f"({' OR '.join(part.sql for part in parts)})", values)


def marks(values: Sequence[Value]) -> str:
    """As many parameters as there are values."""
    return ", ".join("?" * len(values))
