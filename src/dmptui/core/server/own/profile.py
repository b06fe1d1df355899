"""The patient's profile: opposed to, closed, opened again, by an operation (``Patient/{id}/$profil``)."""

import json

from starlette.responses import Response

from dmptui.core.documents.text import clean_line
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir import profile
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Closure
from dmptui.core.rules.lifecycle import BY_PATIENT, LEADS_TO, TRACED_AS, ProfileAct, decide
from dmptui.core.server.access import gate, traces
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.server.own.entering import at_the_door
from dmptui.core.store.base import Write
from dmptui.core.text import _


async def act(call: Call) -> Response:
    """Oppose, close or reopen; the answer is the Patient as the profile then stands.

    Raises:
        Denied: it is another's, or the rule refuses.
        InvalidContent: the Parameters name no act.
    """
    call.params.only()
    deed, text = profile.from_fhir(await read_json(call.request, "Parameters"))
    reason, action = clean_line(text), TRACED_AS[deed]
    gate.same_patient(call, call.request.path_params["id"], action)
    own = await at_the_door(call, action)
    decision = decide(deed, own.patient.state, reason)
    if not decision.allowed:
        raise Denied(decision, action, call.asker, patient_id=own.row.id)
    closed = deed is ProfileAct.CLOSE
    closure = Closure(date=day_of(call.now), motif=_(BY_PATIENT), reason=reason) if closed else None
    changed = patients.with_state(json.loads(own.row.text), LEADS_TO[deed], closure)
    trace = traces.done(call.asker, own.row.id, action, call.now)
    await call.context.store.commit([Write(changed, own.row.version), trace], call.now)
    return answers.kept(await call.context.store.read("Patient", own.row.id))
