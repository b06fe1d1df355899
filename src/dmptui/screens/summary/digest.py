"""A digest: short paragraphs under headings, with a cursor over those that lead somewhere."""

from collections.abc import Sequence

from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import bindings
from dmptui.screens.summary.lines import Heading, Paragraph, ScreenLine, lay
from dmptui.theme import Palette, Role, Tone, palette_of
from dmptui.widgets.cells import fit
from dmptui.widgets.glyphs import CURSOR, THUMB
from dmptui.widgets.paint import Spans, paint
from dmptui.widgets.rows import Key


class SummaryList(Widget, can_focus=True):
    """Shows paragraphs; its keys are those of a list.

    Args:
        id: of the widget.
    """

    BINDINGS = bindings("list")
    ALLOW_SELECT = False
    DEFAULT_CSS = "SummaryList { width: 1fr; height: 1fr; }"

    class _About(Message):
        def __init__(self, column: "SummaryList", key: Key | None) -> None:
            super().__init__()
            self.shown = column
            self.key = key

        @property
        def control(self) -> "SummaryList":
            """The digest."""
            return self.shown

    class Highlighted(_About):
        """The cursor is on another paragraph, or the digest has the focus now."""

    class Selected(_About):
        """The paragraph under the cursor was chosen."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._parts: Sequence[Heading | Paragraph] = ()
        self._cursor: int | None = None
        self._moved = False
        self._top = 0
        self._laid_out: tuple[int, list[ScreenLine]] = (-1, [])

    # What a page asks

    @property
    def key(self) -> Key | None:
        """Key of the paragraph under the cursor."""
        part = None if self._cursor is None else self._parts[self._cursor]
        return part.key if isinstance(part, Paragraph) else None

    def show(self, parts: Sequence[Heading | Paragraph]) -> None:
        """Show other paragraphs; the cursor, once moved, stays on its key, and the screen where it was."""
        if parts == self._parts:
            return
        key = self.key if self._moved else None
        self._parts, self._laid_out = parts, (-1, [])
        chosen = self._chosen
        self._cursor = next((i for i in chosen if self._key_at(i) == key), chosen[0] if chosen else None)
        self._top = self._clamped(self._top)
        self.refresh()
        self.post_message(self.Highlighted(self, self.key))

    # Keys and mouse

    def action_move(self, step: int) -> None:
        """Up or down by paragraphs."""
        targets = [i for i in self._chosen[::step] if self._cursor is None or (i - self._cursor) * step > 0]
        if targets:
            self._move_to(targets[0])
        else:
            self._bring(0 if step < 0 else len(self._lines))

    def action_page(self, step: int) -> None:
        """Up or down by what the screen shows."""
        at = self._lines_of(self._cursor).start + step * self.size.height
        on = [i for i in self._chosen if self._lines_of(i).start <= max(0, at)]
        if self._chosen:
            self._move_to(on[-1] if on else self._chosen[0])

    def action_first(self) -> None:
        """To the first paragraph."""
        if self._chosen:
            self._move_to(self._chosen[0])
        self._bring(0)

    def action_last(self) -> None:
        """To the last paragraph."""
        if self._chosen:
            self._move_to(self._chosen[-1])
        self._bring(len(self._lines))

    def action_select(self) -> None:
        """Choose the paragraph under the cursor."""
        if self._cursor is not None:
            self.post_message(self.Selected(self, self.key))

    def on_click(self, event: events.Click) -> None:
        """Put the cursor there; choose the paragraph that has it already."""
        at = event.y + self._top
        index = self._lines[at].of if at < len(self._lines) else None
        if index is None or self._key_at(index) is None:
            return
        if index == self._cursor:
            self.action_select()
        else:
            self._move_to(index)

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further."""
        event.stop()
        self._bring(self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Back."""
        event.stop()
        self._bring(self._top - 3)

    def on_focus(self) -> None:
        """Its cursor is the one that counts now."""
        self.post_message(self.Highlighted(self, self.key))

    def on_resize(self) -> None:
        """Keep the cursor on the screen, and the screen full."""
        self._top = self._clamped(self._top)
        self._show_cursor()
        self.refresh()

    # Moving

    @property
    def _chosen(self) -> list[int]:
        """The paragraphs that can be chosen."""
        return [i for i in range(len(self._parts)) if self._key_at(i) is not None]

    def _key_at(self, index: int) -> Key | None:
        part = self._parts[index]
        return part.key if isinstance(part, Paragraph) else None

    def _lines_of(self, index: int | None) -> range:
        found = [y for y, line in enumerate(self._lines) if index is not None and line.of == index]
        return range(found[0], found[-1] + 1) if found else range(0)

    def _move_to(self, index: int) -> None:
        old, self._cursor, self._moved = self._cursor, index, True
        if old == index:
            return
        if not self._show_cursor():
            for part in (old, index):
                lines = self._lines_of(part)
                self.refresh(Region(0, lines.start - self._top, self.size.width, len(lines)))
        self.post_message(self.Highlighted(self, self.key))

    def _show_cursor(self) -> bool:
        """Bring the cursor on the screen, with the heading just above it; whether that moved the screen."""
        lines = self._lines_of(self._cursor)
        if not lines:
            return False
        above = lines.start
        while above and self._lines[above - 1].of is None:
            above -= 1
        return self._bring(min(above, max(self._top, lines.stop - self.size.height)))

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.size.height))

    def _bring(self, top: int) -> bool:
        before, self._top = self._top, self._clamped(top)
        if self._top == before:
            return False
        self.refresh()
        return True

    # Painting

    def notify_style_update(self) -> None:
        """Another theme: paint all."""
        super().notify_style_update()
        self.refresh()

    @property
    def _lines(self) -> list[ScreenLine]:
        """The parts laid out for the width there is."""
        width = self.size.width
        if self._laid_out[0] != width:
            self._laid_out = (
                width,
                [line for i, part in enumerate(self._parts) for line in lay(part, i, width)],
            )
        return self._laid_out[1]

    def render_line(self, y: int) -> Strip:
        """A heading, or a line of a paragraph."""
        palette, width, index = palette_of(self), self.size.width, y + self._top
        if index >= len(self._lines):
            return Strip.blank(width, palette["normal"])
        line = self._lines[index]
        edge: Spans = [(THUMB.sign, "rule")] if y in self._thumb else [(" ", Tone.NORMAL)]
        if line.of is None or line.of != self._cursor:
            return _with_edge(line.spans, edge, palette, width)
        first = index == 0 or self._lines[index - 1].of != line.of
        text = "".join(text for text, _role in line.spans)
        bar: Role = "cursor" if self.has_focus else "cursor_blurred"
        sign = CURSOR.sign if first and self.has_focus else " "
        return _with_edge([(fit(sign + text[1:], width - 1), bar)], edge, palette, width)

    @property
    def _thumb(self) -> range:
        """Lines where the thumb of the scroll position is."""
        total, page = len(self._lines), self.size.height
        if total <= page:
            return range(0)
        size = max(1, page * page // total)
        start = round((page - size) * self._top / (total - page))
        return range(start, start + size)


def _with_edge(spans: Spans, edge: Spans, palette: Palette, width: int) -> Strip:
    return Strip.join([paint(spans, palette, width - 1), paint(edge, palette, 1)])
