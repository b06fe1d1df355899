"""The tables of a printed page: its lines whose phrases stand in the same columns.

Where the page is wider than the screen, its places scaled down would overlap: the columns then get the width
their words need, and stay columns.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from dmptui.core.documents.blocks import PageLine
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Span
from dmptui.core.documents.layout.wrap import text_words, wrap

GAP = 2
_COLUMNS = 3
"""Phrases of a line that make it the line of a table."""
_NARROWEST = 16
"""Cells the last column may be wrapped in."""
_APART = 2.5
"""Of a line's height: further below, a line is not of the table."""

Interval = tuple[float, float]


class Run(NamedTuple):
    """Consecutive lines of a page; the columns of a table, or none for other lines."""

    lines: tuple[PageLine, ...]
    columns: tuple[Interval, ...] = ()


def runs(lines: Sequence[PageLine]) -> Iterator[Run]:
    """The lines of a page, its tables apart."""
    others: list[PageLine] = []
    at = 0
    while at < len(lines):
        table = _table_from(lines, at)
        if table is None:
            others.append(lines[at])
            at += 1
            continue
        if others:
            yield Run(tuple(others))
            others = []
        yield table
        at += len(table.lines)
    if others:
        yield Run(tuple(others))


def table_lines(run: Run, width: int) -> list[Line] | None:
    """A table with the width its words need; None when that is more than there is."""
    rows = [_cells(line, run.columns) for line in run.lines]
    widths = [max(cell_len(row[i]) for row in rows) for i in range(len(run.columns))]
    fixed = sum(widths[:-1]) + GAP * (len(widths) - 1)
    last = min(widths[-1], width - fixed)
    if last < min(widths[-1], _NARROWEST):
        return None
    return [line for row in rows for line in _row(row, widths, fixed, last)]


def _table_from(lines: Sequence[PageLine], at: int) -> Run | None:
    """The longest table that begins with a line."""
    if len(lines[at].phrases) < _COLUMNS:
        return None
    taken, columns = [lines[at]], _merged([lines[at]])
    for above, line in pairwise(lines[at:]):
        if line.y - above.y > _APART * max(above.size, line.size):
            break
        wider = _merged([*taken, line]) if len(line.phrases) >= _COLUMNS else columns
        if not all(_fits(each, wider) for each in (*taken, line)):
            break
        taken, columns = [*taken, line], wider
    whole = sum(len(line.phrases) >= _COLUMNS for line in taken)
    return Run(tuple(taken), columns) if whole > 1 and len(columns) >= _COLUMNS else None


def _merged(lines: Sequence[PageLine]) -> tuple[Interval, ...]:
    """The columns of lines: the widths of their phrases, those that overlap being one."""
    spans = sorted((left, right) for line in lines for left, right, _text in line.phrases)
    columns: list[Interval] = []
    for left, right in spans:
        if columns and left < columns[-1][1]:
            columns[-1] = (columns[-1][0], max(columns[-1][1], right))
        else:
            columns.append((left, right))
    return tuple(columns)


def _fits(line: PageLine, columns: Sequence[Interval]) -> bool:
    """Whether each phrase is in a column of its own; a lone one in the first begins something else."""
    places = [_column_of(phrase, columns) for phrase in line.phrases]
    if None in places or len(set(places)) < len(places):
        return False
    return len(places) > 1 or places != [0]


def _column_of(phrase: tuple[float, float, str], columns: Sequence[Interval]) -> int | None:
    left, right, _text = phrase
    met = [i for i, (start, end) in enumerate(columns) if left < end and right > start]
    return met[0] if len(met) == 1 else None


def _cells(line: PageLine, columns: Sequence[Interval]) -> list[str]:
    cells = [""] * len(columns)
    for phrase in line.phrases:
        at = _column_of(phrase, columns)
        assert at is not None, "the line is of this table"
        cells[at] = phrase[2]
    return cells


def _row(row: Sequence[str], widths: Sequence[int], fixed: int, last: int) -> Iterator[Line]:
    lead = "".join(
        cell + " " * (width - cell_len(cell) + GAP) for cell, width in zip(row[:-1], widths, strict=False)
    )
    if not row[-1]:
        yield (Span(lead.rstrip()),)
        return
    first, *others = wrap(text_words(row[-1]), last)
    yield (Span(lead), *first)
    blank = (Span(" " * fixed),) if fixed else EMPTY
    yield from ((*blank, *line) for line in others)
