"""The versions of a document."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.model.base import Coding
from dmptui.core.model.document import Document
from dmptui.core.work.versions import versions_of


def document(number: int, replaces: str = "", logical_id: str = "") -> Document:
    return Document(
        id=f"id{number}",
        master_identifier=f"urn:oid:{number}",
        logical_id=logical_id,
        title="Synthèse",
        type=Coding(code="SYNTH"),
        category=Coding(code="11"),
        date=datetime(2020 + number % 5, 1, 1 + number % 28, tzinfo=UTC),
        replaces=replaces,
    )


FIRST = document(1)
SECOND = document(2, "urn:oid:1")
THIRD = document(3, "DocumentReference/id2")
OTHER = document(4)


@pytest.mark.parametrize("shown", [FIRST, SECOND, THIRD])
def test_each_version_finds_all_the_others_the_latest_first(shown):
    assert versions_of(shown, [OTHER, FIRST, THIRD, SECOND]) == (THIRD, SECOND, FIRST)


def test_what_may_not_be_read_breaks_the_chain():
    assert versions_of(THIRD, [FIRST, OTHER]) == (THIRD,)


def test_one_logical_identifier_is_enough_and_an_empty_one_is_not():
    one, other = document(1, logical_id="a"), document(2, logical_id="a")
    assert versions_of(one, [other, document(3), document(4)]) == (other, one)


def test_the_document_itself_is_shown_as_it_is_not_as_it_was_listed():
    changed = FIRST.model_copy(update={"archived": True})
    assert versions_of(changed, [FIRST]) == (changed,)


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12)), max_size=10, unique_by=lambda pair: pair[0])
)
def test_versions_are_the_same_from_any_of_them_even_when_they_turn_round(pairs):
    documents = [document(number, f"urn:oid:{former}") for number, former in pairs]
    for shown in documents:
        family = versions_of(shown, documents)
        assert shown in family
        assert all(versions_of(other, documents) == family for other in family)
