"""List: the lots (ITI-66), or the one list of the documents that the asker has opened, from their traces.

What a page read by itself (``Trace.automatic``) was not opened.
"""

import json
from dataclasses import replace

from starlette.responses import Response

from dmptui.core.fhir import audit_event, systems
from dmptui.core.fhir.json import Json, concept
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.base import Coding
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.server.access import gate
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries, submissions
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.store.query import Query, Token

READ = "lus"
_SOME = 100
"""Names looked up at a time."""
_PAGE = 500


async def search(call: Call) -> Response:
    """The list of code ``lus`` when it is asked, else the lots."""
    if call.params.all("code") == [f"{systems.LISTS}|{READ}"]:
        return await _read(call)
    return await submissions.search(call)


async def _read(call: Call) -> Response:
    """What the asker has opened of the record, and may still read."""
    call.params.only(*gate.PATIENT_PARAMS, "code")
    record = await gate.record(call, TraceAction.LIST)
    read = await _current(call, record, await _traced(call, record))
    patient = f"Patient/{record.patient_id}"
    resource: Json = {
        "resourceType": "List",
        "id": READ,
        "status": "current",
        "mode": "snapshot",
        "code": concept(Coding(system=systems.LISTS, code=READ)),
        "subject": {"reference": patient},
        "date": call.now.isoformat(),
        "source": practitioner_reference(call.asker.ps_id),
    }
    if read:
        resource["entry"] = [{"item": {"reference": f"{entries.KIND}/{name}"}} for name in read]
    text = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    return await answers.searchset(call, submissions.KIND, [answers.entry(call.base, "List", READ, text)])


async def _traced(call: Call, record: Record) -> tuple[str, ...]:
    """The names, in the asker's traces, of what they opened."""
    query = Query(
        "AuditEvent",
        patient=record.patient_id,
        tokens=(
            Token("agent", ((systems.PRACTITIONER_ID, call.asker.ps_id),)),
            Token("subtype", ((systems.TRACE_ACTION, TraceAction.READ.value),)),
            Token("outcome", ((None, "0"),)),
        ),
        sort="-date",
        count=_PAGE,
    )
    names: dict[str, None] = {}
    while True:
        page = await call.context.store.search(query)
        found = [audit_event.from_fhir(json.loads(row.text)) for row in page.rows]
        names |= dict.fromkeys(trace.object_id for trace in found if not trace.automatic)
        if not page.cursor:
            return tuple(name for name in names if name)
        query = replace(query, cursor=page.cursor)


async def _current(call: Call, record: Record, names: tuple[str, ...]) -> list[str]:
    """The entryUUIDs, as they now are, of the documents that some names, current or old, lead to."""
    found: dict[str, None] = {}
    for start in range(0, len(names), _SOME):
        some = names[start : start + _SOME]
        kept = await entries.kept_ids(call.context.store, record.patient_id, some)
        ids = tuple(dict.fromkeys(kept.values()))
        condition = visibility.kept(record.documents)
        query = Query(entries.KIND, record.patient_id, ids=ids, condition=condition, count=len(ids))
        found |= dict.fromkeys(entries.shown(row).id for row in (await call.context.store.search(query)).rows)
    return list(found)
