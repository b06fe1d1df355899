"""The tables of the file, as the steps that made them; a step once released never changes."""

import sqlite3
from functools import cache

MIGRATIONS = (
    (
        # The current version of each resource; `key` grows with time and orders what has the same date.
        """CREATE TABLE resource (
            key INTEGER PRIMARY KEY,
            kind TEXT NOT NULL,
            id TEXT NOT NULL,
            version INTEGER NOT NULL,
            patient TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (kind, id)
        ) STRICT""",
        """CREATE TABLE history (
            key INTEGER NOT NULL,
            version INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (key, version)
        ) STRICT, WITHOUT ROWID""",
        # Where a search starts: a date in a compartment, or a value few resources have.
        """CREATE TABLE moment (
            param TEXT NOT NULL,
            patient TEXT NOT NULL,
            at INTEGER NOT NULL,
            key INTEGER NOT NULL,
            PRIMARY KEY (param, patient, at, key)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE narrow (
            param TEXT NOT NULL,
            value TEXT NOT NULL,
            patient TEXT NOT NULL,
            at INTEGER NOT NULL,
            key INTEGER NOT NULL,
            system TEXT NOT NULL,
            PRIMARY KEY (param, value, patient, at, key, system)
        ) STRICT, WITHOUT ROWID""",
        # What is checked on the way.
        """CREATE TABLE broad (
            key INTEGER NOT NULL,
            param TEXT NOT NULL,
            value TEXT NOT NULL,
            system TEXT NOT NULL,
            PRIMARY KEY (key, param, value, system)
        ) STRICT, WITHOUT ROWID""",
        """CREATE TABLE content (
            id TEXT PRIMARY KEY,
            content_type TEXT NOT NULL,
            data BLOB NOT NULL
        ) STRICT""",
        """CREATE TABLE token (
            hash BLOB PRIMARY KEY,
            session BLOB NOT NULL,
            expires INTEGER NOT NULL,
            claims TEXT NOT NULL
        ) STRICT, WITHOUT ROWID""",
        "CREATE INDEX token_session ON token (session)",
    ),
    # Each new token sweeps the expired ones away: without reading them all.
    ("CREATE INDEX token_expires ON token (expires)",),
    (
        # What can be read in a document; `fulltext` (see fulltext.py) is its index, where SQLite has FTS5.
        """CREATE TABLE document_text (
            key INTEGER PRIMARY KEY,
            scope TEXT NOT NULL,
            title TEXT NOT NULL,
            body TEXT NOT NULL
        ) STRICT""",
        "CREATE INDEX document_without_text ON document_text (scope) WHERE body = ''",
    ),
)

_FULLTEXT = """CREATE VIRTUAL TABLE IF NOT EXISTS fulltext USING fts5 (
    scope, title, body, content = 'document_text', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
)"""


@cache
def has_fts5() -> bool:
    """Whether the SQLite of this machine has FTS5: without it, documents are kept and not searched."""
    connection = sqlite3.connect(":memory:")
    try:
        return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])
    finally:
        connection.close()


def prepare_fulltext(connection: sqlite3.Connection) -> None:
    """Make the index of the words, when it is not there and can be: no step, for a step is done by all."""
    known = connection.execute("SELECT 1 FROM sqlite_schema WHERE name = 'fulltext'").fetchone()
    if known is None and has_fts5():
        connection.execute(_FULLTEXT)
