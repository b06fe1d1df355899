"""Observation: the « profil médical » a person notes, which no professional reads here."""

import json
from uuid import uuid4

from starlette.responses import Response

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import profile_entry, systems
from dmptui.core.fhir.json import Json, child
from dmptui.core.model.days import day_of
from dmptui.core.model.medical_profile import Entry
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import medical_profile, visibility
from dmptui.core.server.access import gate
from dmptui.core.server.access.one import one
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json, read_patch
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.results import Search
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

KIND = profile_entry.KIND
PARAMS = (*gate.PATIENT_PARAMS, "date", "status", "code", "category")
_KEPT = Token("status", ((None, "final"), (None, "amended")))


async def search(call: Call) -> Response:
    """What one noted, the last day first; without what was removed unless it is asked for."""
    call.params.only(*PARAMS)
    own = await entered(call, TraceAction.LIST)
    tokens = call.params.tokens(("status", "code", "category"))
    asked = any(token.param == "status" for token in tokens)
    query = Query(
        KIND,
        own.row.id,
        tokens=tokens if asked else (*tokens, _KEPT),
        dates=call.params.dates(("date",)),
        sort=call.params.sort(("date",), "-date"),
        count=call.params.count(call.context.settings.page_size),
    )
    return await _page(call, own, Search(query))


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await entered(call, TraceAction.LIST), search)


async def _page(call: Call, own: OwnRecord, search: Search) -> Response:
    page = await search.under(visibility.profile_entries(own.viewer)).page(call, _next)
    return await answers.searchset(call, KIND, answers.entries(call.base, page.rows), page)


async def create(call: Call) -> Response:
    """Keep an entry; what a minor notes alone is not shown to the representatives.

    Raises:
        BadRequest: 422, it says nothing, or what cannot be, or there are too many.
    """
    resource = await read_json(call.request, KIND)
    own = await _of_oneself(call, resource)
    entry = _checked(call, own, resource)
    if await _count(call, own) >= medical_profile.MAX_ENTRIES:
        raise BadRequest(422, "too-long", _("Le profil médical est plein : retirez d'abord une note."))
    whole = _whole(own, entry) | {"id": str(uuid4()), "extension": [_noted_by(own)]}
    await call.context.store.commit([Write(whole, NEW)], call.now)
    kept = await call.context.store.read(KIND, whole["id"])
    location = f"{call.base}/{KIND}/{kept.id}/_history/{kept.version}"
    return answers.kept(kept, {"Location": location}, 201)


async def patch(call: Call) -> Response:
    """Correct an entry, or remove it.

    Raises:
        BadRequest: 405, another change; 412, another version; 422, as ``create``.
        NotFound: there is none that one sees.
    """
    own = await entered(call, TraceAction.LIST)
    condition = visibility.profile_entries(own.viewer)
    row = await one(call, Query(KIND, own.row.id, condition=condition), TraceAction.LIST)
    if call.request.headers.get("if-match") != f'W/"{row.version}"':
        raise BadRequest(412, "conflict", _("Cette note a changé depuis que vous l'avez lue."))
    changed = _changed(call, own, row, await read_patch(call.request))
    await call.context.store.commit([Write(changed, row.version)], call.now)
    return answers.kept(await call.context.store.read(KIND, row.id))


def _changed(call: Call, own: OwnRecord, row: StoredResource, wish: object) -> Json:
    former: Json = json.loads(row.text)
    if former.get("status") == "entered-in-error":
        raise BadRequest(405, "not-supported", _("Cette note est retirée."))
    if wish == profile_entry.REMOVED:
        return former | {"status": "entered-in-error"}
    resource = profile_entry.corrected(wish)
    if not isinstance(resource, dict):
        raise BadRequest(405, "not-supported", _("Une note se corrige en entier, ou se retire."))
    entry = _checked(call, own, resource)
    if entry.heading is not _read(former).heading:
        raise BadRequest(405, "not-supported", _("Une note corrigée reste dans sa rubrique."))
    return _whole(own, entry) | {"id": row.id, "status": "amended", "extension": former["extension"]}


async def _of_oneself(call: Call, resource: Json) -> OwnRecord:
    row = await gate.by_reference(call.context, child(resource, "subject").get("reference"))
    gate.same_patient(call, row.id if row else "", TraceAction.LIST)
    return await entered(call, TraceAction.LIST)


def _checked(call: Call, own: OwnRecord, resource: Json) -> Entry:
    entry = _read(resource)
    decision = medical_profile.note(entry, own.patient, day_of(call.now))
    if not decision.allowed:
        raise BadRequest(422, "business-rule", decision.reason)
    return entry


def _read(resource: Json) -> Entry:
    try:
        return profile_entry.from_fhir(resource)
    except InvalidContent as error:
        raise BadRequest(422, "invalid", error.message) from error


def _whole(own: OwnRecord, entry: Entry) -> Json:
    return profile_entry.to_fhir(entry, f"Patient/{own.row.id}")


def _noted_by(own: OwnRecord) -> Json:
    url = systems.BY_REPRESENTATIVE if own.viewer.representative else systems.SECRET_ACCESS
    return {"url": url, "valueBoolean": True}


async def _count(call: Call, own: OwnRecord) -> int:
    seen = visibility.profile_entries(own.viewer)
    (count,) = await call.context.store.counts([Query(KIND, own.row.id, tokens=(_KEPT,), condition=seen)])
    return count
