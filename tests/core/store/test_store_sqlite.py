"""The SQLite store: what is kept is found again, in order, whole or not at all."""

import json
import sqlite3
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmptui.core.errors import Conflict, NotFound
from dmptui.core.fhir.json import Json
from dmptui.core.store import query as sql
from dmptui.core.store.base import Between, Content, Prefix, Query, Token, Write
from dmptui.core.store.database import Database
from dmptui.core.store.indexes import INDEXES, fold, rows_of
from dmptui.core.store.sqlite import SqliteStore

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LOINC = "http://loinc.org"


@pytest.fixture
async def store(tmp_path):
    opened = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    yield opened
    await opened.close()


def document(
    number: int,
    patient: str = "p1",
    status: str = "current",
    day: float = 1,
    code: str = "11488-4",
    **more: object,
) -> Json:
    return {
        "resourceType": "DocumentReference",
        "id": f"d{number}",
        "status": status,
        "subject": {"reference": f"Patient/{patient}"},
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:1.{number}"},
        "type": {"coding": [{"system": LOINC, "code": code}]},
        "date": (NOW - timedelta(days=day)).isoformat(),
        **more,
    }


async def ids(store: SqliteStore, query: Query) -> list[str]:
    return [row.id for row in (await store.search(query)).rows]


async def test_what_is_kept_is_read_with_its_version(store):
    await store.commit([Write(document(1, title="É"))], NOW)
    row = await store.read("DocumentReference", "d1")
    assert (row.version, row.patient) == (1, "p1")
    found = json.loads(row.text)
    assert found["meta"] == {"versionId": "1", "lastUpdated": NOW.isoformat()}
    assert found["title"] == "É"


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


async def test_the_versions_before_are_kept(store, tmp_path):
    await store.commit([Write(document(1))], NOW)
    await store.commit([Write(document(1, status="superseded"), 1)], NOW)
    old = await store._database.reading(lambda c: c.execute("SELECT version, json FROM history").fetchall())
    assert [(version, json.loads(text)["status"]) for version, text in old] == [(1, "current")]


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
    before = Between("date", None, NOW)
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
        Query("DocumentReference", "p1", dates=(Between("date", NOW - timedelta(days=2)),)),
        {"d1", "d2"},
    ),
    "until": (
        Query("DocumentReference", "p1", dates=(Between("date", None, NOW - timedelta(days=2)),)),
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
            st.sampled_from(["p1", "p2"]),
        ),
        max_size=12,
    ),
    st.integers(1, 5),
    st.booleans(),
)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_pages_put_end_to_end_are_the_sorted_matches(tmp_path_factory, drawn, count, descending):
    store = SqliteStore(Database(tmp_path_factory.mktemp("store") / "dmp.sqlite"))
    documents = [
        document(n, status=status, day=day, code=code, patient=patient)
        for n, (status, day, code, patient) in enumerate(drawn)
    ]
    await store.commit([Write(d) for d in documents], NOW)
    query = Query(
        "DocumentReference",
        "p1",
        tokens=(Token("status", ((None, "current"),)),),
        without=(Token("type", ((LOINC, "a"),)),),
        sort="-date" if descending else "date",
        count=count,
    )
    page = await store.search(query)
    found = list(page.rows)
    while page.cursor:
        page = await store.search(replace(query, cursor=page.cursor))
        found += page.rows
    await store.close()
    wanted = [
        d
        for d in documents
        if d["subject"]["reference"] == "Patient/p1"
        and d["status"] == "current"
        and d["type"]["coding"][0]["code"] != "a"
    ]
    order = sorted(wanted, key=lambda d: (d["date"], int(d["id"][1:])), reverse=descending)
    assert [row.id for row in found] == [d["id"] for d in order]


PLANS = {
    "listing": Query(
        "DocumentReference", "p1", tokens=(Token("status", ((None, "current"),)),), sort="-period"
    ),
    "next page": Query("DocumentReference", "p1", sort="-date", cursor="5:5"),
    "since": Query("DocumentReference", "p1", dates=(Between("date", NOW),), sort="-date"),
    "by type": Query(
        "DocumentReference", "p1", without=(Token("type", ((None, "a"), (None, "b"))),), sort="-period"
    ),
    "by master identifier": Query(
        "DocumentReference", tokens=(Token("identifier", ((None, "x"),)),), sort="-period"
    ),
    "by content": Query("DocumentReference", tokens=(Token("location", ((None, "x"),)),), sort="-period"),
    "last visit": Query(
        "AuditEvent",
        "p1",
        tokens=(Token("agent", (("s", "x"),)), Token("outcome", ((None, "0"),))),
        sort="-date",
        count=1,
    ),
    "my patients": Query("Consent", tokens=(Token("actor", (("s", "x"),)),), sort="-date"),
    "by INS": Query("Patient", tokens=(Token("identifier", (("s", "x"),)),)),
    "traces": Query("AuditEvent", "p1", dates=(Between("date", NOW),), sort="-date"),
}


@pytest.mark.parametrize("query", PLANS.values(), ids=PLANS)
async def test_a_page_reads_an_index_in_order_and_never_a_table(store, query):
    statement = sql.page(query)
    plan = await store._database.reading(
        lambda c: [r[3] for r in c.execute(f"EXPLAIN QUERY PLAN {statement.sql}", statement.values)]
    )
    assert plan[0].startswith("SEARCH d USING PRIMARY KEY (param=? AND ")
    assert not [step for step in plan if step.startswith("SCAN")]
    if query.patient:  # across patients, the few rows of a narrow parameter are sorted
        assert not [step for step in plan if "TEMP B-TREE" in step]


async def test_a_page_costs_the_same_in_a_big_record(store):
    async def steps(patient: str) -> int:
        statement = sql.page(replace(PLANS["listing"], patient=patient, count=50))
        counted = [0]

        def tick():
            counted[0] += 1

        def work(connection: sqlite3.Connection) -> int:
            connection.set_progress_handler(tick, 1)
            connection.execute(*statement).fetchall()
            connection.set_progress_handler(None, 0)
            return counted[0]

        return int(await store._database.reading(work))

    await store.commit([Write(document(n, patient="small", day=n)) for n in range(60)], NOW)
    await store.commit([Write(document(n, patient="big", day=n)) for n in range(100, 2100)], NOW)
    assert await steps("big") <= 1.1 * await steps("small")


@pytest.mark.parametrize("kind", INDEXES)
def test_hostile_shapes_are_indexed_as_nothing(kind):
    index = INDEXES[kind]
    paths = {
        p
        for group in (index.narrow, index.broad, index.strings, index.dates)
        for ps in group.values()
        for p in ps
    }
    hostile: list[object] = [None, 1, [], [[]], [None], {}, [{}], {"coding": [1]}, True, {"coding": 1}]
    for junk in hostile:
        resource: Json = {"resourceType": kind}
        for path in paths:
            resource.setdefault(path.partition(".")[0], junk)
        assert rows_of(resource).patient == ""


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
