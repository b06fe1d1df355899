"""The patient's Consents: who may enter, who is blocked, the switches, the médecins traitants."""

from starlette.responses import Response

from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.management import TRACED_AS
from dmptui.core.server.access import gate
from dmptui.core.server.access.one import one
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.results import Search
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.server.patients import consents, management
from dmptui.core.store.query import Query
from dmptui.core.text import _

KIND = "Consent"


async def search(call: Call) -> Response:
    """All the Consents of the record, the most recent first."""
    call.params.only(*consents.PARAMS)
    own = await entered(call, TraceAction.AUTHORISE)
    tokens = tuple(
        t._replace(param=t.param.partition(".")[0])
        for t in call.params.tokens(("actor.identifier", "status", "category"))
    )
    query = Query(KIND, own.row.id, tokens=tokens, sort="-date", count=call.params.count(500))
    return await _page(call, own, Search(query))


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await entered(call, TraceAction.AUTHORISE), search)


async def _page(call: Call, own: OwnRecord, search: Search) -> Response:
    page = await search.under(visibility.consents(own.viewer)).page(call, _next)
    found = answers.entries(call.base, page.rows)
    return await answers.searchset(call, KIND, found, page)


async def read(call: Call) -> Response:
    """One of them."""
    own = await entered(call, TraceAction.AUTHORISE)
    query = Query(KIND, own.row.id, condition=visibility.consents(own.viewer))
    return answers.kept(await one(call, query, TraceAction.AUTHORISE))


async def create(call: Call) -> Response:
    """Withdraw a consent, block or unblock a professional, set the switches, name a médecin traitant."""
    resource = await read_json(call.request, KIND)
    patient = resource.get("patient")
    reference = patient.get("reference") if isinstance(patient, dict) else None
    row = await gate.by_reference(call.context, reference)
    wish = management.wish_of(resource)
    action = TRACED_AS[wish.act] if wish else TraceAction.AUTHORISE
    gate.same_patient(call, row.id if row else "", action)
    own = await entered(call, action)
    if wish is None:
        raise BadRequest(
            422,
            "business-rule",
            _("Une autorisation est déclarée par le professionnel, avec l'accord de la personne."),
        )
    return await management.do(call, wish, own.row, own.patient)
