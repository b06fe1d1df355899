"""Reaching the DMP: the first start, bad folders, several programs at once, a remote server."""

import asyncio
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dmptui.core.connecting import embedded
from dmptui.core.connecting.connect import Connection, connect
from dmptui.core.demo.population import Population
from dmptui.core.errors import Conflict, Unavailable, UsageError
from dmptui.core.machine.presence import Presence
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import now as clock
from dmptui.core.store.sqlite.database import Database


@pytest.fixture
def new(tmp_path: Path) -> Settings:
    """A folder that does not exist yet."""
    return Settings(data_dir=tmp_path / "a" / "dmp")


@pytest.fixture
def nobody(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """An empty population, for speed; the list grows each time it is asked for."""
    asked: list[object] = []

    def generate(today: object) -> Population:
        asked.append(today)
        return Population(())

    monkeypatch.setattr("dmptui.core.demo.population.generate", generate)
    return asked


async def names(connection: Connection) -> int:
    return len(await connection.client.identities())


async def test_the_first_start_makes_a_private_folder(new: Settings, nobody: list[object]) -> None:
    connection = await connect(new, clock)
    try:
        assert await names(connection) > 10
        assert not connection.others_present
    finally:
        await connection.close()
    assert new.data_dir.stat().st_mode & 0o777 == 0o700
    assert new.database.stat().st_mode & 0o777 == 0o600
    assert sorted(p.name for p in new.data_dir.iterdir()) == ["dmp.sqlite3", "dmptui.lock"]


async def test_the_second_start_keeps_the_data(new: Settings, nobody: list[object]) -> None:
    for _time in range(2):
        await (await connect(new, clock)).close()
    assert len(nobody) == 1


async def test_another_one_is_told(dmp: Settings) -> None:
    first = await connect(dmp, clock)
    second = await connect(dmp, clock)
    assert (first.others_present, second.others_present) == (False, True)
    await first.close()
    await second.close()
    third = await connect(dmp, clock)
    assert not third.others_present
    await third.close()


async def test_two_first_starts_make_one_population(new: Settings, nobody: list[object]) -> None:
    both = await asyncio.gather(connect(new, clock), connect(new, clock))
    assert len(nobody) == 1
    assert {await names(connection) for connection in both} == {await names(both[0])}
    assert sorted(connection.others_present for connection in both) == [False, True]
    for connection in both:
        await connection.close()


async def test_a_half_made_population_is_started_again(new: Settings, nobody: list[object]) -> None:
    new.data_dir.mkdir(parents=True)
    new.database.with_name("dmp.sqlite3.new").write_bytes(b"half")
    await (await connect(new, clock)).close()
    assert sorted(p.name for p in new.data_dir.iterdir()) == ["dmp.sqlite3", "dmptui.lock"]


async def test_a_full_disk_leaves_nothing(
    new: Settings, nobody: list[object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(embedded, "Database", lambda path: Database(path, max_pages=20))
    with pytest.raises(Unavailable, match="disque est plein"):
        await connect(new, clock)
    assert [p.name for p in new.data_dir.iterdir()] == ["dmptui.lock"]


def _no_database(path: Path) -> None:
    path.write_bytes(b"not a database" * 1000)


def _another_program(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE t (x)")
    connection.close()


@pytest.mark.parametrize("damage", [_no_database, _another_program])
async def test_an_unreadable_database_says_what_to_do(
    dmp: Settings, nobody: list[object], damage: Callable[[Path], None]
) -> None:
    dmp.database.unlink()
    damage(dmp.database)
    with pytest.raises(Unavailable, match="dmptui demo reset"):
        await connect(dmp, clock)
    await embedded.reset(dmp, clock)
    await (await connect(dmp, clock)).close()


async def test_a_folder_that_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Unavailable, match="--data-dir"):
        await connect(Settings(data_dir=tmp_path / "file" / "dmp"), clock)


async def test_reset_waits_for_nobody(dmp: Settings, nobody: list[object]) -> None:
    connection = await connect(dmp, clock)
    with pytest.raises(Conflict, match="Un autre dmptui"):
        await embedded.reset(dmp, clock)
    await connection.close()
    await embedded.reset(dmp, clock)
    assert len(nobody) == 1


def test_another_process_holds_the_folder_until_it_ends(dmp: Settings) -> None:
    script = (
        "import asyncio, sys\nfrom pathlib import Path\nfrom dmptui.core.machine.presence import Presence\n"
        "asyncio.run(Presence(Path(sys.argv[1])).join(lambda: True))\n"
        "print('in', flush=True)\nsys.stdin.read()"
    )
    other = subprocess.Popen(
        [sys.executable, "-c", script, dmp.data_dir],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "in\n"
    with pytest.raises(Conflict):
        Presence(dmp.data_dir).alone()
    other.kill()
    other.communicate()
    presence = Presence(dmp.data_dir)
    presence.alone()
    presence.leave()


@pytest.mark.parametrize("server", ["dmp.example", "ftp://dmp.example", "https://", "http://a:b", "data:1"])
async def test_what_is_not_an_address(new: Settings, server: str) -> None:
    with pytest.raises(UsageError, match="https://"):
        await connect(Settings(data_dir=new.data_dir, server=server), clock)


async def test_a_server_is_asked_for_nothing_here(new: Settings) -> None:
    connection = await connect(Settings(data_dir=new.data_dir, server="https://127.0.0.1:9/fhir/"), clock)
    with pytest.raises(Unavailable):
        await connection.client.identities()
    await connection.close()
    assert not new.data_dir.exists()
