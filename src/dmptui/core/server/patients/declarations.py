"""What a professional declares: a person's consent, for their team, a consultation, another professional."""

import json
from dataclasses import dataclass
from datetime import timedelta
from uuid import uuid5

from dmptui.core.errors import Conflict
from dmptui.core.fhir import consent
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.patient import with_attending
from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    Collector,
    ConsentKind,
    Declaration,
    Team,
)
from dmptui.core.model.days import day_of
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.care_team import teams
from dmptui.core.rules.consult import collect_for, consult
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.server.access import directory, opening, traces
from dmptui.core.server.access.opening import Relationship
from dmptui.core.server.http.asker import Claims
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.server.patients import consultations
from dmptui.core.server.patients.management import NAMESPACE
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.text import _

_TRIES = 5
"""Two consents declared at once are one: who comes second finds that of the first."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What is declared, of whose record, for whom.

    Attributes:
        team: None for a consultation.
        practitioner_id: of another professional, who is to consult; empty for who declares.
    """

    patient_id: str
    declaration: Declaration
    team: Team | None = None
    practitioner_id: str = ""


async def record(call: Call, wish: Wish) -> str:
    """Keep a declaration; the id of the Consent that stands then, new or known.

    Raises:
        Denied: the rule refuses.
        Conflict: others change the same again and again.
    """
    for _try in range(_TRIES):
        writes, name = await (_for_another if wish.practitioner_id else _for_oneself)(call, wish)
        try:
            await call.context.store.commit(writes, call.now)
        except Conflict:
            continue
        return name
    raise Conflict(_("Cet accord est en train d'être modifié. Recommencez."), cause="Consent")


async def _for_oneself(call: Call, wish: Wish) -> tuple[list[Write], str]:
    claims = Claims(role=call.asker.claims.professional)
    known = await opening.gather(call.context, claims, wish.patient_id, call.now, wish.declaration)
    decision = _decision(call, wish, known)
    if not decision.allowed:
        raise Denied(decision, TraceAction.AUTHORISE, call.asker, patient_id=wish.patient_id)
    writes = [traces.done(call.asker, wish.patient_id, TraceAction.AUTHORISE, call.now)]
    if wish.declaration.attending and not known.attending:
        person: Json = json.loads(known.row.text)
        named = with_attending(person, call.asker.ps_id, attending=True)
        writes.append(Write(named, known.row.version))
    row = _standing_row(call, wish, known)
    if row is not None:
        given = consent.authorisation_from_fhir(json.loads(row.text))
        entry = consultations.entry(call.asker, wish.patient_id, known.consents, given, call.now)
        return [*writes, *entry], row.id
    write = _of_team(call, wish, wish.team, known) if wish.team else _of_consultation(call, wish, known)
    return [*writes, write], write.resource["id"]


def _decision(call: Call, wish: Wish, known: Relationship) -> Decision:
    secret = call.asker.claims.secret
    decision = consult(known.facts)
    if decision.allowed and secret:
        decision = open_secretly(known.patient, day_of(call.now), attending=wish.declaration.attending)
    if not decision.allowed or wish.team is None:
        return decision
    if secret:
        return refused(
            _("Un accord donné en secret vaut pour une consultation, jamais pour une équipe."), PROJECT
        )
    return decision if wish.team.identifier in _mine(call, wish, known) else _not_a_member()


def _mine(call: Call, wish: Wish, known: Relationship) -> set[str]:
    """The teams of who declares, who may become médecin traitant by the same act."""
    me, patient = call.asker.claims.professional, known.patient
    if wish.declaration.attending:
        patient = patient.model_copy(update={"attending": patient.attending | {me.practitioner.id}})
    consents = opening.active(known.consents)
    return {team.identifier for team in teams(me, patient, known.members, consents)}


