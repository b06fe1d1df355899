"""A whole document on a screen."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.documents.blocks import (
    Block,
    Cell,
    Document,
    Emphasis,
    Kind,
    ListBlock,
    Page,
    PageLine,
    Paragraph,
    Preformatted,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.layout import Role, lay_out
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import line_text
from dmptui.core.documents.read import read
from tests.core.documents.cda_samples import HEADER, narrative, section, structured

WORDS = st.text(st.sampled_from("abcdé0漢e\u0301"), min_size=1, max_size=9)
RUNS = st.builds(
    Run, st.lists(WORDS, min_size=1, max_size=12).map(" ".join), st.sampled_from(Emphasis), st.booleans()
)
PARAGRAPHS = st.builds(Paragraph, st.lists(RUNS | st.just(Run("\n")), min_size=1, max_size=4).map(tuple))


def _tables(blocks: st.SearchStrategy[Block]) -> st.SearchStrategy[Block]:
    cells = st.builds(
        Cell, st.lists(blocks, max_size=2).map(tuple), st.integers(1, 4), st.integers(1, 3), st.booleans()
    )
    rows = st.lists(st.lists(cells, min_size=1, max_size=5).map(tuple), max_size=4).map(tuple)
    return st.builds(Table, rows, rows, rows)


BLOCKS = st.recursive(
    PARAGRAPHS | st.builds(Preformatted, st.lists(WORDS, min_size=1, max_size=5).map(tuple)),
    lambda blocks: (
        _tables(blocks)
        | st.builds(
            ListBlock, st.lists(st.lists(blocks, max_size=2).map(tuple), max_size=3).map(tuple), st.booleans()
        )
    ),
    max_leaves=12,
)
DOCUMENTS = st.lists(BLOCKS, min_size=1, max_size=3).map(
    lambda blocks: Document(Kind.STRUCTURED, sections=(Section("Titre", blocks=tuple(blocks)),))
)


def words_of(blocks: Iterable[Block]) -> Iterator[str]:
    """The words of blocks, as written."""
    for block in blocks:
        match block:
            case Paragraph():
                yield from block.text.split()
            case Preformatted():
                yield from block.lines
            case ListBlock():
                for item in block.items:
                    yield from words_of(item)
            case Table():
                for row in block.head + block.body + block.foot:
                    for cell in row:
                        yield from words_of(cell.blocks)


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.integers(40, 200))
def test_no_line_is_wider_than_the_screen(document, width):
    for line in lay_out(document, width).lines:
        assert cell_len(line_text(line)) <= width


@settings(max_examples=150, deadline=None)
@given(DOCUMENTS, st.integers(70, 200))
def test_no_word_is_lost(document, width):
    shown = lay_out(document, width).plain()
    for word in words_of(document.sections[0].blocks):
        assert word in shown


@settings(max_examples=100, deadline=None)
@given(DOCUMENTS, st.integers(20, 200))
def test_spans_hold_no_control_character_and_sections_point_at_their_title(document, width):
    layout = lay_out(document, width)
    for line in layout.lines:
        for span in line:
            assert span.text
            assert not any(unicodedata.category(character) == "Cc" for character in span.text)
    assert [line_text(layout.lines[mark.line]).split(" ─")[0] for mark in layout.sections] == ["Titre"]


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
def test_a_word_of_a_million_letters(width):
    layout = lay_out(read(narrative("x" * 1_000_000)), width)
    assert max(cell_len(line_text(line)) for line in layout.lines) <= width
    assert sum(line_text(line).count("x") for line in layout.lines) == 1_000_000


def test_prose_is_never_wider_than_ninety_columns():
    layout = lay_out(read(narrative("mot " * 500)), 200)
    assert max(cell_len(line_text(line)) for line in layout.lines) <= 92


def test_heading():
    layout = lay_out(read(structured(section("x"))), 80)
    assert layout.plain().split("\n")[:6] == [
        "Compte rendu de consultation",
        "",
        "Patient  BERNARD Lucie (utilise DUPUIS) · F · 04/11/1951 (74 ans)",
        "INS      2\u00a051\u00a011\u00a099\u00a0750\u00a0012\u00a042",
        "Auteur   Dr Claire ROUX, Médecin · Cabinet des Halles",
        "Date     2 mars 2026 à 10:15",
    ]
    assert layout.lines[0][0].role is Role.TITLE


def test_confidentiality_is_a_warning_when_it_is_not_normal():
    header = HEADER.replace('code="N" displayName="Normal"', 'code="R" displayName="Restreint"')
    layout = lay_out(read(structured(section("x"), header=header)), 80)
    assert any(
        span.role is Role.WARNING and "Restreint" in span.text for line in layout.lines for span in line
    )


def test_warnings_come_before_the_text():
    layout = lay_out(
        Document(Kind.TEXT, blocks=(Preformatted(("corps",)),), warnings=("Il manque la fin.",)), 80
    )
    assert layout.plain().startswith("Attention : Il manque la fin.")


def test_sections():
    inner = f"<component>{section('b', 'Dedans')}</component>"
    layout = lay_out(read(structured(section("a", "Dehors", inner), section("", "Vide"), header="")), 60)
    assert layout.plain() == (
        "\nDehors ─────────────────────────────────────────────────────\n"
        "  a\n"
        "\n"
        "Dedans\n"
        "  b\n"
        "\n\nVide ───────────────────────────────────────────────────────\n"
        "  Aucune information dans cette section."
    )
    assert [(mark.title, mark.level) for mark in layout.sections] == [
        ("Dehors", 0),
        ("Dedans", 1),
        ("Vide", 0),
    ]
    assert all(mark.title in line_text(layout.lines[mark.line]) for mark in layout.sections)


def test_references_come_last():
    layout = lay_out(read(structured(section("x"))), 80)
    assert layout.sections[-1].title == "À propos de ce document"
    assert "Identifiant      42 1.2.250.1.9.1" in layout.plain()


def test_lists():
    text = "<list listType='ordered'><item>un</item><item>deux " + "mot " * 20 + "</item></list>"
    shown = lay_out(read(narrative(text)), 60).plain()
    assert "\n  1. un\n  2. deux mot" in shown
    assert "\n     mot mot" in shown


def test_emphasis_and_links_have_their_roles():
    text = "a <content styleCode='bold'>b</content> <linkHtml href='https://exemple.fr'>c</linkHtml>"
    spans = {
        span.text.strip(): span.role for line in lay_out(read(narrative(text)), 80).lines for span in line
    }
    assert spans["b"] is Role.STRONG
    assert spans["c <https://exemple.fr>"] is Role.LINK


def test_markup_of_a_terminal_library_is_only_text():
    assert (
        "[bold red]GRAS[/] [@click=app.exit]"
        in lay_out(read(narrative("[bold red]GRAS[/] [@click=app.exit]")), 80).plain()
    )


@pytest.mark.parametrize(
    ("text", "cells"),
    [("abc", 3), ("é", 1), ("e\u0301", 1), ("漢字", 4), ("µmol/L ≤ 5 → ─", 14), ("", 0), ("😀", 2), ("ﬁ", 1)],
)
def test_cell_len(text, cells):
    assert cell_len(text) == cells


def test_plain_text_keeps_its_lines_and_wraps_those_too_long():
    text = "court\n    " + "mot " * 30 + "\n" + "-" * 120
    lines = lay_out(read(text.encode()), 60).plain().split("\n")
    assert lines[0] == "court"
    assert all(line.startswith("    mot") for line in lines[1:-1])
    assert lines[-1] == "─" * 60


def page(*lines: PageLine, number: int = 1) -> Document:
    return Document(Kind.PDF, blocks=(Page(number, lines),))


def test_page_keeps_its_columns():
    rows = [(100.0, "Sodium", "140"), (114.0, "Potassium", "4,2")]
    document = page(
        *(PageLine(y, 10, ((50, 50 + 5 * len(name), name), (250, 270, value))) for y, name, value in rows)
    )
    first, second = lay_out(document, 80).plain().split("\n")
    assert first.index("140") == second.index("4,2")


def test_page_wraps_its_last_column_where_it_stands():
    value = "une valeur assez longue pour ne pas tenir sur la ligne"
    document = page(PageLine(100, 10, ((50, 100, "Adresse"), (300, 545, value))))
    lines = lay_out(document, 60).plain().split("\n")
    assert len(lines) > 1
    assert all(line[: lines[0].index("une")].strip() == "" for line in lines[1:])


def test_page_joins_the_lines_of_a_paragraph():
    full = "mot " * 24 + "fin"
    document = page(
        PageLine(100, 10, ((50, 545, full),)),
        PageLine(112, 10, ((50, 540, full),)),
        PageLine(124, 10, ((50, 90, "dernière"),)),
        PageLine(160, 10, ((50, 90, "Suite"),)),
    )
    lines = lay_out(document, 60).plain().split("\n")
    assert lines[-2:] == ["", "Suite"]
    assert all(len(line) > 50 for line in lines[:-3])


def test_layout_keeps_the_order_of_sections():
    marks = lay_out(read(structured(*(section("x", f"Titre {n}") for n in range(9)))), 80).sections
    assert all(above.line < below.line for above, below in pairwise(marks))
    assert not re.search(r"\n{4,}", lay_out(read(structured(section("x"))), 80).plain())


@pytest.mark.parametrize("width", [20, 26, 34])
def test_labels_longer_than_a_narrow_screen_stand_above_their_values(width):
    participant = (
        "<participant typeCode='INF'><associatedEntity><associatedPerson><name><family>ROUX</family></name>"
        "</associatedPerson></associatedEntity></participant>"
    )
    lines = lay_out(read(structured(section("x"), header=HEADER + participant)), width).plain().split("\n")
    assert max(map(cell_len, lines)) <= width
    assert any("ROUX" in line for line in lines)
