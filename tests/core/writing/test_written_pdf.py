"""The PDF writer: readable by PDFium, on several pages, always the same bytes."""

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dmptui.core.writing.pdf import PdfTable, pdf


def pages(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    try:
        return [page.get_textpage().get_text_bounded() for page in document]
    finally:
        document.close()


def words(content: bytes) -> list[str]:
    return " ".join(pages(content)).split()


@pytest.mark.parametrize("text", ["Œdème du cœur « léger » à 38,5 °C", r"(a) \ b )", "12 345 € – 5 %", "’"])
def test_text_is_read_back(text: str) -> None:
    assert words(pdf("Titre", (text,)))[1:] == text.split()


def test_long_text_wraps_and_fills_pages() -> None:
    text = " ".join(f"mot{number}" for number in range(3000))
    content = pdf("Titre", (text,))
    assert len(pages(content)) > 2
    assert words(content)[1:] == text.split()


def test_a_word_wider_than_the_page_is_cut_not_lost() -> None:
    assert "".join(words(pdf("T", ("W" * 400,)))[1:]) == "W" * 400


def test_table_cells_are_all_there() -> None:
    table = PdfTable((("Analyse", "Résultat"), ("Urée", "10,02 mmol/L"), ("TSH",)))
    assert {"Analyse", "Résultat", "Urée", "10,02", "TSH"} <= set(words(pdf("T", (table,))))


def test_same_bytes() -> None:
    assert pdf("T", ("a", "b"), ("c",)) == pdf("T", ("a", "b"), ("c",))


def test_cross_references_point_at_objects() -> None:
    content = pdf("T", ("x",))
    start = int(content.rsplit(b"startxref\n", 1)[1].split()[0])
    lines = content[start:].split(b"\n")
    assert lines[0] == b"xref"
    for number, line in enumerate(lines[3:10], 1):
        offset = int(line[:10])
        assert content[offset:].startswith(b"%d 0 obj" % number)


@settings(max_examples=30)
@given(st.text(max_size=300))
def test_any_text_makes_a_pdf(text: str) -> None:
    assert len(pages(pdf(text, (text, PdfTable(((text, text),)))))) >= 1
