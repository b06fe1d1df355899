"""The patient's identity, cercle de soins, traces and notifications."""

from dataclasses import replace
from functools import partial

from starlette.responses import Response

from dmptui.core.fhir import audit_event
from dmptui.core.model.document import Document
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules.patient_view import see, see_trace
from dmptui.core.server.access import gate, traces
from dmptui.core.server.access.people import as_of
from dmptui.core.server.history import audit, messages, titles
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.server.own.entering import OwnRecord, at_the_door, entered
from dmptui.core.server.patients import care_teams, identities
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query


async def identity(call: Call) -> Response:
    """One's own identity, and the state of the DMP."""
    call.params.only(*identities.PARAMS)
    identifier = call.params.one("identifier")
    if identifier:
        found = await gate.by_identifier(call.context, identifier)
        gate.same_patient(call, found.id if found else "", TraceAction.OPEN)
    own = await at_the_door(call, TraceAction.OPEN)
    return await answers.searchset(call, "Patient", answers.entries(call.base, [as_of(own.row, call.now)]))


async def identity_by_id(call: Call) -> Response:
    """The same, by its id."""
    gate.same_patient(call, call.request.path_params["id"], TraceAction.OPEN)
    own = await at_the_door(call, TraceAction.OPEN)
    return answers.kept(as_of(own.row, call.now))


async def care_team(call: Call) -> Response:
    """The cercle de soins."""
    call.params.only(*care_teams.PARAMS)
    own = await entered(call, TraceAction.LIST)
    rows = await care_teams.of(call, own.row.id)
    return await answers.searchset(call, care_teams.KIND, answers.entries(call.base, rows))


async def accesses(call: Call) -> Response:
    """Who did what on the record, the most recent first; looking is traced once a visit."""
    own = await entered(call, TraceAction.TRACES)
    query = audit.query_of(call, own.row.id)
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.TRACES, call.now)
    return await _accesses(call, own, query)


async def _next_accesses(call: Call, *, query: Query) -> Response:
    return await _accesses(call, await entered(call, TraceAction.TRACES), query)


async def _accesses(call: Call, own: OwnRecord, query: Query) -> Response:
    page = await call.context.store.search(query)
    rows = [row for row in page.rows if see_trace(_trace(row), own.viewer)]
    covered_rows = await titles.covered(call, own.row.id, rows, _sees(call, own))
    following = partial(_next_accesses, query=replace(query, cursor=page.cursor)) if page.cursor else None
    return await answers.searchset(call, audit.KIND, answers.entries(call.base, covered_rows), following)


async def access(call: Call) -> Response:
    """One trace."""
    row = await call.context.store.read(audit.KIND, call.request.path_params["id"])
    gate.same_patient(call, row.patient, TraceAction.TRACES)
    own = await entered(call, TraceAction.TRACES)
    if not see_trace(_trace(row), own.viewer):
        raise Denied(gate.other_patient(), TraceAction.TRACES, call.asker, patient_id=row.patient)
    (covered_row,) = await titles.covered(call, own.row.id, [row], _sees(call, own))
    return answers.kept(covered_row)


async def notifications(call: Call) -> Response:
    """The notifications and the messages of the patient."""
    own = await entered(call, TraceAction.MESSAGES)
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.MESSAGES, call.now)
    recipient = messages.Recipient(own.row.id, f"Patient/{own.row.id}", own.viewer)
    return await messages.page(call, recipient, messages.query_of(call, recipient))


async def notification(call: Call) -> Response:
    """One of them."""
    own = await entered(call, TraceAction.MESSAGES)
    return await messages.one(call, messages.Recipient(own.row.id, f"Patient/{own.row.id}", own.viewer))


def _sees(call: Call, own: OwnRecord) -> titles.Seen:
    def seen(document: Document) -> bool:
        return see(document, own.viewer, call.now).allowed

    return seen


def _trace(row: StoredResource) -> Trace:
    return audit_event.from_fhir(titles.parsed(row))
