"""How the lines of a list are painted: the header, a row, the header of a group."""

from collections.abc import Sequence

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from dmptui.theme import Palette
from dmptui.widgets.cells import fit, printable
from dmptui.widgets.columns import GAP, Column, ColumnPlace, place
from dmptui.widgets.glyphs import CURSOR, MARKED, THUMB
from dmptui.widgets.paint import paint, paint_styles
from dmptui.widgets.rows import Row

_GUTTER = 3
"""Cells before the first column: cursor, mark, blank."""
_EDGE = 2
"""Cells after the last one: blank, thumb."""


def place_in_line(columns: Sequence[Column], width: int) -> list[ColumnPlace]:
    """Where the columns are in a line of this width."""
    return place(columns, width - _GUTTER - _EDGE)


def header_line(
    columns: Sequence[Column],
    placed: Sequence[ColumnPlace],
    ordered: tuple[int, bool] | None,
    palette: Palette,
    width: int,
) -> Strip:
    """The titles; ``ordered`` is the column the rows are sorted by, and whether it descends."""
    cells = []
    for index, size in placed:
        title = columns[index].title
        if ordered is not None and ordered[0] == index:
            title += " ↓" if ordered[1] else " ↑"
        cells.append(fit(title, size, columns[index].align))
    return paint([(" " * _GUTTER + (" " * GAP).join(cells), "header")], palette, width)


def group_line(title: str, palette: Palette, width: int, *, thumb: bool) -> Strip:
    """The header of a group, between thin rules."""
    title = fit(title, min(cell_len(printable(title)), max(0, width - 10)))
    rule = "─" * (width - cell_len(title) - 7)
    end = THUMB.sign if thumb else " "
    return paint([(" ── ", "rule"), (title, "band"), (f" {rule} {end}", "rule")], palette, width)


def row_line(
    row: Row,
    columns: Sequence[Column],
    placed: Sequence[ColumnPlace],
    palette: Palette,
    width: int,
    *,
    bar: Style | None,
    thumb: bool,
    marked: bool = False,
) -> Strip:
    """A row.

    Args:
        row: what it says.
        columns: of the list.
        placed: where they are.
        palette: of the theme.
        width: of the line, in cells.
        bar: style of the whole line when the cursor is on it.
        thumb: whether the thumb of the scroll position is on it.
        marked: whether it is one of those an action is for.
    """
    tone = palette[row.tone]
    if bar is not None and tone.bold:
        bar += Style(bold=True)
    pieces = [
        (CURSOR.sign if bar is not None else " ", bar or tone),
        (MARKED.sign if marked else fit(row.mark, 1), bar or palette[row.mark_role]),
        (" ", bar or tone),
    ]
    for number, (index, size) in enumerate(placed):
        cell, column = row.cells[index], columns[index]
        text, role = (cell, column.role) if isinstance(cell, str) else cell
        blank = " " * GAP if number else ""
        pieces.append((blank + fit(text, size, column.align), bar or (palette[role] if role else tone)))
    filled = sum(cell_len(text) for text, _style in pieces)
    pieces.append((" " * (width - 1 - filled), bar or tone))
    pieces.append((THUMB.sign, palette["rule"]) if thumb else (" ", bar or tone))
    return paint_styles(pieces, palette["normal"], width)
