"""Who blocks, who sets the switches, who names a médecin traitant, who writes a note de vaccination."""

from datetime import date
from itertools import product

import pytest

from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.practitioner import (
    DENTIST,
    MIDWIFE,
    NURSE,
    PHARMACIST,
    PHYSICIAN,
    PHYSIOTHERAPIST,
)
from dmptui.core.rules.management import TRACED_AS, Act, Manager, Target, manage
from dmptui.core.rules.vaccination import shot_rule, write_note

ME, OTHER = "899900001001", "899900001134"
PATIENT, DOCTOR = Manager(), Manager(ME)
FORBIDDEN, VALID, NONE = AuthorisationStatus.FORBIDDEN, AuthorisationStatus.VALID, AuthorisationStatus.NONE


@pytest.mark.parametrize(
    ("act", "who", "target", "says"),
    [
        (Act.BLOCK, PATIENT, Target(ME, PHYSICIAN, VALID), ""),
        (Act.BLOCK, PATIENT, Target(ME, NURSE, NONE), ""),
        (Act.BLOCK, PATIENT, Target(ME, PHYSICIAN, VALID, attending=True), ""),
        (Act.BLOCK, PATIENT, Target(ME, PHYSICIAN, FORBIDDEN), "déjà bloqué"),
        (Act.BLOCK, PATIENT, Target(ME, "", NONE), "n'est pas connu"),
        (Act.BLOCK, PATIENT, Target(ME, None, NONE), ""),
        (Act.BLOCK, DOCTOR, Target(OTHER, PHYSICIAN, VALID), "Seule la personne"),
        (Act.BLOCK, DOCTOR, Target(ME, PHYSICIAN, VALID), "Seule la personne"),
        (Act.UNBLOCK, PATIENT, Target(ME, PHYSICIAN, FORBIDDEN), ""),
        (Act.UNBLOCK, PATIENT, Target(ME, PHYSICIAN, VALID), "n'est pas bloqué"),
        (Act.UNBLOCK, PATIENT, Target(ME, PHYSICIAN, NONE), "n'est pas bloqué"),
        (Act.UNBLOCK, DOCTOR, Target(ME, PHYSICIAN, FORBIDDEN), "Seule la personne"),
        (Act.SWITCHES, PATIENT, Target(), ""),
        (Act.SWITCHES, DOCTOR, Target(), "Seule la personne"),
        (Act.DECLARE_ATTENDING, PATIENT, Target(ME, PHYSICIAN), ""),
        (Act.DECLARE_ATTENDING, PATIENT, Target(ME, NURSE), "Seul un médecin"),
        (Act.DECLARE_ATTENDING, PATIENT, Target(ME, ""), "n'est pas connu"),
        (Act.DECLARE_ATTENDING, PATIENT, Target(ME, PHYSICIAN, attending=True), "déjà médecin traitant"),
        (Act.DECLARE_ATTENDING, PATIENT, Target(ME, PHYSICIAN, FORBIDDEN), "bloqué"),
        (Act.DECLARE_ATTENDING, DOCTOR, Target(ME, PHYSICIAN), ""),
        (Act.DECLARE_ATTENDING, DOCTOR, Target(OTHER, PHYSICIAN), "sa propre qualité"),
        (Act.END_ATTENDING, PATIENT, Target(ME, PHYSICIAN, attending=True), ""),
        (Act.END_ATTENDING, PATIENT, Target(ME, "", attending=True), ""),
        (Act.END_ATTENDING, PATIENT, Target(ME, PHYSICIAN), "n'est pas médecin traitant"),
        (Act.END_ATTENDING, DOCTOR, Target(ME, PHYSICIAN, attending=True), ""),
        (Act.END_ATTENDING, DOCTOR, Target(ME, PHYSICIAN), "n'est pas médecin traitant"),
        (Act.END_ATTENDING, DOCTOR, Target(OTHER, PHYSICIAN, attending=True), "sa propre qualité"),
    ],
)
def test_who_manages(act: Act, who: Manager, target: Target, says: str) -> None:
    decision = manage(act, who, target)
    assert decision.allowed is not bool(says)
    assert says in decision.reason
    assert decision.source


def test_every_act_has_its_trace() -> None:
    assert set(TRACED_AS) == set(Act)


@pytest.mark.parametrize(
    ("who", "status", "allowed"),
    [
        (Manager(), AuthorisationStatus.VALID, True),
        (Manager(), AuthorisationStatus.EXPIRED, False),
        (Manager(), AuthorisationStatus.NONE, False),
        (Manager("899900000001"), AuthorisationStatus.VALID, False),
    ],
)
def test_a_valid_consent_is_withdrawn_by_the_patient_alone(
    who: Manager, status: AuthorisationStatus, allowed: bool
) -> None:
    assert manage(Act.WITHDRAW, who, Target(status=status)).allowed is allowed


@pytest.mark.parametrize(
    ("profession", "allowed"),
    [
        (PHYSICIAN, True),
        (PHARMACIST, True),
        (MIDWIFE, True),
        (NURSE, True),
        (DENTIST, False),
        (PHYSIOTHERAPIST, False),
        ("SECRETARIAT_MEDICAL", False),
        ("", False),
    ],
)
def test_who_writes_a_vaccination_note(profession: str, allowed: bool) -> None:
    assert write_note(profession).allowed is allowed


BORN, TODAY = date(2026, 6, 1), date(2026, 11, 23)


@pytest.mark.parametrize(
    ("vaccine", "on", "allowed"),
    [
        ("HEXYON", TODAY, True),
        ("HEXYON", BORN, True),
        ("HEXYON", date(2026, 5, 31), False),
        ("HEXYON", date(2026, 11, 24), False),
        (" ", TODAY, False),
    ],
)
def test_what_a_note_may_say(vaccine: str, on: date, allowed: bool) -> None:
    assert shot_rule(vaccine, on, born=BORN, today=TODAY).allowed is allowed


def test_a_refusal_always_says_why() -> None:
    targets = [
        Target(ME, profession, status, attending)
        for profession, status, attending in product(
            ["", NURSE, PHYSICIAN], AuthorisationStatus, [False, True]
        )
    ]
    for act, who, target in product(Act, [PATIENT, DOCTOR, Manager(OTHER)], targets):
        decision = manage(act, who, target)
        assert decision.allowed or (decision.reason.endswith(".") and decision.source)
