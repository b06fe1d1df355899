"""The text of a PDF, read by another process (``pdf_worker``)."""

import json

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Page, PageLine, Paragraph, Run
from dmptui.core.documents.text import clean_line
from dmptui.core.text import _


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The pages that have text, in order; empty when there is none (a scan). Blocks up to 5 seconds.

    Raises:
        InvalidContent: damaged, protected, or too heavy to be read within the limits.
    """
    read = json.loads(worker.ask("pdf_worker", content))
    pages = ((number, [_line(*line) for line in lines]) for number, lines in read)
    found = (Page(number, tuple(line for line in lines if line.phrases)) for number, lines in pages)
    return tuple(page for page in found if page.lines)


def no_text() -> Paragraph:
    """What to say of a PDF without text."""
    return Paragraph((Run(_("Ce PDF ne contient pas de texte (document numérisé) : il se lit en image.")),))


def _line(y: float, size: float, phrases: list[tuple[float, float, str]]) -> PageLine:
    cleaned = ((left, right, clean_line(text)) for left, right, text in phrases)
    return PageLine(y, size, tuple(phrase for phrase in cleaned if phrase[2]))
