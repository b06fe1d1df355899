"""Finding words in lines of spans, whatever their case and accents, and showing where."""

import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from dmptui.theme import Role

Spans = Sequence[tuple[str, Role]]


class Match(NamedTuple):
    """An occurrence: characters ``start`` to ``end`` of the text of a line."""

    line: int
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case or accents, character for character: places stay the same."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def find_matches(lines: Iterable[Spans], query: str) -> list[Match]:
    """Every occurrence, in the order of the text; they do not overlap."""
    wanted = fold(query)
    found = []
    for number, spans in enumerate(lines):
        text = fold("".join(text for text, _role in spans))
        start = text.find(wanted)
        while start >= 0:
            found.append(Match(number, start, start + len(wanted)))
            start = text.find(wanted, start + len(wanted))
    return found


def highlight(spans: Spans, line: int, matches: Sequence[Match], current: int | None) -> Spans:
    """The spans of a line, its matches in the roles ``match`` and ``match_current``.

    Args:
        spans: of the line.
        line: its number.
        matches: of the whole text, in order.
        current: index of the one the reader is at.
    """
    first = bisect_left(matches, line, key=attrgetter("line"))
    shown = list(spans)
    for index in range(first, len(matches)):
        if matches[index].line != line:
            break
        role = "match_current" if index == current else "match"
        shown = _marked(shown, matches[index].start, matches[index].end, role)
    return shown


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


@lru_cache(1024)
def _fold_character(character: str) -> str:
    folded = unicodedata.normalize("NFD", character)[0].lower()
    return folded if len(folded) == 1 else character
