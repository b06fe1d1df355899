"""The words of a document, in reading order: what a search finds and cuts its excerpts from."""

from collections.abc import Iterable, Iterator

from dmptui.core.documents.blocks import (
    Attachment,
    Block,
    Cell,
    Document,
    Kind,
    ListBlock,
    Media,
    Page,
    Paragraph,
    Preformatted,
    Run,
    Section,
    Table,
)
from dmptui.core.documents.pdf import document as pdf
from dmptui.core.documents.plain import text_blocks
from dmptui.core.documents.rtf.document import read_rtf
from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent

MOST_CHARACTERS = 1_000_000
SEPARATOR = " · "
"""Between two paragraphs, two cells, two lines of a list."""


def words_of(document: Document) -> str:
    """The narrative and the attached texts, on one line; empty when there is nothing to read.

    The header is left out: it names the person in each document. It may take a second (a PDF attached to a
    CDA): call it from a thread.
    """
    parts = _document(document)
    return SEPARATOR.join(line for line in map(clean_line, parts) if line)[:MOST_CHARACTERS]


def _document(document: Document) -> Iterator[str]:
    if _is_shown(document):
        yield from _blocks(document.blocks)
    for section in document.sections:
        yield from _section(section)
    if document.kind is Kind.STRUCTURED:  # that of any other kind is its body, already among its blocks
        for attachment in document.attachments:
            yield from _attached(attachment)


def _is_shown(document: Document) -> bool:
    """Whether its blocks are its words, and not a sentence in their place."""
    if document.kind is Kind.IMAGE or pdf.no_text() in document.blocks:
        return False
    return not (document.kind is Kind.UNSTRUCTURED and any(isinstance(b, Media) for b in document.blocks))


def _section(section: Section) -> Iterator[str]:
    yield section.title
    yield from _blocks(section.blocks)
    for inner in section.sections:
        yield from _section(inner)


def _blocks(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        match block:
            case Paragraph():
                yield block.text
            case ListBlock():
                yield _runs(block.caption)
                for item in block.items:
                    yield from _blocks(item)
            case Table():
                yield _runs(block.caption)
                for row in (*block.head, *block.body, *block.foot):
                    yield SEPARATOR.join(filter(None, map(_cell, row)))
            case Preformatted():
                yield " ".join(block.lines)
            case Page():
                yield " ".join(text for line in block.lines for _left, _right, text in line.phrases)
            case Media():
                yield block.caption


def _runs(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _cell(cell: Cell) -> str:
    return " ".join(filter(None, _blocks(cell.blocks)))


def _attached(attachment: Attachment) -> Iterator[str]:
    """The text of a file carried by the document, which is not among its blocks."""
    try:
        if attachment.media_type == "application/pdf":
            yield from _blocks(pdf.read_pages(attachment.content()))
        elif attachment.media_type == "application/rtf":
            yield from _blocks(read_rtf(attachment.content())[0])
        elif attachment.media_type == "text/plain":
            yield from _blocks(text_blocks(attachment.content()))
    except InvalidContent:
        return  # the rest of the document is found without it
