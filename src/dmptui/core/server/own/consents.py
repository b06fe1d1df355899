"""The patient's Consents: who may enter, who is blocked, the switches, the médecins traitants."""

import json

from starlette.responses import Response

from dmptui.core.fhir import consent
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.management import TRACED_AS
from dmptui.core.rules.patient_view import learns_of
from dmptui.core.server.access import gate
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.server.patients import consents, management
from dmptui.core.store.base import StoredResource
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
    page = await call.context.store.search(query)
    rows = [row for row in page.rows if _is_shown(row, own)]
    return await answers.searchset(call, KIND, answers.entries(call.base, rows))


async def read(call: Call) -> Response:
    """One of them."""
    row = await call.context.store.read(KIND, call.request.path_params["id"])
    gate.same_patient(call, row.patient, TraceAction.AUTHORISE)
    own = await entered(call, TraceAction.AUTHORISE)
    if not _is_shown(row, own):
        raise Denied(gate.other_patient(), TraceAction.AUTHORISE, call.asker, patient_id=row.patient)
    return answers.kept(row)


def _is_shown(row: StoredResource, own: OwnRecord) -> bool:
    """Whether who asks learns of it: a consent given in secret is not for a representative."""
    return learns_of(own.viewer, secret=consent.is_secret(json.loads(row.text)))


async def create(call: Call) -> Response:
    """Block or unblock a professional, set the switches, name a médecin traitant or end it."""
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
