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
    Team,
)
from dmptui.core.model.patient import Closure, DmpState
from dmptui.core.model.practitioner import NURSE, PHYSICIAN
from dmptui.core.rules.consult import Facts, collect_for, consult, still_open
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
TRUSTED = Declaration(kind=ConsentKind.EXPLICIT, trusted=True)
TEAM = Team(identifier="1990010753", name="Centre hospitalier")


@pytest.mark.parametrize("team", [None, TEAM])
@pytest.mark.parametrize(
    ("status", "declaration", "outcome"),
    [
        (NONE, None, NEEDED),
        (NONE, INFORMED, NEEDED),
        (NONE, AGREED, ALLOWED),
        (EXPIRED, None, NEEDED),
        (EXPIRED, INFORMED, NEEDED),
        (EXPIRED, AGREED, ALLOWED),
        (VALID, None, ALLOWED),
        (VALID, INFORMED, ALLOWED),
        (FORBIDDEN, INFORMED, REFUSED),
        (FORBIDDEN, AGREED, REFUSED),
    ],
)
def test_an_information_is_no_consent_in_a_team_or_out_of_one(team, status, declaration, outcome):
    assert (
        consult(Facts(DmpState.OPEN, NORMAL, status, team=team, declaration=declaration)).outcome is outcome
    )


@pytest.mark.parametrize(
    ("status", "team", "says"),
    [
        (NONE, None, "Vous n'avez pas encore"),
        (EXPIRED, None, "Votre autorisation sur ce dossier a expiré"),
        (NONE, TEAM, "Votre équipe n'a pas encore"),
        (EXPIRED, TEAM, "L'autorisation de votre équipe"),
    ],
)
def test_what_is_missing_is_said_of_the_team_or_of_the_professional(status, team, says):
    assert says in consult(Facts(DmpState.OPEN, NORMAL, status, team=team)).reason


@pytest.mark.parametrize(
    ("facts", "outcome"),
    [
        ({"rescues": True, "declaration": TRUSTED}, ALLOWED),
        ({"rescues": True, "declaration": AGREED}, ALLOWED),
        ({"rescues": True}, NEEDED),
        ({"rescues": True, "mode": GLASS, "emergency_reason": "inconscient"}, ALLOWED),
        ({"declaration": TRUSTED}, REFUSED),
        ({"occupational": True}, NEEDED),
        ({"occupational": True, "declaration": AGREED}, ALLOWED),
        ({"occupational": True, "declaration": TRUSTED}, REFUSED),
        ({"occupational": True, "mode": GLASS, "emergency_reason": "inconscient"}, REFUSED),
    ],
)
def test_sapeurs_pompiers_and_medecins_du_travail(facts, outcome):
    assert (
        consult(Facts(**{"state": DmpState.OPEN, "mode": NORMAL, "status": NONE} | facts)).outcome is outcome
    )


@pytest.mark.parametrize(
    ("status", "outcome", "says"),
    [
        (VALID, ALLOWED, ""),
        (NONE, REFUSED, "s'est refermé"),
        (EXPIRED, REFUSED, "s'est refermé"),
        (FORBIDDEN, REFUSED, "vous a bloqué"),
    ],
)
def test_an_open_record_closes_with_what_opened_it(status, outcome, says):
    decision = still_open(Facts(DmpState.OPEN, NORMAL, status))
    assert (decision.outcome, says in decision.reason) == (outcome, True)


@pytest.mark.parametrize(
    ("declaration", "known", "blocked", "says"),
    [
        (AGREED, True, False, ""),
        (AGREED, False, False, "n'est pas connu"),
        (AGREED, True, True, "a bloqué"),
        (INFORMED, True, False, "accord exprès"),
        (AGREED.model_copy(update={"attending": True}), True, False, "accord exprès"),
        (AGREED.model_copy(update={"secret": True}), True, False, "accord exprès"),
    ],
)
def test_collecting_for_another_professional(declaration, known, blocked, says):
    decision = collect_for(declaration, known=known, blocked=blocked)
    assert (decision.allowed, says in decision.reason) == (not says, True)


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
