"""What may be added as a new document."""

import pytest

from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import DENTIST, NURSE, PHYSICIAN
from dmptui.core.rules.adding import add
from tests.core.rules.documents import DELETED, INVISIBLE, MASKED, NO_PARENTS, OLD, document

BOTH = {"visibility": MASKED["visibility"] | INVISIBLE["visibility"]}
NOTE = {"type": Coding(code="87273-9")}


@pytest.mark.parametrize(
    ("given", "profession", "state", "size", "says"),
    [
        ({}, PHYSICIAN, DmpState.OPEN, 10, ""),
        ({}, NURSE, DmpState.ACTIVATED, 10, ""),
        ({}, PHYSICIAN, DmpState.NOTIFIED, 10, "pas de DMP ouvert"),
        ({}, PHYSICIAN, DmpState.OPPOSED, 10, "pas de DMP ouvert"),
        ({}, PHYSICIAN, DmpState.CLOSED, 10, "pas de DMP ouvert"),
        ({}, PHYSICIAN, None, 10, "pas de DMP ouvert"),
        ({}, PHYSICIAN, DmpState.OPEN, 0, "vide"),
        (MASKED, PHYSICIAN, DmpState.OPEN, 10, ""),
        (INVISIBLE, PHYSICIAN, DmpState.OPEN, 10, ""),
        (NO_PARENTS, PHYSICIAN, DmpState.OPEN, 10, ""),
        (BOTH, PHYSICIAN, DmpState.OPEN, 10, "à la fois"),
        (OLD, PHYSICIAN, DmpState.OPEN, 10, "document courant"),
        (DELETED, PHYSICIAN, DmpState.OPEN, 10, "document courant"),
        (NOTE, NURSE, DmpState.OPEN, 10, ""),
        (NOTE, DENTIST, DmpState.OPEN, 10, "peuvent écrire cette note"),
        ({"type": Coding(code="EXPPAT_3")}, PHYSICIAN, DmpState.OPEN, 10, "réservé"),
        ({"type": Coding(code="DOCPAT01")}, PHYSICIAN, DmpState.OPEN, 10, "réservé"),
        ({"title": ""}, PHYSICIAN, DmpState.OPEN, 10, "titre"),
        ({"type": Coding(code="ZZZ")}, PHYSICIAN, DmpState.OPEN, 10, "ZZZ"),
    ],
)
def test_adding(
    given: dict[str, object], profession: str, state: DmpState | None, size: int, says: str
) -> None:
    found = document(attachment=Attachment(content_type="application/pdf"), **given)
    decision = add(found, state=state, profession=profession, size=size)
    assert decision.allowed is not bool(says)
    assert says in decision.reason


def test_three_visibilities() -> None:
    assert add(
        document(
            attachment=Attachment(content_type="text/plain"),
            visibility={Visibility.HIDDEN_FROM_PROFESSIONALS, Visibility.HIDDEN_FROM_REPRESENTATIVES},
        ),
        state=DmpState.OPEN,
        profession=PHYSICIAN,
        size=1,
    ).allowed
