"""A list of records: a virtual table, flat in the number of rows.

Only the lines on the screen exist. A move of the cursor repaints two lines, in one frame; there is no hover,
no blink, no animation, and no scrollbar widget: its thumb is a sign at the end of a line.
"""

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, bindings, register
from dmptui.core.text import N_
from dmptui.theme import Palette, palette_of
from dmptui.widgets.awaited import Awaited
from dmptui.widgets.columns import Column, ColumnPlace
from dmptui.widgets.paint import centred, paint
from dmptui.widgets.row_lines import group_line, header_line, place_in_line, row_line
from dmptui.widgets.rows import Group, Key, Row, find, nearest

register(
    "list",
    N_("Dans une liste"),
    Action("select", ("enter",), N_("ouvrir"), N_("Ouvre la ligne sélectionnée."), shown=False),
    Action("move(-1)", ("up", "k"), N_("monter"), shown=False),
    Action("move(1)", ("down", "j"), N_("descendre"), shown=False),
    Action("page(-1)", ("pageup",), N_("page précédente"), shown=False),
    Action("page(1)", ("pagedown",), N_("page suivante"), shown=False),
    Action("first", ("home", "g"), N_("première ligne"), shown=False),
    Action("last", ("end", "G"), N_("dernière ligne"), shown=False),
)


