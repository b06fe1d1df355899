"""The store of one machine: a SQLite file."""

import json
import sqlite3
from collections.abc import Sequence
from datetime import datetime

from dmptui.core.errors import Conflict, NotFound
from dmptui.core.store.base import NEW, Content, Page, Store, StoredResource, Write
from dmptui.core.store.indexes import fingerprint, rows_of
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite import fulltext
from dmptui.core.store.sqlite import statements as sql
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.lines import SqliteLines
from dmptui.core.store.sqlite.rows import RowIndex, index, patient_of, unindex
from dmptui.core.store.sqlite.visits import SqliteVisits
from dmptui.core.store.sqlite.words import has_fts5
from dmptui.core.text import _

_FEW = 4
"""Searches, or resources to keep, that take a fraction of a millisecond."""
_SMALL_BYTES = 512 * 1024
_DELETED = "entered-in-error"


class SqliteStore(Store):
    """Resources in the tables of a ``Database``; it closes the database with itself."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.texts = fulltext.FullText(database) if has_fts5() else None
        self.lines = SqliteLines(database)
        self.visits = SqliteVisits(database)
        self._rows = RowIndex(database)

    async def read(self, kind: str, resource_id: str) -> StoredResource:
        """See Store."""

        def work(connection: sqlite3.Connection) -> StoredResource | None:
            row = connection.execute(
                "SELECT kind, id, version, patient, json FROM resource WHERE kind = ? AND id = ?",
                (kind, resource_id),
            ).fetchone()
            return StoredResource(*row) if row else None

        found = await self._database.glance(work)
        if found is None:
            raise NotFound(_("Cet élément n'existe pas, ou n'existe plus."), cause=f"no such {kind}")
        return found

    async def search(self, query: Query) -> Page:
        """See Store."""
        if sql.is_long(query):
            return await self._database.reading(lambda connection: _page(connection, query))
        return await self._database.glance(lambda connection: _page(connection, query))

    async def search_all(self, queries: Sequence[Query]) -> list[Page]:
        """See Store."""
        return await self._database.reading(
            lambda connection: [_page(connection, q) for q in queries], short=len(queries) <= _FEW
        )

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """See Store."""
        statements = [sql.count(query) for query in queries]
        return await self._database.reading(
            lambda connection: [connection.execute(*s).fetchone()[0] for s in statements]
        )

    async def content(self, content_id: str) -> Content:
        """See Store."""

        def small(connection: sqlite3.Connection) -> tuple[str, str, bytes | None] | None:
            row: tuple[str, str, bytes | None] | None = connection.execute(
                "SELECT id, content_type, CASE WHEN length(data) <= ? THEN data END "
                "FROM content WHERE id = ?",
                (_SMALL_BYTES, content_id),
            ).fetchone()
            return row

        def large(connection: sqlite3.Connection) -> bytes:
            data: bytes = connection.execute(
                "SELECT data FROM content WHERE id = ?", (content_id,)
            ).fetchone()[0]
            return data

        found = await self._database.glance(small)
        if found is None:
            raise NotFound(_("Le contenu de ce document n'existe pas, ou n'existe plus."), cause="no content")
        _id, content_type, data = found
        if data is None:
            data = await self._database.reading(large)
        return Content(content_id, content_type, data)

    async def commit(self, writes: Sequence[Write | Content], now: datetime) -> None:
        """See Store."""

        def work(connection: sqlite3.Connection) -> None:
            for write in writes:
                if isinstance(write, Content):
                    _keep_content(connection, write)
                else:
                    _keep(connection, write, now)

        short = len(writes) <= _FEW and not any(isinstance(write, Content) for write in writes)
        await self._database.writing(work, short=short)

    async def incomplete(self) -> bool:
        """See Store."""
        return await self._rows.incomplete()

    async def renew(self, most: int) -> int:
        """See Store."""
        return await self._rows.renew(most)

    async def close(self) -> None:
        """See Store."""
        self._database.close()


def _page(connection: sqlite3.Connection, query: Query) -> Page:
    found = connection.execute(*sql.page(query)).fetchall()
    rows = tuple(StoredResource(*row[:5]) for row in found[: query.count])
    if len(found) <= query.count:
        return Page(rows)
    *_rest, at, key = found[query.count - 1]
    return Page(rows, f"{at}:{key}")


def _keep_content(connection: sqlite3.Connection, content: Content) -> None:
    try:
        connection.execute(
            "INSERT INTO content (id, content_type, data) VALUES (?, ?, ?)",
            (content.id, content.content_type, content.data),
        )
    except sqlite3.IntegrityError as error:
        raise _changed() from error


def _keep(connection: sqlite3.Connection, write: Write, now: datetime) -> None:
    kind, resource_id = write.resource["resourceType"], write.resource["id"]
    version = write.expected + 1
    meta = write.resource.get("meta", {}) | {"versionId": str(version), "lastUpdated": now.isoformat()}
    resource = write.resource | {"meta": meta}
    rows = rows_of(resource)
    patient, definition = patient_of(resource, rows), fingerprint(kind)
    text = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    if write.expected == NEW:
        key = _insert(connection, (kind, resource_id, version, patient, text, definition))
    else:
        key = _replace(connection, kind, resource_id, write.expected)
        connection.execute(
            "UPDATE resource SET version = ?, patient = ?, json = ?, definition = ? WHERE key = ?",
            (version, patient, text, definition, key),
        )
        if write.resource.get("status") == _DELETED and has_fts5():
            fulltext.forget(connection, key)
    index(connection, key, resource, rows)


def _insert(connection: sqlite3.Connection, row: tuple[str, str, int, str, str, int]) -> int:
    try:
        found = connection.execute(
            "INSERT INTO resource (kind, id, version, patient, json, definition) "
            "VALUES (?, ?, ?, ?, ?, ?) RETURNING key",
            row,
        ).fetchone()
    except sqlite3.IntegrityError as error:
        raise _changed() from error
    return int(found[0])


def _replace(connection: sqlite3.Connection, kind: str, resource_id: str, expected: int) -> int:
    """Put the current version away, with its index rows; the key of the resource."""
    found = connection.execute(
        "SELECT key, json FROM resource WHERE kind = ? AND id = ? AND version = ?",
        (kind, resource_id, expected),
    ).fetchone()
    if found is None:
        raise _changed()
    key, text = int(found[0]), found[1]
    connection.execute("INSERT INTO history (key, version, json) VALUES (?, ?, ?)", (key, expected, text))
    unindex(connection, key)
    return key


def _changed() -> Conflict:
    return Conflict(
        _("Cet élément a été modifié entre-temps. Rechargez-le, puis recommencez."), cause="version mismatch"
    )
