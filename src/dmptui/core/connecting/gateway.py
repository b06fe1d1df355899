"""The DMP's rules in front of a plain FHIR server that keeps the data and is shown to nobody else."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import anyio.to_thread
from starlette.applications import Starlette

from dmptui.core.demo import population
from dmptui.core.demo.practitioners import practitioners
from dmptui.core.demo.seed import seed
from dmptui.core.errors import DmpError, Unavailable, UsageError
from dmptui.core.machine.matrix_file import matrix_in_force
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import day_of
from dmptui.core.server.app import create_app
from dmptui.core.server.http.context import ServerSettings
from dmptui.core.store.query import Query
from dmptui.core.store.remote.filling import FillingStore
from dmptui.core.store.remote.opening import open_store
from dmptui.core.store.remote.store import RemoteStore
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.tokens import SqliteTokens
from dmptui.core.text import _

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Gateway:
    """The server over a remote store, until ``close``."""

    app: Starlette
    store: RemoteStore
    tokens: Database

    async def close(self) -> None:
        """Let the connections and the tokens go."""
        await self.store.close()
        self.tokens.close()


async def open_remote(url: str, settings: Settings, clock: Clock, *, token: str = "") -> Gateway:
    """The DMP over the FHIR R4 server at ``url``; tokens are kept in the data folder of this machine.

    Args:
        url: FHIR base of the server.
        settings: ``data_dir``, ``timeout``, ``authorisation_days``.
        clock: the time, aware.
        token: the bearer token the server asks for, if any.

    Raises:
        UsageError: the address is not one, or nobody could log in: the server has no professional.
        Unavailable: the server or the data folder cannot be used.
    """
    matrix = matrix_in_force(settings.data_dir)
    store = await open_store(url, token=token, seconds=settings.timeout)
    try:
        if await _is_empty(store):
            raise UsageError(
                _(
                    "Ce serveur de données ne contient aucun professionnel : personne ne pourrait s'y "
                    "connecter. Pour y écrire la population fictive, ajoutez --demo."
                )
            )
        tokens = await anyio.to_thread.run_sync(_tokens, settings, url)
    except DmpError:
        await store.close()
        raise
    app = create_app(
        store,
        SqliteTokens(tokens),
        clock=clock,
        matrix=matrix,
        settings=ServerSettings(authorisation_days=settings.authorisation_days),
    )
    return Gateway(app, store, tokens)


async def fill(
    url: str, settings: Settings, now: datetime, progress: Callable[[int, int], None], *, token: str = ""
) -> bool:
    """Write the fictional population on a server without professionals; False when it has some.

    Args:
        url: FHIR base of the server.
        settings: ``timeout``.
        now: the day the population is told from.
        progress: called with how many resources are written, and how many there will be.
        token: the bearer token the server asks for, if any.

    Raises:
        UsageError: the address is not one.
        InvalidContent: the server's own checks refuse a resource.
        Unavailable: it stopped answering; done again, it starts again and completes.
    """
    store = await open_store(url, token=token, seconds=settings.timeout)
    try:
        if not await _is_empty(store):
            return False
        people = await anyio.to_thread.run_sync(population.generate, day_of(now))
        filling = FillingStore(store.exchange, last=("PractitionerRole", "Practitioner"), progress=progress)
        await seed(filling, people, practitioners(), now)
        return True
    finally:
        await store.close()


async def _is_empty(store: RemoteStore) -> bool:
    """Whether nobody could log in; a filling writes the professionals last."""
    return not (await store.search(Query("Practitioner", count=1))).rows


def tokens_path(folder: Path, url: str) -> Path:
    """The file of the tokens of a server: one opened on another must not be worth anything here."""
    name = hashlib.sha256(url.rstrip("/").encode()).hexdigest()[:16]
    return folder / f"tokens-{name}.sqlite3"


def _tokens(settings: Settings, url: str) -> Database:
    path = tokens_path(settings.data_dir, url)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except OSError as error:
        raise Unavailable(
            _("Le dossier de données « {folder} » ne peut pas être écrit. Vérifiez vos droits.").format(
                folder=path.parent
            ),
            cause=f"errno {error.errno}",
        ) from error
    return Database(path)
