"""Opening a record: the facts, the decision, the record token."""

import json
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
)
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.care_team import in_care_team, is_attending
from dmptui.core.rules.consult import Facts
from dmptui.core.server.access.people import person_of
from dmptui.core.server.http.asker import Claims
from dmptui.core.server.http.context import Context
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token

SWITCHES = Token("category", ((systems.SWITCHES, "acces-urgence"),))
ACTIVE = Token("status", ((None, "active"),))


@dataclass(frozen=True, slots=True)
class Relationship:
    """What the server knows of a professional and a patient.

    ``consents`` are the resources of this pair, the most recent first, active or not: one in the open, one of
    a connexion secrète, kept apart so that neither tells of the other.
    """

    patient: Patient
    row: StoredResource
    consents: tuple[StoredResource, ...]
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
                tokens=(actor(claims.professional.practitioner.id),),
                sort="-date",
            ),
            Query("Consent", patient=patient_id, tokens=(SWITCHES, ACTIVE), sort="-date"),
            Query("CareTeam", patient=patient_id, tokens=(ACTIVE,)),
        )
    )
    patient = person_of(person.rows[0], now)
    active = [row for row in pair.rows if _authorisation(row.text)]
    members = tuple(member for row in team.rows for member in _members(row.text))
    facts = Facts(
        state=patient.state,
        closure=patient.closure,
        mode=claims.mode,
        status=_status(active, now),
        switches=_switches(switches.rows[0].text) if switches.rows else EmergencySwitches(),
        in_care_team=in_care_team(claims.professional, patient, members),
        regulates=claims.professional.situation.is_regulation,
        profession=claims.professional.practitioner.profession,
        declaration=declaration,
        emergency_reason=claims.reason,
    )
    return Relationship(patient, person.rows[0], pair.rows, facts, is_attending(claims.professional, patient))


def nobody(claims: Claims) -> Facts:
    """The facts when no patient has the INS that was asked."""
    return Facts(state=None, mode=claims.mode, status=AuthorisationStatus.NONE)


def actor(ps_id: str) -> Token:
    """The Consents about a professional."""
    return Token("actor", ((systems.PRACTITIONER_ID, ps_id),))


def visits(ps_id: str, patient_id: str) -> Query:
    """The last opening of a record by a professional, from its traces."""
    return Query(
        "AuditEvent",
        patient=patient_id,
        tokens=(
            Token("agent", ((systems.PRACTITIONER_ID, ps_id),)),
            Token("subtype", ((systems.TRACE_ACTION, TraceAction.OPEN.value),)),
            Token("outcome", ((None, "0"),)),
        ),
        sort="-date",
        count=1,
    )


def visited(rows: tuple[StoredResource, ...]) -> datetime | None:
    """When the opening of ``visits`` took place; None for the first time."""
    return instant(_parsed(rows[0]).get("recorded")) if rows else None


def _status(active: list[StoredResource], now: datetime) -> AuthorisationStatus:
    """What the Consents of a pair are worth together: a denial wins, then what is still valid."""
    found = {known.status(now) for row in active if (known := _authorisation(row.text))}
    ranked = (AuthorisationStatus.FORBIDDEN, AuthorisationStatus.VALID, AuthorisationStatus.EXPIRED)
    return next((status for status in ranked if status in found), AuthorisationStatus.NONE)


# These decide at every request. The text itself is the key, so what is remembered is never stale.
@lru_cache(maxsize=1024)
def _members(text: str) -> tuple[CareTeamMember, ...]:
    return tuple(care_team.from_fhir(json.loads(text)))


@lru_cache(maxsize=1024)
def _switches(text: str) -> EmergencySwitches:
    return consent.switches_from_fhir(json.loads(text))


@lru_cache(maxsize=1024)
def _authorisation(text: str) -> Authorisation | None:
    """What a Consent is worth; None when it is no longer active."""
    resource: Json = json.loads(text)
    return consent.authorisation_from_fhir(resource) if resource.get("status") == "active" else None


def _parsed(row: StoredResource) -> Json:
    resource: Json = json.loads(row.text)
    return resource
