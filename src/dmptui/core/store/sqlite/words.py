"""How the words of documents are indexed: the table of FTS5, and the spelling of what it is given."""

import sqlite3
from functools import cache
from hashlib import blake2b

NAME = "fulltext"
_REVISION = 1
"""Raised when other words are read in the same documents (``documents.words``, ``documents.read``)."""
_TABLE = """CREATE VIRTUAL TABLE fulltext USING fts5 (
    scope, title, body, content = 'document_text', content_rowid = 'key',
    tokenize = 'unicode61 remove_diacritics 2'
)"""
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})


def spelling(text: str) -> str:
    """What the index is given: « œdème » is found by « oedeme ». A word stays one word, so marks hold."""
    return text.translate(_LIGATURES)


def fingerprint() -> int:
    """The definition of the index of words, as a number that another definition does not have."""
    definition = repr((_REVISION, _TABLE, sorted(_LIGATURES.items())))
    return int.from_bytes(blake2b(definition.encode(), digest_size=6).digest(), "big")


@cache
def has_fts5() -> bool:
    """Whether the SQLite of this machine has FTS5: without it, documents are kept and not searched."""
    connection = sqlite3.connect(":memory:")
    try:
        return bool(connection.execute("SELECT sqlite_compileoption_used('ENABLE_FTS5')").fetchone()[0])
    finally:
        connection.close()


def make_anew(connection: sqlite3.Connection) -> None:
    """Make the index, empty, in place of the one there is: every document is to be read."""
    connection.execute("DROP TABLE IF EXISTS fulltext")
    connection.execute("DELETE FROM document_text")
    connection.execute(_TABLE)
