"""Titles in the traces: a trace is shown to whom may see the record, a title to whom may see the document."""

import json
from collections.abc import Callable, Sequence

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import Json, items, text
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.server.documents import entries, visibility
from dmptui.core.server.http.context import Call
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query
from dmptui.core.text import _

Seen = Callable[[Document], bool]
"""Whether the asker may see a document."""


async def covered(
    call: Call, patient_id: str, rows: Sequence[StoredResource], seen: Seen
) -> list[StoredResource]:
    """Traces, without the titles of the documents that the asker may not see.

    A deleted document keeps its title for those who saw it. An attempt that named no document that is kept
    shows its title to who made it only.
    """
    found = [(row, parsed(row)) for row in rows]
    named = {row.id: audit_event.from_fhir(event).object_id for row, event in found}
    kept = await entries.kept_ids(call.context.store, patient_id, named.values())
    visible = await _visible(call, patient_id, tuple(set(kept.values())), seen)
    return [
        row
        if kept.get(named[row.id]) in visible or (not named[row.id] and _is_own(call, event))
        else _without_title(row, event)
        for row, event in found
    ]


def parsed(row: StoredResource) -> Json:
    """The resource of a row."""
    resource: Json = json.loads(row.text)
    return resource


async def _visible(call: Call, patient_id: str, ids: tuple[str, ...], seen: Seen) -> set[str]:
    if not ids:
        return set()
    page = await call.context.store.search(Query(entries.KIND, patient_id, ids=ids, count=len(ids)))
    documents = {row.id: visibility.document_of(row) for row in page.rows}
    current = {"status": DocumentStatus.CURRENT}
    return {name for name, document in documents.items() if seen(document.model_copy(update=current))}


def _is_own(call: Call, event: Json) -> bool:
    return audit_event.from_fhir(event).actor_id == call.asker.ps_id


def _without_title(row: StoredResource, event: Json) -> StoredResource:
    """A trace that still says it was about a document, or about something, and not what."""
    if not any(text(entity.get("name")) for entity in items(event, "entity")):
        return row
    covered_entities = [
        entity | {"name": _("un document")} if entity.get("name") else entity
        for entity in items(event, "entity")
        if "what" in entity
    ]
    resource = event | {"entity": covered_entities}
    return row._replace(text=json.dumps(resource, ensure_ascii=False, separators=(",", ":")))
