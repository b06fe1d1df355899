"""The tables of who may open a record."""

from datetime import date
from itertools import product

import pytest

from dmptui.core.model.access import (
    AccessMode,
    AuthorisationStatus,
    ConsentKind,
    Declaration,
    EmergencySwitches,
)
from dmptui.core.model.patient import Closure, DmpState
from dmptui.core.model.practitioner import NURSE, PHYSICIAN
from dmptui.core.rules.consult import Facts, consent_kind, consult
from dmptui.core.rules.decision import Outcome

NORMAL, GLASS, SAMU = AccessMode.NORMAL, AccessMode.BREAK_GLASS, AccessMode.CENTRE_15
NONE, VALID, EXPIRED, FORBIDDEN = (
    AuthorisationStatus.NONE,
    AuthorisationStatus.VALID,
    AuthorisationStatus.EXPIRED,
    AuthorisationStatus.FORBIDDEN,
)
ALLOWED, NEEDED, REFUSED = Outcome.ALLOWED, Outcome.CONSENT_NEEDED, Outcome.REFUSED


@pytest.mark.parametrize("state", [None, DmpState.NOTIFIED, DmpState.OPPOSED, DmpState.CLOSED])
@pytest.mark.parametrize(("mode", "status"), list(product(AccessMode, AuthorisationStatus)))
def test_without_an_open_dmp_nobody_enters(state, mode, status):
    facts = Facts(state=state, mode=mode, status=status, regulates=True, emergency_reason="inconscient")
    assert consult(facts).outcome is REFUSED


@pytest.mark.parametrize("state", [DmpState.OPEN, DmpState.ACTIVATED])
@pytest.mark.parametrize(
    ("mode", "status", "outcome"),
    [
        (NORMAL, VALID, ALLOWED),
        (NORMAL, NONE, NEEDED),
        (NORMAL, EXPIRED, NEEDED),
        (NORMAL, FORBIDDEN, REFUSED),
        (GLASS, VALID, ALLOWED),
        (GLASS, NONE, ALLOWED),
        (GLASS, EXPIRED, ALLOWED),
        (GLASS, FORBIDDEN, REFUSED),
        (SAMU, VALID, ALLOWED),
        (SAMU, NONE, ALLOWED),
        (SAMU, EXPIRED, ALLOWED),
        (SAMU, FORBIDDEN, REFUSED),
    ],
)
def test_an_open_dmp_by_mode_and_status(state, mode, status, outcome):
    facts = Facts(state=state, mode=mode, status=status, regulates=True, emergency_reason="inconscient")
    assert consult(facts).outcome is outcome


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        (Facts(DmpState.OPEN, GLASS, NONE, emergency_reason=""), REFUSED),
        (Facts(DmpState.OPEN, GLASS, NONE, emergency_reason="  "), REFUSED),
        (
            Facts(
                DmpState.OPEN,
                GLASS,
                NONE,
                emergency_reason="inconscient",
                switches=EmergencySwitches(break_glass=False),
            ),
            REFUSED,
        ),
        (
            Facts(
                DmpState.OPEN,
                GLASS,
                NONE,
                emergency_reason="inconscient",
                switches=EmergencySwitches(centre_15=False),
            ),
            ALLOWED,
        ),
        (Facts(DmpState.OPEN, SAMU, NONE, regulates=False), REFUSED),
        (
            Facts(DmpState.OPEN, SAMU, NONE, regulates=True, switches=EmergencySwitches(centre_15=False)),
            REFUSED,
        ),
        (
            Facts(DmpState.OPEN, SAMU, NONE, regulates=True, switches=EmergencySwitches(break_glass=False)),
            ALLOWED,
        ),
    ],
)
def test_the_emergency_switches(facts, outcome):
    assert consult(facts).outcome is outcome


INFORMED = Declaration(kind=ConsentKind.INFORMATION)
AGREED = Declaration(kind=ConsentKind.EXPLICIT)


@pytest.mark.parametrize(
    ("status", "in_team", "declaration", "outcome"),
    [
        (NONE, False, None, NEEDED),
        (NONE, False, INFORMED, NEEDED),
        (NONE, False, AGREED, ALLOWED),
        (NONE, True, None, NEEDED),
        (NONE, True, INFORMED, ALLOWED),
        (NONE, True, AGREED, ALLOWED),
        (EXPIRED, False, INFORMED, NEEDED),
        (EXPIRED, False, AGREED, ALLOWED),
        (EXPIRED, True, INFORMED, ALLOWED),
        (FORBIDDEN, True, AGREED, REFUSED),
    ],
)
def test_the_declaration_must_fit_the_team(status, in_team, declaration, outcome):
    facts = Facts(DmpState.OPEN, NORMAL, status, in_care_team=in_team, declaration=declaration)
    assert consult(facts).outcome is outcome


@pytest.mark.parametrize(
    ("in_team", "kind"), [(True, ConsentKind.INFORMATION), (False, ConsentKind.EXPLICIT)]
)
def test_the_team_informs_and_others_need_an_explicit_consent(in_team, kind):
    assert consent_kind(in_care_team=in_team) is kind


@pytest.mark.parametrize(("profession", "outcome"), [(PHYSICIAN, ALLOWED), (NURSE, REFUSED)])
def test_only_a_physician_declares_being_the_medecin_traitant(profession, outcome):
    declaration = Declaration(kind=ConsentKind.EXPLICIT, attending=True)
    facts = Facts(DmpState.OPEN, NORMAL, NONE, profession=profession, declaration=declaration)
    assert consult(facts).outcome is outcome


def test_a_closed_dmp_says_when_and_why():
    closure = Closure(date=date(2025, 3, 12), motif="Fermeture à la demande du patient", reason="Départ.")
    facts = Facts(DmpState.CLOSED, NORMAL, VALID, closure=closure)
    reason = consult(facts).reason
    assert "12/03/2025" in reason
    assert "Fermeture à la demande du patient" in reason
    assert "Départ." in reason


def test_every_refusal_has_a_sentence_and_a_source():
    states = [None, *DmpState]
    for state, mode, status, reason in product(states, AccessMode, AuthorisationStatus, ["", "inconscient"]):
        decision = consult(Facts(state=state, mode=mode, status=status, emergency_reason=reason))
        if not decision.allowed:
            assert decision.reason.endswith((".", "…"))
            assert decision.source
