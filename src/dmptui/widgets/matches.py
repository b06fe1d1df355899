"""Finding words in lines of spans, whatever their case and accents, and showing where."""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import NamedTuple

from dmptui.theme import Role

Spans = Sequence[tuple[str, Role]]

_PARTS = re.compile(r'"([^"]*)"|«([^»]*)»|([^\s"«»]+)')
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu)['’](?=\w)", re.IGNORECASE)
_LIGATURES = (("œ", "oe"), ("æ", "ae"))


class Match(NamedTuple):
    """An occurrence: characters ``start`` to ``end`` of the text of a line."""

    line: int
    start: int
    end: int


def fold(text: str) -> str:
    """The text without case or accents, character for character: places stay the same."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def parted(typed: str) -> list[str]:
    """The words that were typed, as the search in documents parts them: quotes or guillemets make one."""
    parts = ((m[1] or m[2] or _ELISION.sub("", m[3] or "")).strip() for m in _PARTS.finditer(typed))
    return [part for part in parts if any(map(str.isalnum, part))]


def find_matches(lines: Iterable[Spans], words: Iterable[str]) -> list[Match]:
    """Every occurrence of any of the words, in the order of the text; they do not overlap."""
    wanted = sorted({_pattern(word) for word in words if word}, key=len, reverse=True)
    if not wanted:
        return []
    pattern = re.compile("|".join(wanted))
    return [
        Match(number, *found.span())
        for number, spans in enumerate(lines)
        for found in pattern.finditer(fold("".join(text for text, _role in spans)))
    ]


def _pattern(word: str) -> str:
    """A word as it is looked for: « oedeme » is « œdème » too."""
    folded = fold(word)
    for ligature, letters in _LIGATURES:
        folded = folded.replace(ligature, letters)
    pattern = re.escape(folded)
    for ligature, letters in _LIGATURES:
        pattern = pattern.replace(letters, f"(?:{letters}|{ligature})")
    return pattern


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
