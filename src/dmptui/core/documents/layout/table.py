"""A table: in columns while every word fits its column, else as cards. No word is ever cut."""

from dmptui.core.documents.blocks import Cell, Table
from dmptui.core.documents.layout.box import PROSE, Box, Prepare
from dmptui.core.documents.layout.cards import card_lines
from dmptui.core.documents.layout.columns import column_lines
from dmptui.core.documents.layout.headers import by_header
from dmptui.core.documents.layout.lines import EMPTY, Line, Role
from dmptui.core.documents.layout.slots import Grid, GridRow, RowKind, Slot, to_grid
from dmptui.core.documents.layout.wrap import extent, text_words, to_words, wrap
from dmptui.core.text import _

GAP = 2
_LEAST = 20
_FEW_COLUMNS = 3
_TALLEST_CELL = 9
_FEW_ROWS = 2
_TALLEST_OF_FEW = 4  # nothing to compare down the columns: cards read better


class Cells:
    """The content of the cells of a table, each prepared once."""

    def __init__(self, prepare: Prepare) -> None:
        self._prepare = prepare
        self._boxes: dict[int, tuple[Cell, Box]] = {}

    def box(self, cell: Cell) -> Box:
        """The content of a cell."""
        known = self._boxes.get(id(cell))
        if known is None:
            known = self._boxes[id(cell)] = (cell, self._prepare(cell.blocks))
        return known[1]


class TableBox:
    """A table: its caption, then a grid for each header it has."""

    def __init__(self, table: Table, prepare: Prepare) -> None:
        cells = Cells(prepare)
        self._caption = to_words(table.caption)
        self._parts = [GridBox(to_grid(part), cells) for part in by_header(table)]
        least, natural = extent(self._caption)
        self.least = max([_LEAST, least])  # as cards, a table fits anywhere
        self.natural = max([natural, self.least, *(part.natural for part in self._parts)])

    def lines(self, width: int) -> list[Line]:
        """The caption, then the parts, an empty line between them."""
        lines = wrap(self._caption, min(width, PROSE))
        for part in self._parts:
            inside = part.lines(width)
            if lines and inside and part is not self._parts[0]:
                lines.append(EMPTY)
            lines += inside
        return lines


class GridBox:
    """The rows under one header, measured once, laid out at any width."""

    def __init__(self, grid: Grid, cells: Cells) -> None:
        self._grid = grid
        self._cells = cells
        self._least, self._wishes, self._natural = _measure(grid, cells)
        self.natural = sum(self._natural) + GAP * max(0, grid.columns - 1)

    def lines(self, width: int) -> list[Line]:
        """The rows, then the columns that none of them fills."""
        widths = self._widths(width)
        if widths is None:
            lines = card_lines(self._grid, self._cells.box, width)
        else:
            lines = column_lines(self._grid, self._cells.box, widths, GAP, width)
        if self._grid.missing:
            names = _("Non renseigné : {names}").format(names=", ".join(self._grid.missing))
            lines += [EMPTY] if lines else []
            lines += wrap(text_words(names, Role.DIM), min(width, PROSE))
        return lines

    def _widths(self, width: int) -> list[int] | None:
        """The width of every column, None when the words or the height of a cell rule columns out."""
        room = width - GAP * (self._grid.columns - 1)
        if not self._least or sum(self._least) > room:
            return None
        if sum(self._natural) <= room:
            return self._natural
        wishes = [min(pair) for pair in zip(self._wishes, self._natural, strict=True)]
        if sum(wishes) <= room:  # the rows whole, the header on two lines where it is longer than them
            widths = _share(wishes, self._natural, room)
        else:
            widths = _share(self._least, wishes, room)
        body = [row for row in self._grid.rows if row.kind is RowKind.BODY]
        tallest = _TALLEST_CELL if len(body) > _FEW_ROWS else _TALLEST_OF_FEW
        if self._grid.columns > _FEW_COLUMNS and self._height(body, widths) > tallest:
            return None
        return widths

    def _height(self, rows: list[GridRow], widths: list[int]) -> int:
        """About how many lines the tallest cell takes."""
        return max(
            (
                -(-self._cells.box(slot.cell).natural // widths[slot.column])
                for row in rows
                for slot in row.written()
                if slot.span == 1
            ),
            default=0,
        )


def _measure(grid: Grid, cells: Cells) -> tuple[list[int], list[int], list[int]]:
    """The least, wanted and natural widths of the columns; what spans several raises them all alike.

    A column wants to show its rows whole and its header on two lines at most.
    """
    least, wishes, natural = [1] * grid.columns, [1] * grid.columns, [1] * grid.columns
    placed = [
        (slot, cells.box(slot.cell), row.kind is RowKind.HEAD)
        for row in grid.rows
        if row.kind in (RowKind.HEAD, RowKind.BODY)
        for slot in row.written()
    ]
    for slot, box, is_head in sorted(placed, key=lambda each: each[0].span):
        most = min(box.natural, PROSE)
        _raise(least, slot, box.least)
        _raise(natural, slot, most)
        _raise(wishes, slot, max(box.least, most * 2 // 3) if is_head else most)
    wishes = [max(pair) for pair in zip(least, wishes, strict=True)]
    return least, wishes, [max(pair) for pair in zip(wishes, natural, strict=True)]


def _raise(widths: list[int], slot: Slot, needed: int) -> None:
    columns = range(slot.column, slot.column + slot.span)
    lacking = needed - GAP * (slot.span - 1) - sum(widths[column] for column in columns)
    if lacking > 0:
        for index, column in enumerate(columns):
            widths[column] += lacking // slot.span + (index < lacking % slot.span)


def _share(least: list[int], natural: list[int], room: int) -> list[int]:
    """Columns between least and natural: short ones whole, the room left shared alike by the long ones."""
    low, high = 0, room
    while low < high:  # the widest width that all columns may claim
        level = (low + high + 1) // 2
        if sum(_claimed(level, least, natural)) <= room:
            low = level
        else:
            high = level - 1
    widths = _claimed(low, least, natural)
    for column, most in enumerate(natural):
        if sum(widths) < room and widths[column] == low < most:
            widths[column] += 1
    return widths


def _claimed(level: int, least: list[int], natural: list[int]) -> list[int]:
    return [max(fewest, min(most, level)) for fewest, most in zip(least, natural, strict=True)]
