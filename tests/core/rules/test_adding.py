"""What may be added as a new document."""

from datetime import date

import pytest

from dmptui.core.model.base import Coding
from dmptui.core.model.document import Attachment, Visibility
from dmptui.core.model.patient import DmpState
from dmptui.core.model.practitioner import DENTIST, NURSE, PHYSICIAN
from dmptui.core.rules.adding import add, add_own, own_file
from dmptui.core.rules.deposit import Life
from dmptui.core.rules.patient_view import Viewer
from tests.core.rules.documents import (
    DELETED,
    FROM_INSURANCE,
    FROM_PATIENT,
    INVISIBLE,
    MASKED,
    NO_PARENTS,
    OLD,
    document,
)

BOTH = {"visibility": MASKED["visibility"] | INVISIBLE["visibility"]}
LIFE = Life(date(1951, 11, 4), date(2026, 11, 2))
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
        ({"category": Coding(code="90")}, PHYSICIAN, DmpState.OPEN, 10, "réservé"),
        ({"type": Coding(code="74465-6")}, PHYSICIAN, DmpState.OPEN, 10, "réservé"),
        ({"title": ""}, PHYSICIAN, DmpState.OPEN, 10, "titre"),
        ({"type": Coding(code="ZZZ")}, PHYSICIAN, DmpState.OPEN, 10, "ZZZ"),
    ],
)
def test_adding(
    given: dict[str, object], profession: str, state: DmpState | None, size: int, says: str
) -> None:
    found = document(attachment=Attachment(content_type="application/pdf"), **given)
    decision = add(found, state=state, profession=profession, size=size, life=LIFE)
    assert decision.allowed is not bool(says)
    assert says in decision.reason


HERS, HERSELF, PARENT = FROM_PATIENT, Viewer(), Viewer(representative=True)


@pytest.mark.parametrize(
    ("given", "viewer", "minor", "state", "says"),
    [
        (HERS, HERSELF, False, DmpState.ACTIVATED, ""),
        (HERS, PARENT, True, DmpState.ACTIVATED, ""),
        (HERS | {"type": Coding(code="DOCPAT01")}, HERSELF, False, DmpState.OPEN, ""),
        (HERS | {"type": Coding(code="11488-4")}, HERSELF, False, DmpState.ACTIVATED, "documents personnels"),
        (HERS | {"type": Coding(code="74465-6")}, HERSELF, False, DmpState.ACTIVATED, "documents personnels"),
        (HERS | {"type": Coding(code="DOCPAT99")}, HERSELF, False, DmpState.ACTIVATED, "DOCPAT99"),
        (HERS | {"authors": ()}, HERSELF, False, DmpState.ACTIVATED, "d'autre auteur"),
        (HERS | {"authors": FROM_INSURANCE["authors"]}, HERSELF, False, DmpState.ACTIVATED, "d'autre auteur"),
        (HERS | MASKED, HERSELF, False, DmpState.ACTIVATED, ""),
        (HERS | INVISIBLE, HERSELF, False, DmpState.ACTIVATED, "voit toujours"),
        (HERS | NO_PARENTS, HERSELF, True, DmpState.ACTIVATED, ""),
        (HERS | NO_PARENTS, HERSELF, False, DmpState.ACTIVATED, "mineure"),
        (HERS | NO_PARENTS, PARENT, True, DmpState.ACTIVATED, "mineure"),
        (HERS | OLD, HERSELF, False, DmpState.ACTIVATED, "document courant"),
        (HERS, HERSELF, False, DmpState.CLOSED, "pas de DMP ouvert"),
    ],
)
def test_adding_one_s_own(
    given: dict[str, object], viewer: Viewer, minor: bool, state: DmpState, says: str
) -> None:
    found = document(attachment=Attachment(content_type="text/xml"), **given)
    decision = add_own(found, state=state, size=10, minor=minor, viewer=viewer, life=LIFE)
    assert decision.allowed is not bool(says)
    assert says in decision.reason


@pytest.mark.parametrize(("content_type", "allowed"), [("application/pdf", True), ("text/xml", False)])
def test_a_cda_names_who_deposits_it(content_type: str, allowed: bool) -> None:
    assert own_file(content_type).allowed is allowed


def test_three_visibilities() -> None:
    assert add(
        document(
            attachment=Attachment(content_type="text/plain"),
            visibility={Visibility.HIDDEN_FROM_PROFESSIONALS, Visibility.HIDDEN_FROM_REPRESENTATIVES},
        ),
        state=DmpState.OPEN,
        profession=PHYSICIAN,
        size=1,
        life=LIFE,
    ).allowed
