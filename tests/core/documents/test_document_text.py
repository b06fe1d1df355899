"""The gate of untrusted text."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.documents.text import clean, clean_line

ANY = st.text(st.characters())
HOSTILE = st.text(
    st.sampled_from(
        "a é\n\r\t\x1b\x07\x9b\x9d\x85\x00\u202e\u200b\u00ad\ufeff\u0301\u0300\u2028\ud800\U000e0041\x0b"
    )
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Créatinine : 71 µmol/L", "Créatinine : 71 µmol/L"),
        ("10\u00a0000 ≤ 2·10⁹/L", "10\u00a0000 ≤ 2·10⁹/L"),
        ("\x1b]0;titre\x07", "\ufffd]0;titre\ufffd"),
        ("rouge \x9b31m", "rouge \ufffd31m"),
        ("10 mg \u202etnemessap\u202c", "10 mg tnemessap"),
        ("para\u200bcéta\u00admol\ufeff", "paracétamol"),
        ("\U000e0041caché\U000e007f", "caché"),
        ("une\r\ndeux\rtrois\u2028quatre\x85cinq", "une\ndeux\ntrois\nquatre\ncinq"),
        ("a\tb", "a   b"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("ก" + "\u0e34" * 50, "ก" + "\u0e34" * 4),
        ("\ud83d", "\ufffd"),
        (None, ""),
    ],
)
def test_cleans(text, expected):
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [(" a \n\t b ", "a b"), ("a\u00a0b", "a\u00a0b"), ("\n", ""), (None, "")],
)
def test_cleans_to_one_line(text, expected):
    assert clean_line(text) == expected


@given(ANY | HOSTILE)
def test_nothing_a_terminal_acts_on_is_left(text):
    for character in clean(text):
        assert character == "\n" or unicodedata.category(character) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(character) not in (
            "LRE",
            "RLE",
            "LRO",
            "RLO",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
        )
    assert "\n" not in clean_line(text)


@given(HOSTILE)
def test_stays_the_same_when_cleaned_again(text):
    assert clean(clean(text)) == clean(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(ANY)
def test_what_is_left_can_be_written(text):
    assert clean(text).encode().decode() == clean(text)
