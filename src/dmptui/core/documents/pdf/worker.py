"""The process that reads one PDF: the file on its input, JSON on its output, then it ends.

The output is ``{"total": pages, "whole": pages read to their end, "pages": [page, ...]}``. A page is
``[number, width, image, lines]``, a line ``[y, size, [[left, right, text], ...]]``: points from the top left,
lines in reading order, phrases from left to right. ``image`` says what is drawn there besides the words
(``NONE``, ``PART``, ``WHOLE``).
"""

import json
from collections.abc import Iterator
from ctypes import c_float
from time import monotonic
from typing import Any

from dmptui.core.documents.pdf.accents import with_accents
from dmptui.core.documents.pdf.columns import in_reading_order
from dmptui.core.documents.pdf.fields import has_written, take_written
from dmptui.core.documents.pdf.glyphs import Box, Frame, read_glyphs
from dmptui.core.documents.pdf.words import Phrase, Word, group_lines, phrases_of, words_of_glyphs
from dmptui.core.documents.worker import serve

NONE, PART, WHOLE = range(3)
"""Nothing to see but the text; a picture among it; a picture in place of it."""

_MOST_PAGES = 200
_MOST_CHARACTERS = 1_000_000
_SECONDS = 3.5
"""Begins no page after that: those that are read are shown, rather than none."""
_MOST_OBJECTS = 3_000
_PICTURE = 0.05  # of the page: smaller, a picture is a logo
_BEHIND = 0.8  # of the page: larger, and under a whole page of words, it is the scan they were read from
_FEW_WORDS = 50

Line = tuple[float, float, list[Phrase]]


def read(content: bytes) -> bytes:
    """The words of a PDF, as JSON."""
    started = monotonic()
    import pypdfium2  # after the limits, which are for it

    document = pypdfium2.PdfDocument(content)
    document.init_forms()
    pages: list[tuple[int, float, int, list[Line]]] = []
    left, whole = _MOST_CHARACTERS, 0
    while whole < min(len(document), _MOST_PAGES) and left > 0 and monotonic() - started < _SECONDS:
        width, image, lines, count = _page(document, whole, left)
        pages.append((len(pages) + 1, width, image, lines))
        left -= count
        whole += left > 0
    return json.dumps({"total": len(document), "whole": whole, "pages": pages}).encode()


def _page(document: Any, number: int, most: int) -> tuple[float, int, list[Line], int]:
    """The width of a page, what is drawn on it, its lines, and how many characters were read."""
    import pypdfium2.raw as pdfium

    page = document[number]
    box = page.get_cropbox()
    frame, words, others, count = _printed(page, box, most)
    if has_written(page):
        written = take_written(document, page, frame, words)
        is_left = pdfium.FPDFPage_GetAnnotCount(page) > 0
        if is_left and pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) == pdfium.FLATTEN_SUCCESS:
            page.close()
            page = document[number]
            frame, words, others, count = _printed(page, box, most)
        words += written
    lines = lines_of(words)
    for each in others:
        lines += _below(lines, lines_of(each))
    image = _image(page, box, sum(len(text.split()) for line in lines for *_ends, text in line[2]))
    page.close()
    return round(frame.width, 1), image, lines, count


def _printed(page: Any, box: Box, most: int) -> tuple[Frame, list[Word], list[list[Word]], int]:
    """How the page is read, its words, those that stand in other directions, and how many characters."""
    text_page = page.get_textpage()
    parts = read_glyphs(text_page.raw, box, most)
    text_page.close()
    directions: dict[Frame, list[Word]] = {}
    for frame, glyphs in parts:
        directions.setdefault(frame, []).extend(words_of_glyphs(with_accents(glyphs)))
    main = max(directions, key=lambda frame: sum(len(word.text) for word in directions[frame]))
    words = directions.pop(main)
    count = sum(len(glyphs) for _frame, glyphs in parts)
    return main, words, [each for each in directions.values() if each], count


def lines_of(words: list[Word]) -> list[Line]:
    """Words into lines, in reading order."""
    drawn = {word: index for index, word in reversed(list(enumerate(words)))}
    lines = group_lines(words)
    return [_line(line) for line in in_reading_order(lines, drawn)]


def _line(words: list[Word]) -> Line:
    rounded = [(round(left, 1), round(right, 1), text) for left, right, text in phrases_of(words)]
    return round(words[0].y, 1), round(max(word.size for word in words), 1), rounded


def _below(lines: list[Line], others: list[Line]) -> list[Line]:
    """Lines of another direction, as if they stood under those of the page."""
    if not lines or not others:
        return others
    edge = min(phrase[0] for line in lines for phrase in line[2])
    shift = min(phrase[0] for line in others for phrase in line[2]) - edge
    lower = max(line[0] for line in lines) - others[0][0] + 40
    return [
        (y + lower, size, [(left - shift, right - shift, text) for left, right, text in phrases])
        for y, size, phrases in others
    ]


def _image(page: Any, box: Box, words: int) -> int:
    """Whether there is something to see that the words do not say."""
    import pypdfium2.raw as pdfium

    count = pdfium.FPDFPage_CountObjects(page)
    if not words:
        return WHOLE if count else NONE
    shares = list(_pictures(page, box, min(count, _MOST_OBJECTS)))
    if any(_PICTURE <= share <= _BEHIND or (share > _BEHIND and words < _FEW_WORDS) for share in shares):
        return PART
    return NONE


def _pictures(page: Any, box: Box, count: int) -> Iterator[float]:
    """The share of the page that each of its pictures takes."""
    import pypdfium2.raw as pdfium

    whole = max(1.0, (box[2] - box[0]) * (box[3] - box[1]))
    edges = [c_float() for _edge in range(4)]
    for index in range(count):
        drawn = pdfium.FPDFPage_GetObject(page, index)
        is_picture = pdfium.FPDFPageObj_GetType(drawn) == pdfium.FPDF_PAGEOBJ_IMAGE
        if is_picture and pdfium.FPDFPageObj_GetBounds(drawn, *edges):
            left, bottom, right, top = (edge.value for edge in edges)
            yield (right - left) * (top - bottom) / whole


if __name__ == "__main__":
    serve(read)
