"""The patient at the door: the login, and whose record each request is about."""

import json
from dataclasses import dataclass
from datetime import datetime

from dmptui.core.fhir import patient as patients
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import lifecycle
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.patient_view import Viewer, represent
from dmptui.core.server import gate, traces
from dmptui.core.server.context import Asker, Call, Claims, Context, Holder
from dmptui.core.server.errors import Denied
from dmptui.core.server.people import person_of
from dmptui.core.store.base import Stored, Write
from dmptui.core.text import _


@dataclass(frozen=True, slots=True)
class Own:
    """The record of who asks."""

    row: Stored
    patient: Patient
    viewer: Viewer


async def log_in(context: Context, row: Stored, now: datetime, *, representative: bool) -> Claims:
    """The claims of a patient, or of a representative; entering activates the profile (CSP R1111-28).

    Raises:
        Denied: opposed or closed, or nobody may act for this person.
    """
    patient = person_of(row, now)
    name = _("Représentant légal de {name}") if representative else "{name}"
    holder = Holder(name=name.format(name=patient.name), representative=representative)
    claims = Claims(holder=holder, patient_id=row.id)
    asker = Asker(claims, b"", b"", 0)
    decision = _decide(patient, now, representative=representative)
    if not decision.allowed:
        raise Denied(decision, TraceAction.LOGIN, asker, patient_id=row.id)
    writes = [traces.done(asker, row.id, TraceAction.LOGIN, now)]
    if patient.state is not DmpState.ACTIVATED:
        activated = patients.with_state(json.loads(row.text), DmpState.ACTIVATED)
        writes.append(Write(activated, row.version))
    await context.store.commit(writes, now)
    return claims


async def entered(call: Call, action: TraceAction) -> Own:
    """The record of who asks, as the rules stand now.

    Raises:
        Denied: another patient is named, or the profile was closed meanwhile.
    """
    claims = call.asker.claims
    gate.same_patient(call, await gate.named(call), action)
    row = await call.context.store.read("Patient", claims.patient_id)
    patient = person_of(row, call.now)
    representative = claims.holder is not None and claims.holder.representative
    decision = _decide(patient, call.now, representative=representative)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=row.id)
    return Own(row, patient, Viewer(representative=representative))


def _decide(patient: Patient, now: datetime, *, representative: bool) -> Decision:
    if representative:
        decision = represent(patient, now.date())
        if decision.refused:
            return decision
    return lifecycle.connect(patient.state)
