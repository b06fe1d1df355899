"""One SQLite file: its connections, its schema, and its failures told in French.

WAL lets several threads and several programs read while one writes; a writer waits for another one for a
few seconds, then gives up.
"""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from queue import Empty, LifoQueue
from typing import TypeVar

import anyio.to_thread

from dmptui.core.errors import DmpError, Unavailable
from dmptui.core.store.schema import MIGRATIONS
from dmptui.core.text import N_, _

_T = TypeVar("_T")

_BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_APPLICATION_ID = 0x444D5054  # "DMPT": tells our file from any other SQLite database

_DAMAGED = N_(
    "Le fichier de données « {path} » est illisible. Restaurez une sauvegarde ; si ce sont les données "
    "de démonstration, recréez-les avec « dmptui demo reset »."
)
_NEWER = N_(
    "Le fichier de données « {path} » vient d'une version plus récente de dmptui. Mettez dmptui à jour."
)
_FULL = N_("Le disque est plein : rien n'a été enregistré. Libérez de la place, puis recommencez.")
_LOCKED = N_(
    "Les données sont occupées par un autre programme. Rien n'a été enregistré : recommencez dans un instant."
)
_READ_ONLY = N_(
    "Le fichier de données « {path} » ne peut pas être écrit. Vérifiez les droits de son dossier, "
    "ou choisissez-en un autre."
)
_UNREACHABLE = N_(
    "Le fichier de données « {path} » ne peut pas être ouvert. Vérifiez que son dossier existe "
    "et que vous y avez accès."
)
_FAILED = N_("Le fichier de données « {path} » ne répond pas. Recommencez ; si cela dure, redémarrez dmptui.")
_CLOSED = N_("Les données ont été fermées. Relancez dmptui.")

_MESSAGES = {
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_FULL: _FULL,
    sqlite3.SQLITE_BUSY: _LOCKED,
    sqlite3.SQLITE_LOCKED: _LOCKED,
    sqlite3.SQLITE_READONLY: _READ_ONLY,
    sqlite3.SQLITE_PERM: _READ_ONLY,
    sqlite3.SQLITE_CANTOPEN: _UNREACHABLE,
}


class Database:
    """The file at ``path``, created when absent.

    A connection serves one thread at a time and is kept for the next one.

    Args:
        path: of the file; its folder must exist.
        max_pages: limit of the file in pages of 4 KiB (``max_page_count``); None for no limit.

    Raises:
        Unavailable: the file cannot be opened, is damaged, or has a newer schema.
    """

    def __init__(self, path: Path, *, max_pages: int | None = None) -> None:
        self.path = path
        self._max_pages = max_pages
        self._idle: LifoQueue[sqlite3.Connection] = LifoQueue()
        self._writing = threading.Lock()
        self._closed = threading.Event()
        with self._explained(), self._connection() as connection:
            self._migrate(connection)

    async def reading(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run ``work`` in a thread, on one consistent state of the data."""
        return await anyio.to_thread.run_sync(self._read, work)

    async def writing(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run ``work`` in a thread, in one transaction: kept whole, or not at all if it raises."""
        return await anyio.to_thread.run_sync(self._write, work)

    def close(self) -> None:
        """Close every idle connection; those at work close when they are done."""
        self._closed.set()
        while True:
            try:
                self._idle.get_nowait().close()
            except Empty:
                return

    def _read(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._explained(), self._connection() as connection:
            connection.execute("BEGIN")
            try:
                return work(connection)
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._explained(), self._writing, self._connection() as connection:
            return _transaction(connection, work)

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """A connection for one piece of work; one that failed is not used again."""
        if self._closed.is_set():
            raise Unavailable(_(_CLOSED), cause="store closed")
        try:
            connection = self._idle.get_nowait()
        except Empty:
            connection = self._connect()
        healthy = False
        try:
            yield connection
            healthy = True
        except DmpError:
            healthy = True
            raise
        finally:
            if healthy and not self._closed.is_set():
                self._idle.put(connection)
            else:
                connection.close()

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self.path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        try:
            _use_wal(connection)
            # In WAL, NORMAL loses no transaction to a crash of the program; one may go with the power.
            connection.execute("PRAGMA synchronous = NORMAL")
            if self._max_pages is not None:
                connection.execute(f"PRAGMA max_page_count = {self._max_pages:d}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        version = self._version(connection)
        if version == len(MIGRATIONS):
            return

        def upgrade(connection: sqlite3.Connection) -> None:
            # Read again: another program may have upgraded it while this one waited.
            for step in MIGRATIONS[self._version(connection) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")

        _transaction(connection, upgrade)

    def _version(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if application != _APPLICATION_ID and (version or tables):
            raise Unavailable(self._told(_DAMAGED), cause="a database of another program")
        if version > len(MIGRATIONS):
            raise Unavailable(self._told(_NEWER), cause=f"schema {version}, known {len(MIGRATIONS)}")
        return version

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            message = self._told(_MESSAGES.get(_code(error), _FAILED))
            cause = getattr(error, "sqlite_errorname", type(error).__name__)
            raise Unavailable(message, cause=cause) from error

    def _told(self, message: str) -> str:
        return _(message).format(path=self.path)


def _use_wal(connection: sqlite3.Connection) -> None:
    """Set the journal of the file; SQLite does not wait for another program that does so, so this does."""
    for attempt in count(1):
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            if _code(error) != sqlite3.SQLITE_BUSY or attempt * _RETRY_SECONDS > _BUSY_SECONDS:
                raise
        time.sleep(_RETRY_SECONDS)


def _code(error: sqlite3.Error) -> int:
    """The primary result code, of an extended one."""
    return int(getattr(error, "sqlite_errorcode", 0)) & 0xFF


def _transaction(connection: sqlite3.Connection, work: Callable[[sqlite3.Connection], _T]) -> _T:
    connection.execute("BEGIN IMMEDIATE")
    try:
        result = work(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return result
