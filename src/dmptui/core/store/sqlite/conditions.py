"""A condition as SQL: each part is a seek by the key of the row that is looked at.

``EXISTS`` and not ``IN``: a page looks at a few rows, whatever the size of the record, and so does a row at
what it is about.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import NamedTuple

from dmptui.core.rules.condition import About, Condition, Every, Has, Not, Some, Value, Within
from dmptui.core.store.indexes import ABOUT, INDEXES, NAME, UNDATED
from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite.sql import Sql, every, marks, some


class _Row(NamedTuple):
    """The row a condition is about: its kind, and the SQL of its key and of its patient."""

    kind: str
    key: str
    patient: str
    aliases: Iterator[int]


def sql_of(condition: Condition, kind: str, key: str, patient: str) -> Sql:
    """A condition on a resource of a kind.

    Args:
        condition: the condition.
        kind: of the resource.
        key, patient: the SQL of its key and of the id of its patient, in the statement around.
    """
    return _sql(condition, _Row(kind, key, patient, count(1)))


def one_of(values: Sequence[Value], alias: str = "", *, sought: bool = False) -> Sql:
    """Whether the columns ``value`` and ``system`` are one of some values; any when there are none.

    Unless they are sought by, the few values of a row are compared with a long list, which SQLite would
    otherwise seek one by one.
    """
    dot = f"{alias}." if alias else ""
    plus = "" if sought or len(values) == 1 else "+"
    any_system = tuple(value for system, value in values if system is None)
    with_system = [(system, value) for system, value in values if system is not None]
    parts = [f"{plus}{dot}value IN ({marks(any_system)})"] if any_system else []
    parts += [f"({dot}value = ? AND {dot}system = ?)"] * len(with_system)
    flat = tuple(part for system, value in with_system for part in (value, system))
    found = Sql(f"({' OR '.join(parts)})" if parts else "1", (*any_system, *flat))
    if not sought or not with_system:
        return found
    named = tuple(value for _system, value in values)  # pairs are not sought by: their values are
    return Sql(f"({dot}value IN ({marks(named)}) AND {found.text})", (*named, *found.values))


def _sql(condition: Condition, row: _Row) -> Sql:
    match condition:
        case Has(param, wanted):
            return _has(param, wanted, row)
        case Within():
            return _within(condition, row)
        case About(kind, inner):
            return _about(kind, inner, row)
        case Not(inner):
            text, values = _sql(inner, row)
            return Sql(f"NOT {text}", values)
        case Every(conditions):
            return every([_sql(one, row) for one in conditions])
        case Some(conditions):
            return some([_sql(one, row) for one in conditions])


def _has(param: str, values: Sequence[Value], row: _Row) -> Sql:
    alias = f"h{next(row.aliases)}"
    found = one_of(values, alias)
    is_narrow = param in INDEXES[row.kind].narrow
    table, name = ("narrow", f"{row.kind}.{param}") if is_narrow else ("broad", param)
    text = f"EXISTS (SELECT 1 FROM {table} {alias} WHERE {alias}.key = {row.key} AND {alias}.param = ? "  # noqa: S608
    return Sql(f"{text}AND {found.text})", (name, *found.values))


def _within(condition: Within, row: _Row) -> Sql:
    alias = f"w{next(row.aliases)}"
    limits, values = [f"{alias}.at > ?"], [UNDATED]
    if condition.start is not None:
        limits.append(f"{alias}.at >= ?")
        values.append(microseconds(condition.start))
    if condition.end is not None:
        limits.append(f"{alias}.at < ?")
        values.append(microseconds(condition.end))
    text = (
        f"EXISTS (SELECT 1 FROM moment {alias} WHERE {alias}.key = {row.key} AND {alias}.param = ? "  # noqa: S608
        f"AND {' AND '.join(limits)})"
    )
    return Sql(text, (f"{row.kind}.{condition.param}", *values))


def _about(kind: str, condition: Condition, row: _Row) -> Sql:
    number = next(row.aliases)
    name, target = f"a{number}", f"t{number}"
    inner = _sql(condition, _Row(kind, f"{target}.key", f"{target}.patient", row.aliases))
    text = (
        f"EXISTS (SELECT 1 FROM broad {name} CROSS JOIN narrow {target} "  # noqa: S608  no value in it
        f"ON {target}.param = ? AND {target}.value = {name}.value AND {target}.patient = {row.patient} "
        f"WHERE {name}.key = {row.key} AND {name}.param = ? AND {inner.text})"
    )
    return Sql(text, (f"{kind}.{NAME}", ABOUT, *inner.values))
