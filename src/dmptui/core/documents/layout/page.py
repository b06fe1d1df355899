"""Printed pages and plain texts: lines that stand where their author put them."""

import re

from dmptui.core.documents.blocks import Page, PageLine, Preformatted
from dmptui.core.documents.layout.box import PROSE
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role, Span
from dmptui.core.documents.layout.page_paragraphs import LEADING, joined, paragraphs
from dmptui.core.documents.layout.page_table import Run, runs, table_lines
from dmptui.core.documents.layout.wrap import reach, text_words, wrap
from dmptui.core.text import _

_GAP = 2
_SHIFT = 6
_NARROWEST = 24  # cells; the last column of a line is wrapped where it stands down to this width
_DRAWN = frozenset("-_=.·*–—─━ ")
_GOES_ON = "↪ "

_column = re.compile(r"\S {2,}\S")


def preformatted_lines(block: Preformatted, width: int) -> list[Line]:
    """The lines of a text, those that are too long wrapped under their own indent.

    One lined up with spaces keeps its columns: it is cut between two words, and what goes on below is marked.
    """
    lines: list[Line] = []
    for text in block.lines:
        stripped = text.strip(" ")
        if cell_len(text) <= width:
            lines.append((Span(text),) if stripped else EMPTY)
        elif _is_rule(stripped):
            lines.append(_rule(width))
        elif _column.search(stripped):
            lines += _folded(text, width)
        else:
            lines += _indented(stripped, min(len(text) - len(text.lstrip(" ")), width // 3), width)
    return lines


def _folded(text: str, width: int) -> list[Line]:
    lines: list[Line] = []
    lead, start, end = "", 0, len(text)
    while start < end:
        room = width - cell_len(lead)
        cut = reach(text, start, room)
        if cut < end and text[cut] != " ":
            between = text.rfind(" ", start, cut)
            cut = between if text[start:cut].lstrip(" ").find(" ") > 0 and between > start else cut
        if piece := text[start:cut].rstrip(" "):
            lines.append((Span(lead, Role.DIM), Span(piece)) if lead else (Span(piece),))
            lead = _GOES_ON if width >= _NARROWEST else ""
        start = cut
        while start < end and text[start] == " ":
            start += 1
    return lines


def page_lines(page: Page, width: int) -> list[Line]:
    """A page on a grid of characters: columns stay columns, prose too wide for it is wrapped again."""
    note = wrap(text_words(page.note, Role.DIM), width)
    if not page.lines:
        return note
    phrases = [phrase for line in page.lines for phrase in line.phrases]
    left = min(phrase[0] for phrase in phrases)
    right = max(phrase[1] for phrase in phrases)
    sizes = sorted((end - start) / max(1, len(text)) for start, end, text in phrases)
    cell = max(sizes[len(sizes) // 2], (right - left) / width, 0.1)
    lines: list[Line] = []
    if page.number > 1:
        lines.append((Span(_("page {n}").format(n=page.number), Role.DIM),))
    previous: PageLine | None = None
    for run in runs(page.lines):
        fitted = table_lines(run, width) if run.columns and not _has_room(run, left, cell, width) else None
        for paragraph in (
            [list(run.lines)] if fitted else paragraphs(run.lines, max(right, page.width - left))
        ):
            first = paragraph[0]
            if previous is None or not 0 <= first.y - previous.y <= LEADING * max(first.size, previous.size):
                lines.append(EMPTY)
            lines += fitted or _placed(paragraph, left, cell, width)
            previous = paragraph[-1]
    lines = lines[1:] if page.number == 1 else lines
    return [*lines, EMPTY, *note] if note else lines


def _has_room(run: Run, left: float, cell: float, width: int) -> bool:
    """Whether the lines of a table stand where their author put them without touching one another."""
    return all(_stands(line, left, cell, width) for line in run.lines)


def _stands(line: PageLine, left: float, cell: float, width: int) -> bool:
    at = 0
    for start, _end, phrase in line.phrases:
        place = round((start - left) / cell)
        if place < at or place + cell_len(phrase) > width:
            return False
        at = place + cell_len(phrase) + _GAP
    return True


def _placed(paragraph: list[PageLine], left: float, cell: float, width: int) -> list[Line]:
    first = paragraph[0]
    if all(_is_rule(phrase[2]) for line in paragraph for phrase in line.phrases):
        return [_rule(width)]
    if len(paragraph) > 1:
        places = [round((line.phrases[0][0] - left) / cell) for line in paragraph]
        texts = [line.phrases[0][2] for line in paragraph]
        if any(place + cell_len(text) > width for place, text in zip(places, texts, strict=True)):
            return _indented(joined(texts), min(places[0], width // 3), width)
        return [line for each in paragraph for line in _placed([each], left, cell, width)]
    text = ""
    for start, _end, phrase in first.phrases:
        earliest = cell_len(text) + _GAP if text else 0
        at = max(round((start - left) / cell), earliest)
        room = width - at
        if room < cell_len(phrase) <= room + min(_SHIFT, at - earliest):  # against the right edge
            at = width - cell_len(phrase)
        elif cell_len(phrase) > room:
            break
        text += " " * (at - cell_len(text)) + phrase
    else:
        return [(Span(text),)]
    if phrase is first.phrases[-1][2] and room >= _NARROWEST:
        lead = (Span(text + " " * (at - cell_len(text))),) if at else EMPTY
        first_line, *others = _indented(phrase, 0, room)
        blank = (Span(" " * at),) if at else EMPTY
        return [(*lead, *first_line), *((*blank, *line) for line in others)]
    compact = (" " * _GAP).join(phrase for *_ends, phrase in first.phrases)
    return [(Span(compact),)] if cell_len(compact) <= width else _indented(compact, 0, width)


def _is_rule(text: str) -> bool:
    """Whether a long line is only dashes or dots, drawn to part two paragraphs."""
    return len(text) > 20 and not set(text) - _DRAWN


def _rule(width: int) -> Line:
    return (Span("─" * min(width, PROSE), Role.RULE),)


def _indented(text: str, indent: int, width: int) -> list[Line]:
    blank = (Span(" " * indent),) if indent else EMPTY
    return [(*blank, *line) for line in wrap(text_words(text), min(width - indent, PROSE))]
