"""A table's cells on a grid: spans resolved, useless columns removed, steps of a row told apart.

Nothing here knows the screen: a grid says which cell stands where, and under which label.
"""

from bisect import bisect_left
from collections.abc import Iterator
from enum import Enum
from typing import NamedTuple

from dmptui.core.documents.blocks import Block, Cell, ListBlock, Paragraph, Preformatted, Row, Table
from dmptui.core.documents.layout.steps import step_cells

_MOST_SLOTS = 60_000  # cells, those that reach down counted again in each row: more is an attack


class Slot(NamedTuple):
    """A cell on the grid. ``first`` is false where a cell of an earlier row reaches down."""

    cell: Cell
    column: int
    span: int
    first: bool = True


class RowKind(Enum):
    """What a row is to the rest of its table.

    A ``BAND`` is one cell over the whole width, a title for the rows below it. A row ``APART`` has a cell
    that spans other columns than the header's; it must not borrow its labels: « Durée du traitement :
    Instruction au patient » would be false.
    """

    HEAD = "head"
    BODY = "body"
    BAND = "band"
    APART = "apart"


class GridRow(NamedTuple):
    """A row. ``step`` is ``(2, 3)`` for the second of the three steps its author lined up in one row.

    ``stepped`` are the columns that change from a step to the next.
    """

    slots: tuple[Slot, ...]
    kind: RowKind
    step: tuple[int, int] = (1, 1)
    stepped: frozenset[int] = frozenset()

    def written(self) -> list[Slot]:
        """The cells that hold something."""
        return [slot for slot in self.slots if slot.cell.blocks]


class Grid(NamedTuple):
    """A table on its grid.

    ``labels`` are the header's words for each column; ``missing`` the labels of the columns that no row
    fills, which are no longer in the grid.
    """

    rows: tuple[GridRow, ...]
    columns: int
    labels: tuple[str, ...]
    missing: tuple[str, ...] = ()

    def label_of(self, slot: Slot) -> str:
        """The header's words for a cell of a body row; empty when the table has no header."""
        return _distinct(self.labels[slot.column : slot.column + slot.span])


def to_grid(table: Table) -> Grid:
    """The table on its grid, without the columns in which nothing starts or nothing is written."""
    rows = _merge_columns(_expand(table))
    columns = max((slot.column + slot.span for row in rows for slot in row.slots), default=0)
    rows = _with_kinds(rows, columns)
    labels = _labels(rows, columns)
    filled = _filled(rows, columns)
    kept = {label for label, is_filled in zip(labels, filled, strict=True) if is_filled}
    missing = [label for label in labels if label and label not in kept]
    rows = _drop_columns(rows, filled)
    return Grid(
        rows=tuple(part for row in rows for part in _split_steps(row)),
        columns=sum(filled),
        labels=tuple(label for label, is_filled in zip(labels, filled, strict=True) if is_filled),
        missing=tuple(dict.fromkeys(missing)),
    )


def cell_text(blocks: tuple[Block, ...]) -> str:
    """The words of a cell on one line."""
    return " ".join(filter(None, map(_block_text, blocks)))


def _block_text(block: Block) -> str:
    match block:
        case Paragraph():
            return block.text.replace("\n", " ")
        case ListBlock():
            return " ".join(cell_text(item) for item in block.items)
        case Preformatted():
            return " ".join(block.lines)
        case Table():  # inside a cell: a label, or a column that holds nothing else, must not lose it
            rows = (*block.head, *block.body, *block.foot)
            return " ".join(filter(None, (cell_text(cell.blocks) for row in rows for cell in row)))
        case _:
            return ""


def _expand(table: Table) -> list[GridRow]:
    """Rows with every cell at its column, those that reach down from above included."""
    written = [(row, True) for row in table.head]
    written += [(row, False) for row in table.body + table.foot]
    rows = []
    placed = 0
    # by column: a cell of a row above, and how many rows it still covers
    reaching: dict[int, tuple[Slot, int]] = {}
    was_head = True
    for cells, is_head in written:
        if was_head and not is_head:  # a label never reaches down among the values
            reaching = {}
        was_head = is_head
        slots = tuple(_place(cells, reaching))
        still = {column: (slot, left - 1) for column, (slot, left) in reaching.items() if left > 1}
        for slot in slots:
            if slot.first and slot.cell.rowspan > 1:
                still[slot.column] = (slot._replace(first=False), slot.cell.rowspan - 1)
        placed += len(slots)
        reaching = still if placed < _MOST_SLOTS else {}
        rows.append(GridRow(slots, RowKind.HEAD if is_head else RowKind.BODY))
    return rows


