"""The pages of a record of 5,000 documents: what they ask before they show something, and all they do."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from bench.lists import writes
from dmptui.core.client import Transport
from dmptui.core.demo.population import generate
from dmptui.core.insight.care_path import LifeLine
from dmptui.core.machine.settings import Settings
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.widgets.lanes import Lanes
from tests.core.work.long_record import Asked, asked_of
from tests.screens.driver import NOW, Dmp

NUMBER = 5_000
ARRIVES = {"care_path": "acte", "vaccinations": "lecture :", "biology": "comptes rendus"}
"""Pages that go on listing after they have shown something, and what they say."""
FIRST = 60
"""Documents that may come before a page shows something."""


@pytest.fixture(scope="session")
def long_data(seeded: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder where the richest record has so many documents."""
    made = Settings(data_dir=tmp_path_factory.mktemp("long"))
    shutil.copy(seeded / "dmp.sqlite3", made.database)
    richest = max(generate(NOW.date()).records, key=lambda record: len(record.documents))

    async def fill() -> None:
        store = SqliteStore(Database(made.database))
        more = writes(richest, NUMBER - len(richest.documents))
        while some := list(islice(more, 500)):
            await store.commit([write for document in some for write in document], NOW)
        await store.close()

    asyncio.run(fill())
    return made.data_dir


@pytest.fixture
def settings(long_data: Path, tmp_path: Path) -> Any:
    copy = Settings(data_dir=tmp_path / "dmp")
    copy.data_dir.mkdir()
    shutil.copy(long_data / "dmp.sqlite3", copy.database)
    yield copy
    shutil.rmtree(copy.data_dir)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Asked:
    return asked_of(monkeypatch)


@pytest.fixture
def more(asked: Asked, monkeypatch: pytest.MonkeyPatch) -> asyncio.Event:
    """Until it is set, no second page of a search comes."""
    event, get = asyncio.Event(), Transport.get_json

    async def get_json(self: Transport, url: str, token: str) -> Any:
        if "_getpages" in url:
            await event.wait()
        return await get(self, url, token)

    monkeypatch.setattr(Transport, "get_json", get_json)
    return event


def following(asked: Asked) -> int:
    """How many second pages came."""
    return sum("_getpages" in url for url in asked.requests)


@pytest.fixture
def record(start):
    """The long record, on its first page, which has arrived."""

    @asynccontextmanager
    async def open_record() -> AsyncIterator[Dmp]:
        async with start(size=(120, 40)) as dmp:
            await dmp.log_in("ROUX")
            await dmp.ask_for("bernard")
            await dmp.sees("Derniers documents", "Dernières vaccinations")
            yield dmp

    return open_record


async def test_the_first_page_is_made_of_few_questions(record, asked):
    async with record() as dmp:
        await dmp.until(lambda: asked.requests[-1].endswith("/DocumentReference/_search"))
        assert following(asked) == 0
        assert sum(asked.rows) <= 120


@pytest.mark.parametrize(("place", "said"), ARRIVES.items())
async def test_a_page_shows_something_before_a_second_page_comes(record, asked, more, place, said):
    async with record() as dmp:
        asked.forget()
        await dmp.page(place)
        await dmp.sees(said)
        await dmp.until(lambda: bool(dmp.list.rows))
        assert following(asked) == 0
        assert sum(asked.rows) <= FIRST


async def test_a_page_that_was_left_asks_no_more_and_goes_on_when_it_is_back(record, asked, more):
    async with record() as dmp:
        await dmp.page("care_path")
        await dmp.sees("actes …")
        await dmp.page("documents")
        await dmp.sees("documents")
        asked.forget()
        more.set()
        await dmp.until(lambda: following(asked) == 1)
        for key in ("down", "down", "up"):
            await dmp.keys(key)
        assert following(asked) == 1
        await dmp.page("care_path")
        await dmp.until(lambda: "actes" in dmp.lines[3] and "…" not in dmp.lines[3])
        assert following(asked) > 10


async def test_the_whole_record_is_shown_as_wanted_at_once(record, more):
    async with record() as dmp:
        await dmp.page("care_path")
        await dmp.sees("moins de 2 ans (e : tout)", "actes …")
        await dmp.keys("e")
        await dmp.sees_no("moins de 2 ans")
        await dmp.sees("actes …")


async def test_the_line_of_life_is_filled_once_and_shown_a_few_times(record, monkeypatch):
    placed, shown = [0], [0]
    add, show = LifeLine.add, Lanes.show

    def counted_add(self, events):
        found = list(events)
        placed[0] += len(found)
        add(self, found)

    def counted_show(self, *args, **more):
        shown[0] += 1
        show(self, *args, **more)

    monkeypatch.setattr(LifeLine, "add", counted_add)
    monkeypatch.setattr(Lanes, "show", counted_show)
    async with record() as dmp:
        await dmp.page("care_path")
        await dmp.keys("e")
        await dmp.until(lambda: dmp.app.focused is not None and dmp.lines[3].rstrip().endswith("actes"))
        assert NUMBER * 0.8 < placed[0] <= 2 * NUMBER
        assert shown[0] <= 40
