"""A row that does not follow its table's columns: its cells in turn, under no label of the header."""

from dmptui.core.documents.layout.box import BoxOf
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role, Span, line_text, restyle
from dmptui.core.documents.layout.slots import GridRow

_WIDEST_LABEL = 30
_LONGEST_LABEL = 60


def apart_lines(row: GridRow, box: BoxOf, label_width: int, width: int) -> list[Line]:
    """Two cells read as a label and its value when the first is short; more follow one another.

    Args:
        row: the row.
        box: gives the content of a cell.
        label_width: where the values of the rows around begin; 0 when they have no labels.
        width: the width of the table.
    """
    cells = [slot.cell for slot in row.written()]
    if len(cells) == 2:
        label = box(cells[0])
        widest = label_width or min(_WIDEST_LABEL, width // 3)
        if label.natural <= _LONGEST_LABEL and label.least <= widest:
            labels = restyle(label.lines(widest), Role.LABEL)
            return beside(labels, widest, box(cells[1]).lines(width - widest - 2))
    return [line for cell in cells for line in box(cell).lines(width)]


def beside(labels: list[Line], width: int, values: list[Line]) -> list[Line]:
    """Labels in a column of that width, values two cells to their right."""
    lines = []
    for index in range(max(len(labels), len(values))):
        label = labels[index] if index < len(labels) else EMPTY
        value = values[index] if index < len(values) else EMPTY
        blank = " " * (width - cell_len(line_text(label)) + 2)
        lines.append((*label, Span(blank), *value) if value else label)
    return lines
