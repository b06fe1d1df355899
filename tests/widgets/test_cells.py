"""Text in cells."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dmptui.widgets.cells import fit, printable, wrap


@pytest.mark.parametrize(
    ("text", "width", "align", "expected"),
    [
        ("abc", 5, "left", "abc  "),
        ("abc", 5, "right", "  abc"),
        ("abcdef", 4, "left", "abc…"),
        ("日本語", 4, "left", "日… "),
        ("日本語", 6, "left", "日本語"),
        ("e\u0301te\u0301", 4, "left", "e\u0301te\u0301 "),
        ("é", 1, "left", "é"),
        ("ab", 1, "left", "…"),
        ("ab", 0, "left", ""),
        ("", 3, "left", "   "),
        ("a\tb", 3, "left", "a b"),
        ("12\u202f345", 6, "right", "12 345"),
    ],
)
def test_fit(text, width, align, expected):
    assert fit(text, width, align) == expected


@given(st.text(), st.integers(0, 40), st.sampled_from(["left", "right"]))
def test_fit_is_exactly_as_wide(text, width, align):
    assert cell_len(fit(text, width, align)) == width


@given(st.text())
def test_printable_is_stable(text):
    assert printable(printable(text)) == printable(text)


@given(st.text(), st.integers(1, 40))
def test_wrapped_lines_fit_and_lose_no_short_word(text, width):
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    words = [word for word in printable(text.replace("\n", " ")).split() if cell_len(word) <= width]
    assert [word for word in words if word not in " ".join(lines)] == []


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("cette consultation : elle finit", ["cette", "consultation :", "elle finit"]),
        ("dire bien plus « le mot »", ["dire bien plus", "« le mot »"]),
        ("une baisse 12 % ici", ["une baisse", "12 % ici"]),
        ("attention ! quoi ?", ["attention !", "quoi ?"]),
        ("de :42 à !x", ["de :42 à !x"]),
    ],
)
def test_no_line_begins_with_a_sign_that_french_ties_to_a_word(text, lines):
    assert wrap(text, 14) == lines


def test_wrap_keeps_paragraphs():
    assert wrap("un deux trois\n\nquatre", 8) == ["un deux", "trois", "", "quatre"]
