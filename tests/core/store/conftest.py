"""The stores under test."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from dmptui.core.store.base import Store
from dmptui.core.store.remote.opening import open_store
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.store.remote import medplum
from tests.core.store.remote.minimal_server import URL, MinimalServer


@pytest.fixture(scope="session")
def medplum_url() -> Iterator[str]:
    with medplum.running() as url:
        yield url


@pytest.fixture(params=["sqlite", "minimal", "medplum"])
async def store(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Store]:
    """Each store that keeps the same promises, empty."""
    if request.param == "medplum":
        async with medplum.emptied(request.getfixturevalue("medplum_url")) as remote:
            yield remote
        return
    if request.param == "minimal":
        least = await open_store(URL, transport=MinimalServer().transport())
        yield least
        await least.close()
        return
    opened = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    yield opened
    await opened.close()
