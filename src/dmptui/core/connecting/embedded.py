"""The DMP of demonstration on this machine: its database, made when absent, and the server over it."""

import errno
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette

from dmptui.core.demo import population
from dmptui.core.demo.practitioners import practitioners
from dmptui.core.demo.seed import seed
from dmptui.core.demo.time import MovableClock
from dmptui.core.errors import DmpError, Unavailable
from dmptui.core.machine.matrix_file import matrix_in_force
from dmptui.core.machine.presence import Presence
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.server.access.people import person_of
from dmptui.core.server.app import create_app
from dmptui.core.server.background.indexing import Indexer, indexer_of
from dmptui.core.server.background.quiet import Quiet
from dmptui.core.server.background.renewal import Renewal
from dmptui.core.server.http.context import ServerSettings
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.sqlite.tokens import SqliteTokens
from dmptui.core.text import _

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class EmbeddedServer:
    """The server over the database of the data folder, until ``close``.

    Attributes:
        clock: its time, which its clients must share.
        others_present: another dmptui was using the folder when this one came.
        renewal: makes the index of the database anew when this version searches otherwise.
        indexer: reads the documents in the background, so that their words can be searched.
    """

    app: Starlette
    store: SqliteStore
    presence: Presence
    clock: MovableClock
    renewal: Renewal
    indexer: Indexer | None = None

    @property
    def others_present(self) -> bool:
        """Whether what is done here is seen by another dmptui, and the other way round."""
        return self.presence.others

    async def people(self) -> tuple[Patient, ...]:
        """Everybody, as they stand now, by name."""
        query, now, found = Query("Patient"), self.clock(), list[Patient]()
        while True:
            page = await self.store.search(query)
            found += (person_of(row, now) for row in page.rows)
            if not page.cursor:
                return tuple(sorted(found, key=lambda person: person.name))
            query = replace(query, cursor=page.cursor)

    async def close(self) -> None:
        """Let the database and the folder go."""
        await self.renewal.stop()
        if self.indexer is not None:
            await self.indexer.stop()
        await self.store.close()
        self.presence.leave()


async def open_embedded(settings: Settings, clock: Clock) -> EmbeddedServer:
    """The DMP of the data folder, with the fictional population when the folder is new.

    Args:
        settings: ``data_dir``, ``authorisation_days``.
        clock: the real time, aware; that of the folder may be ahead.

    Raises:
        Unavailable: the folder or its database cannot be used; the message says what to do.
    """
    matrix = matrix_in_force(settings.data_dir)
    time = MovableClock(clock, settings.data_dir)
    presence = Presence(settings.data_dir)
    try:
        if await presence.join(settings.database.exists):
            await _create(settings.database, time())
            await presence.share()
        time()  # one that cannot be read is told now, not at each request
        database = await anyio.to_thread.run_sync(Database, settings.database)
    except DmpError:
        presence.leave()
        raise
    store = SqliteStore(database)
    quiet = Quiet()
    renewal, indexer = Renewal(store, quiet), indexer_of(store, quiet)
    app = create_app(
        store,
        SqliteTokens(database),
        clock=time,
        matrix=matrix,
        settings=ServerSettings(authorisation_days=settings.authorisation_days),
        indexer=indexer,
        quiet=quiet,
    )
    renewal.start()
    if indexer is not None:
        indexer.start()
    return EmbeddedServer(app, store, presence, time, renewal, indexer)


async def reset(settings: Settings, clock: Clock) -> None:
    """Make the data of demonstration anew, as of the real time, whatever state they are in.

    Raises:
        Conflict: another dmptui uses them.
        Unavailable: they cannot be written.
    """
    presence = Presence(settings.data_dir)
    presence.alone()
    try:
        await _create(settings.database, clock())
        MovableClock(clock, settings.data_dir).reset()
    finally:
        presence.leave()


async def _create(path: Path, now: datetime) -> None:
    """Write the database beside its place, then move it there: it is never seen half made."""
    new = path.with_name(f"{path.name}.new")
    try:
        _remove(new)
        os.close(os.open(new, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        try:
            await _fill(new, now)
            _remove_journals(path)
            new.replace(path)
        except DmpError:
            _remove(new)
            raise
    except OSError as error:
        raise Unavailable(_reason(error).format(folder=path.parent), cause=f"errno {error.errno}") from error


async def _fill(path: Path, now: datetime) -> None:
    store = SqliteStore(await anyio.to_thread.run_sync(Database, path))
    try:
        people = await anyio.to_thread.run_sync(population.generate, day_of(now))
        await seed(store, people, practitioners(), now)
    finally:
        await store.close()


def _remove(path: Path) -> None:
    path.unlink(missing_ok=True)
    _remove_journals(path)


def _remove_journals(path: Path) -> None:
    """SQLite's own files: those of another database must not be taken for this one's."""
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _reason(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return _(
            "Le disque est plein : les données de démonstration n'ont pas pu être créées dans « {folder} »."
        )
    return _("Le dossier de données « {folder} » ne peut pas être écrit. Vérifiez vos droits.")
