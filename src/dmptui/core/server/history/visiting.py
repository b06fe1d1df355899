"""AuditEvent/$visites (project): the traces of a record by visit, in windows, and their numbers."""

from dataclasses import replace

from starlette.responses import Response

from dmptui.core.fhir import outcome as outcomes
from dmptui.core.fhir import visits as wire
from dmptui.core.model.trace import TraceAction
from dmptui.core.model.visit import COUNTED_BY
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import Condition
from dmptui.core.server.access import gate, traces
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.params import Params, invalid
from dmptui.core.text import _

_FACET = "facet"
_PLACES = ("_offset", "_count")
_DIGITS = 7


async def visits(call: Call) -> Response:
    """The visits of the open record; looking at them is traced once an opening."""
    record = await gate.record(call, TraceAction.TRACES)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.TRACES, call.now)
    return await answered(call, record.patient_id, visibility.traces(record.documents))


async def answered(call: Call, patient_id: str, seen: Condition) -> Response:
    """A window of visits, their numbers by year, or by the values of a facet.

    Args:
        call: the request.
        patient_id: whose record.
        seen: what the asker sees of its traces.
    """
    pairs = wire.pairs_of(await read_json(call.request, "Parameters"))
    call = replace(call, params=Params(pairs))
    call.params.only(*wire.PARAMS, _FACET, *_PLACES)
    try:
        selection = wire.from_pairs(pairs)
    except ValueError as error:
        raise invalid(_("Un des paramètres de cette demande n'est pas lisible.")) from error
    store, facet = call.context.store, call.params.one(_FACET)
    if not facet:
        count = call.params.count(call.context.settings.page_size)
        found = await store.visits.window(patient_id, selection, seen, _offset(call), count)
        answer = wire.visits_to_fhir(found)
    elif facet == wire.YEARS:
        answer = wire.years_to_fhir(await store.visits.years(patient_id, selection, seen))
    elif facet in COUNTED_BY:
        answer = wire.counts_to_fhir(await store.visits.counts(patient_id, selection, seen, facet))
    else:
        values = ", ".join((wire.YEARS, *COUNTED_BY))
        raise invalid(_("Le paramètre « facet » vaut {values}.").format(values=values))
    if await store.incomplete():
        answer["parameter"] = [*answer.get("parameter", ()), _incomplete()]
    return answers.fhir(answer)


def _incomplete() -> dict[str, object]:
    return {"name": wire.OUTCOME, "resource": outcomes.incomplete()}


def _offset(call: Call) -> int:
    value = call.params.one("_offset")
    if value and (not value.isdecimal() or len(value) > _DIGITS):
        raise invalid(_("Le paramètre « _offset » doit être un nombre."))
    return int(value or 0)
