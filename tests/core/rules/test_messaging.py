"""Who may be written to, with what, and how long."""

from datetime import timedelta

import pytest

from dmptui.core.model.document import Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.rules import messaging
from tests.core.server.dmp_world import NOW, document


@pytest.mark.parametrize("state", DmpState)
def test_only_a_person_who_activated_their_profile_is_written_to(state: DmpState) -> None:
    decision = messaging.write(state)
    assert decision.allowed is (state is DmpState.ACTIVATED)
    assert decision.allowed or (decision.reason and decision.advice and decision.source)


@pytest.mark.parametrize(("days", "seen"), [(2, False), (20, False), (40, True)])
def test_a_document_goes_with_a_message_once_the_patient_sees_it(days: int, seen: bool) -> None:
    hidden = document(hidden={Visibility.HIDDEN_FROM_PATIENT}, days_ago=days)
    assert messaging.attach(hidden, NOW).allowed is seen
    assert messaging.attach(document(), NOW - timedelta(days=1)).allowed


@pytest.mark.parametrize(
    ("subject", "text", "said"),
    [
        ("x" * 255, "x" * 10_000, ""),
        ("", "x", "besoin d'un objet"),
        (" \t", "x", "besoin d'un objet"),
        ("x" * 256, "x", "255"),
        ("x", "\n ", "vide"),
        ("x", "x" * 10_001, "10 000"),
    ],
)
def test_a_message_has_a_subject_and_a_text_of_bounded_length(subject: str, text: str, said: str) -> None:
    decision = messaging.fits(subject, text)
    assert decision.allowed is not bool(said)
    assert said in decision.reason
