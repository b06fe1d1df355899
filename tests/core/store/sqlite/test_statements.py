"""The SQLite store alone: its history, and what its searches cost."""

import json
import sqlite3
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.fhir.json import Json
from dmptui.core.store.base import Write
from dmptui.core.store.indexes import INDEXES, fold, rows_of
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.store.sqlite import statements as sql
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.store.resources import NOW, document


@pytest.fixture
async def store(tmp_path):
    opened = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    yield opened
    await opened.close()


async def test_the_versions_before_are_kept(store, tmp_path):
    await store.commit([Write(document(1))], NOW)
    await store.commit([Write(document(1, status="superseded"), 1)], NOW)
    old = await store._database.reading(lambda c: c.execute("SELECT version, json FROM history").fetchall())
    assert [(version, json.loads(text)["status"]) for version, text in old] == [(1, "current")]


PLANS = {
    "listing": Query(
        "DocumentReference", "p1", tokens=(Token("status", ((None, "current"),)),), sort="-period"
    ),
    "next page": Query("DocumentReference", "p1", sort="-date", cursor="5:5"),
    "since": Query("DocumentReference", "p1", dates=(DateRange("date", NOW),), sort="-date"),
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
    "traces": Query("AuditEvent", "p1", dates=(DateRange("date", NOW),), sort="-date"),
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


NAMED = {
    "some ids": Query("DocumentReference", "p1", ids=("1", "2"), sort="-period"),
    "some names": Query(
        "DocumentReference", "p1", tokens=(Token("identifier", ((None, "1"), (None, "2"))),), sort="-period"
    ),
    "some names of a system": Query(
        "DocumentReference", "p1", tokens=(Token("identifier", (("s", "1"), ("s", "2"))),), sort="-period"
    ),
}


@pytest.mark.parametrize("query", [PLANS["listing"], *NAMED.values()], ids=["listing", *NAMED])
async def test_a_page_costs_the_same_in_a_big_record(store, query):
    async def steps(patient: str) -> int:
        statement = sql.page(replace(query, patient=patient, count=50))
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


def of(*params: str, **more: object) -> Query:
    tokens = tuple(Token(param, ((None, "x"),)) for param in params)
    return replace(Query("DocumentReference", "p1", tokens=tokens, sort="-period"), **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "long"),
    [
        (of(), False),
        (of("status"), False),
        (of("status", "type"), True),
        (of("author"), True),
        (of("security-label"), True),
        (of("type", ids=("1", "2")), False),
        (of(content="word"), True),
        (PLANS["last visit"], False),
        (PLANS["by INS"], False),
    ],
)
def test_what_may_look_at_a_whole_record_for_a_few_documents_holds_nobody_back(query, long):
    assert sql.is_long(query) is long


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


@pytest.mark.parametrize("typed", ["Lebœuf-Guérin", "LEBOEUF GUERIN", "lebœuf gue\u0301rin"])
def test_a_name_is_found_however_it_is_typed(typed):
    assert fold(typed) == "leboeuf guerin"


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)
