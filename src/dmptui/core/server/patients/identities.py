"""Patient: existence and state of a DMP (TD0.2), search by traits (TD0.5)."""

from starlette.responses import Response

from dmptui.core.model.trace import TraceAction
from dmptui.core.server.access import gate
from dmptui.core.server.access.people import as_of
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.params import invalid
from dmptui.core.store.query import Prefix, Query
from dmptui.core.text import _

_STRINGS = ("family", "given", "address-postalcode")
PARAMS = ("identifier", *_STRINGS, "birthdate", "gender")


async def search(call: Call) -> Response:
    """One patient by INS, or a few by traits."""
    call.params.only(*PARAMS)
    identifier = call.params.one("identifier")
    if identifier:
        found = await gate.by_identifier(call.context, identifier)
        gate.same_patient(call, found.id if found else "", TraceAction.OPEN)
        rows = [as_of(found, call.now)] if found else []
        return await answers.searchset(call, "Patient", answers.entries(call.base, rows))
    return await _by_traits(call)


async def read(call: Call) -> Response:
    """An identity, and the state of the DMP."""
    row = await call.context.store.read("Patient", call.request.path_params["id"])
    gate.same_patient(call, row.id, TraceAction.OPEN)
    return answers.kept(as_of(row, call.now))


async def _by_traits(call: Call) -> Response:
    gate.session_only(call.asker, TraceAction.OPEN)
    params, most = call.params, call.context.settings.trait_results
    prefixes = tuple(Prefix(name, value) for name in _STRINGS for value in params.all(name))
    dates = params.dates(("birthdate",))
    if not prefixes and not dates:
        raise invalid(_("Donnez au moins un nom, une date de naissance ou un code postal."))
    query = Query("Patient", tokens=params.tokens(("gender",)), prefixes=prefixes, dates=dates, count=most)
    page = await call.context.store.search(query)
    if page.cursor:
        raise BadRequest(400, "too-costly", _("Veuillez restreindre vos critères de recherche."))
    rows = [as_of(row, call.now) for row in page.rows]
    return await answers.searchset(call, "Patient", answers.entries(call.base, rows))
