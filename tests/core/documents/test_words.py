"""The words of a document: what a search may find in it."""

import pytest

from dmptui.core.documents.blocks import (
    Attachment,
    Cell,
    Document,
    Kind,
    ListBlock,
    Media,
    Page,
    PageLine,
    Paragraph,
    Preformatted,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.pdf.document import no_text
from dmptui.core.documents.read import read
from dmptui.core.documents.words import MOST_CHARACTERS, words_of


def said(text: str) -> Paragraph:
    return Paragraph((Run(text),))


NOTE = Attachment("A1", "text/plain", 5, raw=b"note jointe")
BODY = Attachment("", "image/tiff", 5, raw=b"II*\0")
DAMAGED = Attachment("A2", "application/pdf", 5, raw=b"%PDF-1.4 nothing")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        (
            Document(
                Kind.STRUCTURED,
                sections=(
                    Section(
                        "Bilan",
                        blocks=(
                            said("Un\ndeux"),
                            ListBlock(((said("a"),), (said("b"),)), caption=(Run("Liste"),)),
                            Table(
                                head=((Cell((said("Fer"),)), Cell()),),
                                body=((Cell((said("9"), said("bas"))), Cell((said("µmol/L"),))),),
                            ),
                        ),
                        sections=(Section("Suite", blocks=(said("fin"),)),),
                    ),
                ),
            ),
            "Bilan · Un deux · Liste · a · b · Fer · 9 bas · µmol/L · Suite · fin",
        ),
        (Document(Kind.TEXT, blocks=(Preformatted(("une  ligne", "", "  deux")),)), "une ligne deux"),
        (
            Document(Kind.PDF, blocks=(Page(1, (PageLine(1, 1, ((0, 1, "un"), (2, 3, "deux"))),)),)),
            "un deux",
        ),
        (Document(Kind.PDF, blocks=(no_text(),)), ""),
        (Document(Kind.IMAGE, blocks=(said("une phrase à la place"),)), ""),
        (Document(Kind.UNSTRUCTURED, blocks=(Media(BODY), said("à la place")), attachments=(BODY,)), ""),
        (Document(Kind.STRUCTURED, attachments=(NOTE, DAMAGED)), "note jointe"),
        (Document(Kind.TEXT, blocks=(said("x" * (MOST_CHARACTERS + 9)),)), "x" * MOST_CHARACTERS),
    ],
    ids=["structured", "text", "pdf", "scan", "picture", "picture in a CDA", "attached", "too long"],
)
def test_words(document: Document, words: str) -> None:
    assert words_of(document) == words


def test_an_rtf() -> None:
    content = rb"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Arial;}}\f0 Cher confr\'e8re,\par h\'e9moptysie}"
    words = words_of(read(content))
    assert "Cher confrère" in words
    assert "hémoptysie" in words
    assert "Arial" not in words
