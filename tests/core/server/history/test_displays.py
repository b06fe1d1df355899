"""The display of a page: one trace, with what the page read by itself, for who may see it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from dmptui.core.fhir import audit_event
from dmptui.core.fhir import visits as wire
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import AccessMode
from dmptui.core.model.document import Visibility
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction
from dmptui.core.model.visit import Visit, VisitSelection, Years
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    document,
    kept,
    opened,
    person,
    switches,
)

ALICE = person(1, attending={ROUX.practitioner.id})
LETTER = document("Lettre", number=1, type_code=IMAGING)
MASKED = document("Masqué", number=2, type_code=IMAGING, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS])
PAGE = DisplayedPage.SUMMARY.value
AUTOMATIC = {"Dmptui-Lecture": f"automatique; affichage={PAGE}"}


@pytest.fixture
async def dmp(tmp_path: Path) -> AsyncIterator[World]:
    async with opened(tmp_path) as world:
        await world.add(ALICE, switches(ALICE), *(authorisation(w, ALICE) for w in (HADDAD, ROUX, OLIVIER)))
        await world.add(kept(LETTER, ALICE), kept(MASKED, ALICE))
        yield world


def display(page: str = PAGE) -> Json:
    return audit_event.to_fhir(
        Trace(at=NOW, actor_id="", actor="", action=TraceAction.DISPLAY, object=page), f"Patient/{ALICE.id}"
    )


async def seen(dmp: World, token: str, **query: str) -> list[Trace]:
    """The traces that the holder of a token sees, but their own looking."""
    answer = await dmp.search("AuditEvent", token, patient=ALICE.id, _sort="date", **query)
    assert answer.status_code == 200, answer.text
    found = [audit_event.from_fhir(entry["resource"]) for entry in answer.json().get("entry", [])]
    assert answer.json()["total"] == len(found)
    return [trace for trace in found if trace.action is not TraceAction.TRACES]


async def read_by_the_page(dmp: World, token: str) -> None:
    for found in (LETTER, MASKED, LETTER):
        answer = await dmp.get(f"/Binary/bin-{found.id}", token, **AUTOMATIC)
        assert answer.status_code == 200


async def visits(dmp: World, token: str, **more: str) -> Json:
    pairs = [*wire.to_pairs(VisitSelection()), *more.items()]
    answer = await dmp.post("/AuditEvent/$visites", token, wire.operation(pairs))
    assert answer.status_code == 200, answer.text
    found: Json = answer.json()
    return found


async def test_what_a_page_reads_is_one_trace_with_each_document(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    answer = await dmp.post("/AuditEvent", token, display())
    assert answer.status_code == 201
    await read_by_the_page(dmp, token)
    assert (await dmp.post("/AuditEvent", token, display())).json()["id"] == answer.json()["id"]
    found = [trace for trace in await seen(dmp, token) if trace.action is not TraceAction.OPEN]
    assert [(trace.action, trace.object) for trace in found] == [(TraceAction.DISPLAY, PAGE)]
    assert [document.id for document in found[0].documents] == [LETTER.id, MASKED.id]
    one = await dmp.get(f"/AuditEvent/{found[0].id}", token)
    assert audit_event.from_fhir(one.json()).documents == found[0].documents


async def test_each_reading_is_kept_whatever_is_shown(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    await dmp.post("/AuditEvent", token, display())
    await read_by_the_page(dmp, token)
    read = [audit_event.from_fhir(event) for event in await dmp.traces(ALICE)]
    assert [t.object_id for t in read if t.action is TraceAction.READ] == [LETTER.id, MASKED.id, LETTER.id]


async def test_who_may_not_see_a_document_does_not_see_it_in_a_display(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    await dmp.post("/AuditEvent", token, display())
    await read_by_the_page(dmp, token)
    other = await dmp.open(OLIVIER, ALICE)
    (found,) = [trace for trace in await seen(dmp, other) if trace.action is TraceAction.DISPLAY]
    assert [document.id for document in found.documents] == [LETTER.id]
    first = next(
        v for v in wire.visits_from_fhir(await visits(dmp, other)) if v.actor_id == ROUX.practitioner.id
    )
    assert first.displayed == 1


@pytest.mark.parametrize(
    "header", ["automatique", f"automatique; affichage={PAGE}", "automatique; affichage=x"]
)
async def test_what_no_display_announced_is_a_line_of_its_own(dmp: World, header: str) -> None:
    token = await dmp.open(ROUX, ALICE)
    await dmp.get(f"/Binary/bin-{LETTER.id}", token, **{"Dmptui-Lecture": header})
    (found,) = [trace for trace in await seen(dmp, token) if trace.action is TraceAction.READ]
    assert (found.object_id, found.automatic, found.display) == (LETTER.id, True, "")


async def test_a_display_of_another_opening_takes_nothing_in(dmp: World) -> None:
    await dmp.post("/AuditEvent", await dmp.open(ROUX, ALICE), display())
    token = await dmp.open(ROUX, ALICE)
    await dmp.get(f"/Binary/bin-{LETTER.id}", token, **AUTOMATIC)
    assert [t.object_id for t in await seen(dmp, token) if t.action is TraceAction.READ] == [LETTER.id]


async def test_a_refused_reading_is_a_refusal_not_a_part(dmp: World) -> None:
    token = await dmp.open(OLIVIER, ALICE)
    await dmp.post("/AuditEvent", token, display())
    assert (await dmp.get(f"/Binary/bin-{MASKED.id}", token, **AUTOMATIC)).status_code == 404
    (kept_trace,) = [audit_event.from_fhir(event) for event in await dmp.refusals()]
    assert (kept_trace.action, kept_trace.display) == (TraceAction.READ, "")


async def test_which_displays_are_traced(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    assert (await dmp.post("/AuditEvent", token, display("secret de Lou"))).status_code == 422
    assert (await dmp.post("/AuditEvent", await dmp.login(ROUX), display())).status_code == 403
    assert (await dmp.post("/AuditEvent", await dmp.enter(ALICE), display())).status_code in (403, 422)


async def test_visits_and_their_lines(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    await dmp.get(f"/Binary/bin-{LETTER.id}", token)
    dmp.wait(hours=1)
    await dmp.open(ROUX, ALICE)
    home = await dmp.enter(ALICE)
    mine, second, first = wire.visits_from_fhir(await visits(dmp, home))
    assert (mine.actor_id, second.actor_id, first.read) == ("", ROUX.practitioner.id, 1)
    lines = await seen(dmp, home, visit=first.id)
    assert [trace.action for trace in lines] == [TraceAction.OPEN, TraceAction.READ]
    assert wire.visits_from_fhir(await visits(dmp, home, _offset="1", _count="1")) == (second,)
    others = await dmp.post("/AuditEvent/$visites", home, wire.operation([("own", "false")]))
    assert wire.visits_from_fhir(others.json()) == (second, first)
    assert wire.years_from_fhir(await visits(dmp, home, facet="year")) == Years(0, ((2026, 3),), 5)


async def test_looking_at_the_history_is_traced_once_an_opening(dmp: World) -> None:
    token = await dmp.open(ROUX, ALICE)
    for offset in range(5):
        await visits(dmp, token, _offset=str(offset))
        await seen(dmp, token)
    looked = [t for t in await dmp.traces(ALICE) if audit_event.from_fhir(t).action is TraceAction.TRACES]
    assert len(looked) == 1


@pytest.mark.parametrize(
    "pair", [("since", "hier"), ("outcome", "4"), ("facet", "x"), ("_offset", "-1"), ("unknown", "1")]
)
async def test_what_cannot_be_asked(dmp: World, pair: tuple[str, str]) -> None:
    token = await dmp.open(ROUX, ALICE)
    answer = await dmp.post("/AuditEvent/$visites", token, wire.operation([pair]))
    assert answer.status_code == 400


def test_a_selection_and_a_visit_there_and_back() -> None:
    selection = VisitSelection(
        ("a",),
        ("1", "2"),
        ("10",),
        ("lecture",),
        ("normal",),
        NOW.date(),
        NOW.date(),
        refused=True,
        without="",
    )
    assert wire.from_pairs(wire.to_pairs(selection)) == selection
    assert wire.from_pairs(wire.to_pairs(VisitSelection(without="9", refused=False))).without == "9"
    visit = Visit(
        "v",
        NOW.date(),
        NOW,
        NOW,
        "1",
        "Dr A",
        "10",
        "CH",
        AccessMode.NORMAL,
        "",
        ((TraceAction.READ, 2),),
        2,
        1,
        0,
        "",
    )
    assert wire.visits_from_fhir(wire.visits_to_fhir([visit])) == (visit,)
