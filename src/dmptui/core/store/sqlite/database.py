"""One SQLite file: its connections, its schema, and its failures told in French.

WAL lets several threads and several programs read while one writes; a writer waits for another one for a
few seconds, then gives up. Changing threads costs more than most requests to SQLite: what takes a fraction
of a millisecond is done in place, and what may wait or last goes to a thread.
"""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from itertools import count, cycle
from pathlib import Path
from typing import TypeVar

import anyio.to_thread

from dmptui.core.errors import DmpError, Unavailable
from dmptui.core.store.sqlite import definitions
from dmptui.core.store.sqlite.schema import MIGRATIONS
from dmptui.core.text import N_, _

_T = TypeVar("_T")

_BUSY_SECONDS = 5.0
_RETRY_SECONDS = 0.02
_IN_PLACE = 400
"""Small writes done in place before the journal is copied into the file, in a thread."""
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


class _BusyError(Exception):
    """Somebody else is writing."""


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
        self._patient: deque[sqlite3.Connection] = deque()
        self._hasty: deque[sqlite3.Connection] = deque()
        self._turn = cycle(range(_IN_PLACE))
        self._writing = threading.Lock()
        self._closed = threading.Event()
        self._with_connection(self._migrate)

    async def glance(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Run one short statement in place; in WAL a reader hardly ever waits."""
        return self._at_hand(work)

    async def reading(self, work: Callable[[sqlite3.Connection], _T], *, short: bool = False) -> _T:
        """Run ``work`` on one consistent state of the data: in place when ``short``, else in a thread."""
        if short:
            return self._at_hand(partial(_unchanged, work))
        return await anyio.to_thread.run_sync(self._with_connection, partial(_unchanged, work))

    async def writing(self, work: Callable[[sqlite3.Connection], _T], *, short: bool = False) -> _T:
        """Run ``work`` in one transaction: kept whole, or not at all if it raises.

        It is done in place when it is ``short`` and nobody else is writing, else in a thread.
        """
        if not short or not self._writing.acquire(blocking=False):
            return await anyio.to_thread.run_sync(self._write, work)
        busy = False
        try:
            result = self._with_connection(partial(_at_once, work), hasty=True)
        except _BusyError:
            busy = True
        finally:
            self._writing.release()
        if busy:
            return await anyio.to_thread.run_sync(self._write, work)
        if next(self._turn) == 0:
            await anyio.to_thread.run_sync(self._copy_journal)
        return result

    def close(self) -> None:
        """Close every idle connection; those at work close when they are done."""
        self._closed.set()
        for idle in (self._patient, self._hasty):
            while idle:
                idle.pop().close()

    def _at_hand(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        """Do some reading with the connection that writes in place: its own writes leave its cache valid."""
        try:
            return self._with_connection(partial(_without_waiting, work), hasty=True)
        except _BusyError:
            return self._with_connection(work)

    def _copy_journal(self) -> None:
        with suppress(Unavailable):  # it stays in the journal, as good as in the file
            self._with_connection(lambda connection: connection.execute("PRAGMA wal_checkpoint(PASSIVE)"))

    def _write(self, work: Callable[[sqlite3.Connection], _T]) -> _T:
        with self._writing:
            return self._with_connection(partial(_transaction, work))

    def _with_connection(self, work: Callable[[sqlite3.Connection], _T], *, hasty: bool = False) -> _T:
        """Do some work with a connection; one that failed is not used again.

        A hasty one neither waits for another writer nor copies the journal into the file.
        """
        if self._closed.is_set():
            raise Unavailable(_(_CLOSED), cause="store closed")
        idle = self._hasty if hasty else self._patient
        try:
            try:
                connection = idle.pop()
            except IndexError:
                connection = self._connect(hasty=hasty)
            try:
                result = work(connection)
            except (DmpError, _BusyError):
                self._give_back(connection, idle)
                raise
            except BaseException:
                connection.close()
                raise
        except sqlite3.Error as error:
            message = self._sentence(_MESSAGES.get(_code(error), _FAILED))
            cause = getattr(error, "sqlite_errorname", type(error).__name__)
            raise Unavailable(message, cause=cause) from error
        self._give_back(connection, idle)
        return result

    def _give_back(self, connection: sqlite3.Connection, idle: deque[sqlite3.Connection]) -> None:
        if self._closed.is_set():
            connection.close()
        else:
            idle.append(connection)

    def _connect(self, *, hasty: bool) -> sqlite3.Connection:
        patience = 0.0 if hasty else _BUSY_SECONDS
        connection = sqlite3.connect(
            self.path, timeout=patience, isolation_level=None, check_same_thread=False
        )
        try:
            _use_wal(connection)
            # In WAL, NORMAL loses no transaction to a crash of the program; one may go with the power.
            connection.execute("PRAGMA synchronous = NORMAL")
            if hasty:
                connection.execute("PRAGMA wal_autocheckpoint = 0")
            if self._max_pages is not None:
                connection.execute(f"PRAGMA max_page_count = {self._max_pages:d}")
        except sqlite3.Error:
            connection.close()
            raise
        return connection

    def _migrate(self, connection: sqlite3.Connection) -> None:
        # On one state of the data: another program may be creating the file meanwhile.
        if _unchanged(self._version, connection) < len(MIGRATIONS):
            self._upgrade(connection)
        if not _unchanged(definitions.are_in_force, connection):
            _transaction(definitions.bring_in_force, connection)

    def _upgrade(self, connection: sqlite3.Connection) -> None:
        def upgrade(connection: sqlite3.Connection) -> None:
            # Read again: another program may have upgraded it while this one waited.
            for step in MIGRATIONS[self._version(connection) :]:
                for statement in step:
                    connection.execute(statement)
            connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
            connection.execute(f"PRAGMA application_id = {_APPLICATION_ID}")

        _transaction(upgrade, connection)

    def _version(self, connection: sqlite3.Connection) -> int:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
        application: int = connection.execute("PRAGMA application_id").fetchone()[0]
        tables: int = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if application != _APPLICATION_ID and (version or tables):
            raise Unavailable(self._sentence(_DAMAGED), cause="a database of another program")
        if version > len(MIGRATIONS):
            raise Unavailable(self._sentence(_NEWER), cause=f"schema {version}, known {len(MIGRATIONS)}")
        return version

    def _sentence(self, message: str) -> str:
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


def _unchanged(work: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    """Do some reading on one state of the data."""
    connection.execute("BEGIN")
    try:
        return work(connection)
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _without_waiting(work: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    """Do some reading, unless another program holds the journal for a moment."""
    try:
        return work(connection)
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_BUSY:
            raise _BusyError from error
        raise


def _transaction(work: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    """Do some writing, whole or not at all."""
    connection.execute("BEGIN IMMEDIATE")
    return _committed(work, connection)


def _at_once(work: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    """The same, if nobody else is writing."""
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        if _code(error) == sqlite3.SQLITE_BUSY:
            raise _BusyError from error
        raise
    return _committed(work, connection)


def _committed(work: Callable[[sqlite3.Connection], _T], connection: sqlite3.Connection) -> _T:
    try:
        result = work(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return result
