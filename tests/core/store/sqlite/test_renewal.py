"""A definition that changes: what is already stored is found by it, and until then searches say so."""

import asyncio
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dmptui.core.store import indexes
from dmptui.core.store.base import Write
from dmptui.core.store.indexes import INDEXES, Index, fingerprint, fold, rows_of
from dmptui.core.store.query import DateRange, Prefix, Query, Token
from dmptui.core.store.sqlite import statements, words
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.texts import DocumentText
from tests.core.store.resources import NOW, document

KIND = "DocumentReference"
MANY = 7


@contextmanager
def defined(kind: str, index: Index) -> Iterator[None]:
    """A program that searches one kind by another definition."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(INDEXES, kind, index)
        _forget()
        yield
    _forget()


def _forget() -> None:
    for cached in (fingerprint, statements.page):
        cached.cache_clear()


def reference(number: int) -> dict[str, object]:
    return document(number, patient="p1", day=number) | {"custodian": {"reference": "Organization/o"}}


def without(**removed: str) -> Index:
    """The definition before some parameters were added: group -> name."""
    index = INDEXES[KIND]
    groups: dict[str, Any] = {
        g: {p: v for p, v in getattr(index, g).items() if p != n} for g, n in removed.items()
    }
    return replace(index, **groups)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "dmp.sqlite"


async def fill(path: Path) -> None:
    store = SqliteStore(Database(path))
    await store.commit([Write(reference(number)) for number in range(MANY)], NOW)
    await store.commit([Write({"resourceType": "Patient", "id": "p1", "name": [{"family": "Œuf"}]})], NOW)
    await store.close()


async def found(store: SqliteStore, asked: Query) -> int:
    return len((await store.search(asked)).rows)


async def finish(store: SqliteStore, most: int = 2) -> list[int]:
    """Renew to the end; the size of each batch."""
    sizes = []
    while size := await store.renew(most):
        sizes.append(size)
    return sizes


def rows(path: Path) -> dict[str, list[object]]:
    connection = sqlite3.connect(path)
    tables = ("moment", "narrow", "broad")
    held = {name: sorted(connection.execute(f"SELECT * FROM {name}").fetchall()) for name in tables}
    connection.close()
    return held


ADDED = {
    "a token that few have": ({"narrow": "location"}, Token("location", ((None, "Binary/b1"),)), 1),
    "a token that many have": ({"broad": "status"}, Token("status", ((None, "current"),)), MANY),
    "a date": ({"dates": "date"}, DateRange("date", NOW.replace(year=2000)), MANY),
}


@pytest.mark.parametrize(("removed", "asked", "number"), ADDED.values(), ids=ADDED)
async def test_a_parameter_added_finds_what_was_stored(path, removed, asked, number):
    if isinstance(asked, DateRange):
        wanted = Query(KIND, "p1", dates=(asked,))
    else:
        wanted = Query(KIND, "p1", tokens=(asked,))
    with defined(KIND, without(**removed)):
        await fill(path)
    store = SqliteStore(Database(path))
    assert (await found(store, wanted), await store.incomplete()) == (0, True)
    assert await finish(store) == [2, 2, 2, 1]  # the other kinds are left as they are
    assert (await found(store, wanted), await store.incomplete()) == (number, False)
    await store.close()


async def test_rows_are_those_of_a_new_file_whatever_they_were(path, tmp_path):
    other = Index(
        dates={"date": ("meta.lastUpdated",)},
        patient=("custodian.reference",),
        narrow={"identifier": ("id",), "gone": ("id",)},
        broad={"status": ("id",), "gone": ("status",)},
    )
    with defined(KIND, other):
        await fill(path)
    store = SqliteStore(Database(path))
    await store.commit([Write(reference(0) | {"status": "superseded"}, 1)], NOW)  # written meanwhile
    await finish(store)
    await store.close()
    new = SqliteStore(Database(tmp_path / "new.sqlite"))
    for number in range(MANY):
        await new.commit([Write(reference(number))], NOW)
    await new.commit([Write({"resourceType": "Patient", "id": "p1", "name": [{"family": "Œuf"}]})], NOW)
    await new.commit([Write(reference(0) | {"status": "superseded"}, 1)], NOW)
    await new.close()
    assert rows(path) == rows(tmp_path / "new.sqlite")


async def test_names_are_folded_anew(path):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(indexes, "fold", str.upper)
        _forget()
        await fill(path)
    _forget()
    store = SqliteStore(Database(path))
    wanted = Query("Patient", prefixes=(Prefix("family", "œu"),))
    assert (await found(store, wanted), await store.incomplete()) == (0, True)
    assert await finish(store) == [1]
    assert await found(store, wanted) == 1
    await store.close()


async def test_one_that_stopped_goes_on_where_it_was(path):
    with defined(KIND, without(broad="status")):
        await fill(path)
    first = SqliteStore(Database(path))
    assert await first.renew(3) == 3
    del first  # never closed, as after a kill
    second = SqliteStore(Database(path))
    assert await second.incomplete()
    assert await finish(second, 3) == [3, 1]
    await second.close()


async def test_several_programs_share_the_work(path):
    with defined(KIND, without(broad="status")):
        await fill(path)
    stores = [SqliteStore(Database(path)) for _number in range(3)]
    sizes = await asyncio.gather(*(finish(store) for store in stores))
    assert sum(map(sum, sizes)) == MANY
    assert [await store.incomplete() for store in stores] == [False] * 3
    for store in stores:
        await store.close()


async def test_two_versions_do_not_undo_each_other(path):
    with defined(KIND, without(broad="status")):
        await fill(path)
        old = SqliteStore(Database(path))
    new = SqliteStore(Database(path))
    await finish(new)
    with defined(KIND, without(broad="status")):
        assert await old.renew(5) == 0
        await old.commit([Write(reference(20))], NOW)
        assert await old.incomplete()
    assert await finish(new) == [1]
    await old.close()
    await new.close()


def older(path: Path) -> None:
    """Make a file one of before definitions were kept."""
    connection = sqlite3.connect(path)
    connection.execute("UPDATE resource SET definition = 0")
    connection.execute("DELETE FROM definition")
    connection.commit()
    connection.close()


async def test_a_file_of_nobody_knows_which_definition(path):
    await fill(path)
    before = rows(path)
    older(path)
    store = SqliteStore(Database(path))
    assert await store.incomplete()
    assert sum(await finish(store)) == MANY + 1
    await store.close()
    assert rows(path) == before


async def test_rights_are_renewed_first(path):
    store = SqliteStore(Database(path))
    consent = {"resourceType": "Consent", "id": "c", "status": "active"}
    await store.commit([Write(reference(1)), Write(consent)], NOW)
    await store.close()
    older(path)
    store = SqliteStore(Database(path))
    assert await store.renew(10) == 1
    waiting = await store._database.glance(
        lambda c: c.execute("SELECT kind FROM resource WHERE definition = 0").fetchall()
    )
    assert waiting == [(KIND,)]
    await store.close()


async def test_a_new_file_waits_for_nothing(path):
    await fill(path)
    store = SqliteStore(Database(path))
    assert (await store.incomplete(), await store.renew(10)) == (False, 0)
    await store.close()


WORDS: dict[str, Callable[[pytest.MonkeyPatch], None]] = {
    "spelling": lambda patch: patch.setattr(words, "_LIGATURES", str.maketrans({"a": "b"})),
    "tokeniser": lambda patch: patch.setattr(words, "_TABLE", words._TABLE.replace(" 2", " 1")),
    "reading": lambda patch: patch.setattr(words, "_REVISION", 0),
}


@pytest.mark.parametrize("change", WORDS.values(), ids=WORDS)
async def test_documents_are_read_again_when_their_words_are_indexed_otherwise(path, change):
    with pytest.MonkeyPatch.context() as patch:
        change(patch)
        await fill(path)
        store = SqliteStore(Database(path))
        assert store.texts is not None
        await store.texts.keep([DocumentText("d1", "Œdème", "Sérum sanguin"), DocumentText("d2", "", "")])
        await store.close()
    store = SqliteStore(Database(path))
    assert store.texts is not None
    assert len(await store.texts.waiting("p1")) == MANY
    assert not await store.incomplete()
    await store.texts.keep([DocumentText("d1", "Œdème", "Sérum sanguin")])
    assert len(await store.texts.waiting("p1")) == MANY - 1
    assert await found(store, Query(KIND, "p1", content="oedeme serum")) == 1
    await store.close()


async def test_words_wait_for_the_version_in_force(path):
    await fill(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_REVISION", 0)
        old = SqliteStore(Database(path))
    new = SqliteStore(Database(path))
    assert new.texts is not None
    assert old.texts is not None
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(words, "_REVISION", 0)
        await old.texts.keep([DocumentText("d1", "", "fer")])
    assert len(await new.texts.waiting("p1")) == MANY
    await old.close()
    await new.close()


def test_a_revision_for_each_way_of_making_rows():
    """When this fails, and what it says is meant: raise ``indexes._REVISION``, then write it anew here."""
    resource = reference(1) | {
        "type": {"coding": [{"system": "s", "code": "c"}]},
        "context": {"period": {"start": "2026-01-02T03:04:05.5+01:00"}, "related": [{"reference": "A/1"}]},
        "author": [{"identifier": {"system": "s", "value": "v"}}],
        "extension": [True],
    }
    patient = {"resourceType": "Patient", "id": "p", "active": True, "name": [{"family": "L’Œuf-É"}]}
    assert indexes._REVISION == 2
    assert rows_of(resource | {"masterIdentifier": {"value": "m"}}).narrow[-1:] == [
        ("DocumentReference.related", "", "A/1")
    ]
    assert rows_of(resource).moments[0] == ("DocumentReference.period", 1767319445500000)
    assert ("author", "s", "v") in rows_of(resource).broad
    assert ("type", "s", "c") in rows_of(resource).broad
    assert rows_of(patient).narrow == [("Patient.family", "", "l oeuf e")]
    assert rows_of(patient).broad == [("active", "", "true")]
    assert fold(indexes._FOLDED) == "l oeuvre d eloise fin ss i dz ω 1"
