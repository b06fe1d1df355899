"""What is unread, as a table; that the stores say the same is tests/core/store/test_visibility.py."""

from datetime import timedelta

import pytest

from dmptui.core.fhir import document_reference
from dmptui.core.model.base import Coding
from dmptui.core.model.document import DocumentStatus
from dmptui.core.model.ins import Ins, ins_key
from dmptui.core.rules.condition import holds
from dmptui.core.rules.unread import ReadState, unread
from dmptui.core.store.indexes import rows_of
from dmptui.core.store.matching import RowFacts
from tests.core.rules.documents import document

MATRICULE = "2511199123401"
INS = Ins(value=f"{MATRICULE}{ins_key(MATRICULE):02d}")
ME = "899900000099"
NOW = document().date
BEGAN = NOW - timedelta(days=100)
LONG_AGO = BEGAN - timedelta(days=3 * 366)


def is_unread(state: ReadState, **more: object) -> bool:
    found = document().model_copy(update={"id": "d1", "date": NOW, "start": NOW, **more})
    resource = document_reference.to_fhir(found, INS, subject="Patient/p1")
    return holds(unread(state), RowFacts("DocumentReference", rows_of(resource)))


@pytest.mark.parametrize(
    ("state", "more", "expected"),
    [
        ({}, {}, True),
        ({"names": {"d1"}}, {}, False),
        ({"names": {"d2"}}, {}, True),
        ({"until": NOW + timedelta(seconds=1)}, {}, False),
        ({"until": NOW}, {}, True),
        ({}, {"archived": True}, False),
        ({}, {"status": DocumentStatus.SUPERSEDED}, False),
        ({}, {"status": DocumentStatus.DELETED}, False),
        ({}, {"date": LONG_AGO, "start": LONG_AGO}, False),
        ({}, {"start": LONG_AGO}, True),
        ({}, {"date": BEGAN - timedelta(days=700), "start": BEGAN - timedelta(days=700)}, True),
        ({}, {"date": LONG_AGO, "start": LONG_AGO, "type": Coding(code="87273-9")}, True),
    ],
    ids=[
        "another's", "read", "another one read", "before all was marked", "since all was marked", "archived",
        "old version", "deleted", "before the first search", "an old act, deposited since",
        "of the first search", "an old vaccination",
    ],
)  # fmt: skip
def test_what_is_unread(state, more, expected):
    known = {"practitioner_id": ME, "since": BEGAN} | state
    assert is_unread(ReadState(**known), **more) is expected


def test_one_s_own_is_read():
    author = document().author.id
    assert not is_unread(ReadState(author, since=BEGAN))
