"""The population in a store: all of it, linked, and whole or not at all."""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from dmptui.core.demo.letters import RECENT
from dmptui.core.demo.notices import notified
from dmptui.core.demo.population import Population, generate
from dmptui.core.demo.practitioners import practitioners
from dmptui.core.demo.seed import seed
from dmptui.core.errors import Conflict, Unavailable
from dmptui.core.fhir.communication import from_fhir as from_wire
from dmptui.core.fhir.document_reference import from_fhir
from dmptui.core.model.message import MessageKind
from dmptui.core.model.trace import TraceAction
from dmptui.core.server.access import directory
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def some() -> Population:
    """Three people: the richest record and two more."""
    return Population(generate(date(2026, 11, 23)).records[:3])


async def found(store: SqliteStore, kind: str, patient: str = "") -> list[dict[str, Any]]:
    page = await store.search(Query(kind, patient=patient, count=10_000))
    return [json.loads(row.text) for row in page.rows]


async def test_everything_is_there(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3"))
    await seed(store, some, practitioners(), NOW)
    assert await directory.everyone(store) == sorted(practitioners(), key=lambda p: (p.family, p.given))
    for record in some.records:
        person = record.patient.id
        assert len(await found(store, "Consent", person)) == len(record.authorisations) + 1
        assert len(await found(store, "AuditEvent", person)) == len(record.traces)
        documents = {d["id"]: d for d in await found(store, "DocumentReference", person)}
        assert set(documents) == {document.meta.id for document in record.documents}
        members = [
            entry["item"]["reference"] for lot in await found(store, "List", person) for entry in lot["entry"]
        ]
        assert sorted(members) == sorted(f"DocumentReference/{name}" for name in documents)
    await store.close()


async def test_a_document_comes_back_as_it_was_told(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3"))
    await seed(store, some, practitioners(), NOW)
    for told in some.records[0].documents[-20:]:
        row = await store.read("DocumentReference", told.meta.id)
        kept = from_fhir(json.loads(row.text))
        assert kept.attachment.url == f"Binary/{told.meta.id}"
        assert (await store.content(told.meta.id)).data == told.content
        same = ("master_identifier", "title", "status", "archived", "visibility", "start", "date", "replaces")
        assert [getattr(kept, name) for name in same] == [getattr(told.meta, name) for name in same]
    await store.close()


async def test_documents_of_one_lot_share_a_list(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3"))
    await seed(store, some, practitioners(), NOW)
    lots = await found(store, "List", some.records[0].patient.id)
    assert max(len(lot["entry"]) for lot in lots) > 1
    assert len(lots) == len({document.meta.submission for document in some.records[0].documents})
    await store.close()


async def test_people_were_told_of_what_left_a_trace_lately(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3"))
    await seed(store, some, practitioners(), NOW)
    for record in some.records:
        told = [from_wire(found_one) for found_one in await found(store, "Communication", record.patient.id)]
        messages = [message for message in told if message.kind is MessageKind.MESSAGE]
        assert {m.document_id for m in messages} == {letter.document.id for letter in record.letters}
        lately = [t for t in record.traces if t.at.date() >= NOW.date() - RECENT and not t.refusal]
        opened = [t for t in lately if t.action is TraceAction.OPEN]
        mine = [m for m in told if "a ouvert votre DMP" in m.text]
        assert sorted(m.sent for m in mine) == sorted(t.at for t in opened)
        assert min((m.sent for m in told), default=NOW) >= min((t.at for t in lately), default=NOW)
    await store.close()


async def test_the_attending_physician_is_told_of_the_broken_glass(some: Population) -> None:
    broken = [w.resource for w in notified(some.records[0], NOW.date()) if "d'un de vos patients" in str(w)]
    assert [w["recipient"][0]["identifier"]["value"] for w in broken] == sorted(
        some.records[0].patient.attending
    )


async def test_twice_is_refused(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3"))
    await seed(store, some, practitioners(), NOW)
    with pytest.raises(Conflict):
        await seed(store, some, practitioners(), NOW)
    await store.close()


async def test_a_full_disk_keeps_nothing(some: Population, tmp_path: Path) -> None:
    store = SqliteStore(Database(tmp_path / "dmp.sqlite3", max_pages=100))
    with pytest.raises(Unavailable, match="disque est plein"):
        await seed(store, some, practitioners(), NOW)
    assert await found(store, "Practitioner") == []
    await store.close()
