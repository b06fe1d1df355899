"""Runs of text into words, and words into lines."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dmptui.core.documents.blocks import Emphasis, Run
from dmptui.core.documents.layout.cells import cell_len, character_cells
from dmptui.core.documents.layout.lines import Line, Role, Span

_ROLES = {Emphasis.NONE: Role.NORMAL, Emphasis.LIGHT: Role.EMPHASIS, Emphasis.STRONG: Role.STRONG}
_ADDRESS = 24  # cells; the least width of a link
_OPENING = frozenset("([{«<#")


class Word(NamedTuple):
    """A word and its width in cells; its spans differ when its author styled a part of it."""

    width: int
    spans: Line


BREAK = Word(0, ())
"""Where the author broke the line."""


def to_words(runs: Iterable[Run]) -> list[Word]:
    """The words of a paragraph; a non-breaking space does not end one."""
    words: list[Word] = []
    pending: list[Span] = []
    for run in runs:
        role = Role.LINK if run.link else _ROLES[run.emphasis]
        for number, line in enumerate(run.text.split("\n")):
            if number:
                _end(pending, words)
                words.append(BREAK)
            pieces = line.split(" ")
            last = len(pieces) - 1
            for index, piece in enumerate(pieces):
                if piece:
                    pending.append(Span(piece, role))
                if index < last:
                    _end(pending, words)
    _end(pending, words)
    return words


def text_words(text: str, role: Role = Role.NORMAL) -> list[Word]:
    """The words of a text in one role."""
    return [Word(cell_len(word), (Span(word, role),)) for word in text.split(" ") if word]


def extent(words: Iterable[Word]) -> tuple[int, int]:
    """The width of the longest word, and of the longest line when nothing is wrapped.

    An address of the web may be divided, so it does not count as a long word.
    """
    longest = natural = line = 0
    for word in words:
        if word is BREAK:
            natural = max(natural, line)
            line = 0
            continue
        is_address = word.width > _ADDRESS and word.spans[0].role is Role.LINK
        longest = max(longest, _ADDRESS if is_address else word.width)
        line += word.width + 1 if line else word.width
    return longest, max(natural, line)


def wrap(words: Sequence[Word], width: int, hang: int = 0) -> list[Line]:
    """Lines no wider than ``width``; only a word longer than that is divided.

    Args:
        words: the words of a paragraph.
        width: in cells; less than 1 is taken as 1.
        hang: how far the lines that go on from the one above are indented.
    """
    width = max(1, width)
    lines: list[Line] = []
    line: list[Word] = []
    used = indent = 0
    for word in words:
        if word is BREAK:
            lines.append(_join(line, indent))
            line, used, indent = [], 0, 0
            continue
        for part in (word,) if word.width <= width - hang else divide(word, max(1, width - hang)):
            if line and used + 1 + part.width > width:
                lines.append(_join(line, indent))
                line, used, indent = [], hang, hang
            used += part.width + 1 if line else part.width
            line.append(part)
    if line:
        lines.append(_join(line, indent))
    return lines


def divide(word: Word, width: int) -> list[Word]:
    """A long word in parts no wider than ``width``, cut beside punctuation if there is any; linear."""
    parts: list[Word] = []
    for text, role in word.spans:
        start = 0
        while start < len(text):
            end = reach(text, start, width)
            if end < len(text):
                end = _beside_punctuation(text, start, end)
            parts.append(Word(cell_len(text[start:end]), (Span(text[start:end], role),)))
            start = end
    return parts


def _end(pending: list[Span], words: list[Word]) -> None:
    if pending:
        words.append(Word(sum(cell_len(span.text) for span in pending), tuple(pending)))
        pending.clear()


def reach(text: str, start: int, width: int) -> int:
    """The end of the longest piece from ``start`` that fits, with the marks on its last character."""
    used, end = 0, start
    for character in text[start : start + width * 6]:
        used += character_cells(character)
        if used > width and end > start:
            break
        end += 1
    return end


def _beside_punctuation(text: str, start: int, end: int) -> int:
    for at in range(end, start + (end - start) // 3, -1):
        if (not text[at - 1].isalnum() and text[at - 1] not in _OPENING) or text[at] in _OPENING:
            return at
    return end


def _join(words: Sequence[Word], indent: int) -> Line:
    """The words separated by spaces, neighbours of one role in one span."""
    spans: list[Span] = [Span(" " * indent)] if indent else []
    texts: list[str] = []
    role = Role.NORMAL
    for word in words:
        first = True
        for text, own in word.spans:
            if texts and own is role:
                texts.append(f" {text}" if first else text)
            else:
                if texts:
                    spans.append(Span("".join(texts), role))
                    if first:
                        spans.append(Span(" "))
                texts, role = [text], own
            first = False
    if texts:
        spans.append(Span("".join(texts), role))
    return tuple(spans)
