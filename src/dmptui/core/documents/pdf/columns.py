"""Two columns of prose in the order they are read, and not line by line across the page.

Only on strong evidence, because the same places may be a table whose rows must stay rows: the file draws the
left column before the right one, over three lines at least, and both are filled with prose.
"""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from dmptui.core.documents.pdf.words import Word

_FEWEST_LINES = 3
_FEWEST_WORDS = 3  # of a line, on average
_FILLED = 0.6  # of the width of its column: what the usual line of prose takes
_GUTTER = 0.9  # of the font size
_APART = 2.5  # of the font size: further below, a line is of something else

Line = list[Word]


def in_reading_order(lines: Sequence[Line], drawn: dict[Word, int]) -> list[Line]:
    """The lines, the left column before the right one where there are two.

    Args:
        lines: of the page, top to bottom.
        drawn: when each word is drawn.
    """
    ordered: list[Line] = []
    at = 0
    while at < len(lines):
        block = _block(lines, at, drawn)
        if block is None:
            ordered.append(lines[at])
            at += 1
        else:
            lefts, rights, length = block
            ordered += lefts + _moved(rights, lefts)
            at += length
    return ordered


def _block(
    lines: Sequence[Line], at: int, drawn: dict[Word, int]
) -> tuple[list[Line], list[Line], int] | None:
    """The columns that begin with a line, and how many lines they take."""
    gutter = _gutter(lines[at])
    if gutter is None:
        return None
    start, end = gutter
    lefts: list[Line] = []
    rights: list[Line] = []
    length = 0
    for line in lines[at:]:
        left = [word for word in line if word.left < end]
        right = [word for word in line if word.left >= end - 1]
        narrowed = max([start, *(word.right for word in left)]), min([end, *(word.left for word in right)])
        too_far = length and line[0].y - lines[at + length - 1][0].y > _APART * line[0].size
        if (
            too_far
            or narrowed[1] - narrowed[0] < _GUTTER * line[0].size
            or len(left) + len(right) != len(line)
        ):
            break
        start, end = narrowed
        lefts += [left] if left else []
        rights += [right] if right else []
        length += 1
    if length < _FEWEST_LINES or not (_is_prose(lefts) and _is_prose(rights)):
        return None
    if max(drawn[word] for line in lefts for word in line) > min(
        drawn[word] for line in rights for word in line
    ):
        return None
    return lefts, rights, length


def _gutter(line: Line) -> tuple[float, float] | None:
    """The only wide gap of a line."""
    gaps = [(a.right, b.left) for a, b in pairwise(line) if b.left - a.right >= _GUTTER * b.size]
    return gaps[0] if len(gaps) == 1 else None


def _is_prose(column: Sequence[Line]) -> bool:
    if len(column) < _FEWEST_LINES or sum(map(len, column)) < _FEWEST_WORDS * len(column):
        return False
    left = min(line[0].left for line in column)
    ends = [line[-1].right - left for line in column]
    aligned = all(line[0].left - left < 2 * line[0].size for line in column)
    return aligned and median(ends) >= _FILLED * max(ends)


def _moved(column: Sequence[Line], under: Sequence[Line]) -> list[Line]:
    """A column at the left of another."""
    shift = min(line[0].left for line in column) - min(line[0].left for line in under)
    return [
        [word._replace(left=word.left - shift, right=word.right - shift) for word in line] for line in column
    ]
