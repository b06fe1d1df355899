"""Who belongs to a patient's équipe de soins (CSP L1110-12)."""

from collections.abc import Iterable

from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole


def is_attending(role: PractitionerRole, patient: Patient) -> bool:
    """Whether the patient named this professional médecin traitant."""
    return role.practitioner.id in patient.attending


def in_care_team(role: PractitionerRole, patient: Patient, team: Iterable[CareTeamMember]) -> bool:
    """Whether the professional, or the structure they work in now, is recognised by the patient."""
    members = {member.identifier for member in team}
    return (
        is_attending(role, patient)
        or role.practitioner.id in members
        or role.situation.organization.id in members
    )
