"""A table in columns: aligned, a dim header over a thin rule, no vertical rules."""

from collections.abc import Iterator
from itertools import chain
from typing import NamedTuple

from dmptui.core.documents.layout.apart import apart_lines
from dmptui.core.documents.layout.box import BoxOf
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role, Span, restyle
from dmptui.core.documents.layout.slots import Grid, GridRow, RowKind, Slot, split_row
from dmptui.core.documents.layout.steps import line_cells
from dmptui.core.documents.layout.wrap import text_words, wrap
from dmptui.core.text import _


def column_lines(grid: Grid, box: BoxOf, widths: list[int], gap: int, width: int) -> list[Line]:
    """The rows of a grid, in columns of the given widths; an empty line parts rows of several lines."""
    total = sum(widths) + gap * (len(widths) - 1)
    lines: list[Line] = []
    above: GridRow | None = None
    was_tall = False
    for row in chain.from_iterable(_aligned(row, box, widths) for row in grid.rows):
        match row.kind:
            case RowKind.HEAD:
                rendered = _row_lines(row, box, widths, gap, Role.DIM)
            case RowKind.BODY:
                rendered = _row_lines(row, box, widths, gap, Role.NORMAL)
            case RowKind.BAND:
                rendered = restyle(box(row.written()[0].cell).lines(width), Role.STRONG)
            case RowKind.APART:
                rendered = apart_lines(row, box, 0, width)
        is_tall = len(rendered) > 1 or row.step[1] > 1
        if above is not None and above.kind is RowKind.HEAD and row.kind is not RowKind.HEAD:
            lines.append((Span("─" * total, Role.RULE),))
        elif lines and rendered and _parted(row, is_tall=is_tall, was_tall=was_tall):
            lines.append(EMPTY)
        lines += rendered
        was_tall = is_tall or row.kind is RowKind.APART
        above = row
    return lines


def _aligned(row: GridRow, box: BoxOf, widths: list[int]) -> Iterator[GridRow]:
    """The row, cut line by line where lines answer one another across cells and one of them would wrap."""
    cells = [(slot.column, slot.cell) for slot in row.written() if slot.first and slot.span == 1]
    lines = line_cells(cells) if row.kind is RowKind.BODY and row.step[1] == 1 else {}
    wraps = any(box(cell).natural > widths[column] for column, cell in cells if column in lines)
    return split_row(row, lines if wraps else {})


def _parted(row: GridRow, *, is_tall: bool, was_tall: bool) -> bool:
    """Whether an empty line comes before a row: around those of several lines, and between steps."""
    if row.kind in (RowKind.HEAD, RowKind.APART):
        return False
    return is_tall or was_tall or row.kind is RowKind.BAND


def _row_lines(row: GridRow, box: BoxOf, widths: list[int], gap: int, role: Role) -> list[Line]:
    columns: list[_Column] = []
    for slot in row.slots:
        width = sum(widths[slot.column : slot.column + slot.span]) + gap * (slot.span - 1)
        start = sum(widths[: slot.column]) + gap * slot.column
        inside = box(slot.cell).lines(width) if slot.first else _again(slot, box, width, role)
        own = Role.LABEL if slot.cell.is_header and role is Role.NORMAL and slot.first else role
        if own is not Role.NORMAL:
            inside = restyle(inside, own)
        if inside:
            columns.append(_Column(start, width, slot.cell.align_right, inside))
    height = max((len(column.lines) for column in columns), default=0)
    if row.kind is RowKind.HEAD:  # labels stand on the rule
        columns = [
            column._replace(lines=[EMPTY] * (height - len(column.lines)) + column.lines) for column in columns
        ]
    return [_join(columns, index) for index in range(height)]


def _again(slot: Slot, box: BoxOf, width: int, role: Role) -> list[Line]:
    """What stands for a value of a row above that holds for this one too: itself when it is short."""
    lines = box(slot.cell).lines(width) if role is not Role.DIM else []
    if len(lines) > 1:
        lines = wrap(text_words(_("idem")), width)
    return restyle(lines, Role.DIM)


class _Column(NamedTuple):
    """The lines of a cell, and where they stand."""

    start: int
    width: int
    align_right: bool
    lines: list[Line]


def _join(columns: list[_Column], index: int) -> Line:
    spans: list[Span] = []
    at = 0
    for column in columns:
        if index >= len(column.lines) or not column.lines[index]:
            continue
        line = column.lines[index]
        used = sum(cell_len(span.text) for span in line)
        begin = column.start + (column.width - used if column.align_right else 0)
        if begin > at:
            spans.append(Span(" " * (begin - at)))
        spans += line
        at = begin + used
    return tuple(spans)
