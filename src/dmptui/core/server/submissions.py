"""List: the lots deposited since a date (ITI-66)."""

import json
from dataclasses import replace
from functools import partial

from starlette.responses import Response

from dmptui.core.fhir.json import Json, items, text
from dmptui.core.model.trace import TraceAction
from dmptui.core.server import answers, gate, reading
from dmptui.core.server.context import Call
from dmptui.core.server.gate import Record
from dmptui.core.store.base import Query, Stored

KIND = "List"
PARAMS = (*gate.PATIENT_PARAMS, "code", "status", "identifier", "item", "date")
_DOCUMENT = "DocumentReference/"


async def search(call: Call) -> Response:
    """The SubmissionSets, the most recent first, with the members the asker may read."""
    call.params.only(*PARAMS)
    record = await gate.record(call, TraceAction.LIST)
    query = Query(
        KIND,
        patient=record.patient_id,
        tokens=call.params.tokens(("code", "status", "identifier", "item")),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "-date"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await _page(call, record, query)


async def _next(call: Call, *, query: Query) -> Response:
    return await _page(call, await gate.record(call, TraceAction.LIST), query)


async def _page(call: Call, record: Record, query: Query) -> Response:
    page = await call.context.store.search(query)
    lots = [(row, json.loads(row.text)) for row in page.rows]
    members = tuple({_member(entry) for _row, lot in lots for entry in items(lot, "entry")})
    seen = await _readable(call, record, members)
    found = [_entry(call, row, lot, seen) for row, lot in lots]
    following = partial(_next, query=replace(query, cursor=page.cursor)) if page.cursor else None
    return answers.searchset(call, KIND, [entry for entry in found if entry], following)


async def _readable(call: Call, record: Record, ids: tuple[str, ...]) -> set[str]:
    """Those of some documents the asker may read."""
    if not ids:
        return set()
    query = Query("DocumentReference", patient=record.patient_id, ids=ids, count=len(ids))
    page = await call.context.store.search(query)
    return {row.id for row in await reading.readable(page.rows, record.reader, call.context.matrix)}


def _entry(call: Call, row: Stored, lot: Json, seen: set[str]) -> str:
    """A lot without the members that may not be read; empty when none may."""
    entries = list(items(lot, "entry"))
    kept = [entry for entry in entries if _member(entry) in seen]
    if not kept:
        return ""
    if len(kept) == len(entries):
        return answers.entry(call.base, row.kind, row.id, row.text)
    reduced = json.dumps(lot | {"entry": kept}, ensure_ascii=False, separators=(",", ":"))
    return answers.entry(call.base, row.kind, row.id, reduced)


def _member(entry: Json) -> str:
    item = entry.get("item")
    return text(item.get("reference")).removeprefix(_DOCUMENT) if isinstance(item, dict) else ""
