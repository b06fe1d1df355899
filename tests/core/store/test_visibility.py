"""What somebody sees, three ways that must agree: the rules, the condition decided here, and by the store."""

import json
import random
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from itertools import chain, product
from pathlib import Path

import pytest
import pytest_asyncio
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.fhir.json import Json
from dmptui.core.model.days import use_zone
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.model.selection import Selection
from dmptui.core.rules import patient_view, visibility
from dmptui.core.rules.condition import ALWAYS, NEVER, Condition, Every, Has, Not, Some, Within, every, some
from dmptui.core.rules.unread import ReadState, unread
from dmptui.core.store.base import Store, Write
from dmptui.core.store.indexes import Rows, rows_of
from dmptui.core.store.matching import matches, names_of
from dmptui.core.store.query import Query
from dmptui.core.store.remote.opening import open_store
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.rules.documents import document
from tests.core.store.remote.minimal_server import URL, MinimalServer
from tests.core.store.visible import (
    ME,
    NOW,
    PATIENT,
    Asker,
    Drawn,
    authorisation,
    kept_document,
    known,
    lot,
    notification,
    own,
    professionals,
    trace,
)


@dataclass
class Record:
    """A generated record: its rows by kind, and the documents."""

    resources: dict[str, list[Json]]
    documents: dict[str, Document]
    store: Store

    @property
    def named(self) -> dict[tuple[str, str], Rows]:
        found = map(rows_of, self.resources["DocumentReference"])
        return {(PATIENT, name): rows for rows in found for name in names_of("DocumentReference", rows)}


