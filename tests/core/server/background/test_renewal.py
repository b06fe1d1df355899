"""A search while the index is made anew: it answers, and says that something may be missing."""

import asyncio
from dataclasses import replace

import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.errors import Unavailable
from dmptui.core.fhir import bundle
from dmptui.core.fhir.finding import found_from_fhir
from dmptui.core.fhir.json import Json
from dmptui.core.server.background import renewal
from dmptui.core.server.background.quiet import Quiet
from dmptui.core.server.background.renewal import Renewal
from dmptui.core.store.indexes import INDEXES, fingerprint
from dmptui.core.store.sqlite import statements
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
    World,
    authorisation,
    document,
    ids,
    kept,
    opened,
    person,
)

ALICE = person(1)
DOCUMENTS = [document(f"Scanner {number}", number=number, type_code=IMAGING) for number in range(1, 40)]


def forget() -> None:
    for cached in (fingerprint, statements.page):
        cached.cache_clear()


@pytest.fixture
async def dmp(tmp_path):
    """A server that searches documents by type, over a file that a version without it has filled."""
    with pytest.MonkeyPatch.context() as patch:
        index = INDEXES["DocumentReference"]
        broad = {name: paths for name, paths in index.broad.items() if name != "type"}
        patch.setitem(INDEXES, "DocumentReference", replace(index, broad=broad))
        forget()
        store = SqliteStore(Database(tmp_path / "dmp.sqlite"))
        for one in DOCUMENTS:
            await store.commit(kept(one, ALICE, b"genou"), NOW)
        await store.close()
    forget()
    async with opened(tmp_path, SqliteStore(Database(tmp_path / "dmp.sqlite"))) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE))
        yield world


class Hurried(Quiet):
    """Never waits."""

    waits = 0

    async def wait(self) -> None:
        self.waits += 1


async def scanners(world: World, token: str, **more: str) -> Json:
    asked = {"patient": f"Patient/{ALICE.id}", "type": IMAGING} | more
    answer = await world.search("DocumentReference", token, **asked)
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_the_old_rows_are_found_after_it_and_it_is_said_before(dmp):
    token = await dmp.open(HADDAD, ALICE)
    before = await scanners(dmp, token)
    (entry,) = before["entry"]
    assert entry["search"] == {"mode": "outcome"}
    assert entry["resource"]["issue"][0]["code"] == "incomplete"
    assert "total" not in before
    quiet = Hurried()
    await Renewal(dmp.store, quiet).finish()
    assert quiet.waits == 3  # before each batch of 25, and before knowing that there is none
    after = await scanners(dmp, token)
    assert after["total"] == len(after["entry"]) == len(DOCUMENTS)
    assert bundle.incomplete(after) == ""


async def test_every_search_says_it_and_none_is_stopped(dmp):
    session, token = await dmp.login(HADDAD), await dmp.open(HADDAD, ALICE)
    patient = f"Patient/{ALICE.id}"
    for kind, who in {"List": token, "AuditEvent": token, "CareTeam": token, "Consent": session}.items():
        answer = await dmp.search(kind, who, patient=patient)
        assert answer.status_code == 200
        assert bundle.incomplete(answer.json())
    page = await scanners(dmp, token, _content="genou")
    assert found_from_fhir(page).waiting >= 1


async def test_each_page_says_it(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.search("DocumentReference", token, patient=f"Patient/{ALICE.id}", _count="25")
    assert (len(ids(answer)), bool(bundle.incomplete(answer.json()))) == (25, True)
    headers = {"Authorization": f"Bearer {token}"}
    second = await dmp.client.get(bundle.next_page(answer.json()), headers=headers)
    assert (len(ids(second)), bool(bundle.incomplete(second.json()))) == (14, True)


async def test_our_client_reads_it_and_keeps_what_it_says(dmp):
    token = await dmp.open(HADDAD, ALICE)
    client = DmpClient(Transport(dmp.client))
    pages = [page async for page in client.documents(token, ALICE.ins, {})]
    assert [len(page) for page in pages] == [len(DOCUMENTS)]
    assert client.incomplete
    await Renewal(dmp.store, Hurried()).finish()
    assert [len(page) async for page in client.documents(token, ALICE.ins, {"type": IMAGING})] == [39]
    assert client.incomplete == ""


async def test_in_the_background(dmp, monkeypatch):
    for name in ("_START_SECONDS", "_PAUSE_SECONDS", "_LOOK_SECONDS"):
        monkeypatch.setattr(renewal, name, 0)
    failures = [Unavailable("plein")]
    renew = dmp.store.renew
    done = asyncio.Event()

    async def failing(most: int) -> int:
        if failures:
            raise failures.pop()
        found: int = await renew(most)
        if not found:
            done.set()
        return found

    monkeypatch.setattr(dmp.store, "renew", failing)
    working = Renewal(dmp.store, Hurried())
    working.start()
    await asyncio.wait_for(done.wait(), 10)
    await working.stop()
    assert not await dmp.store.incomplete()
