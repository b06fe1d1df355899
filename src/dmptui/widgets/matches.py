"""Finding words in lines of spans, whatever their case and accents, and showing where."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from dmptui.core.terminology.folding import fold, fold_with_places
from dmptui.theme import Role

Spans = Sequence[tuple[str, Role]]

_PARTS = re.compile(r'"([^"]*)"|«([^»]*)»|([^\s"«»]+)')
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)


class Match(NamedTuple):
    """An occurrence: characters ``start`` to ``end`` of the text of a line."""

    line: int
    start: int
    end: int


def parted(typed: str) -> list[str]:
    """The words that were typed, as the search in documents parts them: quotes or guillemets make one."""
    parts = ((m[1] or m[2] or _ELISION.sub("", m[3] or "")).strip() for m in _PARTS.finditer(typed))
    return [part for part in parts if any(map(str.isalnum, part))]


def find_matches(lines: Iterable[Spans], words: Iterable[str]) -> list[Match]:
    """Every occurrence of any of the words, in the order of the text; they do not overlap."""
    patterns = sorted({re.escape(folded) for folded in map(fold, words) if folded}, key=len, reverse=True)
    if not patterns:
        return []
    pattern = re.compile("|".join(patterns))
    return [
        Match(number, *span)
        for number, spans in enumerate(lines)
        for span in _found(pattern, "".join(text for text, _role in spans))
    ]


def _found(pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    """Where a pattern is in a text; two letters of one ligature are one place."""
    if pattern.search(fold(text)) is None:  # most lines: their places are not needed
        return
    folded, last = fold_with_places(text), 0
    for found in pattern.finditer(folded.text):
        start, end = folded.span(*found.span())
        if start >= last:
            last = end
            yield start, end


def highlight(spans: Spans, line: int, matches: Sequence[Match], current: int | None) -> Spans:
    """The spans of a line, its matches in the roles ``match`` and ``match_current``.

    Args:
        spans: of the line.
        line: its number.
        matches: of the whole text, in order.
        current: index of the one the reader is at.
    """
    first = bisect_left(matches, line, key=attrgetter("line"))
    pieces = list(spans)
    for index in range(first, len(matches)):
        if matches[index].line != line:
            break
        role = "match_current" if index == current else "match"
        pieces = _marked(pieces, matches[index].start, matches[index].end, role)
    return pieces


def _marked(spans: Spans, start: int, end: int, role: Role) -> list[tuple[str, Role]]:
    marked: list[tuple[str, Role]] = []
    at = 0
    for text, own in spans:
        low, high = max(0, start - at), min(len(text), end - at)
        if low < high:
            marked += [(text[:low], own), (text[low:high], role), (text[high:], own)]
        else:
            marked.append((text, own))
        at += len(text)
    return marked
