"""The table of who may change a document, and how."""

from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import CHANGES, Change, ChangeRow
from dmptui.core.rules.changing import Changer, change, is_made
from tests.core.rules.documents import (
    ARCHIVED,
    AUTHOR,
    DELETED,
    DEPOSITED,
    FROM_INSURANCE,
    FROM_PATIENT,
    INVISIBLE,
    MASKED,
    NO_PARENTS,
    OLD,
    OTHER,
    document,
)

NOW = DEPOSITED + timedelta(days=5)
BY = {
    "author": Changer(AUTHOR),
    "attending": Changer(OTHER, attending=True),
    "other": Changer(OTHER),
    "patient": Changer(is_patient=True),
}
READY: dict[Change, dict[str, Any]] = {
    Change.REPLACE: {},
    Change.DELETE: {},
    Change.MASK: {},
    Change.UNMASK: MASKED,
    Change.HIDE_FROM_PATIENT: {},
    Change.SHOW_TO_PATIENT: INVISIBLE,
    Change.SHOW_TO_REPRESENTATIVES: NO_PARENTS,
    Change.ARCHIVE: {},
    Change.UNARCHIVE: ARCHIVED,
}
"""A document on which each change has something to do."""

WHO = {
    Change.REPLACE: "author",
    Change.DELETE: "author",
    Change.MASK: "author attending patient",
    Change.UNMASK: "author attending patient",
    Change.HIDE_FROM_PATIENT: "author",
    Change.SHOW_TO_PATIENT: "author",
    Change.SHOW_TO_REPRESENTATIVES: "author patient",
    Change.ARCHIVE: "author attending",
    Change.UNARCHIVE: "author attending",
}


@pytest.mark.parametrize(("what", "who"), list(product(READY, BY)))
def test_who_may(what: Change, who: str) -> None:
    decision = change(what, document(**READY[what]), BY[who], minor=True, now=NOW)
    assert decision.allowed is (who in WHO[what].split())
    assert decision.source
    assert decision.allowed or decision.reason.endswith(".")


@pytest.mark.parametrize(
    ("what", "given", "minor", "days", "says"),
    [
        (Change.DELETE, DELETED, True, 5, "a été supprimé"),
        (Change.REPLACE, DELETED, True, 5, "a été supprimé"),
        (Change.REPLACE, OLD, True, 5, "déjà remplacé"),
        (Change.DELETE, OLD, True, 5, ""),
        (Change.MASK, MASKED, True, 5, "déjà masqué"),
        (Change.UNMASK, {}, True, 5, "n'est pas masqué"),
        (Change.MASK, INVISIBLE, True, 5, "à la fois"),
        (Change.MASK, INVISIBLE, True, 30, ""),
        (Change.HIDE_FROM_PATIENT, MASKED, True, 5, "à la fois"),
        (Change.HIDE_FROM_PATIENT, INVISIBLE, True, 5, "déjà pas visible"),
        (Change.HIDE_FROM_PATIENT, {}, True, 29, ""),
        (Change.HIDE_FROM_PATIENT, {}, True, 30, "Un mois après"),
        (Change.HIDE_FROM_PATIENT, INVISIBLE, True, 30, "Un mois après"),
        (Change.SHOW_TO_PATIENT, INVISIBLE, True, 29, ""),
        (Change.SHOW_TO_PATIENT, INVISIBLE, True, 30, "déjà visible"),
        (Change.SHOW_TO_PATIENT, {}, True, 5, "déjà visible"),
        (Change.HIDE_FROM_REPRESENTATIVES, {}, True, 5, "ne peut plus leur être caché"),
        (Change.HIDE_FROM_REPRESENTATIVES, NO_PARENTS, True, 5, "déjà pas visible"),
        (Change.SHOW_TO_REPRESENTATIVES, {}, True, 5, "déjà visible"),
        (Change.SHOW_TO_REPRESENTATIVES, NO_PARENTS, True, 5, ""),
        (Change.SHOW_TO_REPRESENTATIVES, NO_PARENTS, False, 5, "majeure"),
        (Change.ARCHIVE, ARCHIVED, True, 5, "déjà archivé"),
        (Change.UNARCHIVE, {}, True, 5, "n'est pas archivé"),
    ],
)
def test_what_the_author_may(
    what: Change, given: dict[str, object], minor: bool, days: int, says: str
) -> None:
    now = DEPOSITED + timedelta(days=days)
    decision = change(what, document(**given), BY["author"], minor=minor, now=now)
    assert decision.allowed is not bool(says)
    assert says in decision.reason


@pytest.mark.parametrize("given", [FROM_PATIENT, FROM_INSURANCE])
@pytest.mark.parametrize(("what", "who"), list(product(READY, ["author", "attending", "other"])))
def test_what_others_deposited_no_professional_changes(
    what: Change, who: str, given: dict[str, object]
) -> None:
    found = document(**READY[what], **given)
    assert change(what, found, BY[who], minor=True, now=NOW).refused


@pytest.mark.parametrize("what", READY)
def test_the_patient_manages_what_they_deposited(what: Change) -> None:
    found = document(**READY[what], **FROM_PATIENT)
    allowed = change(what, found, BY["patient"], minor=True, now=NOW).allowed
    assert allowed is (CHANGES[what].on_own_deposit or CHANGES[what].right.patient)


def test_the_patient_masks_what_the_insurance_deposited() -> None:
    assert change(Change.MASK, document(**FROM_INSURANCE), BY["patient"], minor=False, now=NOW).allowed


def test_nobody_is_the_author_of_what_has_none() -> None:
    anonymous: Document = document(authors=())
    assert change(Change.DELETE, anonymous, Changer(), minor=False, now=NOW).refused


def test_every_change_has_its_row() -> None:
    assert set(CHANGES) == set(Change)


@pytest.mark.parametrize("what", Change)
def test_what_undoes_a_change_writes_the_contrary(what: Change) -> None:
    contrary = CHANGES[what].contrary
    if contrary is not None:
        made = document(**READY[contrary])
        assert is_made(what, made, NOW)
        assert not is_made(contrary, made, NOW)


@pytest.mark.parametrize("row", CHANGES.values())
def test_what_nothing_undoes_is_warned_about(row: ChangeRow) -> None:
    assert not (row.without_return and row.contrary)
    assert not row.without_return or (row.words.warning and row.to_patient.warning)