def drawn(documents: int, others: int) -> tuple[dict[str, list[Json]], dict[str, Document]]:
    draw = Drawn(20)
    found = {d.id: d for d in map(draw.document, range(documents))}
    members = [draw.chance.sample(sorted(found), draw.chance.choice((1, 1, 2, 3))) for _ in range(others)]
    return {
        "DocumentReference": [kept_document(d) for d in found.values()],
        "AuditEvent": [trace(n, draw.about(documents), secret=draw.secret()) for n in range(others)],
        "List": [lot(n, names) for n, names in enumerate(members)],
        "Communication": [
            notification(n, draw.about(documents), secret=draw.secret()) for n in range(others)
        ],
        "Consent": [authorisation(n, secret=draw.secret()) for n in range(others // 10)],
    }, found


async def filled(store: Store, documents: int, others: int) -> Record:
    resources, found = drawn(documents, others)
    await store.commit([Write(r) for some_ in resources.values() for r in some_], NOW)
    return Record(resources, found, store)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def large(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Record]:
    """Ten thousand rows."""
    store = SqliteStore(Database(tmp_path_factory.mktemp("visible") / "dmp.sqlite"))
    yield await filled(store, 4000, 2000)
    await store.close()


def by_the_rules(record: Record, asker: Asker) -> dict[str, tuple[Condition, set[str]]]:
    """For each kind that an asker searches: the condition, and the ids that the rules let them see."""
    current = {"status": DocumentStatus.CURRENT}
    seen = {i for i, d in record.documents.items() if asker.rule(d)}
    ever = {i for i, d in record.documents.items() if asker.rule(d.model_copy(update=current))}

    def about(resource: Json, references: list[str]) -> bool:
        names = [
            r.removeprefix("DocumentReference/") for r in references if r.startswith("DocumentReference/")
        ]
        found = [known(record.documents, name) for name in names]
        secret = any("connexion-secrete" in e["url"] for e in resource.get("extension", ()))
        shown = not names or any(d is not None and d.id in ever for d in found)
        return shown and not (secret and asker.viewer is not None and asker.viewer.representative)

    def objects(event: Json) -> list[str]:
        return [e["what"]["reference"] for e in event["entity"] if "what" in e]

    def attached(message: Json) -> list[str]:
        parts = [p["contentReference"] for p in message["payload"] if "contentReference" in p]
        return [r["reference"] for r in (*message.get("about", ()), *parts)]

    rows = record.resources
    expected: dict[str, tuple[Condition, set[str]]] = {
        "DocumentReference": (visibility.kept(asker.documents), seen),
        "AuditEvent": (
            visibility.traces(asker.documents, asker.viewer),
            {r["id"] for r in rows["AuditEvent"] if about(r, objects(r))},
        ),
        "List": (
            visibility.lots(asker.documents),
            {r["id"] for r in rows["List"] if {e["item"]["reference"][18:] for e in r["entry"]} & seen},
        ),
    }
    if asker.viewer is not None:
        messages = {r["id"] for r in rows["Communication"] if about(r, attached(r))}
        consents = {r["id"] for r in rows["Consent"] if about(r, [])}
        expected["Communication"] = (visibility.messages(asker.documents, asker.viewer), messages)
        expected["Consent"] = (visibility.consents(asker.viewer), consents)
    return expected


async def pages(store: Store, query: Query) -> list[list[str]]:
    found = []
    while True:
        page = await store.search(query)
        found.append([row.id for row in page.rows])
        if not page.cursor:
            return found
        query = replace(query, cursor=page.cursor)


ASKERS = [*professionals(), *own()]


@pytest.mark.asyncio(loop_scope="module")
async def test_each_asker_sees_the_same_by_the_rule_the_function_and_the_store(large: Record) -> None:
    named = large.named
    rows = {kind: [(r["id"], rows_of(r)) for r in found] for kind, found in large.resources.items()}
    met: dict[tuple[str, Condition], set[str]] = {}
    for asker in ASKERS:
        for kind, (condition, expected) in by_the_rules(large, asker).items():
            query = Query(kind, PATIENT, condition=condition, count=500)
            if met.setdefault((kind, condition), expected) is not expected:
                assert met[kind, condition] == expected, (asker.name, kind)
                continue
            (counted,) = await large.store.counts([query])
            assert counted == len(expected), (asker.name, kind)
            assert set(chain(*await pages(large.store, query))) == expected, (asker.name, kind)
            assert {i for i, one in rows[kind] if matches(query, i, one, named)} == expected, (
                asker.name,
                kind,
            )


@pytest.mark.parametrize("kept_by", ["sqlite", "a plain server"])
async def test_a_page_is_full_and_promises_another_only_when_something_follows(
    tmp_path: Path, kept_by: str
) -> None:
    if kept_by == "sqlite":
        store: Store = SqliteStore(Database(tmp_path / "dmp.sqlite"))
    else:
        store = await open_store(URL, transport=MinimalServer().transport())
    record = await filled(store, 24, 20)
    for asker in [*own(), ASKERS[0], ASKERS[20]]:
        for kind, (condition, expected) in by_the_rules(record, asker).items():
            for sort in ("", "-" + {"Communication": "sent"}.get(kind, "date")):
                query = Query(kind, PATIENT, condition=condition, sort=sort, count=5)
                found = await pages(store, query)
                assert sorted(chain(*found)) == sorted(expected)
                assert all(len(page) == 5 for page in found[:-1])
                assert found[-1] or not expected
                assert await store.counts([query]) == [len(expected)]
                one = random.Random(kind).choice(record.resources[kind])["id"]
                named = await pages(store, replace(query, ids=(one,), sort=""))
                assert named == [[one] if one in expected else []]
    await store.close()


@pytest.mark.asyncio(loop_scope="module")
async def test_what_is_unread_is_the_same_searched_listed_and_decided_here(large: Record) -> None:
    lines, named = large.store.lines, large.named
    assert lines is not None
    rows = [(r["id"], rows_of(r)) for r in large.resources["DocumentReference"]]
    some_names = frozenset(name for name, _rows in rows[::3])
    for asker in (ASKERS[0], ASKERS[20]):
        seen = visibility.kept(asker.documents)
        for days, until, names in product((1, 4000), (None, 300), (frozenset(), some_names)):
            moment = None if until is None else NOW - timedelta(days=until)
            new = unread(ReadState(ME, NOW - timedelta(days=days), moment, names))
            query = Query("DocumentReference", PATIENT, condition=every(seen, new), count=500)
            found = set(chain(*await pages(large.store, query)))
            assert found == {name for name, one in rows if matches(query, name, one, named)}
            selection = Selection(states=("new",))
            windows = await lines.window(PATIENT, selection, asker.documents, 0, len(rows), new)
            assert {row.id for row in windows} == found
            counts = await lines.counts(PATIENT, Selection(), asker.documents, "state", new)
            assert {c.value: c.number for c in counts}.get("new", 0) == len(found)


FIRST = datetime(2025, 1, 1, tzinfo=UTC)
DAYS = st.timedeltas(timedelta(0), timedelta(days=1461)).map(lambda later: FIRST + later)


@pytest.mark.parametrize("zone", ["Europe/Paris", "America/Cayenne", "Pacific/Marquesas"])
@given(
    deposit=DAYS, later=st.timedeltas(timedelta(days=20), timedelta(days=40)), at=st.sampled_from([0, -1, 1])
)
def test_the_dates_of_deposit_seen_are_those_of_the_rule(
    zone: str, deposit: datetime, later: timedelta, at: int
) -> None:
    use_zone(zone)
    try:
        label = frozenset({Visibility.HIDDEN_FROM_PATIENT})
        found = document(date=deposit, visibility=label)
        edge = patient_view.visible_from(found) + timedelta(microseconds=at)
        for now in (deposit + later, edge, edge.astimezone(UTC)):
            ranges = patient_view.seen_deposits(now)
            seen = any((start is None or start <= deposit) and deposit < end for start, end in ranges)
            assert seen is not patient_view.hidden_from_patient(found, now.astimezone(UTC))
            assert len(ranges) < 12
    finally:
        use_zone("Europe/Paris")


CLOCKS_CHANGE = [datetime(2026, 10, 25, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC)]


@pytest.mark.parametrize("change", CLOCKS_CHANGE)
def test_the_hours_when_the_clocks_change(change: datetime) -> None:
    label = frozenset({Visibility.HIDDEN_FROM_PATIENT})
    for days in (0, 30, 31):
        day = change - timedelta(days=days)
        for half in range(-4, 12):
            found = document(date=day + timedelta(minutes=30 * half), visibility=label)
            around = patient_view.visible_from(found).astimezone(UTC)
            for now in (
                around + timedelta(minutes=30 * n, microseconds=m) for n in range(-3, 4) for m in (-1, 0)
            ):
                ranges = patient_view.seen_deposits(now)
                seen = any(
                    (start is None or start <= found.date) and found.date < end for start, end in ranges
                )
                assert seen is not patient_view.hidden_from_patient(found, now)


TOKENS = st.sampled_from(
    [
        Has("status", ((None, "current"),)),
        Has("type"),
        Has("type", ((None, "11488-4"),)),
        Has("archived", ((None, "true"),)),
        Has("name", ((None, "d1"), (None, "d30"))),
    ]
)
DATES = st.sampled_from(
    [Within("date"), Within("date", NOW - timedelta(days=30)), Within("period", None, NOW)]
)
CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(TOKENS, DATES, st.sampled_from([ALWAYS, NEVER])),
    lambda inner: st.one_of(
        inner.map(Not),
        st.lists(inner, max_size=3).map(tuple).map(Every),
        st.lists(inner, max_size=3).map(tuple).map(Some),
        st.lists(inner, max_size=3).map(lambda parts: every(*parts)),
        st.lists(inner, max_size=3).map(lambda parts: some(*parts)),
    ),
    max_leaves=8,
)


@pytest.mark.asyncio(loop_scope="module")
async def test_any_condition_means_the_same_in_sql_and_here(large: Record) -> None:
    drawn_: list[Condition] = []

    @given(CONDITIONS)
    def draw(condition: Condition) -> None:
        drawn_.append(condition)

    draw()
    rows = [(r["id"], rows_of(r)) for r in large.resources["DocumentReference"][:500]]
    for condition in set(drawn_):
        query = Query(
            "DocumentReference", PATIENT, ids=tuple(i for i, _ in rows), condition=condition, count=500
        )
        found = {row.id for row in (await large.store.search(query)).rows}
        assert found == {i for i, one in rows if matches(query, i, one)}, json.dumps(str(condition))
