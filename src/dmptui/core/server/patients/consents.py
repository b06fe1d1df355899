"""Consent: a professional's own authorisations, and the declaration of a patient's consent (TD0.3, TD0.4)."""

import json
from uuid import uuid5

from starlette.responses import Response

from dmptui.core.fhir import consent, systems
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.patient import with_attending
from dmptui.core.model.access import Authorisation
from dmptui.core.model.days import day_of
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.condition import Has, some
from dmptui.core.rules.consult import consult
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.management import ATTENDING_LAW, Act, ends
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.server.access import gate, opening, secrecy, traces
from dmptui.core.server.access.one import one
from dmptui.core.server.access.opening import Relationship
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http import answers
from dmptui.core.server.http.asker import Claims
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.params import invalid
from dmptui.core.server.patients import management, my_patients
from dmptui.core.store.base import NEW, Write
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

PARAMS = (*gate.PATIENT_PARAMS, "actor.identifier", "status", "category")
INCLUDE = "Consent:patient"


async def search(call: Call) -> Response:
    """The asker's own Consents and the patient's switches; nobody else's."""
    call.params.only(*PARAMS, "_include")
    patient_id = await gate.named(call)
    gate.same_patient(call, patient_id, TraceAction.AUTHORISE)
    actors = call.params.tokens(("actor.identifier",))
    for _param, values in actors:
        if any(value != (systems.PRACTITIONER_ID, call.asker.ps_id) for value in values):
            raise Denied(_not_yours(), TraceAction.AUTHORISE, call.asker, patient_id=patient_id or "")
    tokens = call.params.tokens(("status", "category"))
    include = call.params.one("_include")
    if include and (include != INCLUDE or patient_id is not None):
        raise invalid(_("Seul « {known} » est géré, sur ses propres patients.").format(known=INCLUDE))
    if patient_id is None:
        gate.session_only(call.asker, TraceAction.AUTHORISE)
        if not actors:
            raise BadRequest(400, "required", _("Précisez la personne ou le professionnel concernés."))
        return await my_patients.search(call, tokens, with_patients=bool(include))
    if not patient_id:
        return await answers.searchset(call, "Consent", [])
    return await _of_patient(call, patient_id, tokens, own_only=bool(actors))


async def _of_patient(call: Call, patient_id: str, tokens: tuple[Token, ...], *, own_only: bool) -> Response:
    own = Query("Consent", patient_id, tokens=(opening.actor(call.asker.ps_id), *tokens), sort="-date")
    switches = Query("Consent", patient_id, tokens=(opening.SWITCHES, *tokens), sort="-date")
    pages = await call.context.store.search_all((own,) if own_only else (own, switches))
    rows = [row for page in pages for row in page.rows]
    return await answers.searchset(call, "Consent", answers.entries(call.base, rows))


async def read(call: Call) -> Response:
    """One's own authorisation, or the switches of a patient."""
    (_category, switches) = opening.SWITCHES
    mine = some(Has("actor", ((systems.PRACTITIONER_ID, call.asker.ps_id),)), Has("category", switches))
    query = Query("Consent", call.asker.claims.patient_id, condition=mine)
    return answers.kept(await one(call, query, TraceAction.AUTHORISE))


async def create(call: Call) -> Response:
    """Record the patient's consent, as the professional declares it by an explicit act.

    A professional may also declare that they are médecin traitant no more; blocking and the switches are
    the patient's, and refused by their rule.
    """
    resource = await read_json(call.request, "Consent")
    patient = resource.get("patient")
    row = await gate.by_reference(
        call.context, patient.get("reference") if isinstance(patient, dict) else None
    )
    patient_id = row.id if row else ""
    gate.same_patient(call, patient_id, TraceAction.AUTHORISE)
    wish = management.wish_of(resource)
    if wish is not None and wish.act is Act.DECLARE_ATTENDING:
        raise Denied(_without_consent(), TraceAction.ATTENDING, call.asker, patient_id=patient_id)
    if wish is not None and row is not None:
        return await management.do(call, wish, row, person_of(row, call.now))
    if consent.actor_of(resource) != call.asker.ps_id:
        raise Denied(_not_yours(), TraceAction.AUTHORISE, call.asker, patient_id=patient_id)
    declaration = consent.declaration_from_fhir(resource)
    claims = Claims(role=call.asker.claims.professional)
    if row is None:
        raise Denied(consult(opening.nobody(claims)), TraceAction.AUTHORISE, call.asker)
    if declaration.secret:
        call = secrecy.secretly(call, row, TraceAction.AUTHORISE)
    relationship = await opening.gather(call.context, claims, patient_id, call.now, declaration)
    decision = consult(relationship.facts)
    if decision.allowed and call.asker.claims.secret:
        decision = open_secretly(relationship.patient, day_of(call.now), attending=declaration.attending)
    if not decision.allowed:
        raise Denied(decision, TraceAction.AUTHORISE, call.asker, patient_id=patient_id)
    write = _authorisation(call, relationship, patient_id)
    writes = [write, traces.done(call.asker, patient_id, TraceAction.AUTHORISE, call.now)]
    if declaration.attending and not relationship.attending:
        person: Json = json.loads(relationship.row.text)
        named = with_attending(person, call.asker.ps_id, attending=True)
        writes.append(Write(named, relationship.row.version))
    await call.context.store.commit(writes, call.now)
    return await management.created(call, write.resource["id"])


def _authorisation(call: Call, relationship: Relationship, patient_id: str) -> Write:
    """The Consent of this pair, new or renewed; one id for each, so that two can never be made."""
    declaration = relationship.facts.declaration
    if declaration is None:
        raise ValueError("a Consent is recorded from a declaration")
    authorisation = Authorisation(
        practitioner_id=call.asker.ps_id,
        permitted=True,
        since=call.now,
        until=ends(call.now, call.context.settings.authorisation_days),
        kind=declaration.kind,
    )
    resource = consent.authorisation_to_fhir(authorisation, f"Patient/{patient_id}")
    secret = call.asker.claims.secret
    if secret:
        resource = consent.secretly(resource)
    alike = [row for row in relationship.consents if consent.is_secret(json.loads(row.text)) is secret]
    if alike:
        former = alike[0]
        return Write(consent.renewed(json.loads(former.text), resource) | {"id": former.id}, former.version)
    name = f"{patient_id}|{call.asker.ps_id}{'|secret' if secret else ''}"
    return Write(resource | {"id": str(uuid5(management.NAMESPACE, name))}, NEW)


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez consulter ou déclarer que vos propres autorisations."), PROJECT)


def _without_consent() -> Decision:
    """The refusal of a médecin traitant who names themselves without the patient's consent."""
    return refused(
        _("Un médecin ne se nomme pas médecin traitant : il déclare l'accord de la personne."),
        ATTENDING_LAW,
        _("Déclarez-le avec le consentement, à l'ouverture du dossier."),
    )
