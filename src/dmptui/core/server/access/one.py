"""One resource, for who asks: what they may not see is answered as what does not exist."""

from dataclasses import replace

from dmptui.core.errors import NotFound
from dmptui.core.model.trace import TraceAction
from dmptui.core.server.access import gate
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied, missing
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query


async def one(call: Call, query: Query, action: TraceAction) -> StoredResource:
    """The resource of the request's id that a search of what the asker sees finds.

    One of another record is traced there as an attempt, and answered as if there were none.

    Raises:
        BadRequest, Denied: 404.
    """
    name: str = call.request.path_params["id"]
    found = (await call.context.store.search(replace(query, ids=(name,), count=1))).rows
    if found:
        return found[0]
    await _trace_elsewhere(call, query.kind, name, action)
    raise missing()


async def _trace_elsewhere(call: Call, kind: str, name: str, action: TraceAction) -> None:
    try:
        row = await call.context.store.read(kind, name)
    except NotFound:
        return
    if row.patient and row.patient != call.asker.claims.patient_id:
        decision = gate.other_patient()
        raise Denied(decision, action, call.asker, patient_id=row.patient, instead=missing())
