"""Titles in the traces: of an attempt that named no document that is kept, for who made it only."""

import json
from collections.abc import Iterable

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import Json, items
from dmptui.core.model.trace import TraceAction
from dmptui.core.server.http.context import Call
from dmptui.core.store.base import StoredResource


def covered(call: Call, rows: Iterable[StoredResource]) -> list[StoredResource]:
    """Traces that the asker sees, without the titles of what others attempted on no document."""
    return [_covered(call, row) for row in rows]


def parsed(row: StoredResource) -> Json:
    """The resource of a row."""
    resource: Json = json.loads(row.text)
    return resource


def _covered(call: Call, row: StoredResource) -> StoredResource:
    event = parsed(row)
    trace = audit_event.from_fhir(event)
    of_a_display = trace.action is TraceAction.DISPLAY and not trace.refused
    if not trace.object or trace.object_id or of_a_display or trace.actor_id == call.asker.ps_id:
        return row
    resource = event | {"entity": [entity for entity in items(event, "entity") if "what" in entity]}
    return row._replace(text=json.dumps(resource, ensure_ascii=False, separators=(",", ":")))
