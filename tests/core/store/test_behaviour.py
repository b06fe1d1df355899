"""What every store promises: what is kept is found again, in order, whole or not at all."""

import asyncio
import json
from dataclasses import replace
from datetime import timedelta
from itertools import count as count_from

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmptui.core.errors import Conflict, NotFound
from dmptui.core.fhir.json import Json
from dmptui.core.store.base import Content, Store, Write
from dmptui.core.store.query import DateRange, Prefix, Query, Token
from tests.core.store.resources import LOINC, NOW, document

NUMBERS = count_from(1000)


async def ids(store: Store, query: Query) -> list[str]:
    return [row.id for row in (await store.search(query)).rows]


async def test_what_is_kept_is_read_with_its_version(store):
    await store.commit([Write(document(1, description="É"))], NOW)
    row = await store.read("DocumentReference", "d1")
    assert (row.version, row.patient) == (1, "p1")
    found = json.loads(row.text)
    assert found["meta"] == {"versionId": "1", "lastUpdated": NOW.isoformat()}
    assert found["description"] == "É"


async def test_what_is_not_kept_is_not_found(store):
    with pytest.raises(NotFound):
        await store.read("DocumentReference", "d1")
    with pytest.raises(NotFound):
        await store.content("b1")


async def test_an_update_replaces_the_version_and_its_index(store):
    await store.commit([Write(document(1))], NOW)
    await store.commit([Write(document(1, status="superseded", patient="p2", day=5), 1)], NOW)
    row = await store.read("DocumentReference", "d1")
    assert (row.version, row.patient) == (2, "p2")
    current = Query("DocumentReference", tokens=(Token("status", ((None, "current"),)),))
    assert await ids(store, replace(current, patient="p1")) == []
    assert await ids(store, Query("DocumentReference", "p1")) == []
    assert await ids(store, Query("DocumentReference", "p2")) == ["d1"]
    by_id = Query("DocumentReference", tokens=(Token("identifier", ((None, "urn:oid:1.1"),)),))
    assert await ids(store, by_id) == ["d1"]


@pytest.mark.parametrize(
    "write",
    [
        Write(document(1)),
        Write(document(1), 2),
        Write(document(9), 1),
        Content("b1", "text/plain", b"other"),
    ],
    ids=["already there", "stale version", "never created", "content already there"],
)
async def test_a_conflict_keeps_nothing_of_the_commit(store, write):
    await store.commit([Write(document(1)), Content("b1", "text/plain", b"first")], NOW)
    with pytest.raises(Conflict):
        await store.commit([Write(document(2)), write, Write(document(3))], NOW)
    assert await ids(store, Query("DocumentReference", "p1")) == ["d1"]
    assert (await store.content("b1")).data == b"first"


async def test_of_two_commits_at_once_one_is_kept(store):
    commits = (store.commit([Write(document(1)), Write(document(n))], NOW) for n in (2, 3))
    outcomes = await asyncio.gather(*commits, return_exceptions=True)
    assert [type(outcome) for outcome in outcomes if outcome] == [Conflict]
    assert len(await ids(store, Query("DocumentReference", "p1"))) == 2


async def test_content_is_kept_as_bytes(store):
    data = bytes(range(256)) * 10
    await store.commit([Content("b1", "application/pdf", data)], NOW)
    assert await store.content("b1") == Content("b1", "application/pdf", data)


async def test_pages_are_stable_while_documents_arrive(store):
    await store.commit([Write(document(n, day=n % 3)) for n in range(10)], NOW)
    query = Query("DocumentReference", "p1", sort="-date", count=4)
    page = await store.search(query)
    seen = [row.id for row in page.rows]
    await store.commit([Write(document(99, day=-1)), Write(document(98, day=0))], NOW)
    while page.cursor:
        page = await store.search(replace(query, cursor=page.cursor))
        seen += [row.id for row in page.rows]
    assert len(seen) == len(set(seen)) == 10


async def test_a_document_without_a_date_is_the_oldest_and_in_no_range(store):
    undated = document(1)
    del undated["date"]
    await store.commit([Write(undated), Write(document(2, day=9000))], NOW)
    query = Query("DocumentReference", "p1", sort="-period")
    assert await ids(store, query) == ["d2", "d1"]
    before = DateRange("date", None, NOW)
    assert await ids(store, replace(query, dates=(before,))) == ["d2"]
    assert await ids(store, replace(query, sort="date", dates=(before,))) == ["d2"]


