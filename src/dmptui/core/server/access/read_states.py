"""What the asker has not read: from the traces of what they read, and from what they marked seen.

What a page read by itself (``Trace.automatic``) nobody has read.
"""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid5

from dmptui.core.errors import NotFound
from dmptui.core.fhir import audit_event, marks
from dmptui.core.fhir.marks import Marks
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.unread import ReadState, unread
from dmptui.core.server.access import opening
from dmptui.core.server.http.context import Call, Context
from dmptui.core.store.base import NEW, Page, Write
from dmptui.core.store.query import DateRange, Query

KIND = "Basic"
_NAMESPACE = UUID("0c2e7d3b-5d0e-5b7b-9a3e-6f3a1d2b4c55")
_READINGS = 500


async def unread_of(call: Call, patient_id: str) -> Condition:
    """The documents of a record that the asker has not read, among those they see."""
    return (await unread_of_each(call, [patient_id]))[patient_id]


async def unread_of_each(call: Call, patients: Sequence[str]) -> dict[str, Condition]:
    """The same of several records, in three exchanges with the store however many they are."""
    states = await read_states(call.context, call.asker.ps_id, patients, call.now)
    return {patient_id: unread(state) for patient_id, state in states.items()}


async def read_states(
    context: Context, ps_id: str, patients: Sequence[str], now: datetime
) -> dict[str, ReadState]:
    """What a professional has read of some records, by patient id."""
    kept = await _marks(context, ps_id, patients)
    readings = [_readings(ps_id, patient_id, kept[patient_id].until) for patient_id in patients]
    first = [replace(opening.visits(ps_id, patient_id), sort="date") for patient_id in patients]
    pages = await context.store.search_all([*readings, *first]) if patients else []
    read, opened = pages[: len(patients)], pages[len(patients) :]
    return {
        patient_id: ReadState(
            ps_id,
            since=opening.visited(visit.rows) or now,
            until=kept[patient_id].until,
            names=kept[patient_id].names | await _names(context, query, page),
        )
        for patient_id, query, page, visit in zip(patients, readings, read, opened, strict=True)
    }


async def mark(context: Context, ps_id: str, patient_id: str, added: Marks, now: datetime) -> None:
    """Mark documents seen, besides those that are.

    Raises:
        Conflict: the same professional marks others at this moment.
    """
    name = mark_id(ps_id, patient_id)
    try:
        row = await context.store.read(KIND, name)
        former, version = marks.from_fhir(json.loads(row.text)), row.version
    except NotFound:
        former, version = Marks(), NEW
    until = max(filter(None, (former.until, added.until)), default=None)
    resource = marks.to_fhir(Marks(until, former.names | added.names), ps_id, f"Patient/{patient_id}")
    await context.store.commit([Write(resource | {"id": name}, version)], now)


def mark_id(ps_id: str, patient_id: str) -> str:
    """One id for each professional and record, so that there are never two."""
    return str(uuid5(_NAMESPACE, f"{ps_id} {patient_id}"))


async def _marks(context: Context, ps_id: str, patients: Sequence[str]) -> dict[str, Marks]:
    names = {mark_id(ps_id, patient_id): patient_id for patient_id in patients}
    found = dict.fromkeys(patients, Marks())
    if names:
        page = await context.store.search(Query(KIND, ids=tuple(names), count=len(names)))
        found |= {names[row.id]: marks.from_fhir(json.loads(row.text)) for row in page.rows}
    return found


def _readings(ps_id: str, patient_id: str, until: datetime | None) -> Query:
    """The traces of what somebody read: before ``until``, all is seen."""
    read = opening.acts(ps_id, patient_id, TraceAction.READ, count=_READINGS)
    return replace(read, dates=(DateRange("date", until),)) if until else read


async def _names(context: Context, query: Query, page: Page) -> frozenset[str]:
    """The ids, then current, of the documents that the traces of a search tell, from its first page on."""
    names: set[str] = set()
    while True:
        traces = (audit_event.from_fhir(json.loads(row.text)) for row in page.rows)
        names |= {trace.object_id for trace in traces if trace.object_id and not trace.automatic}
        if not page.cursor:
            return frozenset(names)
        page = await context.store.search(replace(query, cursor=page.cursor))
