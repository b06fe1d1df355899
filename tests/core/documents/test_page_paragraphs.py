"""Lines of a page that are one paragraph, and lines that are lines."""

import pytest

from dmptui.core.documents.blocks import Page, PageLine
from dmptui.core.documents.layout.page import page_lines
from dmptui.core.documents.layout.page_paragraphs import joined, paragraphs

WIDTH = 595.0
LEFT = 50.0
LETTER = 5.0
EDGE = WIDTH - LEFT


def lines(*texts: str) -> list[PageLine]:
    """Lines of letters 5 points wide: 99 of them reach the margin."""
    return [
        PageLine(100 + 12.0 * n, 10, ((LEFT, LEFT + LETTER * len(text), text),))
        for n, text in enumerate(texts)
    ]


def filled(start: str, length: int = 96) -> str:
    """A line of prose of a length."""
    return (start + " mot" * 40)[:length].rstrip().ljust(length, "x")


@pytest.mark.parametrize(
    ("above", "below", "is_one"),
    [
        (filled("Le patient"), "hospitalisé ce jour", True),
        (filled("Le patient", 60), "hospitalisé ce jour", False),  # there was room for the next word
        (filled("Amoxicilline 1 g"), "Paracétamol 1 g", False),
        (filled("Amoxicilline 1 g"), "- paracétamol 1 g", False),
        (filled("Amoxicilline 1 g"), "• paracétamol 1 g", False),
        (filled("Amoxicilline 1 g"), "2 comprimés par jour", False),
        (filled("Amoxicilline 1 g", 92), "a) par jour", False),
    ],
)
def test_lines_are_joined_only_where_nothing_else_explains_them(above, below, is_one):
    assert (len(paragraphs(lines(above, below), EDGE)) == 1) is is_one


def test_a_column_that_ends_where_its_lines_agree():
    narrow = lines(filled("Le", 60), filled("la", 60), filled("du", 60), "fin")
    assert [len(each) for each in paragraphs(narrow, EDGE)] == [4]
    ragged = lines(filled("le", 58), filled("la", 60), filled("du", 56), "fin")
    assert [len(each) for each in paragraphs(ragged, EDGE)] == [1, 1, 1, 1]


def test_other_left_and_far_lines_are_apart():
    first, second = lines(filled("Le"), "suite du texte")
    moved = PageLine(second.y, 10, ((LEFT + 40, LEFT + 90, "suite"),))
    far = PageLine(first.y + 30, 10, second.phrases)
    assert len(paragraphs([first, moved], EDGE)) == len(paragraphs([first, far], EDGE)) == 2


@pytest.mark.parametrize(
    ("texts", "whole"),
    [
        (("un diag-", "nostic"), "un diagnostic"), (("l'ostéo-", "articulaire"), "l'ostéo-articulaire"),
        (("un anti-", "inflammatoire"), "un anti-inflammatoire"), (("peut-", "être"), "peut-être"),
        (("Saint-", "étienne"), "Saint-étienne"), (("5 -", "dix"), "5 - dix"), (("IRM-", "CT"), "IRM- CT"),
        (("vis-à-", "vis"), "vis-à-vis"), (("un mot", "suivant"), "un mot suivant"),
        (("de 3-", "quatre"), "de 3- quatre"),
    ],
)  # fmt: skip
def test_a_word_cut_by_the_margin_is_whole_again(texts, whole):
    assert joined(texts) == whole


def test_lines_that_fit_stay_as_they_are():
    texts = (filled("Le patient"), "hospitalisé ce jour")
    page = Page(1, tuple(lines(*texts)), WIDTH)
    shown = ["".join(span.text for span in line) for line in page_lines(page, 120)]
    assert shown == list(texts)
    narrow = ["".join(span.text for span in line) for line in page_lines(page, 60)]
    assert " ".join(narrow).split() == " ".join(texts).split()
    assert len(narrow) == 2


def test_a_page_that_is_only_a_note():
    (line,) = page_lines(Page(2, (), note="page 2 : image"), 80)
    assert "".join(span.text for span in line) == "page 2 : image"
