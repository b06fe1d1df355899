"""AuditEvent: the historique des accès (ITI-81), and the report of an attempt the client refused itself."""

from dataclasses import replace

from starlette.responses import Response

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import items
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.server.access import gate, secrecy, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.access.one import one
from dmptui.core.server.history import titles
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.results import Next, Search
from dmptui.core.store.query import Query
from dmptui.core.text import _

KIND = "AuditEvent"
_TOKENS = ("agent", "subtype", "outcome")
PARAMS = (*gate.PATIENT_PARAMS, "date", *_TOKENS)


async def search(call: Call) -> Response:
    """The traces of the open record, the most recent first; looking at them is traced too."""
    record = await gate.record(call, TraceAction.TRACES)
    query = query_of(call, record.patient_id)
    trace = traces.done(call.asker, record.patient_id, TraceAction.TRACES, call.now)
    await call.context.store.commit([trace], call.now)
    return await _page(call, record, Search(query))


async def read(call: Call) -> Response:
    """One trace of the open record; looking is traced too."""
    record = await gate.record(call, TraceAction.TRACES)
    query = Query(KIND, record.patient_id, condition=visibility.traces(record.documents))
    row = await one(call, query, TraceAction.TRACES)
    trace = traces.done(call.asker, record.patient_id, TraceAction.TRACES, call.now)
    await call.context.store.commit([trace], call.now)
    (covered_row,) = titles.covered(call, [row])
    return answers.kept(covered_row)


def query_of(call: Call, patient_id: str) -> Query:
    """The search of a patient's traces that a request asks.

    Raises:
        BadRequest: a parameter is unknown or wrong.
    """
    call.params.only(*PARAMS)
    return Query(
        KIND,
        patient=patient_id,
        tokens=call.params.tokens(_TOKENS),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "-date"),
        count=call.params.count(call.context.settings.page_size),
    )


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await gate.record(call, TraceAction.TRACES), search)


async def _page(call: Call, record: Record, search: Search) -> Response:
    return await answered(call, search.under(visibility.traces(record.documents)), _next)


async def answered(call: Call, search: Search, following: Next) -> Response:
    """The page of a search of traces."""
    page = await search.page(call, following)
    found = answers.entries(call.base, titles.covered(call, page.rows))
    return await answers.searchset(call, KIND, found, page)


async def create(call: Call) -> Response:
    """Keep the asker's own refused attempt: who and when are the server's, not the client's."""
    resource = await read_json(call.request, KIND)
    trace = audit_event.from_fhir(resource)
    references = [
        e["what"].get("reference") for e in items(resource, "entity") if isinstance(e.get("what"), dict)
    ]
    subject = next((r for r in references if isinstance(r, str) and r.startswith("Patient")), None)
    row = await gate.by_reference(call.context, subject)
    patient_id = row.id if row else ""
    gate.same_patient(call, patient_id, trace.action)
    if trace.actor_id != call.asker.ps_id:
        raise Denied(_not_yours(), trace.action, call.asker, patient_id=patient_id)
    if not trace.refused:
        raise BadRequest(422, "business-rule", _("Seule une tentative refusée se signale ainsi."))
    if trace.secret and row is not None:
        call = secrecy.secretly(call, row, trace.action)
    claims = call.asker.claims.model_copy(update={"mode": trace.mode, "reason": trace.emergency_reason})
    attempt = Denied(
        refused(trace.refusal, PROJECT),
        trace.action,
        replace(call.asker, claims=claims),
        patient_id,
        title=trace.object,
        object_id=trace.object_id,
    )
    write = traces.refused(attempt, call.now)
    await call.context.store.commit([write], call.now)
    return answers.fhir(write.resource, 201, {"Location": f"{call.base}/{KIND}/{write.resource['id']}"})


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez signaler que vos propres tentatives."), PROJECT)
