"""The teams of a professional, and what consents are worth in the situation of a session."""

from datetime import UTC, date, datetime, timedelta

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    Collector,
    ConsentKind,
    Team,
)
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole, Situation
from dmptui.core.rules.care_team import circle_of, is_attending, standing, teams

NOW = datetime(2026, 11, 23, 10, tzinfo=UTC)
HOSPITAL = Organization(id="1990010753", name="Centre hospitalier", facility="SA01")
CABINET = Organization(id="1990011868", name="Cabinet", facility="SA07")
AT_THE_HOSPITAL = Situation(organization=HOSPITAL, role="Praticien", setting="ETABLISSEMENT")
AT_HOME = Situation(organization=CABINET, role="Praticien", setting="AMBULATOIRE")
DOCTOR = Practitioner(
    id="899900001134",
    family="HADDAD",
    given="Karim",
    profession="G15_10",
    situations=(AT_THE_HOSPITAL, AT_HOME),
)
ROLE = PractitionerRole(practitioner=DOCTOR, situation=AT_THE_HOSPITAL)
OTHER = "899900001001"
MEMBER = CareTeamMember(identifier=DOCTOR.id, name="")
STRUCTURE = CareTeamMember(identifier=HOSPITAL.id, name="", is_organization=True)
NONE, VALID, EXPIRED, FORBIDDEN = AuthorisationStatus


def patient(*attending):
    return Patient(
        id="p1",
        ins=Ins(value="251119912345642"),
        birth_name="BERNARD",
        given_names=("Lucie",),
        sex=Sex.FEMALE,
        birth_date=date(1951, 11, 4),
        attending=frozenset(attending),
    )


LUCIE = patient()
CIRCLE, WARD = circle_of(LUCIE), Team(identifier=HOSPITAL.id, name=HOSPITAL.name)


def working(facility="SA01", specialty=""):
    place = HOSPITAL.model_copy(update={"facility": facility})
    return PractitionerRole(
        practitioner=DOCTOR.model_copy(update={"specialty": specialty}),
        situation=AT_THE_HOSPITAL.model_copy(update={"organization": place}),
    )


@pytest.mark.parametrize(
    ("members", "attending", "expected"),
    [
        ((), (), ()),
        ((MEMBER,), (), (CIRCLE,)),
        ((STRUCTURE,), (), (WARD,)),
        ((STRUCTURE, MEMBER), (), (WARD, CIRCLE)),
        ((CareTeamMember(identifier=CABINET.id, name="", is_organization=True),), (), ()),
        ((), (DOCTOR.id,), (CIRCLE,)),
        ((), (OTHER,), ()),
    ],
)
def test_the_teams_of_a_situation(members, attending, expected):
    assert teams(ROLE, patient(*attending), members) == expected


@pytest.mark.parametrize("role", [working("SA68"), working("SA66"), working(specialty="SM25")])
def test_sapeurs_pompiers_and_medecins_du_travail_are_of_no_team(role):
    consents = (consent(WARD), consent(CIRCLE))
    assert teams(role, patient(DOCTOR.id), (MEMBER, STRUCTURE), consents) == ()
    assert standing(role, patient(DOCTOR.id), (MEMBER, STRUCTURE), consents, NOW).status is NONE


def test_a_structure_that_the_patient_consented_to_is_a_team():
    assert teams(ROLE, LUCIE, (), (consent(WARD),)) == (WARD,)


def consent(team=None, *, ps_id="", days=1, lasts=365.0, kind=ConsentKind.EXPLICIT, permitted=True, place=""):
    since = NOW - timedelta(days=days)
    return Authorisation(
        practitioner_id=ps_id,
        team=team,
        permitted=permitted,
        since=since,
        until=since + timedelta(days=lasts),
        kind=kind,
        collector=Collector(id=OTHER),
        organization_id=place,
    )


