"""The index of the words: an existing file gets it, deleted documents leave it, typed words are data."""

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.store.base import Write
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.fulltext import terms
from dmptui.core.store.sqlite.schema import MIGRATIONS
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.texts import END, MARK, DocumentText, Texts

NOW = datetime(2026, 11, 23, tzinfo=UTC)
PATIENT = "p-1"


def reference(
    name: str, patient: str = PATIENT, status: str = "current", **more: object
) -> dict[str, object]:
    subject = {"reference": f"Patient/{patient}"}
    return {
        "resourceType": "DocumentReference",
        "id": name,
        "status": status,
        "subject": subject,
        "date": "2026-11-01",
    } | more


def asked(words: str, patient: str = PATIENT) -> Query:
    return Query("DocumentReference", patient, content=words)


@pytest.fixture
async def store(tmp_path: Path):
    found = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    await found.commit([Write(reference(f"d{n}")) for n in (1, 2)], NOW)
    await found.commit([Write(reference("other", "p-2"))], NOW)
    yield found
    await found.close()


async def found(store: SqliteStore, words: str, patient: str = PATIENT) -> set[str]:
    return {row.id for row in (await store.search(asked(words, patient))).rows}


def texts_of(store: SqliteStore) -> Texts:
    assert store.texts is not None
    return store.texts


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("fer", ['"fer" *']),
        ("fer bas", ['"fer"', '"bas" *']),
        ('"carence en fer"', ['"carence en fer"']),
        ('"carence en fer" ', ['"carence en fer"']),
        ("« en fer » bas", ['" en fer "', '"bas" *']),
        ("l'œdème", ['"oedème" *']),
        ('a"b', ['"a"', '"b" *']),
        ('!! «» "" \'', []),
    ],
)
def test_terms(words: str, expected: list[str]) -> None:
    assert terms(words) == expected


async def test_each_record_has_its_own_words(store: SqliteStore) -> None:
    texts = texts_of(store)
    assert set(await texts.waiting(PATIENT)) == {"d1", "d2"}
    assert set(await texts.waiting()) == {"d1", "d2", "other"}
    await texts.keep([DocumentText(name, "Titre", "Fer sérique bas") for name in ("d1", "other")])
    await texts.keep([DocumentText("d2", "Titre", "")])
    assert (await texts.waiting(), await texts.without_text(PATIENT)) == ([], ["d2"])
    assert await found(store, "serique") == {"d1"}
    assert await found(store, "titre") == {"d1", "d2"}
    assert await found(store, "serique", "p-2") == {"other"}
    marked = await texts.marked(asked("fer bas"), ["d1"])
    assert marked["d1"].body == f"{MARK}Fer{END} sérique {MARK}bas{END}"


async def test_a_deletion_leaves_nothing(store: SqliteStore) -> None:
    texts = texts_of(store)
    await texts.keep([DocumentText("d1", "Œdème", "Œdème aigu"), DocumentText("d2", "", "aigu")])
    await store.commit([Write(reference("d1", status="entered-in-error"), 1)], NOW)
    assert await found(store, "aigu") == {"d2"}
    await texts.keep([DocumentText("d1", "Œdème", "Œdème aigu")])  # read just before, kept just after
    assert await found(store, "aigu") == {"d2"}
    assert await texts.waiting(PATIENT) == []


async def test_another_change_leaves_it(store: SqliteStore) -> None:
    await texts_of(store).keep([DocumentText("d1", "", "aigu")])
    await store.commit([Write(reference("d1", status="superseded"), 1)], NOW)
    assert await found(store, "aigu") == {"d1"}


async def test_a_file_of_an_older_version(tmp_path: Path) -> None:
    path = tmp_path / "dmp.sqlite"
    store = SqliteStore(Database(path))
    await store.commit([Write(reference("d1"))], NOW)
    await store.close()
    connection = sqlite3.connect(path)
    for name in ("fulltext", "document_text", "definition", "line", "step"):
        connection.execute(f"DROP TABLE {name}")
    for name in ("resource_definition", "moment_resource", "narrow_resource"):
        connection.execute(f"DROP INDEX {name}")
    connection.execute("ALTER TABLE resource DROP COLUMN definition")
    connection.execute("PRAGMA user_version = 2")
    connection.commit()
    connection.close()
    store = SqliteStore(Database(path))
    await texts_of(store).keep([DocumentText("d1", "", "fer")])
    assert await found(store, "fer") == {"d1"}
    await store.close()
    connection = sqlite3.connect(path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    connection.close()


async def test_without_fts5(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in ("words", "store"):
        monkeypatch.setattr(f"dmptui.core.store.sqlite.{module}.has_fts5", lambda: False)
    store = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    await store.commit([Write(reference("d1"))], NOW)
    await store.commit([Write(reference("d1", status="entered-in-error"), 1)], NOW)
    assert store.texts is None
    await store.close()
    monkeypatch.undo()
    store = SqliteStore(Database(tmp_path / "dmp.sqlite"))  # a newer SQLite: the index is made then
    assert await texts_of(store).waiting() == []
    await store.close()


@given(st.text(alphabet=st.characters() | st.sampled_from("\"*():^{}+- ab'«»")))
def test_no_text_is_an_operator(words: str) -> None:
    connection = sqlite3.connect(":memory:")
    connection.execute("CREATE VIRTUAL TABLE t USING fts5 (title, body)")
    if found := terms(words):
        expression = f"{{title body}} : ({' AND '.join(found)})"
        assert connection.execute("SELECT * FROM t WHERE t MATCH ?", (expression,)).fetchall() == []
    connection.close()
