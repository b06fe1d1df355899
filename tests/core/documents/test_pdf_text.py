"""The text of a PDF, from its own process."""

import pytest

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Kind, Paragraph
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.pdf import document as pdf
from dmptui.core.documents.pdf.words import Word, group_lines
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent


def small_pdf(*drawn: tuple[int, int, str]) -> bytes:
    """A PDF of one page in Courier 10, from ``(x, y, text)``, y upwards."""
    stream = "BT /F1 10 Tf " + " ".join(f"1 0 0 1 {x} {y} Tm ({text}) Tj" for x, y, text in drawn) + " ET"
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        f"<</Length {len(stream)}>>stream\n{stream}\nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>",
    ]
    body = "%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj{each}endobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start = len(body)
    body += f"xref\n0 6\n0000000000 65535 f \n{table}trailer<</Size 6/Root 1 0 R>>\nstartxref\n{start}\n%%EOF"
    return body.encode("latin-1")


def test_words_and_columns():
    content = small_pdf((50, 700, "Potassium"), (250, 700, "4,2 mmol/L"), (50, 680, "RPPS 1120459876"))
    (page,) = pdf.read_pages(content)
    assert [[phrase[2] for phrase in line.phrases] for line in page.lines] == [
        ["Potassium", "4,2 mmol/L"],
        ["RPPS 1120459876"],
    ]


def test_whole_document():
    document = read(small_pdf((50, 700, "Bonjour \x9b31m")))
    assert document.kind is Kind.PDF
    assert document.attachments[0].content().startswith(b"%PDF")
    assert lay_out(document, 80).plain().startswith("Bonjour")
    assert not any(ord(character) in range(0x7F, 0xA0) for character in lay_out(document, 80).plain())


def test_page_without_text_says_so():
    document = read(small_pdf())
    assert isinstance(document.blocks[0], Paragraph)
    assert "image" in document.blocks[0].text


@pytest.mark.parametrize("content", [b"%PDF-1.4\n", b"%PDF-1.4 abc", small_pdf((50, 700, "a"))[:200]])
def test_damaged(content):
    with pytest.raises(InvalidContent, match="abîmé"):
        read(content)


def test_too_slow_is_killed(monkeypatch):
    monkeypatch.setattr(worker, "_SECONDS", 0.001)
    with pytest.raises(InvalidContent, match="trop lourd"):
        pdf.read_pages(small_pdf((50, 700, "a")))


def test_lines_are_grouped_by_their_height():
    words = [Word(100.4, 90, 120, 10, "b"), Word(114, 50, 80, 10, "c"), Word(100, 50, 80, 10, "a")]
    assert [[word.text for word in line] for line in group_lines(words)] == [["a", "b"], ["c"]]
