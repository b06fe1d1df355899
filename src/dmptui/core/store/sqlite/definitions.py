"""The definitions of the indexes that are in force in a file: those of the last program that changed them.

Index rows are written with what they are about. When a definition changes, those of what is already stored
must be written anew: of resources by ``RowIndex.renew``, of documents as if none had been read yet. Two
programs of different versions on one file would undo each other's work for ever: only the last comer's
definitions are brought about.
"""

import sqlite3

from dmptui.core.store.indexes import INDEXES, fingerprint
from dmptui.core.store.sqlite import words


def of_this_program() -> dict[str, int]:
    """Fingerprints by name: the kinds of resources, and the words of documents where SQLite has FTS5."""
    found = {kind: fingerprint(kind) for kind in INDEXES}
    return found | ({words.NAME: words.fingerprint()} if words.has_fts5() else {})


def in_force(connection: sqlite3.Connection) -> dict[str, int]:
    """Fingerprints by name."""
    return dict(connection.execute("SELECT name, fingerprint FROM definition"))


def are_in_force(connection: sqlite3.Connection) -> bool:
    """Whether those of this program are."""
    return of_this_program().items() <= in_force(connection).items()


def bring_in_force(connection: sqlite3.Connection) -> None:
    """Put those of this program in force; inside a transaction, for another program may do the same."""
    former = in_force(connection)
    for name, number in of_this_program().items():
        if former.get(name) != number:
            connection.execute("REPLACE INTO definition (name, fingerprint) VALUES (?, ?)", (name, number))
            if name == words.NAME:
                words.make_anew(connection)
