"""Consent: a professional's own authorisations, and the declaration of a patient's consent (TD0.3, TD0.4)."""

import json
from datetime import timedelta
from uuid import UUID, uuid5

from starlette.responses import Response

from dmptui.core.fhir import consent, systems
from dmptui.core.fhir.json import Json, identifier
from dmptui.core.model.access import Authorisation
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.consult import consult
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.server import answers, gate, my_patients, opening, traces
from dmptui.core.server.body import read_json
from dmptui.core.server.context import Call, Claims
from dmptui.core.server.errors import BadRequest, Denied
from dmptui.core.server.opening import Known
from dmptui.core.store.base import NEW, Query, Token, Write
from dmptui.core.text import _

PARAMS = (*gate.PATIENT_PARAMS, "actor.identifier", "status", "category")
INCLUDE = "Consent:patient"
_NAMESPACE = UUID("0d0c0b8e-5d0e-5a53-8a0f-8f8a54d3a0c1")


async def search(call: Call) -> Response:
    """The asker's own Consents and the patient's switches; nobody else's."""
    call.params.only(*PARAMS, "_include")
    patient_id = await gate.named(call)
    gate.same_patient(call, patient_id, TraceAction.AUTHORISE)
    asked = call.params.tokens(("actor.identifier",))
    for _param, values in asked:
        if any(value != (systems.PRACTITIONER_ID, call.asker.ps_id) for value in values):
            raise Denied(_not_yours(), TraceAction.AUTHORISE, call.asker, patient_id=patient_id or "")
    tokens = call.params.tokens(("status", "category"))
    if patient_id is None:
        gate.session_only(call.asker, TraceAction.AUTHORISE)
        if not asked:
            raise BadRequest(400, "required", _("Précisez la personne ou le professionnel concernés."))
        include = call.params.one("_include")
        return await my_patients.search(call, tokens, with_patients=include == INCLUDE)
    if not patient_id:
        return answers.searchset(call, "Consent", [])
    return await _of_patient(call, patient_id, tokens, own_only=bool(asked))


async def _of_patient(call: Call, patient_id: str, tokens: tuple[Token, ...], *, own_only: bool) -> Response:
    own = Query("Consent", patient_id, tokens=(opening.actor(call.asker.ps_id), *tokens), sort="-date")
    switches = Query("Consent", patient_id, tokens=(opening.SWITCHES, *tokens), sort="-date")
    pages = await call.context.store.search_all((own,) if own_only else (own, switches))
    rows = [row for page in pages for row in page.rows]
    return answers.searchset(call, "Consent", answers.entries(call.base, rows))


async def create(call: Call) -> Response:
    """Record the patient's consent, as the professional declares it by an explicit act."""
    resource = await read_json(call.request, "Consent")
    patient = resource.get("patient")
    row = await gate.by_reference(
        call.context, patient.get("reference") if isinstance(patient, dict) else None
    )
    patient_id = row.id if row else ""
    gate.same_patient(call, patient_id, TraceAction.AUTHORISE)
    if consent.actor_of(resource) != call.asker.ps_id:
        raise Denied(_not_yours(), TraceAction.AUTHORISE, call.asker, patient_id=patient_id)
    declaration = consent.declaration_from_fhir(resource)
    claims = Claims(role=call.asker.claims.role)
    if row is None:
        raise Denied(consult(opening.nobody(claims)), TraceAction.AUTHORISE, call.asker)
    known = await opening.gather(call.context, claims, patient_id, call.now, declaration)
    decision = consult(known.facts)
    if not decision.allowed:
        raise Denied(decision, TraceAction.AUTHORISE, call.asker, patient_id=patient_id)
    write = _authorisation(call, known, patient_id)
    writes = [write, traces.done(call.asker, patient_id, TraceAction.AUTHORISE, call.now)]
    if declaration.attending and not known.attending:
        writes.append(_attending(known, call.asker.ps_id))
    await call.context.store.commit(writes, call.now)
    stored = await call.context.store.read("Consent", write.resource["id"])
    location = {"Location": f"{call.base}/Consent/{stored.id}/_history/{stored.version}"}
    return answers.fhir(json.loads(stored.text), 201, location)


def _authorisation(call: Call, known: Known, patient_id: str) -> Write:
    """The Consent of this pair, new or renewed; one id for a pair, so that two can never be made."""
    declaration = known.facts.declaration
    if declaration is None:
        raise ValueError("a Consent is recorded from a declaration")
    authorisation = Authorisation(
        practitioner_id=call.asker.ps_id,
        permitted=True,
        since=call.now,
        until=call.now + timedelta(days=call.context.settings.authorisation_days),
        kind=declaration.kind,
    )
    resource = consent.authorisation_to_fhir(authorisation, f"Patient/{patient_id}")
    if known.consent is not None:
        return Write(resource | {"id": known.consent.id}, known.consent.version)
    return Write(resource | {"id": str(uuid5(_NAMESPACE, f"{patient_id}|{call.asker.ps_id}"))}, NEW)


def _attending(known: Known, ps_id: str) -> Write:
    """The Patient with one médecin traitant more."""
    resource: Json = json.loads(known.row.text)
    named = {"identifier": identifier(systems.PRACTITIONER_ID, ps_id)}
    extensions = [*resource.get("extension", ()), {"url": systems.ATTENDING, "valueReference": named}]
    return Write(resource | {"extension": extensions}, known.row.version)


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez consulter ou déclarer que vos propres autorisations."), PROJECT)
