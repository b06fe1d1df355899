"""What is traced has words, and keeps what it says on the wire."""

from datetime import UTC, datetime

import pytest

from dmptui.core.fhir import audit_event
from dmptui.core.model.trace import ACTION_WORDS, Trace, TraceAction


@pytest.mark.parametrize("action", TraceAction)
def test_an_action_has_words_of_its_own(action: TraceAction) -> None:
    assert ACTION_WORDS[action]
    assert list(ACTION_WORDS.values()).count(ACTION_WORDS[action]) == 1


@pytest.mark.parametrize("automatic", [False, True])
def test_a_reading_that_nobody_asked_for_says_so(automatic: bool) -> None:
    at = datetime(2026, 5, 2, 10, tzinfo=UTC)
    trace = Trace(at=at, actor_id="8", actor="R", action=TraceAction.READ, object_id="a", automatic=automatic)
    assert audit_event.from_fhir(audit_event.to_fhir(trace)) == trace