ME = {"ps_id": DOCTOR.id}
STANDINGS = {
    "nothing": ((), (STRUCTURE,), NONE, False),
    "the team's": ((consent(WARD),), (STRUCTURE,), VALID, True),
    "the team's, of a member who entered": (
        (consent(WARD, days=9), consent(**ME, days=3, kind=ConsentKind.INFORMATION, place=HOSPITAL.id)),
        (STRUCTURE,),
        VALID,
        False,
    ),
    "the team's, of who entered elsewhere": (
        (consent(WARD, days=9), consent(**ME, days=3, kind=ConsentKind.INFORMATION, place=CABINET.id)),
        (STRUCTURE,),
        VALID,
        True,
    ),
    "the team's, of who consulted elsewhere": (
        (consent(WARD, days=9), consent(**ME, days=3, place=CABINET.id)),
        (STRUCTURE,),
        VALID,
        True,
    ),
    "the team's, collected again since": (
        (consent(WARD, days=1), consent(**ME, days=3, kind=ConsentKind.INFORMATION, place=HOSPITAL.id)),
        (STRUCTURE,),
        VALID,
        True,
    ),
    "the circle's, of a member by name": ((consent(CIRCLE),), (MEMBER,), VALID, True),
    "the circle's, of a structure": ((consent(CIRCLE),), (STRUCTURE,), NONE, False),
    "another team's": ((consent(Team(identifier=CABINET.id)),), (), NONE, False),
    "the team's, over": ((consent(WARD, days=400),), (STRUCTURE,), EXPIRED, False),
    "over, then the circle's": ((consent(WARD, days=400), consent(CIRCLE)), (STRUCTURE, MEMBER), VALID, True),
    "a consultation's": ((consent(**ME),), (), VALID, False),
    "a consultation's, over": ((consent(**ME, lasts=0.1),), (), EXPIRED, False),
    "a consultation's, here": ((consent(**ME, place=HOSPITAL.id),), (), VALID, False),
    "a consultation's, elsewhere": ((consent(**ME, place=CABINET.id),), (), NONE, False),
    "an information alone": ((consent(**ME, kind=ConsentKind.INFORMATION),), (MEMBER,), NONE, False),
    "blocked in a team that has consent": (
        (consent(WARD), consent(**ME, permitted=False)),
        (STRUCTURE,),
        FORBIDDEN,
        False,
    ),
    "another blocked": ((consent(WARD), consent(ps_id=OTHER, permitted=False)), (STRUCTURE,), VALID, True),
    "another's consultation": ((consent(ps_id=OTHER),), (), NONE, False),
}


@pytest.mark.parametrize(("consents", "members", "status", "informs"), STANDINGS.values(), ids=STANDINGS)
def test_what_consents_are_worth(consents, members, status, informs):
    found = standing(ROLE, LUCIE, members, consents, NOW)
    assert (found.status, found.informs) == (status, informs)


def test_who_collected_it_has_nothing_to_inform_of():
    mine = consent(WARD).model_copy(update={"collector": Collector(id=DOCTOR.id)})
    assert not standing(ROLE, LUCIE, (STRUCTURE,), (mine,), NOW).informs


def test_rights_follow_the_situation_of_the_session():
    at_home = PractitionerRole(practitioner=DOCTOR, situation=AT_HOME)
    consents = (consent(WARD),)
    assert standing(ROLE, LUCIE, (STRUCTURE,), consents, NOW).status is VALID
    assert standing(at_home, LUCIE, (STRUCTURE,), consents, NOW).status is NONE


def test_the_medecin_traitant_is_of_the_team_as_long_as_named():
    consents = (consent(CIRCLE),)
    assert standing(ROLE, patient(DOCTOR.id), (), consents, NOW).status is VALID
    assert standing(ROLE, patient(), (), consents, NOW).status is NONE


CONSENTS = st.lists(
    st.builds(
        consent,
        st.sampled_from([None, WARD, CIRCLE, Team(identifier=CABINET.id)]),
        ps_id=st.sampled_from([DOCTOR.id, OTHER]),
        days=st.integers(0, 800),
        lasts=st.sampled_from([0.1, 30.0, 365.0]),
        kind=st.sampled_from(ConsentKind),
        place=st.sampled_from(["", HOSPITAL.id, CABINET.id]),
    ).map(lambda one: one if one.team is None else one.model_copy(update={"practitioner_id": ""})),
    max_size=6,
)
MEMBERS = st.sets(st.sampled_from([MEMBER, STRUCTURE]))


@settings(max_examples=300)
@given(CONSENTS, MEMBERS, st.randoms())
def test_a_denial_wins_and_the_order_says_nothing(consents, members, chance):
    found = standing(ROLE, LUCIE, members, consents, NOW)
    shuffled = list(consents)
    chance.shuffle(shuffled)
    assert standing(ROLE, LUCIE, members, shuffled, NOW).status is found.status
    denial = consent(**ME, permitted=False)
    assert standing(ROLE, LUCIE, members, [*shuffled, denial], NOW).status is FORBIDDEN
    if found.status is VALID:
        assert found.consent is not None
        assert found.consent.kind is ConsentKind.EXPLICIT
        assert found.consent.team in (WARD, CIRCLE) or found.consent.practitioner_id == DOCTOR.id


def test_the_patient_names_the_medecin_traitant():
    assert is_attending(ROLE, patient(DOCTOR.id))
    assert not is_attending(ROLE, patient())
