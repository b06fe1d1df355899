"""The teams a professional is of, and what the consents of a patient are worth to them. See ``laws``.

A consent given once for a team covers all its members; outside a team, each consultation has its own. Both
sides ask ``standing``: the client before it sends, the server at each request.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    ConsentKind,
    Team,
)
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.text import _

TEAM_DAYS = 365
"""Validity of a team's consent (project)."""
CONSULTATION = timedelta(hours=4)
"""The longest that a consultation's consent lasts, when its record is not closed (project)."""
RESCUE = "SA68"
"""Services départementaux d'incendie et de secours, JDV_J02."""
_OCCUPATIONAL_PLACE, _OCCUPATIONAL_SPECIALTIES = "SA66", frozenset({"SM25", "C41", "CAPA11"})


@dataclass(frozen=True, slots=True)
class Standing:
    """What a professional may do with the consents of a patient, in the situation of their session.

    Attributes:
        status: a denial wins, then what is valid.
        team: for which a consent is collected; None when it is that of a consultation.
        consent: what gives the right, or the last that did.
        informs: the consent is the team's, and this member's first access under it is still to be told.
    """

    status: AuthorisationStatus = AuthorisationStatus.NONE
    team: Team | None = None
    consent: Authorisation | None = None
    informs: bool = False


def is_attending(role: PractitionerRole, patient: Patient) -> bool:
    """Whether the patient named this professional médecin traitant."""
    return role.practitioner.id in patient.attending


def is_rescue(role: PractitionerRole) -> bool:
    """Whether this is a sapeur-pompier at work: the personne de confiance may agree (``laws.EMERGENCY``)."""
    return role.situation.organization.facility == RESCUE


def is_occupational(role: PractitionerRole) -> bool:
    """Whether this is a médecin du travail: with the person's express consent only (``laws.EMERGENCY``)."""
    place = role.situation.organization.facility
    return place == _OCCUPATIONAL_PLACE or role.practitioner.specialty in _OCCUPATIONAL_SPECIALTIES


def circle_of(patient: Patient) -> Team:
    """The équipe de soins of those the patient named, médecins traitants among them."""
    return Team(identifier=patient.id, is_organization=False)


def name_of(team: Team) -> str:
    """What a team is called in a sentence, its article with it."""
    return f"« {team.name} »" if team.name else _("l'équipe de soins choisie par la personne")


def teams(
    role: PractitionerRole,
    patient: Patient,
    members: Iterable[CareTeamMember],
    consents: Iterable[Authorisation] = (),
) -> tuple[Team, ...]:
    """The teams the professional is of in this situation: the structure, then the circle of the patient.

    A structure is one when the patient recognised it, or gave it a consent. Sapeurs-pompiers and médecins du
    travail are of none.
    """
    if is_rescue(role) or is_occupational(role):
        return ()
    identifiers = {member.identifier for member in members}
    place = role.situation.organization
    recognised = identifiers | {each.team.identifier for each in consents if each.team}
    found = [Team(identifier=place.id, name=place.name)] if place.id in recognised else []
    if is_attending(role, patient) or role.practitioner.id in identifiers:
        found.append(circle_of(patient))
    return tuple(found)


def standing(
    role: PractitionerRole,
    patient: Patient,
    members: Iterable[CareTeamMember],
    consents: Iterable[Authorisation],
    now: datetime,
) -> Standing:
    """What the active consents of a patient are worth to a professional at work.

    Args:
        role: who, and in which situation.
        patient: whose record it is.
        members: the cercle de soins, or this professional's place in it.
        consents: those about this professional, and about the teams they may be of.
        now: when.
    """
    consents = tuple(consents)
    mine = teams(role, patient, members, consents)
    team = mine[0] if mine else None
    own = [each for each in consents if each.practitioner_id == role.practitioner.id]
    denial = next((each for each in own if not each.permitted), None)
    if denial is not None:
        return Standing(AuthorisationStatus.FORBIDDEN, team, denial)
    usable = [*_of_teams(consents, mine), *(each for each in own if is_here(each, role))]
    for status in (AuthorisationStatus.VALID, AuthorisationStatus.EXPIRED):
        consent = next((each for each in usable if each.status(now) is status), None)
        if consent is not None:
            informs = status is AuthorisationStatus.VALID and _informs(role, consent, own)
            return Standing(status, consent.team or team, consent, informs)
    return Standing(AuthorisationStatus.NONE, team)


def is_first(consent: Authorisation, own: Iterable[Authorisation]) -> bool:
    """Whether a member has not entered yet under a team's consent, by what is kept of them there."""
    team = consent.team
    if team is None:
        return False
    return not any(each.organization_id == team.identifier and each.since >= consent.since for each in own)


def _informs(role: PractitionerRole, consent: Authorisation, own: Iterable[Authorisation]) -> bool:
    is_collector = consent.collector is not None and consent.collector.id == role.practitioner.id
    return is_first(consent, own) and not is_collector


def _of_teams(consents: Iterable[Authorisation], mine: tuple[Team, ...]) -> list[Authorisation]:
    identifiers = {team.identifier for team in mine}
    return [each for each in consents if each.permitted and each.team and each.team.identifier in identifiers]


def is_here(consent: Authorisation, role: PractitionerRole) -> bool:
    """Whether the consent of a consultation holds in this situation."""
    where = consent.organization_id in ("", role.situation.organization.id)
    return consent.kind is ConsentKind.EXPLICIT and where
