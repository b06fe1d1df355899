"""Opening a record: the facts, the decision, the record token."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from dmptui.core.fhir import care_team, consent, systems
from dmptui.core.fhir.json import Json, instant
from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.care_team import Standing, is_attending, is_occupational, is_rescue, standing
from dmptui.core.rules.consult import Facts
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http.asker import Claims
from dmptui.core.server.http.context import Context
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token

_TEAM_SYSTEMS = {True: systems.ORGANIZATION_ID, False: systems.CARE_CIRCLE}
SWITCHES = Token("category", ((systems.SWITCHES, "acces-urgence"),))
ACTIVE = Token("status", ((None, "active"),))


@dataclass(frozen=True, slots=True)
class Relationship:
    """What the server knows of a professional and a patient.

    Attributes:
        row: the Patient.
        consents: the Consents about this professional and the teams they may be of, the most recent first,
            active or not; of the pair, one in the open, one of a connexion secrète, kept apart so that
            neither tells of the other.
        members: the cercle de soins.
        standing: what the active ones are worth to the professional.
    """

    patient: Patient
    row: StoredResource
    consents: tuple[StoredResource, ...]
    members: tuple[CareTeamMember, ...]
    standing: Standing
    facts: Facts
    attending: bool


async def gather(
    context: Context,
    claims: Claims,
    patient_id: str,
    now: datetime,
    declaration: Declaration | None = None,
) -> Relationship:
    """The facts that decide whether a professional may open a record, in one exchange with the store.

    Args:
        context: the server.
        claims: who, in which mode and why.
        patient_id: of a Patient that exists.
        now: when.
        declaration: what the professional declares with this request.

    Raises:
        InvalidContent: the stored identity is incomplete.
    """
    person, pair, switches, team = await context.store.search_all(
        (
            Query("Patient", ids=(patient_id,)),
            Query(
                "Consent",
                patient=patient_id,
                tokens=(about(claims.professional, patient_id),),
                sort="-date",
            ),
            Query("Consent", patient=patient_id, tokens=(SWITCHES, ACTIVE), sort="-date"),
            Query("CareTeam", patient=patient_id, tokens=(ACTIVE,)),
        )
    )
    patient = person_of(person.rows[0], now)
    members = members_of(team.rows)
    stands = standing(claims.professional, patient, members, active(pair.rows), now)
    facts = Facts(
        state=patient.state,
        closure=patient.closure,
        mode=claims.mode,
        status=stands.status,
        switches=_switches(switches.rows[0].text) if switches.rows else EmergencySwitches(),
        team=stands.team,
        regulates=claims.professional.situation.is_regulation,
        rescues=is_rescue(claims.professional),
        occupational=is_occupational(claims.professional),
        profession=claims.professional.practitioner.profession,
        declaration=declaration,
        emergency_reason=claims.reason,
    )
    attends = is_attending(claims.professional, patient)
    return Relationship(patient, person.rows[0], pair.rows, members, stands, facts, attends)


def nobody(claims: Claims) -> Facts:
    """The facts when no patient has the INS that was asked."""
    return Facts(state=None, mode=claims.mode, status=AuthorisationStatus.NONE)


def actor(ps_id: str) -> Token:
    """The Consents about a professional."""
    return Token("actor", ((systems.PRACTITIONER_ID, ps_id),))


def concerned(role: PractitionerRole, of: Iterable[Team]) -> Token:
    """The Consents about a professional, and about some teams."""
    return Token(
        "actor",
        (
            (systems.PRACTITIONER_ID, role.practitioner.id),
            *((_TEAM_SYSTEMS[team.is_organization], team.identifier) for team in of),
        ),
    )


def of_team(team: Team) -> Token:
    """The Consents of a team."""
    return Token("actor", ((_TEAM_SYSTEMS[team.is_organization], team.identifier),))


def about(role: PractitionerRole, patient_id: str) -> Token:
    """The Consents about a professional, and about the teams they may be of: the rule says which they are."""
    return concerned(role, _possible(role, patient_id))


def _possible(role: PractitionerRole, patient_id: str) -> tuple[Team, ...]:
    """The teams a professional may be of in this situation: the structure, the circle of the patient."""
    place = role.situation.organization
    circle = Team(identifier=patient_id, is_organization=False)
    return Team(identifier=place.id, name=place.name), circle


def active(rows: Iterable[StoredResource]) -> tuple[Authorisation, ...]:
    """What those of some Consents that are active say."""
    return tuple(known for row in rows if (known := authorisation(row.text)))


def members_of(rows: Iterable[StoredResource]) -> tuple[CareTeamMember, ...]:
    """The members of some CareTeams."""
    return tuple(member for row in rows for member in _members(row.text))


def visits(ps_id: str, patient_id: str) -> Query:
    """The last opening of a record by a professional, from its traces."""
    return acts(ps_id, patient_id, TraceAction.OPEN, count=1)


def acts(ps_id: str, patient_id: str, action: TraceAction, *, count: int) -> Query:
    """What a professional did in a record, from its traces, the last first; not what was refused."""
    return Query(
        "AuditEvent",
        patient=patient_id,
        tokens=(
            Token("agent", ((systems.PRACTITIONER_ID, ps_id),)),
            Token("subtype", ((systems.TRACE_ACTION, action.value),)),
            Token("outcome", ((None, "0"),)),
        ),
        sort="-date",
        count=count,
    )


def visited(rows: tuple[StoredResource, ...]) -> datetime | None:
    """When the opening of ``visits`` took place; None for the first time."""
    return instant(_parsed(rows[0]).get("recorded")) if rows else None


# These decide at every request. The text itself is the key, so what is remembered is never stale.
@lru_cache(maxsize=1024)
def _members(text: str) -> tuple[CareTeamMember, ...]:
    return tuple(care_team.from_fhir(json.loads(text)))


@lru_cache(maxsize=1024)
def _switches(text: str) -> EmergencySwitches:
    return consent.switches_from_fhir(json.loads(text))


@lru_cache(maxsize=1024)
def authorisation(text: str) -> Authorisation | None:
    """What a Consent is worth; None when it is no longer active."""
    resource: Json = json.loads(text)
    return consent.authorisation_from_fhir(resource) if resource.get("status") == "active" else None


def _parsed(row: StoredResource) -> Json:
    resource: Json = json.loads(row.text)
    return resource
