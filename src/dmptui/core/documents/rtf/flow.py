"""Text of an RTF on its way to paragraphs, cells and tables."""

from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from dmptui.core.documents.cda.scripts import script

Block = dict[str, Any]
"""``{"lines": [text, ...]}``, or ``{"rows": [row, ...]}`` where a row is a list of ``Cell.as_json``."""


@dataclass(slots=True)
class Cell:
    """A cell: what is in it, and how it is merged with its neighbours.

    Attributes:
        merged: "", "left" when it continues the cell on its left, "above" when it continues the one above.
    """

    blocks: list[Block] = field(default_factory=list)
    merged: str = ""
    is_header: bool = False
    colspan: int = 1
    rowspan: int = 1

    def as_json(self) -> Block:
        """For the other process."""
        spans = {"colspan": self.colspan, "rowspan": self.rowspan}
        return {"blocks": self.blocks, "is_header": self.is_header, **spans}

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not any(block.get("rows") or any(block.get("lines", ())) for block in self.blocks)


@dataclass(slots=True)
class _OpenTable:
    rows: list[list[Cell]] = field(default_factory=list)
    row: list[Cell] = field(default_factory=list)
    cell: Cell = field(default_factory=Cell)


class Flow:
    """Paragraphs one after the other: the body, a note, a header."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.after: list[Block] = []
        """What stands below the paragraph that is being written: a text box."""
        self._pieces: list[tuple[str, bool, str]] = []
        self._tables: list[_OpenTable] = []

    # Text

    def write(self, text: str, *, struck: bool = False, script: str = "") -> None:
        """Text of the paragraph; ``script`` is "sup" or "sub"."""
        self._pieces.append((text, struck, script))

    def mark(self) -> int:
        """Where the paragraph is, for ``since``."""
        return len(self._pieces)

    def since(self, mark: int) -> str:
        """The text written since."""
        return "".join(text for text, *_style in self._pieces[mark:])

    def end_paragraph(self, depth: int) -> None:
        """The paragraph ends, in a cell of a table ``depth`` tables deep; 0 is in none."""
        _add_lines(self._container(depth), self._paragraph())
        self._flush_after(depth)

    # Tables

    def end_cell(self, depth: int) -> None:
        """The cell ends, and the paragraph in it."""
        container = self._container(depth)
        if self._pieces or not container:
            _add_lines(container, self._paragraph())
        self._flush_after(depth)
        table = self._tables[-1]
        table.row.append(table.cell)
        table.cell = Cell()

    def end_row(self, depth: int, merges: list[str], *, is_header: bool) -> None:
        """The row ends; ``merges`` are of its cells, when there are as many."""
        self._container(depth)
        table = self._tables[-1]
        if self._pieces or table.cell.blocks:
            self.end_cell(depth)
        if not table.row:
            return
        for index, cell in enumerate(table.row):
            cell.is_header = is_header
            if len(merges) == len(table.row):
                cell.merged = merges[index]
        table.rows.append(table.row)
        table.row = []

    def close(self) -> list[Block]:
        """All the blocks: what a row that was never ended has after its last cell is not of the table."""
        left_out = self._after_last_cell() if self._tables else []
        self._container(0)
        if self._pieces:
            self.end_paragraph(0)
        self._flush_after(0)
        for line in left_out:
            _add_lines(self.blocks, line)
        return self.blocks

    def _after_last_cell(self) -> list[str]:
        """End the row that was not; the lines that are past what can be its last cell."""
        self._container(1)
        cell = self._tables[0].cell
        if self._pieces:
            _add_lines(cell.blocks, self._paragraph())
        left_out: list[str] = []
        if len(cell.blocks) == 1 and "lines" in cell.blocks[0]:
            kept = 1 if self._tables[0].row else 0
            lines = cell.blocks[0]["lines"]
            left_out, cell.blocks = lines[kept:], [{"lines": lines[:kept]}] if kept else []
        if cell.blocks:
            self._tables[0].row.append(cell)
            self._tables[0].cell = Cell()
        self.end_row(1, [], is_header=False)
        return left_out

    def _container(self, depth: int) -> list[Block]:
        """Where blocks go, tables opened or closed as need be."""
        while len(self._tables) > depth:
            table = self._tables.pop()
            if table.row:
                table.rows.append(table.row)
            outer = self._tables[-1].cell.blocks if self._tables else self.blocks
            if table.rows:
                outer.append({"rows": _merged(table.rows)})
            for block in table.cell.blocks:
                outer.append(block)
        while len(self._tables) < depth:
            self._tables.append(_OpenTable())
        return self._tables[-1].cell.blocks if self._tables else self.blocks

    def _flush_after(self, depth: int) -> None:
        if self.after:
            self._container(depth).extend(self.after)
            self.after = []

    def _paragraph(self) -> str:
        if all(piece[1:] == (False, "") for piece in self._pieces):
            text = "".join(piece[0] for piece in self._pieces)
            self._pieces = []
            return text
        parts: list[str] = []
        for (struck, raised), pieces in groupby(self._pieces, key=lambda piece: piece[1:]):
            part = "".join(piece[0] for piece in pieces)
            if raised:
                part = script(part.replace("−", "-"), raised)
            if struck and part.strip():
                core = part.strip()
                start = part.index(core)
                part = f"{part[:start]}[barré : {core}]{part[start + len(core) :]}"
            parts.append(part)
        self._pieces = []
        return "".join(parts)


def _add_lines(container: list[Block], text: str) -> None:
    if not container or "lines" not in container[-1]:
        container.append({"lines": []})
    container[-1]["lines"] += text.split("\n")


def _merged(rows: list[list[Cell]]) -> list[list[Block]]:
    """The rows with spans in place of the cells that continue another."""
    above: dict[int, Cell] = {}
    found: list[list[Block]] = []
    kept: list[list[Cell]] = []
    for row in rows:
        line: list[Cell] = []
        for index, cell in enumerate(row):
            if cell.merged == "above" and cell.is_empty and index in above:
                above[index].rowspan += 1
            elif cell.merged == "left" and cell.is_empty and line:
                line[-1].colspan += 1
            else:
                line.append(cell)
                above[index] = cell
        kept.append(line)
    found += [[cell.as_json() for cell in line] for line in kept]
    return found
