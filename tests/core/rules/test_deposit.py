"""Who may add what."""

from dataclasses import replace

import pytest

from dmptui.core.model.patient import DmpState
from dmptui.core.rules.deposit import MAX_BYTES, MAX_CDA_BYTES, Deposit, deposit

GOOD = Deposit(DmpState.OPEN, "CR de consultation", "11488-4", "text/xml", 1000)


@pytest.mark.parametrize(
    ("changes", "allowed"),
    [
        ({}, True),
        ({"state": DmpState.ACTIVATED}, True),
        ({"state": None}, False),
        ({"state": DmpState.NOTIFIED}, False),
        ({"state": DmpState.OPPOSED}, False),
        ({"state": DmpState.CLOSED}, False),
        ({"size": 0}, False),
        ({"size": MAX_BYTES, "content_type": "application/pdf"}, True),
        ({"size": MAX_BYTES + 1, "content_type": "application/pdf"}, False),
        ({"size": MAX_CDA_BYTES}, True),
        ({"size": MAX_CDA_BYTES + 1}, False),
        ({"content_type": "application/zip"}, False),
        ({"content_type": "application/pdf"}, True),
        ({"title": ""}, False),
        ({"title": " "}, False),
        ({"title": "x" * 255}, True),
        ({"title": "x" * 256}, False),
        ({"type_code": "nope"}, False),
    ],
)
def test_deposit(changes, allowed):
    decision = deposit(replace(GOOD, **changes))
    assert decision.allowed is allowed
    assert allowed or (decision.reason and decision.source and decision.advice)
