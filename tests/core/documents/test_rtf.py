"""RTF documents, from their own process."""

import pytest

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Cell, Kind, Paragraph, Preformatted, Run, Table
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.read import read
from dmptui.core.documents.rtf import read_rtf
from dmptui.core.errors import InvalidContent
from tests.corpus import corpus_files, needs_corpus

LETTER = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fswiss\fcharset0 Arial;}}
{\colortbl;\red255\green0\blue0;}{\stylesheet{\s0 Normal;}}{\info{\author Dr Camille Roux}}
\pard\b Cher coll\'e8gue,\b0\par
\par
Cr\'e9atinine 72 \u181?mol/L, c\'9cur \'ab r\'e9gulier \'bb.\line Kalii : 4,2\par
}"""


def body(*words: bytes) -> bytes:
    return rb"{\rtf1\ansi\ansicpg1252 " + b"".join(words) + b"}"


def table(*rows: tuple[str, ...]) -> Table:
    return Table(body=tuple(tuple(Cell((Paragraph((Run(cell),)),)) for cell in row) for row in rows))


def test_a_letter():
    document = read(LETTER)
    assert document.kind is Kind.RTF
    assert document.blocks == (
        Preformatted(
            ("Cher collègue,", "", "Créatinine 72 µmol/L, cœur « régulier ».", "Kalii : 4,2"),
        ),
    )
    assert document.attachments[0].content() == LETTER
    assert document.warnings == ()


def test_a_table_between_two_paragraphs():
    rows = rb"\trowd\intbl Potassium|K\cell 4,2\cell\row\trowd\intbl Sodium\cell\cell\row"
    blocks, _ = read_rtf(body(rb"Avant\par", rows, rb"\pard Apr\'e8s a|b\par"))
    assert blocks == (
        Preformatted(("Avant",)),
        table(("Potassium|K", "4,2"), ("Sodium", "")),
        Preformatted(("Après a|b",)),
    )


def test_no_word_of_a_broken_table_is_lost():
    blocks, _ = read_rtf(body(rb"\trowd a\cell b\par c"))
    assert blocks == (table(("a", "b")), Preformatted(("c",)))


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        (rb"\u8364?", "€"), (rb"\u-10179?\u-8704?", "😀"), (rb"\uc0\u233 t\u233", "été"),
        (rb"\emdash\bullet\lquote", "—•‘"), ("é brut".encode("cp1252"), "é brut"), ("é".encode(), "é"),
        (rb"{\*\inconnu secret}dit", "dit"), (rb"\{a\}\\", "{a}\\"),
    ],
)  # fmt: skip
def test_letters(written, read_as):
    assert read_rtf(body(written))[0] == (Preformatted((read_as,)),)


@pytest.mark.parametrize(
    "left_out", [rb"{\header En-t\'eate}", rb"{\pict\pngblip 89504e47}", rb"{\footnote x}"]
)
def test_what_is_left_out_is_said(left_out):
    blocks, warnings = read_rtf(body(left_out, b" texte"))
    assert blocks == (Preformatted(("texte",)),)
    assert "ne sont pas affichés" in warnings[0]


def test_a_document_without_text_says_so():
    ((block,), _) = read_rtf(body())
    assert isinstance(block, Paragraph)
    assert "pas de texte" in block.text


def test_nothing_steers_the_terminal():
    hostile = rb"a\'1b]0;titre\'07 \'9b31m \u155?2J \u8238?txt \u8203?z \u-10240? \'00 \'1f\'1b[2J\par \u27?"
    plain = lay_out(read(body(hostile, rb"\cell\'1b[c\cell\row")), 80).plain()
    assert "titre" in plain
    assert all(letter.isprintable() or letter == "\n" for letter in plain)


def test_nested_groups():
    deep = b"{" * 50_000 + b"fond" + b"}" * 50_000
    assert read_rtf(body(deep))[0] == (Preformatted(("fond",)),)


def test_an_expression_that_backtracks_is_killed(monkeypatch):
    monkeypatch.setattr(worker, "_SECONDS", 1)
    links = b'{\\field{\\*\\fldinst{HYPERLINK "' * 5_000
    with pytest.raises(InvalidContent, match="trop lourd"):
        read(body(links))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (body(b"x" * 2_000_001), "trop lourd"),
        (body(rb"\u1234567890?"), "abîmé"),
        (body(rb"\pict\bin "), "abîmé"),
    ],
    ids=["long", "code", "binary"],
)
def test_refuses(content, words):
    with pytest.raises(InvalidContent, match=words):
        read(content)


@needs_corpus
@pytest.mark.parametrize("path", corpus_files("hostile/*"), ids=lambda path: path.stem)
def test_hostile_contents_inside_an_rtf(path):
    """What harms elsewhere, told as RTF."""
    escaped = path.read_bytes()[:20_000].replace(b"\\", b"").replace(b"{", b"").replace(b"}", b"")
    plain = lay_out(read(body(escaped)), 80).plain()
    assert all(letter.isprintable() or letter == "\n" for letter in plain)
