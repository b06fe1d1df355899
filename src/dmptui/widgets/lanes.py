"""A time line: lanes one under the other, the present on the right, a sign in each cell where something is.

Only the lines on the screen are painted; a move of the cursor repaints the two lanes it left and reached.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import NamedTuple

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, bindings, register
from dmptui.core.text import N_
from dmptui.theme import Tone, palette_of
from dmptui.widgets.cells import fit
from dmptui.widgets.glyphs import CURSOR
from dmptui.widgets.paint import paint, paint_styles

register(
    "lanes",
    N_("Sur la ligne de vie"),
    Action(
        "select",
        ("enter",),
        N_("ouvrir"),
        N_("Ouvre l'acte, ou va à la liste s'il y en a plusieurs."),
        shown=False,
    ),
    Action("step(-1)", ("left",), N_("acte précédent"), shown=False),
    Action("step(1)", ("right",), N_("acte suivant"), shown=False),
    Action("turn(-1)", ("up",), N_("ligne du dessus"), shown=False),
    Action("turn(1)", ("down",), N_("ligne du dessous"), shown=False),
    Action("leap(-1)", ("pageup",), N_("plus tôt"), N_("Recule d'un écran dans le temps."), shown=False),
    Action("leap(1)", ("pagedown",), N_("plus tard"), N_("Avance d'un écran dans le temps."), shown=False),
    Action("end(0)", ("home",), N_("premier acte"), shown=False),
    Action("end(-1)", ("end",), N_("dernier acte"), shown=False),
)

SPAN = "━"
"""What lasts several cells."""

_GUTTER = 26
"""Cells before the line: cursor, title, how many, blank."""
_TITLE = 17
_HEAD = 2
"""Lines of the scale."""


@dataclass(frozen=True, slots=True)
class LaneRow:
    """A lane.

    Attributes:
        title: dim when there is nothing on it. count: how many things are on it.
        signs: one a cell where something begins.
        spans: first and last cell of what lasts.
        since: first cell that was searched, where its thin line begins.
        note: said in the place of its signs when there are none.
    """

    title: str
    count: int = 0
    signs: Mapping[int, str] = field(default_factory=dict)
    spans: Sequence[tuple[int, int]] = ()
    since: int = 0
    note: str = ""


class Tick(NamedTuple):
    """A word of the scale, from a cell on; ``ruled`` when a line stands before it."""

    cell: int
    text: str
    ruled: bool = True


Ticks = Callable[[range], Sequence[Sequence[Tick]]]
"""The words of the two lines of the scale, in order, for the cells on the screen."""


class Lanes(Widget, can_focus=True):
    """Lanes on one scale of cells, numbered from any point of the past.

    Args:
        id: of the widget.

    Attributes:
        lane, cell: where the cursor is; ``cell`` is None without any sign.
    """

    BINDINGS = bindings("lanes")
    ALLOW_SELECT = False
    DEFAULT_CSS = "Lanes { width: 1fr; height: auto; }"

    class Moved(Message):
        """The cursor is elsewhere, or on something else."""

    class Chosen(Message):
        """Enter."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self.lane = 0
        self.cell: int | None = None
        self._rows: Sequence[LaneRow] = ()
        self._stops: list[list[int]] = []
        self._ticks: Ticks = lambda _cells: ((), ())
        self._present = 0
        self._left: int | None = None

    def show(self, rows: Sequence[LaneRow], ticks: Ticks, present: int, *, near: int | None = None) -> None:
        """Show other lanes.

        Args:
            rows: from top to bottom.
            ticks: the words of the scale.
            present: the cell of now.
            near: a cell close to which the cursor goes, on its lane or the next one that has signs; None
                leaves it where it is, at first close to the present.
        """
        grown = len(rows) != len(self._rows)
        self._rows, self._ticks, self._present = rows, ticks, present
        self._stops = [sorted(row.signs) for row in rows]
        self._left = None
        goal = self.cell if near is None else near
        filled = [i for i, stops in enumerate(self._stops) if stops]
        self.lane = min(filled, key=lambda i: (abs(i - self.lane), i), default=0)
        self.cell = _nearest(self._stops[self.lane], present if goal is None else goal) if filled else None
        self.refresh(layout=grown)
        self.post_message(self.Moved())

    # Keys and mouse

    def action_step(self, step: int) -> None:
        """To the next or the previous sign of the lane."""
        if self.cell is not None:
            stops = self._stops[self.lane]
            at = stops.index(self.cell) + step
            if 0 <= at < len(stops):
                self._go(self.lane, stops[at])

    def action_turn(self, step: int) -> None:
        """To the next lane that has signs, close to the cell where the cursor is."""
        if self.cell is None:
            return
        lane = self.lane + step
        while 0 <= lane < len(self._stops) and not self._stops[lane]:
            lane += step
        if 0 <= lane < len(self._stops):
            self._go(lane, _nearest(self._stops[lane], self.cell))

    def action_leap(self, step: int) -> None:
        """A screen further in time."""
        if self.cell is not None:
            self._go(self.lane, _nearest(self._stops[self.lane], self.cell + step * self._room))

    def action_end(self, which: int) -> None:
        """To the first or the last sign of the lane."""
        if self.cell is not None:
            self._go(self.lane, self._stops[self.lane][which])

    def action_select(self) -> None:
        """Choose what is under the cursor."""
        if self.cell is not None:
            self.post_message(self.Chosen())

    def on_click(self, event: events.Click) -> None:
        """To the sign nearest to the click; choose the one that has the cursor already."""
        lane = event.y - _HEAD
        if self.cell is None or not (0 <= lane < len(self._stops) and self._stops[lane]):
            return
        cell = _nearest(self._stops[lane], self._window().start + event.x - _GUTTER)
        if (lane, cell) == (self.lane, self.cell):
            self.action_select()
        else:
            self._go(lane, cell)

    def _go(self, lane: int, cell: int) -> None:
        if (lane, cell) == (self.lane, self.cell):
            return
        before, left = self._window(), self.lane
        self.lane, self.cell = lane, cell
        if self._window() != before:
            self.refresh()
        else:
            self.refresh(*(Region(0, y + _HEAD, self.size.width, 1) for y in {left, lane}))
        self.post_message(self.Moved())

    # Painting

    def get_content_height(self, *_sizes: object) -> int:
        """The scale and the lanes."""
        return _HEAD + len(self._rows)

    def notify_style_update(self) -> None:
        """Another theme: paint all."""
        super().notify_style_update()
        self.refresh()

    def on_resize(self) -> None:
        """More or less of the past fits."""
        self._left = None
        self.refresh()

    def on_focus(self) -> None:
        """The cursor is painted otherwise."""
        self.refresh()

    on_blur = on_focus

    @property
    def _room(self) -> int:
        """Cells of the line on the screen."""
        return max(1, self.size.width - _GUTTER - 1)

    def _window(self) -> range:
        """The cells on the screen: the present is on the right until the cursor leaves them."""
        room = self._room
        latest = self._present - room + 1
        left = latest if self._left is None else self._left
        if self.cell is not None and not left <= self.cell < left + room:
            centred = self.cell - room // 2
            left = centred if self.cell > self._present else min(latest, centred)
        self._left = left
        return range(left, left + room)

    def render_line(self, y: int) -> Strip:
        """A line of the scale, or a lane."""
        palette, width = palette_of(self), self.size.width
        cells = self._window()
        if y < _HEAD:
            line = _scale(self._ticks(cells)[y], cells)
            return paint([(" " * _GUTTER, Tone.DIM), (line, Tone.DIM)], palette, width)
        lane = y - _HEAD
        if lane >= len(self._rows):
            return Strip.blank(width, palette["normal"])
        row, here = self._rows[lane], lane == self.lane and self.cell is not None
        tone = palette[Tone.STRONG if here else Tone.NORMAL if row.count else Tone.DIM]
        mark = CURSOR.sign if here else " "
        pieces = [
            (f"{mark}  {fit(row.title, _TITLE)} ", tone),
            (fit(str(row.count) if row.count else "", 4, "right") + " ", palette[Tone.DIM]),
        ]
        bar = palette["cursor" if self.has_focus else "cursor_blurred"]
        if row.note and not row.count:
            pieces.append((fit(row.note, self._room), palette[Tone.DIM]))
        for cell in () if row.note and not row.count else cells:
            sign, role = self._sign(row, cell)
            pieces.append((sign, bar if here and cell == self.cell else palette[role]))
        return paint_styles(pieces, palette["normal"], width)

    def _sign(self, row: LaneRow, cell: int) -> tuple[str, str]:
        sign = row.signs.get(cell, "")
        if sign:
            return sign, "section" if sign == SPAN else "strong"
        if any(first <= cell <= last for first, last in row.spans):
            return SPAN, "section"
        if row.since <= cell <= self._present:
            return "─", "rule"
        return " ", Tone.NORMAL


def _nearest(stops: Sequence[int], cell: int) -> int:
    """The stop closest to a cell."""
    at = bisect_left(stops, cell)
    return min(stops[max(0, at - 1) : at + 1], key=lambda stop: abs(stop - cell))


def _scale(ticks: Sequence[Tick], cells: range) -> str:
    """A line of the scale: each word from its cell on, unless the next one comes too soon."""
    line = ""
    for tick, following in zip_longest(ticks, ticks[1:]):
        at, end = tick.cell - cells.start, following.cell if following else cells.stop
        rule = "│" if tick.ruled else ""
        word = rule + tick.text
        line = line.ljust(at)[:at] + (word if len(word) <= end - tick.cell else rule)
    return line.ljust(len(cells))
