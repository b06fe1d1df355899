"""The documents of a record as a list asks for them: windows, places, headings and counts."""

import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from dmptui.core.model.days import day_of, end_of_day, start_of_day
from dmptui.core.model.selection import Counted, Heading, Selection
from dmptui.core.rules.condition import NEVER, Condition
from dmptui.core.store.base import Lines, StoredResource
from dmptui.core.store.line import KIND
from dmptui.core.store.moments import microseconds, moment_of
from dmptui.core.store.sqlite import columns
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.selecting import chosen, in_order, placed
from dmptui.core.store.sqlite.sql import Sql, marks

_COUNTED = {
    "type": ("type", "type_name"),
    "category": ("category", "''"),
    "author": ("author", "author_name"),
    "profession": ("profession", "''"),
}
"""What is counted: the column of its values, and of their titles."""
_HEADED = {"category": ("category_order", "category"), "author": ("author_order", "author_name")}
"""What is grouped by: the column of the order, and of what a heading stands for."""
_YEARS = 100
"""Years counted in one statement: SQLite limits its length."""


class SqliteLines(Lines):
    """The documents of a ``Database``.

    What is asked reads each row of the record once at most, in a thread: a record may have 50,000.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def window(
        self,
        patient: str,
        selection: Selection,
        seen: Condition,
        offset: int,
        count: int,
        new: Condition = NEVER,
    ) -> tuple[StoredResource, ...]:
        """See Lines."""
        where, order = chosen(patient, selection, seen, new), in_order(selection)
        keys = f"SELECT d.key FROM line d WHERE {where.text} ORDER BY {order} LIMIT ? OFFSET ?"  # noqa: S608

        def work(connection: sqlite3.Connection) -> tuple[StoredResource, ...]:
            found = [row[0] for row in connection.execute(keys, (*where.values, count, offset))]
            sql = f"SELECT key, kind, id, version, patient, json FROM resource WHERE key IN ({marks(found)})"  # noqa: S608
            rows = {row[0]: StoredResource(*row[1:]) for row in connection.execute(sql, found)}
            return tuple(rows[key] for key in found)

        return await self._database.reading(work)

    async def place(
        self,
        patient: str,
        selection: Selection,
        seen: Condition,
        resource_id: str,
        new: Condition = NEVER,
    ) -> int | None:
        """See Lines."""
        where = chosen(patient, selection, seen, new)
        named = "d.key = (SELECT key FROM resource WHERE kind = ? AND id = ?)"

        def work(connection: sqlite3.Connection) -> int | None:
            before = placed(selection)
            sql = f"SELECT {before.columns} FROM line d WHERE {where.text} AND {named}"  # noqa: S608
            row = connection.execute(sql, (*where.values, KIND, resource_id)).fetchone()
            if row is None:
                return None
            sql = f"SELECT count(*) FROM line d WHERE {where.text} AND ({before.sql})"  # noqa: S608
            return int(connection.execute(sql, (*where.values, *before.values(row))).fetchone()[0])

        return await self._database.reading(work)

    async def headings(
        self, patient: str, selection: Selection, seen: Condition, new: Condition = NEVER
    ) -> tuple[Heading, ...]:
        """See Lines."""
        where = chosen(patient, selection, seen, new)
        order, value = _HEADED.get(selection.group, ("", "''"))
        terms = f"personal, {order}" if order else "personal"
        sql = (
            f"SELECT personal, min({value}), count(*) FROM line d WHERE {where.text} "  # noqa: S608
            f"GROUP BY {terms} ORDER BY {terms}"
        )
        rows = await self._rows(Sql(sql, where.values))
        found = [
            Heading(personal=False, value=value, number=n) for personal, value, n in rows if not personal
        ]
        own = sum(number for personal, _value, number in rows if personal)
        return (*found, *([Heading(personal=True, value="", number=own)] if own else []))

    async def counts(
        self,
        patient: str,
        selection: Selection,
        seen: Condition,
        facet: str,
        new: Condition = NEVER,
    ) -> tuple[Counted, ...]:
        """See Lines."""
        where = chosen(patient, selection, seen, new)
        if facet == "year":
            return await self._years(where)
        if facet == "state":
            return await self._states(where, columns.sql_of(new))
        value, title = _COUNTED[facet]
        sql = (
            f"SELECT {value}, {title}, count(*) FROM line d WHERE {where.text} AND {value} <> '' "  # noqa: S608
            "GROUP BY 1, 2 ORDER BY 3 DESC, max(act) DESC, 1"
        )
        return tuple(Counted(*row) for row in await self._rows(Sql(sql, where.values)))

    async def _years(self, where: Sql) -> tuple[Counted, ...]:
        """By year of the act, the last first: each is a range of the table."""
        sql = f"SELECT min(act), max(act) FROM line d WHERE {where.text}"  # noqa: S608
        ((first, last),) = await self._rows(Sql(sql, where.values))
        years = [] if first is None else range(_year(last), _year(first) - 1, -1)
        sql = (
            "WITH years (year, start, stop) AS (VALUES {values}) SELECT year, (SELECT count(*) FROM line d "  # noqa: S608
            f"WHERE {where.text} AND personal IN (0, 1) AND act >= start AND act < stop) FROM years"
        )
        found: list[Counted] = []
        for some in _batches(years):
            values = ", ".join(f"({year}, {start}, {stop})" for year, (start, stop) in some)
            rows = await self._rows(Sql(sql.replace("{values}", values), where.values))
            found += [Counted(f"{year:04}", "", number) for year, number in rows if number]
        return tuple(found)

    async def _states(self, where: Sql, new: Sql) -> tuple[Counted, ...]:
        """A row of states for each combination of them: few."""
        terms, group = f"states, {new.text}", "GROUP BY 1, 2"
        sql = f"SELECT {terms}, count(*) FROM line d WHERE {where.text} {group}"  # noqa: S608
        found: dict[str, int] = {}
        for states, is_new, count in await self._rows(Sql(sql, (*new.values, *where.values))):
            for state in (*str(states).split(), *(["new"] if is_new else [])):
                found[state] = found.get(state, 0) + int(count)
        return tuple(Counted(state, "", count) for state, count in found.items())

    async def _rows(self, statement: Sql) -> list[Any]:
        return await self._database.reading(lambda connection: connection.execute(*statement).fetchall())


def _year(act: int) -> int:
    return day_of(moment_of(act)).year


def _batches(years: Sequence[int]) -> Iterator[list[tuple[int, tuple[int, int]]]]:
    """The years with their limits, some at a time."""
    for start in range(0, len(years), _YEARS):
        yield [(year, _limits(year)) for year in years[start : start + _YEARS]]


def _limits(year: int) -> tuple[int, int]:
    return microseconds(start_of_day(date(year, 1, 1))), microseconds(end_of_day(date(year, 12, 31)))
