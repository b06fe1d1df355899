"""Documents by window, on the wire: any place of a sorted list, its counts, of what the asker may see."""

from collections.abc import AsyncIterator

import httpx
import pytest

from dmptui.core.fhir import selection as wire
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.selection import Counted, Selection
from dmptui.core.rules.change_table import Change
from dmptui.core.store.remote.opening import open_store
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    OLIVIER,
    REPORT,
    ROUX,
    World,
    authorisation,
    document,
    ins_of,
    kept,
    opened,
)
from tests.core.store.remote.minimal_server import URL, MinimalServer
from tests.core.work.test_news import MARIA, every, visit

MASKED = document("Masqué", number=9, author=OLIVIER, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS])
SHOWN = (
    document("Échographie", number=1, days_ago=1, type_code=IMAGING),
    document("eau", number=2, days_ago=2),
    document("Épicrise", number=3, days_ago=3, author=ROUX),
    document("Zona", number=4, days_ago=900),
)
OLD = document("Ancien", number=5, status=DocumentStatus.SUPERSEDED)
GONE = document("Supprimé", number=6, status=DocumentStatus.DELETED)


@pytest.fixture
async def dmp(tmp_path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        await fill(world)
        yield world


async def fill(world: World) -> None:
    await world.add(MARIA, *(authorisation(role, MARIA) for role in (ROUX, HADDAD, OLIVIER)))
    for each in (*SHOWN, OLD, GONE, MASKED):
        await world.add(kept(each, MARIA))


async def search(dmp: World, token: str, **form: str) -> httpx.Response:
    asked = {"patient.identifier": ins_of(MARIA), "status": "current"}
    return await dmp.search("DocumentReference", token, **(asked | form))


async def facets(dmp: World, token: str, facet: str, **form: str) -> httpx.Response:
    pairs = {"facet": facet} | {name.replace("__", "-"): value for name, value in form.items()}
    parameter = [{"name": name, "valueString": value} for name, value in pairs.items()]
    body = {"resourceType": "Parameters", "parameter": parameter}
    return await dmp.post("/DocumentReference/$facets", token, body)


def titles(answer: httpx.Response) -> list[str]:
    assert answer.status_code == 200, answer.text
    entries = answer.json().get("entry", [])
    return [entry["resource"]["content"][0]["attachment"]["title"] for entry in entries]


def links(answer: httpx.Response) -> dict[str, str]:
    return {link["relation"]: link["url"] for link in answer.json()["link"]}


async def test_a_window_in_french_order_then_the_next(dmp):
    token = await dmp.open(HADDAD, MARIA)
    first = await search(dmp, token, _sort="personal,title", _offset="0", _count="3", _total="accurate")
    assert titles(first) == ["eau", "Échographie", "Épicrise"]
    assert first.json()["total"] == 4
    assert links(first)["self"].endswith("/DocumentReference?_offset=0&_count=3")
    following = await dmp.get(links(first)["next"].partition("/fhir")[2], token)
    assert titles(following) == ["Zona"]
    assert "next" not in links(following)
    assert titles(await search(dmp, token, _sort="-title", _offset="2", _count="5")) == ["Échographie", "eau"]
    assert titles(await search(dmp, token, _offset="4")) == []


@pytest.mark.parametrize(
    ("role", "number"), [(HADDAD, 4), (ROUX, 5), (OLIVIER, 5)], ids=["-", "mt", "author"]
)
async def test_what_is_hidden_counts_for_nothing(dmp, role, number):
    token = await dmp.open(role, MARIA)
    rows = titles(await search(dmp, token, _offset="0"))
    count = await search(dmp, token, _total="accurate", _count="1")
    states = wire.counts_from_fhir((await facets(dmp, token, "state", status="current")).json())
    headings = wire.headings_from_fhir((await facets(dmp, token, "heading", status="current")).json())
    assert (count.json()["total"], titles(count)) == (len(rows), rows[:1])
    assert sum(heading.number for heading in headings) == len(rows)
    assert ("MASQUE_PS" in {state.value for state in states}) is ("Masqué" in rows)
    assert len(rows) == number


async def test_the_window_of_a_document_by_any_of_its_ids(dmp):
    roux = await visit(dmp, ROUX)
    before = (await every(roux))["Épicrise"]
    changed = await roux.change(before, Change.ARCHIVE)
    record = await visit(dmp, HADDAD)
    assert changed.id != before.id
    selection = Selection(sort="title", descending=False, archived=True)
    for name in (before.id, changed.id):
        window = await record.listing.window(selection, 0, 2, name)
        assert (window.offset, [d.title for d in window.items]) == (2, ["Épicrise", "Zona"])
    for name in (MASKED.id, "nobody"):
        window = await record.listing.window(selection, 0, 2, name)
        assert (window.offset, [d.title for d in window.items]) == (0, ["eau", "Échographie"])


FILTERS: dict[str, tuple[Selection, list[str]]] = {
    "all": (Selection(), ["Échographie", "eau", "Épicrise", "Zona"]),
    "first search": (Selection(since=OLD.date.date()), ["Échographie", "eau", "Épicrise"]),
    "words": (Selection(words=("echo", "cabinet")), []),
    "a word": (Selection(words=("echo",)), ["Échographie"]),
    "type": (Selection(types=(IMAGING,)), ["Échographie"]),
    "types": (Selection(types=(IMAGING, REPORT)), ["Échographie", "eau", "Épicrise", "Zona"]),
    "author": (Selection(authors=(ROUX.practitioner.id, "a, b")), ["Épicrise"]),
    "profession": (Selection(professions=("G15_60",)), []),
    "period": (Selection(start=SHOWN[2].date, end=SHOWN[0].date), ["eau", "Épicrise"]),
    "state": (Selection(states=("old",)), ["Ancien"]),
    "ids": (Selection(ids=(SHOWN[3].id, "nobody")), ["Zona"]),
    "old versions": (Selection(old_versions=True, words=("a",), sort="title"), []),
}


@pytest.mark.parametrize(("selection", "expected"), FILTERS.values(), ids=FILTERS)
async def test_a_selection_means_the_same_on_both_sides_of_the_wire(dmp, selection, expected):
    record = await visit(dmp, HADDAD)
    if selection.old_versions:
        expected = ["Zona", "Épicrise", "Échographie", "eau", "Ancien"]
    found = await record.listing.window(selection, 0, 50)
    assert [d.title for d in found.items] == expected
    assert await record.listing.total(selection) == len(expected)


async def test_what_is_counted(dmp):
    listing = (await visit(dmp, HADDAD)).listing
    by_author = Selection(group="author")
    names = [_author_name(SHOWN[0]), _author_name(SHOWN[2])]
    assert await listing.headings(by_author) == ((False, names[0], 3), (False, names[1], 1))
    assert await listing.headings(Selection(words=("zzz",))) == ()
    assert [(c.value, c.number) for c in await listing.counts(Selection(), "type")] == [
        (REPORT, 3),
        (IMAGING, 1),
    ]
    whole = Selection(old_versions=True, archived=True)
    assert set(await listing.counts(whole, "state")) == {Counted("old", "", 1), Counted("new", "", 1)}
    assert await listing.counts(whole, "year") == (Counted("2026", "", 4), Counted("2024", "", 1))


def _author_name(found: Document) -> str:
    return found.author.name


WRONG = [
    {"_offset": "-1"},
    {"_offset": "x"},
    {"_offset": "9" * 8},
    {"_sort": "personal,state", "_offset": "0"},
    {"_sort": "title,title,title", "_offset": "0"},
    {"state": "x"},
    {"first__search": "hier"},
    {"line": "a", "format": "b"},
]


@pytest.mark.parametrize("form", WRONG, ids=str)
async def test_what_is_not_understood_is_refused(dmp, form):
    token = await dmp.open(HADDAD, MARIA)
    assert (await search(dmp, token, **form)).status_code == 400


async def test_a_facet_nobody_knows_is_refused(dmp):
    token = await dmp.open(HADDAD, MARIA)
    assert (await facets(dmp, token, "key")).status_code == 400
    assert (await facets(dmp, token, "type", _offset="0")).status_code == 400


async def test_only_an_open_record_and_its_professional_are_answered(dmp):
    session = await dmp.login(HADDAD)
    assert (await search(dmp, session, _offset="0")).status_code == 403
    assert (await facets(dmp, session, "type")).status_code == 403
    own = await dmp.enter(MARIA)
    assert (await facets(dmp, own, "type")).status_code == 403


async def test_a_plain_server_behind_lists_nothing_by_window_and_says_so(tmp_path):
    store = await open_store(URL, transport=MinimalServer().transport())
    async with opened(tmp_path, store) as dmp:
        await fill(dmp)
        record = await visit(dmp, HADDAD)
        assert not await record.listing.by_window()
        answer = await search(dmp, await dmp.open(HADDAD, MARIA), _offset="0")
        assert (answer.status_code, answer.json()["issue"][0]["code"]) == (400, "not-supported")
        statement = (await dmp.get("/metadata")).json()["rest"][0]["resource"]
        (kind,) = [each for each in statement if each["type"] == "DocumentReference"]
        assert [operation["name"] for operation in kind["operation"]] == ["vu"]
        assert "line" not in {param["name"] for param in kind["searchParam"]}