class RecordList(Widget, can_focus=True):
    """A table of rows under a header line; without titles, without one.

    Args:
        columns: from left to right.
        empty: what to say when there is no row: what is true, and which key helps; a line a ``\\n``.
        id: of the widget.

    Attributes:
        marked: keys of the rows that an action is for, with the one under the cursor or without it.
    """

    BINDINGS = bindings("list")
    ALLOW_SELECT = False
    DEFAULT_CSS = "RecordList { width: 1fr; height: 1fr; }"

    class _About(Message):
        def __init__(self, record_list: "RecordList", key: Key) -> None:
            super().__init__()
            self.record_list = record_list
            self.key = key

        @property
        def control(self) -> "RecordList":
            """The list."""
            return self.record_list

    class Highlighted(_About):
        """The cursor is on another row; ``key`` is None when the list became empty."""

    class Selected(_About):
        """The row of ``key`` was chosen (enter, or a click on the cursor)."""

    def __init__(self, columns: Sequence[Column], *, empty: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self.marked: frozenset[Key] = frozenset()
        self._columns = tuple(columns)
        self._rows: Sequence[Row | Group] = ()
        self._cursor: int | None = None
        self._highlighted: Key | None = None
        self._awaits = False
        self._top = 0
        self._sorted: tuple[int, bool] | None = None
        self._empty = empty
        self._awaited = Awaited()
        self._notice = empty
        self._placed: tuple[int, list[ColumnPlace]] = (-1, [])

    # What a page asks

    @property
    def rows(self) -> Sequence[Row | Group]:
        """The rows, group headers included."""
        return self._rows

    @property
    def key(self) -> Key | None:
        """Key of the row under the cursor; None without rows."""
        row = None if self._cursor is None else self._rows[self._cursor]
        return row.key if isinstance(row, Row) else None

    @property
    def is_waiting(self) -> bool:
        """Whether rows were announced by `wait` and have not come."""
        return bool(self._awaited)

    def set_rows(
        self, rows: Sequence[Row | Group], *, keep: Key | None = None, empty: str | None = None
    ) -> None:
        """Show other rows.

        Args:
            rows: kept as they are, not copied: do not change them afterwards.
            keep: key the cursor stays on if it is there; else it stays where it was on the screen.
            empty: replaces what is said without rows.
        """
        before, at = self.key, self._cursor or 0
        self._awaited.end()
        self._empty = self._empty if empty is None else empty
        self._notice = self._empty
        self._rows = rows
        found = None if keep is None else find(rows, keep)
        self._cursor = nearest(rows, at if found is None else found, 1)
        self._top = self._top_showing(self._cursor)
        self.refresh()
        if self.key != before or self.key is None:
            self._highlight()

    def set_empty(self, empty: str) -> None:
        """What is said without rows, which will not come."""
        self._awaited.end()
        self._empty = self._notice = empty
        self.refresh()

    def arrive(self) -> None:
        """Rows that were awaited have come, in the same places: they are painted if they are looked at."""
        if self._awaits:
            self._awaits = False
            self.refresh(self._body)
        if self.key != self._highlighted:
            self._highlight()

    def set_sorted(self, column: int | None, *, descending: bool = False) -> None:
        """Show by which column the rows are sorted; the page sorts them."""
        self._sorted = None if column is None else (column, descending)
        self.refresh(Region(0, 0, self.size.width, 1))

    def wait(self, text: str) -> None:
        """Say, in 150 ms if there are still no rows, that they are coming."""
        self._notice = ""
        self._awaited.begin(self, lambda: self._say(text))

    def go_to(self, key: Key) -> None:
        """Put the cursor on the row of this key, if there is one."""
        found = find(self._rows, key)
        if found is not None:
            self._move_to(found)

    # Keys and mouse

    def action_move(self, step: int) -> None:
        """Up or down by rows, over the group headers."""
        if self._cursor is None:
            return
        target = self._cursor + step
        while 0 <= target < len(self._rows) and not isinstance(self._rows[target], Row):
            target += step
        if 0 <= target < len(self._rows):
            self._move_to(target)
        elif step < 0:
            self._bring(0)

    def action_page(self, step: int) -> None:
        """Up or down by what the screen shows."""
        self._move_near((self._cursor or 0) + step * self._page, step)

    def action_first(self) -> None:
        """To the first row."""
        self._move_near(0, 1)
        self._bring(0)

    def action_last(self) -> None:
        """To the last row."""
        self._move_near(len(self._rows) - 1, -1)

    def action_select(self) -> None:
        """Choose the row under the cursor."""
        if self._cursor is not None:
            self.post_message(self.Selected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; choose the row that has it already."""
        at = event.y - self._head + self._top
        if event.y < self._head or not (0 <= at < len(self._rows) and isinstance(self._rows[at], Row)):
            return
        if at == self._cursor:
            self.action_select()
        else:
            self._move_to(at)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Show further rows; the cursor stays on its row."""
        event.stop()
        self._bring(self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Show earlier rows."""
        event.stop()
        self._bring(self._top - 3)

    def on_resize(self) -> None:
        """Keep the cursor on the screen, and the screen full."""
        self._top = self._top_showing(self._cursor)
        self.refresh()

    # Moving

    @property
    def _head(self) -> int:
        """Lines above the rows."""
        return 1 if any(column.title for column in self._columns) else 0

    @property
    def _page(self) -> int:
        return max(1, self.size.height - self._head)

    @property
    def _body(self) -> Region:
        return Region(0, self._head, self.size.width, self._page)

    def _lines_of(self, *indexes: int | None) -> list[Region]:
        """Where these rows are on the screen."""
        offsets = [i - self._top for i in indexes if i is not None and 0 <= i - self._top < self._page]
        return [Region(0, y + self._head, self.size.width, 1) for y in offsets]

    def _top_showing(self, index: int | None) -> int:
        """First line to show so that this row is on the screen, its group header too if it is next to it."""
        top = max(0, min(self._top, len(self._rows) - self._page))
        if index is None:
            return top
        above = index - 1 if index and isinstance(self._rows[index - 1], Group) else index
        return min(above, max(top, index - self._page + 1)) if self._page > 1 else index

    def _move_near(self, index: int, step: int) -> None:
        found = nearest(self._rows, index, step)
        if found is not None:
            self._move_to(found)

    def _move_to(self, index: int) -> None:
        old, self._cursor = self._cursor, index
        top = self._top_showing(index)
        if top != self._top:
            self._bring(top)
        elif old != index:
            self.refresh(*self._lines_of(old, index))
        if old != index:
            self._highlight()

    def _highlight(self) -> None:
        self._highlighted = self.key
        self.post_message(self.Highlighted(self, self._highlighted))

    def _bring(self, top: int) -> None:
        top = max(0, min(top, len(self._rows) - self._page))
        if top != self._top:
            self._top = top
            self.refresh(self._body)

    def _say(self, text: str) -> None:
        self._notice = text
        if not self._rows:
            self.refresh(self._body)

    # Painting

    def notify_style_update(self) -> None:
        """Another theme: paint all."""
        super().notify_style_update()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line: the header, a row, a group header, or what is said without rows."""
        palette, width = palette_of(self), self.size.width
        if y < self._head:
            return header_line(self._columns, self._place(width), self._sorted, palette, width)
        if not self._rows:
            return self._notice_line(y, palette, width)
        index = y - self._head + self._top
        if index >= len(self._rows):
            return Strip.blank(width, palette["normal"])
        row, thumb = self._rows[index], y - self._head in self._thumb
        if isinstance(row, Group):
            return group_line(row.title, palette, width, thumb=thumb)
        self._awaits = self._awaits or row.key is None
        bar = palette["cursor" if self.has_focus else "cursor_blurred"] if index == self._cursor else None
        placed, marked = self._place(width), bool(self.marked) and row.key in self.marked
        return row_line(row, self._columns, placed, palette, width, bar=bar, thumb=thumb, marked=marked)

    def _notice_line(self, y: int, palette: Palette, width: int) -> Strip:
        lines = self._notice.split("\n")
        index = y - max(self._head, (self.size.height - len(lines)) // 2)
        text = lines[index] if 0 <= index < len(lines) else ""
        return paint([(centred(text, width), "normal" if index == 0 else "dim")], palette, width)

    def _place(self, width: int) -> list[ColumnPlace]:
        if self._placed[0] != width:
            self._placed = (width, place_in_line(self._columns, width))
        return self._placed[1]

    @property
    def _thumb(self) -> range:
        """Lines of the page where the thumb of the scroll position is."""
        total, page = len(self._rows), self._page
        if total <= page:
            return range(0)
        size = max(1, page * page // total)
        start = round((page - size) * self._top / (total - page))
        return range(start, start + size)
