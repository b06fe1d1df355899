"""The words of documents: SQLite's FTS5 index, and the texts its excerpts are cut from.

The index holds a token for the patient beside the words, so that a search is one intersection in the index
and never reads another record. Typed words are always quoted to FTS5: none of them is an operator.
"""

import hashlib
import re
import sqlite3
from collections.abc import Sequence

from dmptui.core.documents.text import clean_line
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.definitions import in_force
from dmptui.core.store.sqlite.words import NAME, fingerprint, spelling
from dmptui.core.store.texts import END, MARK, DocumentText, MarkedText, Texts

_MOST_WAITING = 100_000

_KIND = "DocumentReference"
_PARTS = re.compile(r'"([^"]*)"|«([^»]*)»|([^\s"«»]+)')
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’]", re.IGNORECASE)
_DELETED = (
    "EXISTS (SELECT 1 FROM broad b WHERE b.key = r.key AND b.param = 'status' "
    "AND b.value = 'entered-in-error')"
)


def terms(words: str) -> list[str]:
    """The typed words as FTS5 strings: all must be found, the last may be the beginning of a word.

    What stands between quotes or « guillemets » is one phrase, found as it is. Empty when there is no word.
    """
    found = []
    words = spelling(clean_line(words))
    for part in _PARTS.finditer(words):
        phrase = part[1] or part[2]
        text = phrase or _ELISION.sub("", part[3] or "")
        if any(map(str.isalnum, text)):
            quoted = '"' + text.replace('"', '""') + '"'
            found.append(quoted if phrase or part.end() < len(words) else f"{quoted} *")
    return found


def match(query: Query) -> str:
    """The FTS5 expression of a search in the documents of one patient."""
    return f'scope : "{_scope(query.patient)}" AND {{title body}} : ({" AND ".join(terms(query.content))})'


def forget(connection: sqlite3.Connection, key: int) -> None:
    """Take a document out of the index, with its text."""
    row = connection.execute("SELECT scope, title, body FROM document_text WHERE key = ?", (key,)).fetchone()
    if row is not None:
        connection.execute(
            "INSERT INTO fulltext (fulltext, rowid, scope, title, body) VALUES ('delete', ?, ?, ?, ?)",
            (key, *_indexed(*row)),
        )
        connection.execute("DELETE FROM document_text WHERE key = ?", (key,))


class FullText(Texts):
    """The index of a ``Database`` whose SQLite has FTS5."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def terms(self, words: str) -> list[str]:
        """See Texts."""
        return terms(words)

    async def waiting(self, patient: str = "") -> list[str]:
        """See Texts."""
        sql = (
            "SELECT r.id FROM moment d CROSS JOIN resource r ON r.key = d.key "  # noqa: S608  no value in it
            f"WHERE d.param = ? {'AND d.patient = ?' if patient else ''} "
            "AND NOT EXISTS (SELECT 1 FROM document_text t WHERE t.key = d.key) "
            f"AND NOT {_DELETED} ORDER BY d.patient, d.at DESC LIMIT ?"
        )
        whose = (patient,) if patient else ()
        values: tuple[str | int, ...] = (f"{_KIND}.period", *whose, _MOST_WAITING)
        return await self._ids(sql, values)

    async def without_text(self, patient: str) -> list[str]:
        """See Texts."""
        sql = "SELECT r.id FROM document_text t JOIN resource r USING (key) WHERE t.scope = ? AND t.body = ''"
        return await self._ids(sql, (_scope(patient),))

    async def keep(self, texts: Sequence[DocumentText]) -> None:
        """See Texts.

        Nothing is kept under a definition that another program replaced: the documents wait for it.
        """

        def work(connection: sqlite3.Connection) -> None:
            if in_force(connection).get(NAME) == fingerprint():
                for found in texts:
                    _keep(connection, found)

        await self._database.writing(work)

    async def marked(self, query: Query, ids: Sequence[str]) -> dict[str, MarkedText]:
        """See Texts."""
        sql = (
            "SELECT r.id, highlight(fulltext, 1, ?, ?), highlight(fulltext, 2, ?, ?) "  # noqa: S608
            "FROM fulltext CROSS JOIN resource r ON r.key = fulltext.rowid "
            f"WHERE fulltext MATCH ? AND r.id IN ({', '.join('?' * len(ids))})"
        )
        values = (MARK, END, MARK, END, match(query), *ids)
        rows = await self._database.reading(lambda connection: connection.execute(sql, values).fetchall())
        return {row[0]: MarkedText(row[1], row[2]) for row in rows}

    async def _ids(self, sql: str, values: tuple[str | int, ...]) -> list[str]:
        rows = await self._database.reading(lambda connection: connection.execute(sql, values).fetchall())
        return [row[0] for row in rows]


def _keep(connection: sqlite3.Connection, found: DocumentText) -> None:
    row = connection.execute(
        "SELECT r.key, r.patient FROM resource r WHERE r.kind = ? AND r.id = ? "  # noqa: S608
        f"AND NOT EXISTS (SELECT 1 FROM document_text t WHERE t.key = r.key) AND NOT {_DELETED}",
        (_KIND, found.id),
    ).fetchone()
    if row is None:
        return
    key, kept = row[0], (_scope(row[1]), found.title, found.body)
    connection.execute(
        "INSERT INTO document_text (key, scope, title, body) VALUES (?, ?, ?, ?)", (key, *kept)
    )
    connection.execute(
        "INSERT INTO fulltext (rowid, scope, title, body) VALUES (?, ?, ?, ?)", (key, *_indexed(*kept))
    )


def _indexed(scope: str, title: str, body: str) -> tuple[str, str, str]:
    """What the index is given: to take a document out of it, its words are given as they were put in."""
    return scope, spelling(title), spelling(body)


def _scope(patient: str) -> str:
    """The token of a patient in the index: one word, whatever the id is made of."""
    return hashlib.blake2b(patient.encode(), digest_size=12).hexdigest()
