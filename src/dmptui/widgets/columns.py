"""How the columns of a list share its width."""

from collections.abc import Sequence
from typing import NamedTuple

from dmptui.widgets.cells import Align

GAP = 2
"""Blank cells between two columns."""


class Column(NamedTuple):
    """A column of a list.

    Attributes:
        title: French, in the header line.
        width: in cells; for a flexible column the least it is useful with.
        weight: share of the width that is left; 0 for a fixed column.
        align: numbers are right-aligned.
        priority: 0 stays whatever happens; the highest is dropped first when the list is narrow.
        role: of its text; the row's tone when empty.
    """

    title: str
    width: int
    weight: int = 0
    align: Align = "left"
    priority: int = 0
    role: str = ""


class ColumnPlace(NamedTuple):
    """A column that is shown: its index among the columns, and its width in cells."""

    column: int
    width: int


def place(columns: Sequence[Column], width: int) -> list[ColumnPlace]:
    """Which columns are shown, and how wide.

    Args:
        columns: from left to right.
        width: of the line, in cells.

    Returns:
        Columns that fill at most ``width`` cells, gaps included.
    """
    kept = list(range(len(columns)))
    while _needed(columns, kept) > width and (loser := _first_to_drop(columns, kept)) is not None:
        kept.remove(loser)
    spare = width - _needed(columns, kept)
    widths = _widen(columns, kept, spare) if spare > 0 else [columns[i].width for i in kept]
    return _cut([ColumnPlace(i, w) for i, w in zip(kept, widths, strict=True)], width)


def _needed(columns: Sequence[Column], kept: Sequence[int]) -> int:
    return sum(columns[i].width for i in kept) + GAP * (len(kept) - 1)


def _first_to_drop(columns: Sequence[Column], kept: Sequence[int]) -> int | None:
    """The rightmost column of the highest priority number, unless all must stay."""
    loser = max(kept, key=lambda i: (columns[i].priority, i))
    return loser if columns[loser].priority > 0 else None


def _widen(columns: Sequence[Column], kept: Sequence[int], spare: int) -> list[int]:
    """Share the spare cells by weight, to the last one."""
    total = sum(columns[i].weight for i in kept)
    widths, given, passed = [], 0, 0
    for i in kept:
        passed += columns[i].weight
        upto = spare * passed // total if total else 0
        widths.append(columns[i].width + upto - given)
        given = upto
    return widths


def _cut(placed: Sequence[ColumnPlace], width: int) -> list[ColumnPlace]:
    """Narrow from the right what does not fit: the flexible width first is the caller's choice of columns."""
    columns, left = [], width
    for index, natural in placed:
        given = min(natural, left)
        if given <= 0:
            break
        columns.append(ColumnPlace(index, given))
        left -= given + GAP
    return columns
