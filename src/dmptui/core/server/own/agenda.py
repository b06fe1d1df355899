"""Appointment: the agenda of a person, which no professional reads."""

import json
from uuid import uuid4

from starlette.responses import Response

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import appointment as appointments
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child
from dmptui.core.model.agenda import Appointment
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import agenda, visibility
from dmptui.core.server.access import gate
from dmptui.core.server.access.one import one
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json, read_patch
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.results import Search
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.store.base import NEW, Write
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

KIND = appointments.KIND
PARAMS = (*gate.PATIENT_PARAMS, "date", "status")
_BOOKED = Token("status", ((None, "booked"),))


async def search(call: Call) -> Response:
    """One's appointments, the next first; without those that were cancelled unless they are asked for."""
    call.params.only(*PARAMS)
    own = await entered(call, TraceAction.LIST)
    query = Query(
        KIND,
        own.row.id,
        tokens=call.params.tokens(("status",)) or (_BOOKED,),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "date"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await _page(call, own, Search(query))


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await entered(call, TraceAction.LIST), search)


async def _page(call: Call, own: OwnRecord, search: Search) -> Response:
    page = await search.under(visibility.appointments(own.viewer)).page(call, _next)
    return await answers.searchset(call, KIND, answers.entries(call.base, page.rows), page)


async def create(call: Call) -> Response:
    """Keep an appointment; what a minor notes alone is not shown to the representatives.

    Raises:
        BadRequest: 422, it says nothing, is past or too long, or there are too many.
    """
    resource = await read_json(call.request, KIND)
    row = await gate.by_reference(call.context, child(resource, "participant", "actor").get("reference"))
    gate.same_patient(call, row.id if row else "", TraceAction.LIST)
    own = await entered(call, TraceAction.LIST)
    appointment = _read(resource)
    decision = agenda.note(appointment, call.now)
    if not decision.allowed:
        raise BadRequest(422, "business-rule", decision.reason)
    if await _count(call, own) >= agenda.MAX_APPOINTMENTS:
        raise BadRequest(422, "too-long", _("L'agenda est plein : annulez d'abord un rendez-vous."))
    whole = appointments.to_fhir(appointment, f"Patient/{own.row.id}") | {"id": str(uuid4())}
    whole["extension"] = [{"url": _noted_by(own), "valueBoolean": True}]
    await call.context.store.commit([Write(whole, NEW)], call.now)
    kept = await call.context.store.read(KIND, whole["id"])
    location = f"{call.base}/{KIND}/{kept.id}/_history/{kept.version}"
    return answers.kept(kept, {"Location": location}, 201)


async def patch(call: Call) -> Response:
    """Cancel an appointment: nothing else of it changes.

    Raises:
        BadRequest: 405, another change; 412, another version; 404, there is none that one sees.
    """
    own = await entered(call, TraceAction.LIST)
    condition = visibility.appointments(own.viewer)
    row = await one(call, Query(KIND, own.row.id, condition=condition), TraceAction.LIST)
    if call.request.headers.get("if-match") != f'W/"{row.version}"':
        raise BadRequest(412, "conflict", _("Ce rendez-vous a changé depuis que vous l'avez lu."))
    if await read_patch(call.request) != appointments.CANCELLED:
        raise BadRequest(405, "not-supported", _("Un rendez-vous s'annule ; il ne se change pas."))
    await call.context.store.commit(
        [Write(json.loads(row.text) | {"status": "cancelled"}, row.version)], call.now
    )
    return answers.kept(await call.context.store.read(KIND, row.id))


def _read(resource: Json) -> Appointment:
    try:
        return appointments.from_fhir(resource)
    except InvalidContent as error:
        raise BadRequest(422, "invalid", error.message) from error


def _noted_by(own: OwnRecord) -> str:
    return systems.BY_REPRESENTATIVE if own.viewer.representative else systems.SECRET_ACCESS


async def _count(call: Call, own: OwnRecord) -> int:
    seen = visibility.appointments(own.viewer)
    (count,) = await call.context.store.counts([Query(KIND, own.row.id, tokens=(_BOOKED,), condition=seen)])
    return count
