"""Searching the contents of a record: who finds what, with which excerpts, and what is traced."""

import asyncio
import json
import threading

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmptui.core.documents.blocks import Document
from dmptui.core.documents.read import read as documents_read
from dmptui.core.fhir.bundle import next_page
from dmptui.core.fhir.finding import found_from_fhir
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.trace import TraceAction
from dmptui.core.server.background import indexing
from dmptui.core.server.background.indexing import Indexer
from dmptui.core.store.query import Query
from dmptui.core.store.sqlite.fulltext import FullText
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
    OLIVIER,
    PETIT,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    team,
)
from tests.core.store.remote.minimal_server import URL, MinimalServer

ALICE = person(1, attending={ROUX.practitioner.id})
BASILE = person(2, "MARTIN", "Basile")
LETTER = document("Lettre", number=1, days_ago=1)
OLD = document("Lettre", number=2, days_ago=9, status=DocumentStatus.SUPERSEDED)
MASKED = document(
    "Masqué", number=3, days_ago=3, author=OLIVIER, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS]
)
SCAN = document("Scanner du genou", number=4, days_ago=4, type_code=IMAGING)
HIS = document("Lettre", number=5, days_ago=5)
TEXTS = {
    LETTER.id: "Œdème aigu du poumon. Pas d'hémoptysie. Traitement par furosémide.",
    OLD.id: "Œdème du poumon, première version.",
    MASKED.id: "Œdème secret.",
    HIS.id: "Œdème de Basile.",
}


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(
            ALICE,
            BASILE,
            *(authorisation(role, ALICE) for role in (HADDAD, ROUX, OLIVIER)),
            authorisation(HADDAD, BASILE),
            *(kept(found, ALICE, TEXTS[found.id].encode()) for found in (LETTER, OLD, MASKED)),
            kept(SCAN, ALICE, b"\x89PNG\r\n\x1a\n picture"),
            kept(HIS, BASILE, TEXTS[HIS.id].encode()),
            team(ALICE, HADDAD.practitioner.id),
        )
        yield world


async def find(world: World, token: str, words: str, patient=ALICE, **more: str) -> httpx.Response:
    asked = {"patient.identifier": ins_of(patient), "_content": words} | more
    return await world.search("DocumentReference", token, **asked)


@pytest.mark.parametrize(
    ("role", "expected"),
    [(HADDAD, {LETTER.id, OLD.id}), (OLIVIER, {MASKED.id, LETTER.id, OLD.id}), (ROUX, {*TEXTS} - {HIS.id})],
)
async def test_only_what_may_be_read_is_found(dmp, role, expected):
    token = await dmp.open(role, ALICE)
    answer = await find(dmp, token, "oedeme")
    assert set(ids(answer)) == expected
    assert answer.json()["total"] == len(expected)
    assert ("secret" in answer.text) == (MASKED.id in expected)


async def test_a_right_withdrawn_is_withdrawn_at_once(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert ids(await find(dmp, token, "oedeme"))
    row = await dmp.store.read("Consent", f"consent-{HADDAD.practitioner.id}-{ALICE.id[:8]}")
    denied = authorisation(HADDAD, ALICE, permitted=False)
    await dmp.store.commit([type(denied)(denied.resource, row.version)], NOW)
    refused = await find(dmp, token, "oedeme")
    assert refused.status_code == 403
    assert "dème" not in refused.text
    (trace,) = await dmp.refusals()
    assert trace["subtype"][0]["code"] == TraceAction.SEARCH


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("œdème", 1),
        ("OEDEME Poumon", 1),
        ("furo", 1),
        ("furo poumon", 0),  # only the last word may be the beginning of one
        ("poumon furo", 1),
        ('"aigu du poumon"', 1),
        ('"du aigu"', 0),
        ("« aigu du »", 1),
        ('"furo"', 0),
        ("d’hémoptysie", 1),
        ("poumon absent", 0),
        ("genou", 1),  # the title, of a document without text
    ],
)
async def test_words(dmp, words, number):
    token = await dmp.open(HADDAD, ALICE)
    assert len(ids(await find(dmp, token, words, status="current"))) == number


