"""The display of a page as one trace: what it read, of what the asker sees, is put into it."""

import json
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import replace

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import Json
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules.condition import Condition
from dmptui.core.server.http.context import Call
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import DateRange, Query, Token

_PAGE = 500


async def filled(call: Call, rows: Sequence[StoredResource], seen: Condition) -> list[StoredResource]:
    """Traces that the asker sees, the displays among them with the documents that they read.

    Args:
        call: the request.
        rows: of one patient.
        seen: what the asker sees of the traces.
    """
    displays = [row for row in rows if _trace(row).action is TraceAction.DISPLAY]
    if not displays:
        return list(rows)
    entities: dict[str, dict[str, Json]] = defaultdict(dict)
    async for part in _parts(call, displays, seen):
        entities[part.display].setdefault(part.object_id, audit_event.entity_of(part.object_id, part.object))
    return [_with(row, list(entities[row.id].values())) if row.id in entities else row for row in rows]


async def _parts(call: Call, displays: Sequence[StoredResource], seen: Condition) -> AsyncIterator[Trace]:
    """What some displays read, the first read first."""
    query = Query(
        "AuditEvent",
        patient=displays[0].patient,
        condition=seen,
        tokens=(Token("display", tuple(("", row.id) for row in displays)),),
        dates=(DateRange("date", start=min(_trace(row).at for row in displays)),),
        sort="date",
        count=_PAGE,
    )
    while True:
        page = await call.context.store.search(query)
        for row in page.rows:
            yield _trace(row)
        if not page.cursor:
            return
        query = replace(query, cursor=page.cursor)


def _with(row: StoredResource, entities: list[Json]) -> StoredResource:
    event: Json = json.loads(row.text)
    event["entity"] = [*event.get("entity", ()), *entities]
    return row._replace(text=json.dumps(event, ensure_ascii=False, separators=(",", ":")))


def _trace(row: StoredResource) -> Trace:
    return audit_event.from_fhir(json.loads(row.text))
