"""Opening a record: the facts, the decision, the record token."""

import json
from dataclasses import dataclass
from datetime import datetime

from dmptui.core.fhir import care_team, consent, systems
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.json import Json, instant
from dmptui.core.model.access import AuthorisationStatus, Declaration, EmergencySwitches
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.care_team import in_care_team, is_attending
from dmptui.core.rules.consult import Facts
from dmptui.core.server.context import Claims, Context
from dmptui.core.store.base import Query, Stored, Token

SWITCHES = Token("category", ((systems.SWITCHES, "acces-urgence"),))
ACTIVE = Token("status", ((None, "active"),))


@dataclass(frozen=True, slots=True)
class Known:
    """What the server knows of a professional and a patient.

    ``consent`` is the resource of this pair, if any.
    """

    patient: Patient
    row: Stored
    consent: Stored | None
    facts: Facts
    attending: bool


async def gather(
    context: Context,
    claims: Claims,
    patient_id: str,
    now: datetime,
    declaration: Declaration | None = None,
) -> Known:
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
                tokens=(actor(claims.role.practitioner.id), ACTIVE),
                sort="-date",
            ),
            Query("Consent", patient=patient_id, tokens=(SWITCHES, ACTIVE), sort="-date"),
            Query("CareTeam", patient=patient_id, tokens=(ACTIVE,)),
        )
    )
    patient = patients.from_fhir(_parsed(person.rows[0]))
    consent_row = pair.rows[0] if pair.rows else None
    members = tuple(member for row in team.rows for member in care_team.from_fhir(_parsed(row)))
    facts = Facts(
        state=patient.state,
        closure=patient.closure,
        mode=claims.mode,
        status=_status(consent_row, now),
        switches=consent.switches_from_fhir(_parsed(switches.rows[0]))
        if switches.rows
        else EmergencySwitches(),
        in_care_team=in_care_team(claims.role, patient, members),
        regulates=claims.role.situation.is_regulation,
        profession=claims.role.practitioner.profession,
        declaration=declaration,
        emergency_reason=claims.reason,
    )
    return Known(patient, person.rows[0], consent_row, facts, is_attending(claims.role, patient))


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


def visited(rows: tuple[Stored, ...]) -> datetime | None:
    """When the opening of ``visits`` took place; None for the first time."""
    return instant(_parsed(rows[0]).get("recorded")) if rows else None


def _status(row: Stored | None, now: datetime) -> AuthorisationStatus:
    if row is None:
        return AuthorisationStatus.NONE
    return consent.authorisation_from_fhir(_parsed(row)).status(now)


def _parsed(row: Stored) -> Json:
    resource: Json = json.loads(row.text)
    return resource