SEARCHES = {
    "status": (Query("DocumentReference", "p1", tokens=(Token("status", ((None, "superseded"),)),)), {"d2"}),
    "any of": (
        Query("DocumentReference", "p1", tokens=(Token("type", ((LOINC, "b"), (None, "c"))),)),
        {"d2", "d3"},
    ),
    "both": (
        Query(
            "DocumentReference",
            "p1",
            tokens=(Token("type", ((LOINC, "b"),)), Token("status", ((None, "current"),))),
        ),
        set(),
    ),
    "wrong system": (Query("DocumentReference", "p1", tokens=(Token("type", (("urn:x", "b"),)),)), set()),
    "without": (
        Query("DocumentReference", "p1", without=(Token("type", ((None, "b"), (None, "c"))),)),
        {"d1"},
    ),
    "ids": (Query("DocumentReference", "p1", ids=("d1", "d4", "zz")), {"d1"}),
    "everywhere": (
        Query("DocumentReference", tokens=(Token("identifier", (("urn:ietf:rfc:3986", "urn:oid:1.4"),)),)),
        {"d4"},
    ),
    "two identifiers": (
        Query(
            "DocumentReference",
            "p1",
            tokens=(Token("identifier", ((None, "urn:oid:1.1"), (None, "urn:oid:1.2"))),),
        ),
        {"d1", "d2"},
    ),
    "since": (
        Query("DocumentReference", "p1", dates=(DateRange("date", NOW - timedelta(days=2)),)),
        {"d1", "d2"},
    ),
    "until": (
        Query("DocumentReference", "p1", dates=(DateRange("date", None, NOW - timedelta(days=2)),)),
        {"d3"},
    ),
}


@pytest.mark.parametrize(("query", "expected"), SEARCHES.values(), ids=SEARCHES)
async def test_a_search_finds_what_matches_and_counts_it(store, query, expected):
    await store.commit(
        [
            Write(document(1, day=1, code="a")),
            Write(document(2, day=2, code="b", status="superseded")),
            Write(document(3, day=3, code="c")),
            Write(document(4, day=1, code="b", patient="p2")),
        ],
        NOW,
    )
    assert set(await ids(store, query)) == expected
    assert await store.counts([query]) == [len(expected)]


@pytest.mark.parametrize(
    ("prefixes", "expected"),
    [
        ({"family": "lefevre"}, ["a"]),
        ({"family": "LÉ"}, ["a", "b"]),
        ({"family": "le gall", "given": "jean"}, ["b"]),
        ({"given": "jean-m"}, ["b"]),
        ({"address-postalcode": "9901"}, ["a", "b"]),
        ({"family": "%"}, ["a", "b"]),
        ({"family": "x"}, []),
    ],
)
async def test_names_are_found_by_their_beginning_without_accents(store, prefixes, expected):
    def person(identity: str, family: str, given: str) -> Json:
        return {
            "resourceType": "Patient",
            "id": identity,
            "name": [{"family": family, "given": [given]}],
            "address": [{"postalCode": "99010"}],
            "birthDate": "1980-01-0" + ("1" if identity == "a" else "2"),
        }

    await store.commit(
        [Write(person("a", "LEFÈVRE", "Zoé")), Write(person("b", "Le Gall", "Jean-Marc"))], NOW
    )
    query = Query("Patient", prefixes=tuple(Prefix(*item) for item in prefixes.items()))
    assert await ids(store, query) == expected


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["current", "superseded"]),
            st.integers(0, 3),
            st.sampled_from("abc"),
            st.booleans(),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
    st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_pages_put_end_to_end_are_the_sorted_matches(store, drawn, count, descending):
    mine, other = f"p{next(NUMBERS)}", f"p{next(NUMBERS)}"  # an example finds nothing of those before
    documents = [
        document(next(NUMBERS), status=status, day=day, code=code, patient=mine if is_mine else other)
        for status, day, code, is_mine in drawn
    ]
    await store.commit([Write(d) for d in documents], NOW)
    query = Query(
        "DocumentReference",
        mine,
        tokens=(Token("status", ((None, "current"),)),),
        without=(Token("type", ((LOINC, "a"),)),),
        sort="-date" if descending else "date",
        count=count,
    )
    page = await store.search(query)
    found = list(page.rows)
    while page.cursor:
        assert len(page.rows) == count
        page = await store.search(replace(query, cursor=page.cursor))
        found += page.rows
    wanted = {
        d["id"]: d["date"]
        for d in documents
        if d["subject"]["reference"] == f"Patient/{mine}"
        and d["status"] == "current"
        and d["type"]["coding"][0]["code"] != "a"
    }
    assert sorted(row.id for row in found) == sorted(wanted)
    dates = [wanted[row.id] for row in found]
    assert dates == sorted(dates, reverse=descending)
