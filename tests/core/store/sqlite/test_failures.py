"""What can happen to the file, each told by a French sentence that says what to do."""

import asyncio
import os
import sqlite3
import sys
import threading
from datetime import UTC, datetime

import pytest

from dmptui.core.errors import Unavailable
from dmptui.core.store.base import Content, Write
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite import database as module
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore

NOW = datetime(2026, 11, 23, tzinfo=UTC)
CARE_TEAM = {
    "resourceType": "CareTeam",
    "id": "t1",
    "status": "active",
    "subject": {"reference": "Patient/p1"},
}


def test_a_file_that_is_no_database(tmp_path):
    path = tmp_path / "dmp.sqlite"
    path.write_text("Ceci n'est pas une base.\n" * 100)
    with pytest.raises(Unavailable, match="dmptui demo reset") as caught:
        Database(path)
    assert caught.value.cause == "SQLITE_NOTADB"
    assert str(path) in caught.value.message


def test_the_database_of_another_program_is_left_alone(tmp_path):
    path = tmp_path / "other.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE treasure (x)")
    other.commit()
    other.close()
    with pytest.raises(Unavailable, match="illisible"):
        Database(path)
    left = sqlite3.connect(path)
    assert [r[0] for r in left.execute("SELECT name FROM sqlite_schema")] == ["treasure"]
    left.close()


async def test_a_damaged_file(tmp_path):
    path = tmp_path / "dmp.sqlite"
    store = SqliteStore(Database(path))
    await store.commit([Content(f"b{n}", "text/plain", b"x" * 3000) for n in range(50)], NOW)
    await store.close()
    data = bytearray(path.read_bytes())
    data[4096:] = b"\xff" * (len(data) - 4096)
    path.write_bytes(data)
    with pytest.raises(Unavailable, match="dmptui demo reset"):
        await SqliteStore(Database(path)).search(Query("CareTeam", "p1"))


def test_a_newer_schema(tmp_path):
    path = tmp_path / "dmp.sqlite"
    Database(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(Unavailable, match="version plus récente"):
        Database(path)


@pytest.mark.parametrize("where", ["missing/dmp.sqlite", "."])
def test_a_place_that_cannot_be_opened(tmp_path, where):
    with pytest.raises(Unavailable, match="ne peut pas être ouvert"):
        Database(tmp_path / where)


@pytest.mark.skipif(os.geteuid() == 0, reason="root writes everywhere")
def test_a_read_only_folder(tmp_path):
    tmp_path.chmod(0o555)
    with pytest.raises(Unavailable, match=r"ne peut pas être (ouvert|écrit)"):
        Database(tmp_path / "dmp.sqlite")


async def test_a_read_only_file(tmp_path):
    path = tmp_path / "dmp.sqlite"
    store = SqliteStore(Database(path))

    def read_only(connection):
        connection.execute("PRAGMA query_only = 1")

    await store._database.writing(read_only, short=True)
    with pytest.raises(Unavailable, match="ne peut pas être écrit"):
        await store.commit([Write(CARE_TEAM)], NOW)


async def test_a_full_disk_keeps_nothing_and_loses_nothing(tmp_path):
    store = SqliteStore(Database(tmp_path / "dmp.sqlite", max_pages=40))
    await store.commit([Write(CARE_TEAM)], NOW)
    with pytest.raises(Unavailable, match="Le disque est plein") as caught:
        await store.commit(
            [Write(CARE_TEAM | {"id": "t2"}), Content("b1", "text/plain", b"x" * 300_000)], NOW
        )
    assert caught.value.cause == "SQLITE_FULL"
    assert [row.id for row in (await store.search(Query("CareTeam", "p1"))).rows] == ["t1"]
    await store.commit([Write(CARE_TEAM | {"id": "t3"})], NOW)
    await store.close()


async def test_a_writer_that_never_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_BUSY_SECONDS", 0.05)
    path = tmp_path / "dmp.sqlite"
    store = SqliteStore(Database(path))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert (await store.search(Query("CareTeam", "p1"))).rows == ()
        with pytest.raises(Unavailable, match="occupées par un autre programme"):
            await store.commit([Write(CARE_TEAM)], NOW)
    finally:
        other.execute("ROLLBACK")
        other.close()
    await store.commit([Write(CARE_TEAM)], NOW)
    await store.close()


async def test_a_closed_store_says_so(tmp_path):
    store = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    await store.close()
    with pytest.raises(Unavailable, match="Relancez dmptui"):
        await store.search(Query("CareTeam", "p1"))


def test_two_threads_may_create_the_same_file(tmp_path):
    failures = []

    def start():
        try:
            Database(tmp_path / "dmp.sqlite").close()
        except Unavailable as error:
            failures.append(error.cause)

    threads = [threading.Thread(target=start) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


async def test_two_programs_write_the_same_file(tmp_path):
    path = tmp_path / "dmp.sqlite"
    script = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from dmptui.core.store.base import Write
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore

async def main():
    store = SqliteStore(Database(Path(sys.argv[1])))
    for n in range(40):
        team = {"resourceType": "CareTeam", "id": f"{sys.argv[2]}-{n}", "status": "active",
                "subject": {"reference": "Patient/p1"}}
        await store.commit([Write(team)], datetime.now(UTC))
    await store.close()

asyncio.run(main())
"""
    programs = [
        await asyncio.create_subprocess_exec(sys.executable, "-c", script, str(path), name)
        for name in ("a", "b")
    ]
    assert [await program.wait() for program in programs] == [0, 0]
    store = SqliteStore(Database(path))
    assert await store.counts([Query("CareTeam", "p1")]) == [80]
    await store.close()
