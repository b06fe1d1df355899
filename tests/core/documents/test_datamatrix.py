"""The INS Datamatrix, as readers type it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.datamatrix import ins_of, is_datamatrix, read_datamatrix
from dmptui.core.errors import UsageError
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR, ins_key

HEADER = "IS01" + "0" * 22
NUMBER = f"1881099123123{ins_key('1881099123123'):02d}"
CORSICAN = f"188102A004338{ins_key('188102A004338'):02d}"
FIELDS = {
    "S1": NUMBER,
    "S2": DEMO_NIR,
    "S3": "JULIEN JEAN-NOEL",
    "S4": "D'ORNANO LESS",
    "S5": "M",
    "S6": "10-10-1988",
    "S7": "2A004",
}
FIXED = ("S1", "S5", "S6", "S7")
JULIEN = Identity(
    numbers=((DEMO_NIR, NUMBER),),
    birth_name="D'ORNANO LESS",
    given_names=("JULIEN JEAN-NOEL",),
    sex="M",
    birth="19881010",
    birth_place="2A004",
)


def code(separator: str = "\x1d", order: str = "1234567", **fields: str) -> str:
    """A Datamatrix; a field of variable length ends with the separator."""
    told = FIELDS | fields
    parts = [
        f"S{n}{told[f'S{n}']}" + ("" if f"S{n}" in FIXED else separator) for n in order if f"S{n}" in told
    ]
    return HEADER + "".join(parts)


@pytest.mark.parametrize("separator", ["\x1d", "", "^]", "<GS>", "{GS}", "␝", "\n", " ", "\ufffd"])
@pytest.mark.parametrize("order", ["1234567", "1235674", "7654321"])
def test_a_code_is_read_however_its_separators_come(separator: str, order: str) -> None:
    typed = code(separator, order)
    assert is_datamatrix(typed)
    assert read_datamatrix(typed) == JULIEN
    assert ins_of(read_datamatrix(typed)).value == NUMBER


@pytest.mark.parametrize(
    "typed", [f"  {code()}\r\n", f"]d2{code()}", code().lower().replace("s", "S"), code()]
)
def test_what_surrounds_it_is_nothing(typed: str) -> None:
    assert read_datamatrix(typed).ins == ((DEMO_NIR, NUMBER),)


def test_the_domain_and_corsica() -> None:
    found = read_datamatrix(code(S1=CORSICAN, S2="1.2.250.1.213.1.4.8"))
    assert found.ins == (("1.2.250.1.213.1.4.8", CORSICAN),)


def test_a_code_without_traits_or_with_another_second_field_still_names_its_person() -> None:
    assert read_datamatrix(HEADER + "S1" + NUMBER) == Identity(numbers=((DEMO_NIR, NUMBER),))
    assert read_datamatrix(code(S2="JULIEN")) == JULIEN


@pytest.mark.parametrize(
    "typed",
    [
        "IS",
        HEADER,
        HEADER + "S4GUERIN",
        HEADER + "S1" + NUMBER[:14],
        HEADER + "S1" + NUMBER[:13] + "00",
        "ISà&àààààààààààààààààààààà" + "S&" + NUMBER,
        code(S2="1.2.250.1.999.1.2.3"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_repeated(typed: str) -> None:
    assert is_datamatrix(typed)
    with pytest.raises(UsageError, match="Scannez") as refused:
        read_datamatrix(typed)
    assert NUMBER[:13] not in refused.value.message + refused.value.cause


@pytest.mark.parametrize("typed", [NUMBER, "", "DC04FR00", "1 88 10 99", "GUERIN"])
def test_what_is_typed_by_hand_is_no_code(typed: str) -> None:
    assert not is_datamatrix(typed)


@given(st.text(max_size=60))
def test_anything_after_a_header_is_read_or_refused(rest: str) -> None:
    with suppress(UsageError):
        assert read_datamatrix(HEADER + rest).ins
