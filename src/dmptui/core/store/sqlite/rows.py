"""The index rows of resources: written with them, and anew when their definition has changed."""

import json
import sqlite3
from collections.abc import Iterable

from dmptui.core.fhir.json import Json
from dmptui.core.model.visit import Step
from dmptui.core.store.indexes import INDEXES, Rows, fingerprint, rows_of
from dmptui.core.store.line import Line, line_of
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.definitions import in_force
from dmptui.core.store.sqlite.visits import row_of
from dmptui.core.store.step import step_in

_TABLES = ("moment", "narrow", "broad", "line", "step")


def _insertion(table: str, fields: tuple[str, ...]) -> str:
    marks = ", ".join("?" * (len(fields) + 2))
    return f"INSERT INTO {table} (patient, key, {', '.join(fields)}) VALUES ({marks})"  # noqa: S608  ours


_LINE, _STEP = _insertion("line", Line._fields), _insertion("step", Step._fields)


def patient_of(resource: Json, rows: Rows) -> str:
    """The id of the Patient a resource is about, or empty."""
    found: str = resource["id"] if resource["resourceType"] == "Patient" else rows.patient
    return found


def index(connection: sqlite3.Connection, key: int, resource: Json, rows: Rows) -> None:
    """Write the rows of a resource that has none."""
    at = rows.moments[0][1]
    connection.executemany(
        "INSERT INTO moment (param, patient, at, key) VALUES (?, ?, ?, ?)",
        [(param, rows.patient, moment, key) for param, moment in rows.moments],
    )
    connection.executemany(
        "INSERT INTO narrow (param, value, patient, at, key, system) VALUES (?, ?, ?, ?, ?, ?)",
        [(param, value, rows.patient, at, key, system) for param, system, value in rows.narrow],
    )
    connection.executemany(
        "INSERT INTO broad (key, param, value, system) VALUES (?, ?, ?, ?)",
        [(key, param, value, system) for param, system, value in rows.broad],
    )
    line = line_of(resource)
    if line is not None:
        connection.execute(_LINE, (rows.patient, key, *line))
    step = step_in(resource)
    if step is not None:
        connection.execute(_STEP, (rows.patient, key, *row_of(step)))


def unindex(connection: sqlite3.Connection, key: int) -> None:
    """Take the rows of a resource away, whatever definition made them."""
    for table in _TABLES:
        connection.execute(f"DELETE FROM {table} WHERE key = ?", (key,))  # noqa: S608  one of ours


class RowIndex:
    """The index rows of a ``Database``: whether all follow the definition, and their renewal.

    A resource says itself which definition its rows follow: what was renewed is known to every program on the
    file, and one that was killed goes on where its last batch ended.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._complete = False

    async def incomplete(self) -> bool:
        """Whether a search may miss, or find by error, what was written under another definition."""
        if not self._complete:
            self._complete = await self._database.glance(_waiting) is None
        return not self._complete

    async def renew(self, most: int) -> int:
        """Write the rows of ``most`` resources anew, those that decide on rights first; how many were.

        The rows of a kind whose definition another program replaced are left to that program.
        """
        self._complete = False  # a program of another version may have written since
        if not await self.incomplete():
            return 0

        def work(connection: sqlite3.Connection) -> int:
            known = in_force(connection)
            kind = _waiting(connection, [kind for kind in INDEXES if known.get(kind) == fingerprint(kind)])
            return 0 if kind is None else _renew(connection, kind, most)

        return await self._database.writing(work)


_OTHERS = (
    "SELECT {columns} FROM resource WHERE kind = :kind AND definition < :definition UNION ALL "
    "SELECT {columns} FROM resource WHERE kind = :kind AND definition > :definition"
)
"""Those of a kind under another definition: two ranges of an index, which an inequality is not."""


def _waiting(connection: sqlite3.Connection, kinds: Iterable[str] = INDEXES) -> str | None:
    """The first of the kinds with a resource under another definition."""
    sql = f"{_OTHERS.format(columns='1')} LIMIT 1"
    found = (kind for kind in kinds if connection.execute(sql, _values(kind)).fetchone())
    return next(found, None)


def _renew(connection: sqlite3.Connection, kind: str, most: int) -> int:
    sql = f"{_OTHERS.format(columns='key, json')} LIMIT :most"
    found = connection.execute(sql, _values(kind) | {"most": most}).fetchall()
    for key, text in found:
        resource = json.loads(text)
        rows = rows_of(resource)
        unindex(connection, key)
        index(connection, key, resource, rows)
        connection.execute(
            "UPDATE resource SET patient = ?, definition = ? WHERE key = ?",
            (patient_of(resource, rows), fingerprint(kind), key),
        )
    return len(found)


def _values(kind: str) -> dict[str, str | int]:
    return {"kind": kind, "definition": fingerprint(kind)}
