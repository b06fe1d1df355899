"""The text of a PDF, read by another process (``pdf.worker``)."""

import json
from collections.abc import Iterator
from itertools import groupby

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Page, PageLine, Paragraph, Run
from dmptui.core.documents.pdf.worker import NONE, WHOLE
from dmptui.core.documents.text import clean_line
from dmptui.core.text import _


def read_pages(content: bytes) -> tuple[Page, ...]:
    """The pages, in order; empty when none of them has text (a scan). Blocks up to 5 seconds.

    A page that is a picture, and the pages past the limit, are there without lines: their note says so.

    Raises:
        InvalidContent: damaged, protected, or too heavy to be read within the limits.
    """
    read = json.loads(worker.ask("pdf.worker", content))
    pages = [_page(*page) for page in read["pages"]]
    if not any(page.lines for page in pages):
        return ()
    kept = [page for page in pages if page.lines or page.note]
    return (*_gathered(kept), *_unread(read["whole"], read["total"]))


def no_text() -> Paragraph:
    """What to say of a PDF without text."""
    return Paragraph((Run(_("Ce PDF ne contient pas de texte (document numérisé) : il se lit en image.")),))


def _page(number: int, width: float, image: int, lines: list[list[object]]) -> Page:
    found = [_line(*line) for line in lines]  # type: ignore[arg-type]
    kept = tuple(line for line in found if line.phrases)
    return Page(number, kept, width, _note(number, image) if image != NONE else "")


def _note(number: int, image: int) -> str:
    if image == WHOLE:
        return _("page {n} : image, o pour la voir").format(n=number)
    return _("page {n} : une image à côté du texte, o pour la voir").format(n=number)


def _gathered(pages: list[Page]) -> Iterator[Page]:
    """The pages, those that are pictures and follow one another said in one sentence."""
    runs = groupby(enumerate(pages), key=lambda each: each[1].number - each[0] if not each[1].lines else None)
    for key, run in runs:
        of_run = [page for _index, page in run]
        if key is None or len(of_run) == 1:
            yield from of_run
        else:
            first, last = of_run[0].number, of_run[-1].number
            note = _("pages {first} à {last} : images, o pour les voir").format(first=first, last=last)
            yield Page(first, (), note=note)


def _unread(whole: int, total: int) -> Iterator[Page]:
    if whole < total:
        note = _("{n} pages sur {total} sont en texte ici : o pour voir les autres").format(
            n=whole, total=total
        )
        yield Page(whole + 1, (), note=note)


def _line(y: float, size: float, phrases: list[tuple[float, float, str]]) -> PageLine:
    cleaned = ((left, right, clean_line(text)) for left, right, text in phrases)
    return PageLine(y, size, tuple(phrase for phrase in cleaned if phrase[2]))
