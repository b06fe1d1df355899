"""The visits of a record by window: the same as taking all its traces, and grouping them here."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dmptui.core.fhir import audit_event, document_reference
from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Coding
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.ins import Ins
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction
from dmptui.core.model.visit import COUNTED_BY, Visit, VisitSelection, step_of, visits_of, years_of
from dmptui.core.rules.condition import ALWAYS, Condition
from dmptui.core.rules.patient_view import Viewer, see
from dmptui.core.rules.visibility import documents_of, traces
from dmptui.core.store.base import Write
from dmptui.core.store.moments import moment_of
from dmptui.core.store.query import Query
from dmptui.core.store.remote.visits import RemoteVisits
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from tests.core.store.resources import NOW

INS = Ins(value="251119912340154")
PATIENT = f"Patient/{INS.value}"
MOTHER = Viewer(representative=True)
DOCUMENTS = [
    Document(
        id=f"d{n}",
        master_identifier=f"urn:oid:2.25.{n}",
        logical_id=f"urn:uuid:{n}",
        title=f"Lettre {n}",
        type=Coding(code="11488-4"),
        category=Coding(code="10"),
        date=NOW - timedelta(days=200),
        visibility=frozenset(hidden),
    )
    for n, hidden in enumerate(([], [Visibility.HIDDEN_FROM_REPRESENTATIVES], []))
]
PEOPLE = (("899900000001", "Dr ROUX", "10"), ("899900000002", "Mme PETIT", "60"), ("", "La mère", ""))

people = st.sampled_from(PEOPLE)
visits = st.integers(0, 5)


@st.composite
def one(draw: st.DrawFn) -> Trace:
    """A trace, of a visit or of none, old or new, about a document or not."""
    number = draw(st.integers(-1, 5))
    who = PEOPLE[number % 3] if number >= 0 else draw(people)
    start = NOW - timedelta(days=number // 2 * 250, hours=number * 5)
    action = draw(st.sampled_from((TraceAction.READ, TraceAction.OPEN, TraceAction.DEPOSIT)))
    document = draw(st.sampled_from(("", "d0", "d1", "d2"))) if action is TraceAction.READ else ""
    refusal = draw(st.sampled_from(("", "", "", "Non")))
    return Trace(
        at=start + timedelta(minutes=draw(st.integers(0, 900))),
        actor_id=who[0],
        actor=who[1],
        profession=who[2],
        organization="Clinique",
        mode=draw(st.sampled_from(AccessMode)) if number < 0 else AccessMode.NORMAL,
        action=action,
        object=f"Lettre {document}" if document else "",
        object_id=document,
        refusal=refusal,
        automatic=bool(document) and not refusal and draw(st.booleans()),
        secret=draw(st.booleans()),
        visit=f"visit-{number}" if number >= 0 else "",
        visit_start=start if number >= 0 else None,
        display="shown" if document and draw(st.booleans()) else "",
    )


selections = st.builds(
    VisitSelection,
    words=st.sampled_from([(), ("roux",), ("lettre", "clin"), ("%",), ("2026",)]),
    actors=st.sampled_from([(), ("899900000001",), ("La mère",)]),
    professions=st.sampled_from([(), ("60",)]),
    actions=st.sampled_from([(), ("lecture", "depot"), ("affichage",)]),
    modes=st.sampled_from([(), ("normal",)]),
    since=st.sampled_from([None, day_of(NOW) - timedelta(days=300)]),
    until=st.sampled_from([None, day_of(NOW) - timedelta(days=1)]),
    refused=st.sampled_from([None, True, False]),
    without=st.sampled_from([None, "", "899900000001"]),
)
SEEN: tuple[tuple[Condition, bool], ...] = (
    (ALWAYS, False),
    (traces(documents_of(MOTHER, NOW), MOTHER), True),
)


def seen_by_the_mother(trace: Trace) -> bool:
    documents = [d for d in DOCUMENTS if d.id == trace.object_id]
    return not trace.secret and all(see(d, MOTHER, NOW).allowed for d in documents)


async def store_of(path: Path, found: Sequence[Trace]) -> SqliteStore:
    store = SqliteStore(Database(path))
    for document in DOCUMENTS:
        resource = document_reference.to_fhir(document, INS, subject=PATIENT)
        await store.commit([Write(resource | {"id": document.id})], NOW)
    for number, trace in enumerate(found):
        await store.commit([Write(audit_event.to_fhir(trace, PATIENT) | {"id": f"t{number}"})], NOW)
    return store


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=st.lists(one(), max_size=25), selection=selections, size=st.integers(1, 5))
async def test_windows_are_those_of_all_the_visits(
    tmp_path_factory, found: list[Trace], selection: VisitSelection, size: int
) -> None:
    store = await store_of(tmp_path_factory.mktemp("v") / "dmp.sqlite", found)
    for condition, mother in SEEN:
        kept = [t for t in found if not mother or seen_by_the_mother(t)]
        steps = [step for step in map(step_of, kept) if selection.keeps(step)]
        wanted = visits_of(steps)
        got: list[Visit] = []
        for offset in range(0, len(wanted) + 1, size):
            got += await store.visits.window(INS.value, selection, condition, offset, size)
        assert got == wanted
        assert await store.visits.years(INS.value, selection, condition) == years_of(steps)
        plain = RemoteVisits(store.search)
        assert sorted(await plain.window(INS.value, selection, condition, 0, 100)) == sorted(wanted)
        for facet in COUNTED_BY:
            asked = (INS.value, selection, condition, facet)
            assert await store.visits.counts(*asked) == await plain.counts(*asked)
    await store.close()


async def test_a_window_reads_the_days_it_shows_and_no_more(tmp_path: Path, monkeypatch) -> None:
    """Of 50 visits of 40 traces each, ten days are read for ten visits."""
    read: list[int] = []

    def counted(at: int) -> datetime:
        read.append(at)
        return moment_of(at)

    store = await store_of(tmp_path / "dmp.sqlite", [])
    writes = []
    for number in range(2000):
        start = NOW - timedelta(days=number // 40)
        trace = Trace(
            at=start + timedelta(minutes=number % 40),
            actor_id="899900000001",
            actor="Dr ROUX",
            action=TraceAction.LIST,
            visit=f"v{number // 40}",
            visit_start=start,
        )
        writes.append(Write(audit_event.to_fhir(trace, PATIENT) | {"id": f"t{number}"}))
    await store.commit(writes, NOW)
    monkeypatch.setattr("dmptui.core.store.sqlite.visits.moment_of", counted)
    window = await store.visits.window(INS.value, VisitSelection(), ALWAYS, 0, 10)
    assert [visit.id for visit in window] == [f"v{n}" for n in range(10)]
    assert 10 * 40 <= len(read) <= 11 * 40
    await store.close()


async def test_old_traces_are_of_the_visit_of_their_actor_and_day(tmp_path: Path) -> None:
    """What was written before visits were: no extension says which."""
    at = NOW - timedelta(days=3)
    old = [
        Trace(at=at, actor_id="1", actor="A", action=TraceAction.OPEN),
        Trace(at=at + timedelta(minutes=9), actor_id="1", actor="A", action=TraceAction.READ, object_id="d0"),
        Trace(at=at, actor_id="2", actor="B", action=TraceAction.OPEN),
        Trace(at=at - timedelta(days=1), actor_id="1", actor="A", action=TraceAction.OPEN),
    ]
    store = await store_of(tmp_path / "dmp.sqlite", old)
    found = await store.visits.window(INS.value, VisitSelection(), ALWAYS, 0, 10)
    assert [(v.actor, v.read, len(v.done)) for v in found] == [("B", 0, 1), ("A", 1, 2), ("A", 0, 1)]
    rows = (await store.search(Query("AuditEvent", INS.value))).rows
    assert not any("visite" in json.dumps(json.loads(row.text)) for row in rows)
    await store.close()


def test_every_displayed_page_has_its_words() -> None:
    assert {page.value for page in DisplayedPage}.isdisjoint({action.value for action in TraceAction})
