"""List: the lots deposited since a date (ITI-66)."""

import json

from starlette.responses import Response

from dmptui.core.fhir.json import Json, items, text
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.server.access import gate
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.results import Search
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token

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
        tokens=(*call.params.tokens(("code", "status", "identifier")), *await _items(call, record)),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "-date"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await _page(call, record, Search(query))


async def _items(call: Call, record: Record) -> tuple[Token, ...]:
    """``item`` by the ids of the store, which is what lots name documents by."""
    tokens = call.params.tokens(("item",))
    names = [value.removeprefix(_DOCUMENT) for t in tokens for _system, value in t.values]
    kept = await entries.kept_ids(call.context.store, record.patient_id, names)
    return tuple(
        Token(t.param, tuple((None, _DOCUMENT + kept[v.removeprefix(_DOCUMENT)]) for _s, v in t.values))
        for t in tokens
    )


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await gate.record(call, TraceAction.LIST), search)


async def _page(call: Call, record: Record, search: Search) -> Response:
    page = await search.under(visibility.lots(record.documents)).page(call, _next)
    lots = [(row, json.loads(row.text)) for row in page.rows]
    members = tuple({_member(entry) for _row, lot in lots for entry in items(lot, "entry")})
    seen = await _readable(call, record, members)
    found = [_entry(call, row, lot, seen) for row, lot in lots]
    return await answers.searchset(call, KIND, found, page)


async def _readable(call: Call, record: Record, ids: tuple[str, ...]) -> dict[str, str]:
    """Those of some documents the asker may read: id of the store -> entryUUID."""
    if not ids:
        return {}
    condition = visibility.kept(record.documents)
    query = Query(entries.KIND, record.patient_id, ids=ids, condition=condition, count=len(ids))
    page = await call.context.store.search(query)
    return {row.id: entries.shown(row).id for row in page.rows}


def _entry(call: Call, row: StoredResource, lot: Json, seen: dict[str, str]) -> str:
    """A lot without the members that may not be read."""
    members = list(items(lot, "entry"))
    kept = [_renamed(entry, seen[_member(entry)]) for entry in members if _member(entry) in seen]
    if kept == members:
        return answers.entry(call.base, row.kind, row.id, row.text)
    reduced = json.dumps(lot | {"entry": kept}, ensure_ascii=False, separators=(",", ":"))
    return answers.entry(call.base, row.kind, row.id, reduced)


def _renamed(entry: Json, name: str) -> Json:
    return entry | {"item": entry["item"] | {"reference": _DOCUMENT + name}}


def _member(entry: Json) -> str:
    item = entry.get("item")
    return text(item.get("reference")).removeprefix(_DOCUMENT) if isinstance(item, dict) else ""
