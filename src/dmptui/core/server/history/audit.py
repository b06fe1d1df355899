"""AuditEvent: the historique des accès (ITI-81), and the report of an attempt the client refused itself."""

from dataclasses import replace

from starlette.responses import Response

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import items
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.patient_view import Viewer
from dmptui.core.server.access import gate, secrecy, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.access.one import one
from dmptui.core.server.history import displays, titles
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.results import Next, Search
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

KIND = "AuditEvent"
_TOKENS = ("agent", "subtype", "outcome")
PARAMS = (*gate.PATIENT_PARAMS, "date", "visit", *_TOKENS)


async def search(call: Call) -> Response:
    """The traces of the open record, the most recent first; looking at them is traced once an opening."""
    record = await gate.record(call, TraceAction.TRACES)
    query = query_of(call, record.patient_id)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.TRACES, call.now)
    return await _page(call, record, Search(query))


async def read(call: Call) -> Response:
    """One trace of the open record; looking is traced too, once an opening."""
    record = await gate.record(call, TraceAction.TRACES)
    query = Query(KIND, record.patient_id, condition=visibility.lines(record.documents))
    row = await one(call, query, TraceAction.TRACES)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.TRACES, call.now)
    return await answered_one(call, row, visibility.traces(record.documents))


def query_of(call: Call, patient_id: str) -> Query:
    """The search of a patient's traces that a request asks.

    Raises:
        BadRequest: a parameter is unknown or wrong.
    """
    call.params.only(*PARAMS)
    return Query(
        KIND,
        patient=patient_id,
        tokens=(*call.params.tokens(_TOKENS), *_visit(call)),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "-date"),
        count=call.params.count(call.context.settings.page_size),
    )


def _visit(call: Call) -> list[Token]:
    """The visit that is asked: its name is opaque, and may be any text."""
    return [Token("visit", ((None, name),)) for name in call.params.all("visit")]


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await gate.record(call, TraceAction.TRACES), search)


async def _page(call: Call, record: Record, search: Search) -> Response:
    return await answered(call, search, record.documents, None, _next)


async def answered(
    call: Call, search: Search, documents: Condition, viewer: Viewer | None, following: Next
) -> Response:
    """The page of a search of traces.

    Args:
        call: the request.
        search: the search.
        documents: those that the asker sees.
        viewer: the asker; None for a professional.
        following: answers a request for the next page.
    """
    page = await search.under(visibility.lines(documents, viewer)).page(call, following)
    rows = await displays.filled(call, titles.covered(call, page.rows), visibility.traces(documents, viewer))
    return await answers.searchset(call, KIND, answers.entries(call.base, rows), page)


async def answered_one(call: Call, row: StoredResource, seen: Condition) -> Response:
    """One trace, of those that the asker sees."""
    (found,) = await displays.filled(call, titles.covered(call, [row]), seen)
    return answers.kept(found)


async def create(call: Call) -> Response:
    """Keep the display of a page, or the asker's own refused attempt: who and when are the server's."""
    resource = await read_json(call.request, KIND)
    trace = audit_event.from_fhir(resource)
    if trace.action is TraceAction.DISPLAY and not trace.refused and not call.asker.is_patient:
        return await _display(call, trace)
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


async def _display(call: Call, trace: Trace) -> Response:
    """The page that is displayed, before it reads anything: so what it reads by itself is in its trace.

    It does not depend on what there is to read: that a page was displayed tells of no document.
    """
    record = await gate.record(call, TraceAction.DISPLAY)
    if trace.object not in DisplayedPage._value2member_map_:
        raise BadRequest(422, "business-rule", _("Cette page n'est pas de celles dont l'affichage se trace."))
    page = DisplayedPage(trace.object)
    await traces.displayed(call.context, call.asker, record.patient_id, page, call.now)
    row = await call.context.store.read(KIND, traces.display_id(call.asker, page))
    return answers.kept(row, {"Location": f"{call.base}/{KIND}/{row.id}"}, 201)


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez signaler que vos propres tentatives."), PROJECT)
