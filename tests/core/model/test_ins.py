"""The INS and its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.model.ins import Ins, ins_key, normalise, problem_with

MATRICULES = st.from_regex(r"[12][0-9]{4}(?:[0-9]{2}|2[AB])[0-9]{6}", fullmatch=True)


def test_key():
    """255081416802538 is the example most often printed."""
    assert ins_key("2550814168025") == 38


@pytest.mark.parametrize(("department", "digits"), [("2A", "19"), ("2B", "18")])
def test_corsica_counts_as_a_number(department, digits):
    assert ins_key(f"18401{department}411063") == ins_key(f"18401{digits}411063")


@given(MATRICULES)
def test_a_right_key_is_no_problem_and_any_other_is_one(matricule):
    key = ins_key(matricule)
    assert problem_with(f"{matricule}{key:02}") is None
    assert problem_with(f"{matricule}{key % 97 + 1:02}") == "key"


@given(MATRICULES, st.integers(1, 14))
def test_while_typing_it_is_short_and_nothing_else(matricule, typed):
    assert problem_with(f"{matricule}{ins_key(matricule):02}"[:typed]) == "short"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("abc", "shape"),
        ("9" * 15, "shape"),
        ("1" * 16, "long"),
        ("2é", "shape"),
    ],
)
def test_problems(text, problem):
    assert problem_with(text) == problem


@given(st.text(max_size=40))
def test_anything_typed_has_an_answer(text):
    assert problem_with(text) in {None, "empty", "short", "long", "shape", "key"}


def test_spaces_and_case_do_not_matter():
    assert normalise("2 51 11 99.123-456 42") == "251119912345642"
    assert normalise("1 84 01 2a 411 063") == "184012A411063"


def test_as_cards_print_it():
    ins = Ins(value="251119912345642")
    assert ins.grouped == "2 51 11 99 123 456 42"
    assert ins.shortened == "2 51 11 99 … 42"
