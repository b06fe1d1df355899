"""The patient at the door: the login, and whose record each request is about."""

import json
from dataclasses import dataclass
from datetime import datetime

from dmptui.core.fhir import patient as patients
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import lifecycle, visibility
from dmptui.core.rules.condition import Condition
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.patient_view import Viewer, represent
from dmptui.core.server.access import gate, traces
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http.asker import Asker, Claims, Holder
from dmptui.core.server.http.context import Call, Context
from dmptui.core.server.http.errors import Denied
from dmptui.core.store.base import StoredResource, Write
from dmptui.core.text import _


@dataclass(frozen=True, slots=True)
class OwnRecord:
    """The record of who asks, and which documents they see of it, deleted or not."""

    row: StoredResource
    patient: Patient
    viewer: Viewer
    documents: Condition


async def log_in(context: Context, row: StoredResource, now: datetime, *, representative: bool) -> Claims:
    """The claims of a patient, or of a representative; entering activates a profile that is made.

    Raises:
        Denied: nobody may act for this person, or they died.
    """
    patient = person_of(row, now)
    name = _("Représentant légal de {name}") if representative else "{name}"
    holder = Holder(name=name.format(name=patient.name), representative=representative)
    claims = Claims(holder=holder, patient_id=row.id).visiting(now)
    asker = Asker(claims, b"", b"", 0)
    decision = _enters(patient, now, representative=representative)
    if not decision.allowed:
        raise Denied(decision, TraceAction.LOGIN, asker, patient_id=row.id)
    writes = [traces.done(asker, row.id, TraceAction.LOGIN, now)]
    state = lifecycle.entered(patient.state)
    if state is not patient.state:
        writes.append(Write(patients.with_state(json.loads(row.text), state), row.version))
    await context.store.commit(writes, now)
    return claims


async def entered(call: Call, action: TraceAction) -> OwnRecord:
    """The record of who asks, as the rules stand now.

    Raises:
        Denied: another patient is named, or there is no open profile.
    """
    own = await at_the_door(call, action)
    decision = lifecycle.use(own.patient.state)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=own.row.id)
    return own


async def at_the_door(call: Call, action: TraceAction) -> OwnRecord:
    """The same, wherever the profile stands: enough to know it, to oppose it or to open it.

    Raises:
        Denied: another patient is named, or who asks may not enter any more.
    """
    claims = call.asker.claims
    gate.same_patient(call, await gate.named(call), action)
    row = await call.context.store.read("Patient", claims.patient_id)
    patient = person_of(row, call.now)
    representative = claims.holder is not None and claims.holder.representative
    decision = _enters(patient, call.now, representative=representative)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=row.id)
    viewer = Viewer(representative=representative)
    return OwnRecord(row, patient, viewer, visibility.documents_of(viewer, call.now))


def _enters(patient: Patient, now: datetime, *, representative: bool) -> Decision:
    if representative:
        decision = represent(patient, day_of(now))
        if decision.refused:
            return decision
    return lifecycle.connect(patient.state, patient.closure)
