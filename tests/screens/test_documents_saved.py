"""Filters kept on the server, as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.screens.documents.filter import Filter
from dmptui.screens.documents.saved import read, written

WANTED = Filter(
    words="nfs",
    chosen={"type": {"11502-2": "CR d'examens biologiques"}, "period": {"6": "depuis 6 mois"}},
    archived=True,
    sort="title",
    descending=False,
    group="author",
)


def test_a_filter_comes_back_as_it_was():
    assert read(written({"biologie": WANTED, "tout": Filter()})) == {"biologie": WANTED, "tout": Filter()}


def test_what_means_nothing_in_another_record_is_not_kept():
    here = WANTED.having("lot", {"urn:oid:1": "12/03/2026"}).containing("nitrite")
    assert read(written({"x": here})) == {"x": WANTED}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"x": 3}', '{"x": {"chosen": 1, "sort": 2, "group": {}}}'])
def test_what_is_not_understood_is_left_out(text):
    assert read(text) in ({}, {"x": Filter()})


@given(st.text())
def test_any_text_is_read(text):
    assert isinstance(read(text), dict)
