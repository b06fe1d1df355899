"""Basic: what a professional chose on their screens, kept here and not on a terminal; nobody else's.

It says how the DMP is shown, never anything of a patient: a token of a record has no use of it.
"""

import json
from uuid import UUID, uuid5

from starlette.responses import Response

from dmptui.core.errors import NotFound
from dmptui.core.fhir import preferences, systems
from dmptui.core.fhir.json import Json, child
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.server.access import gate
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.text import _

KIND = "Basic"
PARAMS = ("code", "author")
MAX_BYTES = 8 * 1024
"""Of the JSON of the preferences of one professional, in UTF-8."""
_NAMESPACE = UUID("3b0f3c0e-9a5f-5d3a-8a6e-4f1f0b8f2c77")


async def search(call: Call) -> Response:
    """The asker's own preferences, when they have any."""
    call.params.only(*PARAMS)
    gate.session_only(call.asker, TraceAction.OPEN)
    for value in call.params.all("author"):
        _check_own(call, value.rpartition("|")[2])
    row = await _own(call)
    codes = [value for token in call.params.tokens(("code",)) for value in token.values]
    known = all(code == "preferences" and system in (None, systems.PREFERENCES) for system, code in codes)
    found = [row] if row and known else []
    return await answers.searchset(call, KIND, answers.entries(call.base, found))


async def create(call: Call) -> Response:
    """Keep the preferences sent instead of those that were kept.

    Raises:
        Denied: they are somebody else's.
        BadRequest: they are not names and texts, or are too many.
        Conflict: another terminal keeps some at this moment.
    """
    gate.session_only(call.asker, TraceAction.OPEN)
    resource = await read_json(call.request, KIND)
    author = child(resource, "author", "identifier").get("value")
    if author is not None:
        _check_own(call, author)
    former = await _own(call)
    whole = preferences.to_fhir(_checked(resource), call.asker.ps_id) | {"id": _id(call)}
    await call.context.store.commit([Write(whole, former.version if former else NEW)], call.now)
    row = await call.context.store.read(KIND, _id(call))
    return answers.kept(row, {"Location": f"{call.base}/{KIND}/{row.id}/_history/{row.version}"}, 201)


def _checked(resource: Json) -> dict[str, str]:
    """The preferences sent.

    Raises:
        BadRequest: 422, or 413 when there are too many.
    """
    found = preferences.from_fhir(resource)
    if found is None:
        raise BadRequest(422, "invalid", _("Des préférences sont des noms et des textes, en JSON."))
    if len(json.dumps(found, ensure_ascii=False).encode()) > MAX_BYTES:
        raise BadRequest(413, "too-long", _("Ces préférences dépassent 8 Kio."))
    return found


async def _own(call: Call) -> StoredResource | None:
    try:
        return await call.context.store.read(KIND, _id(call))
    except NotFound:
        return None


def _id(call: Call) -> str:
    """One id for each professional, so that there are never two."""
    return str(uuid5(_NAMESPACE, call.asker.ps_id))


def _check_own(call: Call, ps_id: object) -> None:
    if ps_id != call.asker.ps_id:
        raise Denied(_not_yours(), TraceAction.OPEN, call.asker)


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez lire ou changer que vos propres préférences."), PROJECT)
