"""What the asker has not read, told with each document of a page, and marked seen (``$vu``)."""

import json
from collections.abc import Iterable

from starlette.responses import Response

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, instant, items, text
from dmptui.core.fhir.marks import Marks
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import Condition, every
from dmptui.core.server.access import gate, read_states
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.params import invalid
from dmptui.core.store.base import StoredResource
from dmptui.core.text import _

TAG = "_tag"
"""The parameter that asks for what is not read: ``_tag=urn:dmptui:codesystem:lecture|non-lu``."""
MOST = 500
"""Documents that are marked at a time, one by one."""


async def shown(
    call: Call, record: Record, rows: Iterable[StoredResource], new: Condition
) -> list[StoredResource]:
    """Documents as the wire shows them: those that are not read have the tag that says so."""
    found = list(rows)
    condition = every(visibility.kept(record.documents), new)
    ids = [row.id for row in found]
    unread = await entries.among(call.context.store, record.patient_id, ids, condition)
    return [_tagged(entries.shown(row)) if row.id in unread else entries.shown(row) for row in found]


def _tagged(row: StoredResource) -> StoredResource:
    resource: Json = json.loads(row.text)
    meta = resource.get("meta", {})
    tags = [*meta.get("tag", ()), {"system": systems.READ_STATE, "code": systems.UNREAD}]
    whole = resource | {"meta": meta | {"tag": tags}}
    return row._replace(text=json.dumps(whole, ensure_ascii=False, separators=(",", ":")))


def is_asked(call: Call) -> bool:
    """Whether a search is of what is not read only.

    Raises:
        BadRequest: another tag is asked for.
    """
    tags = call.params.all(TAG)
    if set(tags) - {f"{systems.READ_STATE}|{systems.UNREAD}"}:
        raise invalid(_("Le paramètre « _tag » vaut {values}.").format(values=systems.UNREAD))
    return bool(tags)


async def mark(call: Call) -> Response:
    """Mark documents seen: those named, or all that was deposited before a moment.

    Nothing is read by it: it leaves no trace, and a name that leads to nothing marks nothing.

    Raises:
        BadRequest: nothing is named, or too much.
        Conflict: another terminal of the same professional marks some at this moment.
    """
    call.params.only()
    record = await gate.record(call, TraceAction.LIST)
    parts = tuple(items(await read_json(call.request, "Parameters"), "parameter"))
    names = [text(part.get("valueString")) for part in parts if part.get("name") == "document"]
    moments = [instant(part.get("valueInstant")) for part in parts if part.get("name") == "until"]
    until = min((moment for moment in moments if moment), default=None)
    if len(names) > MOST or not (any(names) or until):
        raise invalid(_("Nommez les documents vus, 500 au plus, ou le moment jusqu'auquel tout est vu."))
    seen = Marks(min(until, call.now) if until else None, await _kept(call, record, names))
    await read_states.mark(call.context, call.asker.ps_id, record.patient_id, seen, call.now)
    return answers.fhir({"resourceType": "Parameters"})


async def _kept(call: Call, record: Record, names: Iterable[str]) -> frozenset[str]:
    """The ids of the documents that the asker sees, of those some names lead to."""
    kept = await entries.kept_ids(call.context.store, record.patient_id, names)
    ids, seen = frozenset(kept.values()), visibility.kept(record.documents)
    return await entries.among(call.context.store, record.patient_id, ids, seen)