def _place(cells: Row, reaching: dict[int, tuple[Slot, int]]) -> Iterator[Slot]:
    column = 0
    ahead = iter(sorted(reaching))
    next_taken = next(ahead, None)
    for cell in cells:
        while next_taken is not None and next_taken <= column:
            slot = reaching[next_taken][0]
            yield slot
            column = slot.column + slot.span
            next_taken = next(ahead, None)
        span = cell.colspan if next_taken is None else min(cell.colspan, next_taken - column)
        yield Slot(cell, column, span)
        column += span
    while next_taken is not None:
        yield reaching[next_taken][0]
        next_taken = next(ahead, None)


def _merge_columns(rows: list[GridRow]) -> list[GridRow]:
    starts = sorted({slot.column for row in rows for slot in row.slots})

    def moved(slot: Slot) -> Slot:
        first = bisect_left(starts, slot.column)
        return slot._replace(column=first, span=bisect_left(starts, slot.column + slot.span) - first)

    return [row._replace(slots=tuple(map(moved, row.slots))) for row in rows]


def _with_kinds(rows: list[GridRow], columns: int) -> list[GridRow]:
    headed = {(slot.column, slot.span) for row in rows if row.kind is RowKind.HEAD for slot in row.slots}

    def kind(row: GridRow) -> RowKind:
        written = row.written()
        if len(written) == 1 and written[0].span >= columns > 1:
            return RowKind.BAND
        follows = all(slot.span == 1 or (slot.column, slot.span) in headed for slot in written)
        return RowKind.APART if row.kind is RowKind.BODY and headed and not follows else row.kind

    return [row._replace(kind=kind(row)) for row in rows]


def _labels(rows: list[GridRow], columns: int) -> list[str]:
    found: list[list[str]] = [[] for _ in range(columns)]
    for row in rows:
        for slot in row.slots if row.kind is RowKind.HEAD else ():
            text = cell_text(slot.cell.blocks)
            for names in found[slot.column : slot.column + slot.span]:
                if text and text not in names:
                    names.append(text)
    return [" / ".join(names) for names in found]


def _filled(rows: list[GridRow], columns: int) -> list[bool]:
    """Which columns a body row fills; those of the header when there is no such row."""
    filled = [False] * columns
    kinds = [RowKind.BODY] if any(row.kind is RowKind.BODY for row in rows) else [RowKind.HEAD]
    for row in rows:
        for slot in row.written() if row.kind in kinds else ():
            filled[slot.column : slot.column + slot.span] = [True] * slot.span
    return filled if any(filled) else [True] * columns


def _drop_columns(rows: list[GridRow], filled: list[bool]) -> list[GridRow]:
    kept = [0]
    for is_filled in filled:
        kept.append(kept[-1] + is_filled)

    def moved(slot: Slot) -> Slot:
        column = kept[slot.column]
        return slot._replace(column=column, span=kept[slot.column + slot.span] - column)

    def kept_slots(row: GridRow) -> tuple[Slot, ...]:
        if row.kind in (RowKind.BAND, RowKind.APART):  # written across the table, whatever its columns
            return row.slots
        return tuple(slot for slot in map(moved, row.slots) if slot.span)

    return [row._replace(slots=kept_slots(row)) for row in rows]


def _split_steps(row: GridRow) -> Iterator[GridRow]:
    steps = step_cells([(slot.column, slot.cell) for slot in row.slots if slot.first])
    if row.kind is RowKind.BODY:
        yield from split_row(row, steps)
    else:
        yield row


def split_row(row: GridRow, steps: dict[int, list[Cell]]) -> Iterator[GridRow]:
    """The row cut in as many as its cells have steps; the other cells stay in the first."""
    if not steps:
        yield row
        return
    count = len(next(iter(steps.values())))
    for number in range(count):
        slots = tuple(
            slot._replace(cell=steps[slot.column][number]) if slot.column in steps else slot
            for slot in row.slots
            if number == 0 or slot.column in steps
        )
        yield row._replace(slots=slots, step=(number + 1, count), stepped=frozenset(steps))


def _distinct(labels: tuple[str, ...]) -> str:
    """One label for several columns: what they share when they share it, else all of them."""
    names = [label.split(" / ") for label in labels]
    shared = [name for name in names[0] if all(name in others for others in names)]
    return " / ".join(shared) or " – ".join(dict.fromkeys(filter(None, labels)))
