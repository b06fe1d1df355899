"""Consent: a professional's own authorisations, and the declaration of a patient's consent (TD0.3, TD0.4)."""

from starlette.responses import Response

from dmptui.core.fhir import consent, systems
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.care_team import teams
from dmptui.core.rules.condition import Has, some
from dmptui.core.rules.consult import consult
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.management import Act
from dmptui.core.server.access import gate, opening, secrecy
from dmptui.core.server.access.one import one
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http import answers
from dmptui.core.server.http.asker import Claims
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.params import invalid
from dmptui.core.server.patients import declarations, management, my_patients
from dmptui.core.store.query import Query, Token
from dmptui.core.text import _

PARAMS = (*gate.PATIENT_PARAMS, "actor.identifier", "status", "category")
INCLUDE = "Consent:patient"


async def search(call: Call) -> Response:
    """The asker's own Consents, those of the teams of their situation, the switches; nobody else's."""
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
    who = opening.actor(call.asker.ps_id) if own_only else await _concerned(call, patient_id)
    own = Query("Consent", patient_id, tokens=(who, *tokens), sort="-date")
    switches = Query("Consent", patient_id, tokens=(opening.SWITCHES, *tokens), sort="-date")
    pages = await call.context.store.search_all((own,) if own_only else (own, switches))
    rows = [row for page in pages for row in page.rows]
    return await answers.searchset(call, "Consent", answers.entries(call.base, rows))


async def read(call: Call) -> Response:
    """One's own authorisation, that of a team of the situation, or the switches of a patient."""
    (_category, switches) = opening.SWITCHES
    patient_id = call.asker.claims.patient_id
    page = await call.context.store.search(
        Query("Consent", patient_id, ids=(call.request.path_params["id"],), count=1)
    )
    whose = page.rows[0].patient if page.rows else patient_id
    concerned = Has("actor", (await _concerned(call, whose)).values)
    query = Query("Consent", patient_id, condition=some(concerned, Has("category", switches)))
    return answers.kept(await one(call, query, TraceAction.AUTHORISE))


async def _concerned(call: Call, patient_id: str) -> Token:
    """The Consents about the asker, and about the teams they are of in this situation."""
    if not patient_id:
        return opening.actor(call.asker.ps_id)
    role = call.asker.claims.professional
    known = await opening.gather(call.context, Claims(role=role), patient_id, call.now)
    return opening.concerned(role, teams(role, known.patient, known.members, opening.active(known.consents)))


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
    declaration = consent.declaration_from_fhir(resource)
    team, actor = consent.team_of(resource), consent.actor_of(resource)
    if team is None and not actor:
        raise BadRequest(422, "required", _("Précisez le professionnel ou l'équipe concernés."))
    if row is None:
        claims = Claims(role=call.asker.claims.professional)
        raise Denied(consult(opening.nobody(claims)), TraceAction.AUTHORISE, call.asker)
    if declaration.secret:
        call = secrecy.secretly(call, row, TraceAction.AUTHORISE)
    other = actor if team is None and actor != call.asker.ps_id else ""
    name = await declarations.record(call, declarations.Wish(patient_id, declaration, team, other))
    return await management.created(call, name)


def _not_yours() -> Decision:
    return refused(_("Vous ne pouvez consulter ou déclarer que vos propres autorisations."), PROJECT)


def _without_consent() -> Decision:
    """The refusal of a médecin traitant who names themselves without the patient's consent."""
    return refused(
        _("Un médecin ne se nomme pas médecin traitant : il déclare l'accord de la personne."),
        laws.TEAM,
        _("Déclarez-le avec le consentement, à l'ouverture du dossier."),
    )
