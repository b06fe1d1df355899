"""The patient's identity, cercle de soins, traces and notifications."""

from starlette.responses import Response

from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.server.access import gate, traces
from dmptui.core.server.access.one import one
from dmptui.core.server.access.people import as_of
from dmptui.core.server.history import audit, messages, visiting
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.results import Search
from dmptui.core.server.own.entering import OwnRecord, at_the_door, entered
from dmptui.core.server.patients import care_teams, identities
from dmptui.core.store.query import Query, Token


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
    return await _accesses(call, own, Search(query))


async def _next_accesses(call: Call, search: Search) -> Response:
    return await _accesses(call, await entered(call, TraceAction.TRACES), search)


async def _accesses(call: Call, own: OwnRecord, search: Search) -> Response:
    return await audit.answered(call, search, own.documents, own.viewer, _next_accesses)


async def access(call: Call) -> Response:
    """One trace."""
    own = await entered(call, TraceAction.TRACES)
    query = Query(audit.KIND, own.row.id, condition=visibility.lines(own.documents, own.viewer))
    row = await one(call, query, TraceAction.TRACES)
    return await audit.answered_one(call, row, visibility.traces(own.documents, own.viewer))


async def visits(call: Call) -> Response:
    """The visits of the record; looking is traced once a visit."""
    own = await entered(call, TraceAction.TRACES)
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.TRACES, call.now)
    return await visiting.answered(call, own.row.id, visibility.traces(own.documents, own.viewer))


async def notifications(call: Call) -> Response:
    """The notifications and the messages of the patient; or, by their ``sender``, what they answered."""
    own = await entered(call, TraceAction.MESSAGES)
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.MESSAGES, call.now)
    return await _messages(call, own, Search(_query(call, own)))


def _query(call: Call, own: OwnRecord) -> Query:
    recipient = _recipient(own)
    if recipient.name not in call.params.all("sender"):
        return messages.query_of(call, recipient)
    call.params.only(*gate.PATIENT_PARAMS, "sender", "category", "sent")
    return Query(
        messages.KIND,
        own.row.id,
        condition=recipient.condition,
        tokens=(Token("sender", ((None, recipient.name),)), messages.MESSAGES),
        dates=call.params.dates(("sent",)),
        sort=call.params.sort(("sent",), "-sent"),
        count=call.params.count(call.context.settings.page_size),
    )


async def _next_messages(call: Call, search: Search) -> Response:
    return await _messages(call, await entered(call, TraceAction.MESSAGES), search)


async def _messages(call: Call, own: OwnRecord, search: Search) -> Response:
    return await messages.answered(call, search.under(_recipient(own).condition), _next_messages)


async def notification(call: Call) -> Response:
    """One of them."""
    return await messages.received(call, _recipient(await entered(call, TraceAction.MESSAGES)))


def _recipient(own: OwnRecord) -> messages.Recipient:
    condition = visibility.messages(own.documents, own.viewer)
    return messages.Recipient(own.row.id, f"Patient/{own.row.id}", own.viewer, condition)
