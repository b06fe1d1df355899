"""A curve drawn in cells: values over time, and the range they are expected in."""

import math
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from textual.strip import Strip
from textual.widget import Widget

from dmptui.core.model.days import in_figures
from dmptui.theme import Role, Tone, palette_of
from dmptui.widgets.paint import Spans, paint

_SHADE = "░"
_DATE = 12
"""Cells a date of the axis takes, with the blank around it."""
_MONTHS = 120
"""Days from which months are enough to tell two dates of the axis apart."""
_BRAILLE = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The dot of a cell, by line and column."""


class Dot(NamedTuple):
    """A value: where it is, its sign, one cell wide, and the role of the sign."""

    day: date
    value: float
    sign: str = "●"
    role: Role = Tone.NORMAL


class Band(NamedTuple):
    """What is expected from a day on; a bound may be missing."""

    day: date
    low: float | None
    high: float | None


class Curve(NamedTuple):
    """What to draw. ``dots`` and ``bands`` are in order of date."""

    dots: Sequence[Dot] = ()
    bands: Sequence[Band] = ()


class Plot(Widget):
    """A curve, with one of its dots under the cursor.

    Args:
        id: of the widget.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Plot { width: 1fr; height: 1fr; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._curve = Curve()
        self._cursor: int | None = None
        self._lines: tuple[Spans, ...] | None = None

    def show(self, curve: Curve, cursor: int | None = None) -> None:
        """Show a curve, the cursor on the dot of this index."""
        if (curve, cursor) != (self._curve, self._cursor):
            self._curve, self._cursor = curve, cursor
            self._lines = None
            self.refresh()

    def on_resize(self) -> None:
        """Another drawing fits."""
        self._lines = None
        self.refresh()

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """A line of the drawing."""
        if self._lines is None:
            self._lines = draw(self._curve, self.size.width, self.size.height, self._cursor)
        return paint(self._lines[y] if y < len(self._lines) else (), palette_of(self), self.size.width)


def draw(curve: Curve, width: int, height: int, cursor: int | None = None) -> tuple[Spans, ...]:
    """The lines of a curve over its axis of time and the dates under it.

    Args:
        curve: what to draw.
        width, height: in cells.
        cursor: index of the dot that stands out.

    Returns:
        ``height`` lines of at most ``width`` cells; none when there is no dot, or no room to draw.
    """
    if not curve.dots or height < 4:
        return ()
    scale = _Scale.of(curve, height - 2)
    labels = _labels(curve, scale)
    left = max(map(len, labels.values())) + 1
    columns = width - left - 1
    if columns < 8:
        return ()
    time = _Time.of(curve, columns)
    cells = _cells(curve, scale, time, cursor)
    lines: list[Spans] = []
    for row in range(scale.rows):
        axis = "┤" if row in labels else "│"
        lines.append(
            [(labels.get(row, "").rjust(left), Tone.DIM), (axis, "rule"), *_row(cells, row, columns)]
        )
    ticks = time.ticks()
    axis = "".join("┬" if column in ticks else "─" for column in range(columns))
    lines.append([(" " * left + "└" + axis, "rule")])
    lines.append([(" " * (left + 1) + _dates(ticks, columns), Tone.DIM)])
    return tuple(lines)


class _Scale(NamedTuple):
    """The axis of values: ``rows`` lines of cells, four dots high each; ``step`` is a round number."""

    bottom: float
    top: float
    step: float
    rows: int

    @classmethod
    def of(cls, curve: Curve, rows: int) -> "_Scale":
        """The scale that the values and the ranges fill."""
        bounds = [bound for band in curve.bands for bound in (band.low, band.high) if bound is not None]
        values = [*bounds, *(dot.value for dot in curve.dots)]
        low, high = min(values), max(values)
        if high - low <= 1e-9 * max(abs(low), abs(high)):
            margin = abs(low) / 10 or 1.0
            low, high = low - margin, high + margin
        step = _round_step((high - low) / max(1, rows // 3))
        return cls(low, high, step, rows)

    def round_numbers(self) -> Iterator[float]:
        """Multiples of the step."""
        for number in range(math.ceil(self.bottom / self.step), math.floor(self.top / self.step) + 1):
            yield number * self.step

    def dot(self, value: float) -> int:
        """The line of dots of a value, counted from the top."""
        return round((self.top - value) / (self.top - self.bottom) * (self.rows * 4 - 1))

    def row(self, value: float) -> int:
        """The line of cells of a value."""
        return self.dot(value) // 4


class _Time(NamedTuple):
    """The axis of time: ``columns`` cells, two dots wide each."""

    start: int
    days: int
    columns: int

    @classmethod
    def of(cls, curve: Curve, columns: int) -> "_Time":
        """From the first dot to the last; a lone day is in the middle."""
        start, end = curve.dots[0].day.toordinal(), curve.dots[-1].day.toordinal()
        return cls(start, end - start, columns)

    def dot(self, day: date) -> int:
        """The column of dots of a day."""
        if not self.days:
            return self.columns
        return round((day.toordinal() - self.start) / self.days * (self.columns * 2 - 1))

    def ticks(self) -> dict[int, str]:
        """The date of some columns, evenly apart, no two the same."""
        if not self.days:
            return {self.columns // 2: in_figures(date.fromordinal(self.start))}
        parts = max(1, self.columns // _DATE)
        found: dict[int, str] = {}
        for part in range(parts + 1):
            day = date.fromordinal(self.start + self.days * part // parts)
            figures = in_figures(day)
            text = figures[3:] if self.days >= _MONTHS else figures[:6] + figures[8:]
            if text not in found.values():
                found[self.dot(day) // 2] = text
        return found


_Cells = dict[tuple[int, int], tuple[str, Role]]
"""The sign of each cell that is not blank, by line and column."""


def _cells(curve: Curve, scale: _Scale, time: _Time, cursor: int | None) -> _Cells:
    cells: _Cells = {}
    for band, columns in _spread(curve.bands, time):
        top = 0 if band.high is None else scale.row(band.high)
        bottom = scale.rows - 1 if band.low is None else scale.row(band.low)
        cells |= {(row, column): (_SHADE, "rule") for row in range(top, bottom + 1) for column in columns}
    spots = [(scale.dot(dot.value), time.dot(dot.day)) for dot in curve.dots]
    drawn: dict[tuple[int, int], int] = {}
    for line, column in _joined(spots):
        place = (line // 4, column // 2)
        drawn[place] = drawn.get(place, 0) | _BRAILLE[line % 4][column % 2]
    cells |= {place: (chr(0x2800 + bits), Tone.DIM) for place, bits in drawn.items()}
    for index, (line, column) in enumerate(spots):
        if index != cursor:
            cells[line // 4, column // 2] = curve.dots[index].sign, curve.dots[index].role
    if cursor is not None:  # last: another dot may be in the same cell
        line, column = spots[cursor]
        cells[line // 4, column // 2] = curve.dots[cursor].sign, "cursor"
    return cells


def _spread(bands: Sequence[Band], time: _Time) -> Iterator[tuple[Band, range]]:
    """The columns each range holds for; before the first one, the first."""
    starts = [min(time.columns, max(0, time.dot(band.day) // 2)) for band in bands]
    for index, band in enumerate(bands):
        end = starts[index + 1] if index + 1 < len(bands) else time.columns
        yield band, range(starts[index] if index else 0, end)


def _joined(spots: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Every dot of the segments from one spot to the next."""
    for (line, column), (next_line, next_column) in pairwise(spots):
        steps = max(abs(next_line - line), abs(next_column - column), 1)
        for step in range(steps + 1):
            yield (
                line + round((next_line - line) * step / steps),
                column + round((next_column - column) * step / steps),
            )


def _row(cells: _Cells, row: int, columns: int) -> Iterator[tuple[str, Role]]:
    for column in range(columns):
        yield cells.get((row, column), (" ", Tone.NORMAL))


def _labels(curve: Curve, scale: _Scale) -> dict[int, str]:
    """The numbers along the axis: the bounds of the latest range first, then where there is room."""
    latest = curve.bands[-1] if curve.bands else None
    bounds = [bound for bound in (latest.low, latest.high) if bound is not None] if latest else []
    labels: dict[int, str] = {}
    for value in (*bounds, *scale.round_numbers(), scale.bottom, scale.top):
        row = scale.row(value)
        if not labels.keys() & {row - 1, row, row + 1}:
            labels[row] = _french(value)
    return labels


def _dates(ticks: dict[int, str], columns: int) -> str:
    """The dates under their ticks, none cut."""
    line = ""
    for column, text in ticks.items():
        start = min(max(0, column - len(text) // 2), columns - len(text))
        if start >= len(line):
            line = line.ljust(start) + text + " "
    return line.rstrip()


def _round_step(least: float) -> float:
    """The round number (1, 2 or 5 times a power of ten) from this one on."""
    power = 10.0 ** math.floor(math.log10(least))
    return next((power * factor for factor in (1, 2, 5) if power * factor >= least), power * 10)


def _french(value: float) -> str:
    return f"{value:.5g}".replace(".", ",")
