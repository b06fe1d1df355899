"""Who belongs to the équipe de soins."""

from datetime import date

import pytest

from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole, Situation
from dmptui.core.rules.care_team import in_care_team, is_attending

HOSPITAL = Organization(id="1990010753", name="Centre hospitalier", facility="SA01")
SITUATION = Situation(organization=HOSPITAL, role="Praticien", setting="ETABLISSEMENT")
DOCTOR = Practitioner(
    id="899900001134", family="HADDAD", given="Karim", profession="G15_10", situations=(SITUATION,)
)
ROLE = PractitionerRole(practitioner=DOCTOR, situation=SITUATION)


def patient(*attending):
    return Patient(
        ins=Ins(value="251119912345642"),
        birth_name="BERNARD",
        given_names=("Lucie",),
        sex=Sex.FEMALE,
        birth_date=date(1951, 11, 4),
        attending=frozenset(attending),
    )


@pytest.mark.parametrize(
    ("team", "attending", "member"),
    [
        ((), (), False),
        ((CareTeamMember(identifier=DOCTOR.id, name=""),), (), True),
        ((CareTeamMember(identifier=HOSPITAL.id, name="", is_organization=True),), (), True),
        ((CareTeamMember(identifier="1990011868", name="", is_organization=True),), (), False),
        ((), (DOCTOR.id,), True),
        ((), ("899900001001",), False),
    ],
)
def test_in_care_team(team, attending, member):
    assert in_care_team(ROLE, patient(*attending), team) is member


def test_the_patient_names_the_medecin_traitant():
    assert is_attending(ROLE, patient(DOCTOR.id))
    assert not is_attending(ROLE, patient())
