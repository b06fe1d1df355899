"""Words as they are compared."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.terminology.folding import fold, fold_with_places, folded_words

texts = st.text() | st.text(alphabet="éÈêçàùôïüŒœÆæßÉ’'- \u0301\u0327\u00a0\u202fabcXYZ")


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Créatinine", "creatinine"),
        ("Cre\u0301atinine", "creatinine"),
        ("ŒDÈME", "oedeme"),
        ("İstanbul", "istanbul"),
        ("ﬁn", "fin"),
        ("l’œil", "l'oeil"),
        ("10\u202f000\u00a0UI", "10 000 ui"),
        ("日本", "日本"),
    ],
)
def test_what_is_folded(text, folded):
    assert fold(text) == folded


def test_words_are_one_space_apart():
    assert folded_words("  Non\u00a0 renseigné ") == "non renseigne"


@given(texts)
def test_the_way_a_text_is_encoded_changes_nothing(text):
    assert len({fold(unicodedata.normalize(form, text)) for form in ("NFC", "NFD", "NFKC", "NFKD")}) == 1
    assert fold(fold(text)) == fold(text)


@given(texts)
def test_every_folded_character_has_its_place(text):
    folded = fold_with_places(text)
    assert folded.text == fold(text)
    assert len(folded.places) == len(folded.text)
    assert all(0 <= start < end <= len(text) for start, end in folded.places)


@given(texts, texts, texts)
def test_what_stands_in_a_text_is_found_there_however_it_is_encoded(before, word, after):
    text = unicodedata.normalize("NFD", before + word + after)
    assert fold(unicodedata.normalize("NFC", word)) in fold(text)
