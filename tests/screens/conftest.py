"""The demonstration DMP, made once for all tests, copied for each."""

import asyncio
import gc
import os
import shutil
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from pathlib import Path

import pytest

from dmptui import app
from dmptui.core.connecting.embedded import open_embedded
from dmptui.core.machine.settings import Settings
from dmptui.flows.context import RecordContext
from tests.screens.driver import NOW, Dmp, driven
from tests.screens.faulty import Network
from tests.screens.reading import found

Start = Callable[..., AbstractAsyncContextManager[Dmp]]


@pytest.fixture(scope="session", autouse=True)
def _paris() -> Iterator[None]:
    """Dates are shown in local time."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = "CET-1CEST,M3.5.0,M10.5.0/3"
    time.tzset()
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


@pytest.fixture(scope="session", autouse=True)
def _frozen_once() -> Iterator[None]:
    """A program sets what it has made apart from the garbage, for ever: many in one process would fill it."""
    app._import_what_follows()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(gc, "freeze", lambda: None)
        yield


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder; with several workers, one makes it and the others wait, as the program does."""
    base = tmp_path_factory.getbasetemp()
    shared = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    settings = Settings(data_dir=shared / "demonstration")

    async def make() -> None:
        await (await open_embedded(settings, lambda: NOW)).close()

    asyncio.run(make())
    return settings.data_dir


@pytest.fixture
def settings(seeded: Path, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a program of its own; pytest would keep 25 Mo for each test."""
    copy = Settings(data_dir=tmp_path / "dmp", page_size=50)
    copy.data_dir.mkdir()
    shutil.copy(seeded / "dmp.sqlite3", copy.database)
    yield copy
    shutil.rmtree(copy.data_dir)


@pytest.fixture
def start(settings: Settings) -> Start:
    """Starts the program: ``async with start(size=(120, 40)) as dmp``."""

    def started(
        size: tuple[int, int] = (80, 24), context: RecordContext | None = None, **environ: str
    ) -> AbstractAsyncContextManager[Dmp]:
        return driven(settings, size, environ, context)

    return started


@pytest.fixture
def network(monkeypatch: pytest.MonkeyPatch) -> Network:
    """The network between the program and the DMP, to be made to fail."""
    made = Network()
    monkeypatch.setattr("dmptui.app._import_open_connection", lambda: made.connect)
    return made


@pytest.fixture
def reading(start: Start) -> Callable[..., AbstractAsyncContextManager[Dmp]]:
    """A document of a record, on the screen: the first that these words find in the list."""

    @asynccontextmanager
    async def read(
        words: str, who: str = "ROUX", key: str = "bernard", size: tuple[int, int] = (80, 24), **environ: str
    ) -> AsyncIterator[Dmp]:
        async with start(size=size, **environ) as dmp:
            await dmp.log_in(who)
            await dmp.open(key)
            await found(dmp, words)
            await dmp.keys("enter")
            await dmp.until(lambda: "‹ ›" in dmp.lines[1])
            yield dmp

    return read


@pytest.fixture
def written(settings: Settings) -> Callable[[], dict[str, int]]:
    """How many resources of each kind the DMP holds."""

    def count() -> dict[str, int]:
        with sqlite3.connect(settings.database) as database:
            return dict(database.execute("SELECT kind, count(*) FROM resource GROUP BY kind"))

    return count