async def test_excerpts_and_what_has_no_text(dmp):
    token = await dmp.open(HADDAD, ALICE)
    page = found_from_fhir((await find(dmp, token, "oedeme furo", status="current")).json())
    (hit,) = page
    (excerpt,) = hit.excerpts
    assert excerpt.text == TEXTS[LETTER.id]
    assert [excerpt.text[start:end] for start, end in excerpt.marks] == ["Œdème", "furosémide"]
    assert (page.waiting, page.without_text) == (0, 1)


async def test_with_the_other_parameters(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert ids(await find(dmp, token, "poumon", period="lt2026-11-20")) == [OLD.id]
    assert ids(await find(dmp, token, "poumon", type=IMAGING)) == []
    assert ids(await find(dmp, token, "poumon", _sort="period")) == [OLD.id, LETTER.id]
    assert ids(await find(dmp, token, "poumon", _id=OLD.id)) == [OLD.id]
    assert (await find(dmp, token, "poumon", colour="red")).status_code == 400


async def test_pages_hold_each_document_once(dmp):
    token = await dmp.open(ROUX, ALICE)
    answer = await find(dmp, token, "oedeme", _count="1")
    found = ids(answer)
    while url := next_page(answer.json()):
        answer = await dmp.client.get(url, headers={"Authorization": f"Bearer {token}"})
        found += ids(answer)
        assert "OperationOutcome" not in answer.text
    assert found == [LETTER.id, MASKED.id, OLD.id]


async def test_one_trace_for_each_opening_without_the_words(dmp):
    token = await dmp.open(HADDAD, ALICE)
    for words in ("oed", "oedem", "oedeme"):
        await find(dmp, token, words)
    traced = [t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == TraceAction.SEARCH]
    assert len(traced) == 1
    assert "oed" not in json.dumps(traced)
    await find(dmp, await dmp.open(HADDAD, ALICE), "oedeme")
    traced = [t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == TraceAction.SEARCH]
    assert len(traced) == 2


async def test_another_patient_is_refused(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert (await find(dmp, token, "oedeme", BASILE)).status_code == 403
    assert (await find(dmp, await dmp.login(HADDAD), "oedeme")).status_code == 403
    assert (await find(dmp, await dmp.enter(ALICE), "oedeme")).status_code == 400
    assert ids(await find(dmp, await dmp.open(HADDAD, BASILE), "oedeme", BASILE)) == [HIS.id]


async def test_what_is_deposited_is_found_what_is_deleted_is_not(dmp):
    token = await dmp.open(HADDAD, ALICE)
    assert ids(await find(dmp, token, "colchicine")) == []
    new = document("Crise de goutte", number=9, days_ago=0, author=HADDAD)
    sent = await dmp.post("", token, deposit(new, ALICE, HADDAD, b"Colchicine 1 mg"))
    assert sent.status_code == 200, sent.text
    (found,) = ids(await find(dmp, token, "colchicine"))
    gone = [{"op": "replace", "path": "/status", "value": "entered-in-error"}]
    deleted = await dmp.patch(f"/DocumentReference/{found}", token, gone, if_match='W/"1"')
    assert deleted.status_code == 200, deleted.text
    assert ids(await find(dmp, token, "colchicine")) == []
    texts = dmp.store.texts
    assert await texts.marked(Query("DocumentReference", ALICE.id, content="colchicine"), [found]) == {}
    assert await texts.waiting(ALICE.id) == []


@pytest.mark.parametrize("words", ["", "   ", "!!", '""', "a" * 301, "mot " * 31, "«»", "d'"])
async def test_no_word_or_too_many(dmp, words):
    token = await dmp.open(HADDAD, ALICE)
    answer = await find(dmp, token, words)
    assert answer.status_code == 400
    assert answer.json()["issue"][0]["diagnostics"]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("^aigu", 1),
        ("-aigu", 1),
        ("aigu*", 1),
        ("(aigu)", 1),
        ('aigu"', 1),
        ("ai\0gu", 0),
        ("aigu OR absent", 0),
        ("NOT absent", 0),
        ("NEAR(aigu poumon)", 0),
        ("body : aigu", 0),
        ("{title body} : aigu", 0),
    ],
)
async def test_operators_are_words(dmp, words, number):
    token = await dmp.open(HADDAD, ALICE)
    assert len(ids(await find(dmp, token, words, status="current"))) == number


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(max_size=40) | st.text(alphabet="\"*():^-+{}ab '«»,\\\0NEARœ\u0301", max_size=30))
async def test_any_text_is_answered(dmp, words):
    if not (token := getattr(dmp, "token", "")):
        token = dmp.token = await dmp.open(HADDAD, ALICE)
    answer = await find(dmp, token, words.encode("utf-8", "replace").decode())
    assert answer.status_code in (200, 400)
    assert MASKED.id not in answer.text


