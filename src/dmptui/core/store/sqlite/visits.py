"""The visits of a record, grouped from the rows of its traces: those of a window are read, day by day."""

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain, islice
from typing import Any

from dmptui.core.model.selection import Counted
from dmptui.core.model.visit import (
    MOST_URGENT,
    Step,
    Visit,
    VisitSelection,
    Years,
    by_day,
    urgent_among,
)
from dmptui.core.rules.condition import Condition
from dmptui.core.store.base import Visits
from dmptui.core.store.moments import microseconds, moment_of
from dmptui.core.store.sqlite import conditions
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.sql import Sql, Value, every, marks
from dmptui.core.store.step import KIND

_READ = tuple(field for field in Step._fields if field != "words")
_COLUMNS = ", ".join(_READ)
_ACTOR = "CASE WHEN actor_id = '' THEN actor ELSE actor_id END"
_COUNTED = {
    "actor": (_ACTOR, "actor"),
    "profession": ("profession", "''"),
    "action": ("action", "''"),
    "mode": ("mode", "''"),
}
"""What is counted: the SQL of its values, and of their titles."""


class SqliteVisits(Visits):
    """The visits of a ``Database``.

    A window reads the days it shows and those before it; what is counted reads each row once. In a thread: a
    record may have 50,000 traces.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    async def window(
        self, patient: str, selection: VisitSelection, seen: Condition, offset: int, count: int
    ) -> tuple[Visit, ...]:
        """See Visits."""
        where = chosen(patient, selection, seen)

        def work(connection: sqlite3.Connection) -> tuple[Visit, ...]:
            first = _first(connection, where)
            names = {visit.id for visit in first}
            others = (visit for visit in _visits(connection, where) if visit.id not in names)
            return tuple(islice(chain(first, others), offset, offset + count))

        return await self._database.reading(work)

    async def years(self, patient: str, selection: VisitSelection, seen: Condition) -> Years:
        """See Visits."""
        where = chosen(patient, selection, seen)
        sql = (
            "SELECT day, count(DISTINCT visit), sum(NOT part) FROM step s "  # noqa: S608  names of ours
            f"WHERE {where.text} GROUP BY day"
        )

        def work(connection: sqlite3.Connection) -> Years:
            first = _first(connection, where)
            counted: Counter[int] = Counter()
            traces = 0
            for day, visits, lines in connection.execute(sql, where.values):
                counted[date.fromordinal(day).year] += visits
                traces += lines
            counted.subtract(visit.day.year for visit in first)
            return Years(len(first), tuple(sorted((+counted).items(), reverse=True)), traces)

        return await self._database.reading(work)

    async def counts(
        self, patient: str, selection: VisitSelection, seen: Condition, facet: str
    ) -> tuple[Counted, ...]:
        """See Visits."""
        where = chosen(patient, selection, seen)
        value, title = _COUNTED[facet]
        sql = (
            f"SELECT {value}, max({title}), count(DISTINCT day || visit) FROM step s "  # noqa: S608
            f"WHERE {where.text} AND {value} <> '' GROUP BY 1 ORDER BY 3 DESC, 1"
        )
        return await self._database.reading(
            lambda connection: tuple(Counted(*row) for row in connection.execute(sql, where.values))
        )


def chosen(patient: str, selection: VisitSelection, seen: Condition) -> Sql:
    """What follows ``WHERE``, for the table ``step`` named ``s``."""
    condition = conditions.sql_of(seen, KIND, "s.key", "s.patient")
    return every([Sql("s.patient = ?", (patient,)), *_selected(selection), condition])


def row_of(step: Step) -> tuple[Value, ...]:
    """The columns of a step, in the order of its fields."""
    others = step._asdict() | {"at": microseconds(step.at)}
    return tuple(others.values())


def _selected(selection: VisitSelection) -> Iterator[Sql]:
    for column, values in (
        (_ACTOR, selection.actors),
        ("profession", selection.professions),
        ("action", selection.actions),
        ("mode", selection.modes),
    ):
        if values:
            yield Sql(f"{column} IN ({marks(values)})", values)
    if selection.since is not None:
        yield Sql("day >= ?", (selection.since.toordinal(),))
    if selection.until is not None:
        yield Sql("day <= ?", (selection.until.toordinal(),))
    if selection.refused is not None:
        yield Sql("refusal <> ''" if selection.refused else "refusal = ''")
    if selection.without is not None:
        yield Sql("actor_id <> ?", (selection.without,))
    yield from (Sql("instr(words, ?) > 0", (word,)) for word in selection.words)


def _first(connection: sqlite3.Connection, where: Sql) -> list[Visit]:
    """The visits that come first."""
    sql = f"SELECT {_COLUMNS} FROM step s WHERE {where.text} AND urgent ORDER BY day DESC, key"  # noqa: S608
    marked = _until_enough(_steps(connection.execute(sql, where.values)))
    if not marked:
        return []
    names, days = urgent_among(marked), tuple({step.day for step in marked})
    sql = (
        f"SELECT {_COLUMNS} FROM step s WHERE {where.text} AND day IN ({marks(days)}) "  # noqa: S608
        f"AND visit IN ({marks(list(names))}) ORDER BY day DESC, key"
    )
    values = (*where.values, *days, *names)
    return [visit for some in by_day(_steps(connection.execute(sql, values))) for visit in some]


def _until_enough(steps: Iterable[Step]) -> list[Step]:
    """Those of the visits that come first, and no further."""
    found: dict[str, Step] = {}
    for step in steps:
        found.setdefault(step.visit, step)
        if len(found) == MOST_URGENT:
            break
    return list(found.values())


def _visits(connection: sqlite3.Connection, where: Sql) -> Iterator[Visit]:
    """All the visits, the last day first, each day read when it is looked at."""
    sql = f"SELECT {_COLUMNS} FROM step s WHERE {where.text} ORDER BY day DESC, key"  # noqa: S608
    for some in by_day(_steps(connection.execute(sql, where.values))):
        yield from some


def _steps(rows: Iterable[tuple[Any, ...]]) -> Iterator[Step]:
    for day, visit, at, *others in rows:
        yield Step._make((day, visit, moment_of(at), *others, ""))
