"""What a professional says is of a connexion secrète (CSP L1111-5): believed of a minor, of nobody else."""

from dataclasses import replace

from dmptui.core.model.days import day_of
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.server.access import gate
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.store.base import StoredResource


def secretly(call: Call, row: StoredResource, action: TraceAction) -> Call:
    """The same request, whose traces the legal representatives do not see.

    Args:
        call: the request.
        row: the patient it is about.
        action: what it attempts.

    Raises:
        Denied: the patient is not a minor, or who asks is not a professional.
    """
    decision = open_secretly(person_of(row, call.now), day_of(call.now))
    if call.asker.is_patient:
        decision = gate.not_for_the_patient()
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=row.id)
    claims = call.asker.claims.model_copy(update={"secret": True})
    return replace(call, asker=replace(call.asker, claims=claims))