async def test_what_is_not_read_in_time_is_counted_by_the_rule(dmp, monkeypatch):
    go_on = threading.Event()

    def read(content: bytes, content_type: str) -> Document:
        go_on.wait(10)
        return documents_read(content, content_type)

    monkeypatch.setattr("dmptui.core.documents.read.read", read)
    monkeypatch.setattr(Indexer.complete, "__defaults__", (0.05,))
    token = await dmp.open(HADDAD, ALICE)
    first = found_from_fhir((await find(dmp, token, "oedeme")).json())
    assert first.waiting == 3  # the masked one waits too, and is not told
    assert first.hits == ()
    go_on.set()
    for _try in range(100):
        last = found_from_fhir((await find(dmp, token, "oedeme")).json())
        if not last.waiting:
            break
    assert (len(last.hits), last.waiting) == (2, 0)


async def test_a_harmful_file_stops_nothing(dmp, monkeypatch):
    def read(content: bytes, content_type: str) -> object:
        raise RecursionError if b"furo" in content else ValueError

    monkeypatch.setattr("dmptui.core.documents.read.read", read)
    token = await dmp.open(ROUX, ALICE)
    page = found_from_fhir((await find(dmp, token, "lettre")).json())
    assert ([hit.document.id for hit in page], page.without_text) == ([LETTER.id, OLD.id], 4)


async def test_in_the_background(dmp, monkeypatch):
    monkeypatch.setattr(indexing, "_START_SECONDS", 0)
    texts: FullText = dmp.store.texts
    indexer = Indexer(dmp.store, texts)
    indexer.start()
    assert len(await texts.waiting()) == 5
    for _try in range(100):
        await asyncio.sleep(0.02)
        if not await texts.waiting():
            break
    await indexer.stop()
    assert await texts.waiting() == []


async def test_the_matrix_decides(dmp):
    await dmp.add(authorisation(PETIT, ALICE))
    token = await dmp.open(PETIT, ALICE)
    listed = ids(await dmp.search("DocumentReference", token, patient=f"Patient/{ALICE.id}"))
    assert set(ids(await find(dmp, token, "oedeme"))) <= set(listed)


async def test_a_store_that_cannot_says_so(tmp_path):
    from dmptui.core.store.remote.opening import open_store

    store = await open_store(URL, transport=MinimalServer().transport())
    async with opened(tmp_path, store) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE))
        answer = await find(world, await world.open(HADDAD, ALICE), "oedeme")
        assert answer.status_code == 400
        assert answer.json()["issue"][0]["code"] == "not-supported"
        stated = (await world.client.get("/fhir/metadata")).text
        assert "_content" not in stated


async def test_it_is_stated(dmp):
    assert '"name":"_content","type":"string"' in (await dmp.client.get("/fhir/metadata")).text