def _standing_row(call: Call, wish: Wish, known: Relationship) -> StoredResource | None:
    """The Consent, still valid, that already says what is declared."""
    stands, informs = known.standing.consent, wish.declaration.kind is ConsentKind.INFORMATION
    for row in known.consents:
        given = opening.authorisation(row.text)
        if given is None or given.status(call.now) is not AuthorisationStatus.VALID:
            continue
        if given == stands if informs else _is_of(given.team, wish.team):
            return row
    return None


def _is_of(one: Team | None, other: Team | None) -> bool:
    """Whether both are the same team, whatever it is called."""
    return one is not None and other is not None and one.identifier == other.identifier


def _of_team(call: Call, wish: Wish, team: Team, known: Relationship) -> Write:
    """The Consent of the team, one for each patient and team."""
    until = call.now + timedelta(days=call.context.settings.authorisation_days)
    named = _named(call, team)
    given = Authorisation(team=named, permitted=True, since=call.now, until=until, collector=_collector(call))
    resource = _given(wish, given)
    for row in known.consents:
        former: Json = json.loads(row.text)
        if _is_of(consent.team_of(former), team):
            return Write(consent.renewed(former, resource) | {"id": row.id}, row.version)
    name = f"{wish.patient_id}|team|{team.identifier}"
    return Write(resource | {"id": str(uuid5(NAMESPACE, name))}, NEW)


def _named(call: Call, team: Team) -> Team:
    """The team under its own name, whatever the client calls it."""
    place = call.asker.claims.professional.situation.organization
    return team.model_copy(update={"name": place.name if team.identifier == place.id else ""})


def _of_consultation(call: Call, wish: Wish, known: Relationship) -> Write:
    role = call.asker.claims.professional
    given = Authorisation(
        practitioner_id=role.practitioner.id,
        permitted=True,
        since=call.now,
        until=call.now + call.context.settings.consultation,
        collector=_collector(call),
        organization_id=role.situation.organization.id,
    )
    secret = call.asker.claims.secret
    return consultations.keep(_given(wish, given), wish.patient_id, known.consents, secret=secret)


async def _for_another(call: Call, wish: Wish) -> tuple[list[Write], str]:
    """The consent for a consultation by another professional, who is named (``laws.CONSENT``)."""
    claims = Claims(role=call.asker.claims.professional)
    known = await opening.gather(call.context, claims, wish.patient_id, call.now)
    name, _profession = await directory.named(call.context.store, wish.practitioner_id)
    theirs = (
        await call.context.store.search(
            Query("Consent", wish.patient_id, tokens=(opening.actor(wish.practitioner_id),), sort="-date")
        )
    ).rows
    blocked = any(not each.permitted for each in opening.active(theirs))
    decision = consult(known.facts)
    if decision.allowed:
        decision = collect_for(wish.declaration, known=bool(name), blocked=blocked)
    if not decision.allowed:
        raise Denied(decision, TraceAction.AUTHORISE, call.asker, patient_id=wish.patient_id, title=name)
    given = Authorisation(
        practitioner_id=wish.practitioner_id,
        permitted=True,
        since=call.now,
        until=call.now + call.context.settings.consultation,
        collector=_collector(call),
    )
    write = consultations.keep(_given(wish, given), wish.patient_id, theirs)
    trace = traces.done(call.asker, wish.patient_id, TraceAction.AUTHORISE, call.now, title=name)
    return [trace, write], write.resource["id"]


def _given(wish: Wish, given: Authorisation) -> Json:
    resource = consent.authorisation_to_fhir(given, f"Patient/{wish.patient_id}")
    return consent.by_trusted_person(resource) if wish.declaration.trusted else resource


def _collector(call: Call) -> Collector:
    return Collector(id=call.asker.ps_id, name=call.asker.claims.professional.practitioner.name)


def _not_a_member() -> Decision:
    return refused(
        _("Vous ne faites pas partie de cette équipe, dans cette situation d'exercice."),
        laws.TEAM,
        _("Recueillez l'accord de la personne pour cette consultation."),
    )
