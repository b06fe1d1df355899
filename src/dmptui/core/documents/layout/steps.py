"""Steps lined up across the cells of a row.

Authors write a tapered dose in one row, each step separated from the next by an empty line in every cell
(« 2 comprimés ⏎ ⏎ 1 comprimé » beside « 7 jours ⏎ ⏎ 5 jours »). Wrapped each on its own, the cells would
drift apart and a dose would stand beside the duration of another.
"""

from collections.abc import Sequence
from dataclasses import replace

from dmptui.core.documents.blocks import Cell, Paragraph, Run


def step_cells(cells: Sequence[tuple[int, Cell]]) -> dict[int, list[Cell]]:
    """The steps of a row, by column; empty unless two cells or more hold as many, and none another number."""
    groups = {column: _groups(cell) for column, cell in cells}
    several = {column: found for column, found in groups.items() if len(found) > 1}
    if len(several) < 2 or len({len(found) for found in several.values()}) > 1:
        return {}
    return several


def line_cells(cells: Sequence[tuple[int, Cell]]) -> dict[int, list[Cell]]:
    """The lines of the cells that hold as many, by column; empty unless two cells or more do."""
    lines = {column: found for column, cell in cells if len(found := _lines(cell)) > 1}
    counts = {len(found) for found in lines.values()}
    return lines if len(lines) > 1 and len(counts) == 1 else {}


def _lines(cell: Cell) -> list[Cell]:
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return []
    if "\n" not in cell.blocks[0].text:
        return []
    lines: list[list[Run]] = [[]]
    for run in cell.blocks[0].runs:
        for number, text in enumerate(run.text.split("\n")):
            if number:
                lines.append([])
            lines[-1].append(replace(run, text=text))
    return [replace(cell, blocks=(Paragraph(tuple(line)),)) for line in lines]


def _groups(cell: Cell) -> list[Cell]:
    if len(cell.blocks) != 1 or not isinstance(cell.blocks[0], Paragraph):
        return []
    paragraph = cell.blocks[0]
    if "\n\n" not in paragraph.text:
        return []
    groups: list[list[Run]] = [[]]
    breaks = 0
    for run in paragraph.runs:
        for number, line in enumerate(run.text.split("\n")):
            if number:
                breaks += 1
            if not line.strip():
                continue
            if groups[-1] and breaks > 1:
                groups.append([])
            elif groups[-1] and breaks:
                groups[-1].append(Run("\n"))
            breaks = 0
            groups[-1].append(replace(run, text=line))
    return [replace(cell, blocks=(Paragraph(tuple(group)),)) for group in groups]
