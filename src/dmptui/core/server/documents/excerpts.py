"""Cutting excerpts: a few words around what was found."""

import re

from dmptui.core.model.hit import Excerpt
from dmptui.core.store.texts import END, MARK, MarkedText

MOST_EXCERPTS = 3
_AROUND = 50
"""Characters kept on each side of what was found, give or take a word."""
_TOGETHER = 70
"""Characters between two marks that are shown in one excerpt."""
_LONGEST = 240
_FOUND = re.compile(f"{MARK}([^{END}]*){END}")
_CUT = "…"

Mark = tuple[int, int]


def excerpts(found: MarkedText) -> tuple[Excerpt, ...]:
    """One to three excerpts of a document; of its title when its text holds none of the words."""
    text, marks = _unmarked(found.body)
    if not marks:
        text, marks = _unmarked(found.title)
    groups = _groups(marks)
    # Those that say the most different words, shown in the order of the document.
    variety = [len({text[start:end].casefold() for start, end in group}) for group in groups]
    best = sorted(range(len(groups)), key=lambda i: (-variety[i], i))[:MOST_EXCERPTS]
    return tuple(_excerpt(text, groups[i]) for i in sorted(best))


def _unmarked(marked: str) -> tuple[str, list[Mark]]:
    """The text without its delimiters, and where they stood."""
    marks: list[Mark] = []
    parts: list[str] = []
    at = last = 0
    for number, found in enumerate(_FOUND.finditer(marked)):
        parts += (marked[last : found.start()], found[1])
        at = found.start() - 2 * number
        marks.append((at, at + len(found[1])))
        last = found.end()
    return "".join((*parts, marked[last:])), marks


def _groups(marks: list[Mark]) -> list[list[Mark]]:
    groups: list[list[Mark]] = []
    for start, end in marks:
        if groups and start - groups[-1][-1][1] < _TOGETHER and end - groups[-1][0][0] < _LONGEST:
            groups[-1].append((start, end))
        else:
            groups.append([(start, end)])
    return groups


def _excerpt(text: str, marks: list[Mark]) -> Excerpt:
    start, end = _before(text, marks[0][0]), _after(text, marks[-1][1])
    left, right = (_CUT if start else ""), (_CUT if end < len(text) else "")
    shift = len(left) - start
    return Excerpt(f"{left}{text[start:end]}{right}", tuple((a + shift, b + shift) for a, b in marks))


def _before(text: str, at: int) -> int:
    """The beginning of a word, about ``_AROUND`` characters before."""
    start = max(0, at - _AROUND)
    space = text.find(" ", start, at)
    return 0 if not start else start if space < 0 else space + 1


def _after(text: str, at: int) -> int:
    """The end of a word, about ``_AROUND`` characters after."""
    end = min(len(text), at + _AROUND)
    space = text.rfind(" ", at, end)
    return end if end == len(text) or space < 0 else space
