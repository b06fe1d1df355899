"""The tables of who may see and read a document."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author, Document, DocumentStatus, Visibility
from dmptui.core.model.practitioner import DENTIST, NURSE, PHYSICIAN
from dmptui.core.rules.matrix import packaged_matrix
from dmptui.core.rules.reading import Reader, hidden_by_default, is_from_patient, read, warnings_on

MATRIX = packaged_matrix()
AUTHOR, OTHER = "899900001001", "899900001134"


def document(type_code="11488-4", **given):
    defaults: dict[str, Any] = {
        "title": "CR de consultation",
        "type": Coding(code=type_code),
        "category": Coding(code="10"),
        "authors": (Author(id=AUTHOR),),
        "date": datetime(2026, 11, 2, 9, tzinfo=UTC),
    }
    return Document(**defaults | given)


def reader(ps_id=OTHER, profession=PHYSICIAN, mode=AccessMode.NORMAL, **given):
    return Reader(practitioner_id=ps_id, profession=profession, mode=mode, **given)


MASKED = {"visibility": frozenset({Visibility.HIDDEN_FROM_PROFESSIONALS})}


@pytest.mark.parametrize(
    ("given", "who", "allowed"),
    [
        ({}, reader(), True),
        (MASKED, reader(), False),
        (MASKED, reader(AUTHOR), True),
        (MASKED, reader(attending=True), True),
        (MASKED, reader(mode=AccessMode.BREAK_GLASS), False),
        (MASKED, reader(mode=AccessMode.BREAK_GLASS, masked_in_emergency=True), True),
        (MASKED, reader(mode=AccessMode.CENTRE_15, masked_in_emergency=True), True),
        (MASKED, reader(masked_in_emergency=True), False),
        ({"visibility": frozenset({Visibility.HIDDEN_FROM_PATIENT})}, reader(), True),
        ({"visibility": frozenset({Visibility.HIDDEN_FROM_REPRESENTATIVES})}, reader(), True),
        ({"archived": True}, reader(), True),
        ({"status": DocumentStatus.SUPERSEDED}, reader(), True),
        ({"status": DocumentStatus.DELETED}, reader(AUTHOR, attending=True), False),
    ],
)
def test_by_state_of_the_document(given, who, allowed):
    assert read(document(**given), who, MATRIX).allowed is allowed


@pytest.mark.parametrize(
    ("profession", "type_code", "allowed"),
    [
        (PHYSICIAN, "11488-4", True),
        (PHYSICIAN, "68599-0", True),
        (PHYSICIAN, "ATTEST-RESID", False),
        (DENTIST, "11488-4", True),
        (DENTIST, "80788-3", False),
        (DENTIST, "75496-0", False),
        (DENTIST, "83981-1", False),
        (DENTIST, "83901-9", False),
        (DENTIST, "68599-0", False),
        (NURSE, "11488-4", True),
        (NURSE, "68599-0", False),
        ("71", "11488-4", False),
    ],
)
def test_by_the_matrix(profession, type_code, allowed):
    decision = read(document(type_code), reader(profession=profession), MATRIX)
    assert decision.allowed is allowed


def test_the_matrix_does_not_yield_to_the_author():
    who = reader(AUTHOR, profession=DENTIST, attending=True)
    assert not read(document("68599-0"), who, MATRIX).allowed


@pytest.mark.parametrize(
    ("given", "hidden"),
    [({}, False), ({"archived": True}, True), ({"status": DocumentStatus.SUPERSEDED}, True), (MASKED, False)],
)
def test_hidden_by_default(given, hidden):
    assert hidden_by_default(document(**given)) is hidden


@pytest.mark.parametrize(
    ("type_code", "category", "personal"),
    [("DOCPAT03", "10", True), ("EXPPAT_3", "90", True), ("74465-6", "90", True), ("11488-4", "10", False)],
)
def test_what_the_patient_deposited(type_code, category, personal):
    assert is_from_patient(document(type_code, category=Coding(code=category))) is personal


def test_reading_what_the_patient_does_not_see_warns():
    hidden = document(visibility=frozenset({Visibility.HIDDEN_FROM_PATIENT}))
    soon, later = hidden.date + timedelta(days=20), hidden.date + timedelta(days=32)
    assert warnings_on(hidden, soon) == ("Attention, ce document n'est pas visible du patient.",)
    assert warnings_on(document(), soon) == ()
    assert warnings_on(hidden, later) == ()


def test_a_month_lifts_no_other_warning():
    labels = {Visibility.HIDDEN_FROM_PATIENT, Visibility.HIDDEN_FROM_REPRESENTATIVES}
    found = document(visibility=frozenset(labels))
    (said,) = warnings_on(found, found.date + timedelta(days=32))
    assert "représentants légaux" in said
