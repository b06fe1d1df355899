"""The tables of a narrative: rows of cells with their spans, nothing their author wrote left out."""

from collections.abc import Iterable
from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from dmptui.core.documents.blocks import Block, Cell, Row, Run, Table
from dmptui.core.documents.cda.markup import Style, styled
from dmptui.core.documents.cda.xml import Element, local_name

if TYPE_CHECKING:
    from dmptui.core.documents.cda.narrative import Narrative

_MOST_SPAN = 60
_GROUPS = frozenset({"thead", "tbody", "tfoot"})
_CELLS = frozenset({"td", "th"})


def read_table(narrative: "Narrative", part: Element, style: Style, depth: int) -> list[Block]:
    """A table; what stands outside any row comes as a row over the whole width, text before it above it."""
    table = _TableReader(narrative, style, depth)
    before = narrative.loose(part.text, style)
    table.read(part)
    return [*before, table.table()]


class _TableReader:
    """The rows of one table, by group."""

    def __init__(self, narrative: "Narrative", style: Style, depth: int) -> None:
        self._narrative = narrative
        self._style = style
        self._depth = depth
        self._caption: list[Run] = []
        self._head: list[Row] = []
        self._body: list[Row] = []
        self._foot: list[Row] = []

    def table(self) -> Table:
        return Table(tuple(self._head), tuple(self._body), tuple(self._foot), tuple(self._caption))

    def read(self, part: Element) -> None:
        loose: list[_Line] = []  # rows without a group are one of their own
        for each in part:
            name = local_name(each)
            if name == "caption":
                self._title(each)
            elif name in _GROUPS:
                self._body += _within(loose)
                loose = []
                self._group(name, each)
            else:
                loose += self._row(each, self._style)
            loose += self._across(self._narrative.loose(each.tail, self._style))
        self._body += _within(loose)

    def _title(self, caption: Element) -> None:
        if self._caption:
            self._caption.append(Run(" "))
        self._caption += self._narrative.line(caption, self._style, self._depth)

    def _group(self, name: str, group: Element) -> None:
        style = styled(group, self._style)
        rows = self._across(self._narrative.loose(group.text, style))
        for row in group:
            rows += self._row(row, style)
            rows += self._across(self._narrative.loose(row.tail, style))
        if name == "tfoot":
            self._foot += _within(rows)
        elif name == "tbody":
            self._body += _within(rows)
        else:
            self._labels(rows)

    def _labels(self, rows: list["_Line"]) -> None:
        labels = _within([row for row in rows if not row.is_outside])
        if self._head or self._body:  # again: those of the rows that follow
            self._body += [tuple(replace(cell, is_header=True) for cell in row) for row in labels]
        else:
            self._head += labels
        self._body += [row.cells for row in rows if row.is_outside]  # no label of any column

    def _row(self, row: Element, style: Style) -> list["_Line"]:
        """A row, and what its author put in it outside any cell: beside them, it would shift the columns."""
        if local_name(row) != "tr":
            is_cell = local_name(row) in _CELLS
            return [_Line(self._cells([row], style))] if is_cell else self._stray(row, style)
        inner = styled(row, style)
        cells: list[Element] = []
        outside = self._across(self._narrative.loose(row.text, inner))
        after: list[_Line] = []
        for each in row:
            if local_name(each) in _CELLS:
                cells.append(each)
            else:
                after += self._stray(each, inner)
            after += self._across(self._narrative.loose(each.tail, inner))
        # a row without any cell counts too: those above may reach over it
        return [*outside, _Line(self._cells(cells, inner)), *after]

    def _cells(self, cells: Iterable[Element], style: Style) -> Row:
        return tuple(self._cell(each, style) for each in cells if self._narrative.takes_a_cell())

    def _cell(self, cell: Element, style: Style) -> Cell:
        return Cell(
            blocks=self._narrative.blocks(cell, styled(cell, style), self._depth),
            colspan=_span(cell.get("colspan")),
            rowspan=_span(cell.get("rowspan")),
            is_header=local_name(cell) == "th",
            align_right=cell.get("align") == "right",
        )

    def _stray(self, part: Element, style: Style) -> list["_Line"]:
        return self._across(self._narrative.whole(part, style, self._depth))

    def _across(self, blocks: tuple[Block, ...]) -> list["_Line"]:
        if not blocks or not self._narrative.takes_a_cell():
            return []
        return [_Line((Cell(blocks, colspan=_MOST_SPAN),), is_outside=True)]


class _Line(NamedTuple):
    """A row, or what its author put outside any cell."""

    cells: Row
    is_outside: bool = False


def _within(lines: list[_Line]) -> list[Row]:
    """The rows of a group; what is outside them comes last when a cell would reach over it."""
    if any(cell.rowspan > 1 for line in lines for cell in line.cells):
        lines = sorted(lines, key=attrgetter("is_outside"))
    return _clipped([line.cells for line in lines])


def _clipped(rows: list[Row]) -> list[Row]:
    """The rows without those that have no cell; no cell reaches beyond the rows that stay."""
    kept = [0]
    for row in rows:
        kept.append(kept[-1] + bool(row))
    return [
        tuple(_reaching(cell, kept[min(len(rows), at + cell.rowspan)] - kept[at]) for cell in row)
        for at, row in enumerate(rows)
        if row
    ]


def _reaching(cell: Cell, rows: int) -> Cell:
    return cell if cell.rowspan == rows else replace(cell, rowspan=max(1, rows))


def _span(written: str | None) -> int:
    digits = (written or "").strip()[:9]
    return max(1, min(_MOST_SPAN, int(digits))) if digits.isdecimal() else 1
