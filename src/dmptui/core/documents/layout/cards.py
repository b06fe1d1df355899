"""A table too wide for the screen: one card a row, each value beside the label of its column."""

from dmptui.core.documents.layout.apart import apart_lines, beside
from dmptui.core.documents.layout.box import PROSE, Box, BoxOf
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role, restyle
from dmptui.core.documents.layout.slots import Grid, GridRow, RowKind
from dmptui.core.documents.layout.wrap import text_words, wrap
from dmptui.core.text import _


def card_lines(grid: Grid, box: BoxOf, width: int) -> list[Line]:
    """The rows of a grid as cards, an empty line between them."""
    label_width = _label_width(grid, width)
    labelled = any(row.kind is RowKind.BODY and row.written() for row in grid.rows)
    lines: list[Line] = []
    for row in grid.rows:
        match row.kind:
            case RowKind.HEAD if labelled:
                continue
            case RowKind.HEAD | RowKind.BAND:
                written = [line for slot in row.written() for line in box(slot.cell).lines(width)]
                rendered = restyle(written, Role.STRONG)
            case RowKind.BODY:
                rendered = _card(grid, row, box, label_width, width)
            case RowKind.APART:
                rendered = apart_lines(row, box, label_width, width)
        if lines and rendered and row.step[0] == 1 and row.kind is not RowKind.APART:
            lines.append(EMPTY)
        lines += rendered
    return lines


def _card(grid: Grid, row: GridRow, box: BoxOf, label_width: int, width: int) -> list[Line]:
    lines: list[Line] = []
    has_step = row.step[1] == 1
    for slot in sorted(row.written(), key=lambda slot: (slot.column in row.stepped, slot.column)):
        if not has_step and slot.column in row.stepped:
            step = _("étape {n}/{count}").format(n=row.step[0], count=row.step[1])
            lines += wrap(text_words(step, Role.DIM), width)
            has_step = True
        is_title = slot.column == 0 and row.step[0] == 1 and bool(label_width)
        role = Role.STRONG if is_title else Role.NORMAL
        lines += _field(grid.label_of(slot), box(slot.cell), role, label_width, width)
    return lines


def _field(label: str, value: Box, role: Role, label_width: int, width: int) -> list[Line]:
    """A label and its value beside it; below it when a word of the value would be cut there."""
    if not label:
        return restyle(value.lines(min(PROSE, width)), role)
    room = min(PROSE, width - label_width - 2)
    if value.least <= room:
        labels = wrap(text_words(label, Role.LABEL), label_width)
        return beside(labels, label_width, restyle(value.lines(room), role))
    return wrap(text_words(label, Role.LABEL), width) + restyle(value.lines(min(PROSE, width)), role)


def _label_width(grid: Grid, width: int) -> int:
    longest = max(map(cell_len, grid.labels), default=0)
    word = max((cell_len(word) for label in grid.labels for word in label.split(" ")), default=0)
    return min(longest, max(word, 12, width * 3 // 10), max(8, width // 2))
