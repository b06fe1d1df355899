"""A document to read: lines laid out beforehand for a width, painted when they come on the screen."""

from collections.abc import Callable, Sequence

from textual import events
from textual.cache import LRUCache
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, bindings, register
from dmptui.core.text import N_
from dmptui.theme import Role, palette_of
from dmptui.widgets.laid_out import BEGINNING, LaidOut, SectionMark, Spot, line_at, spot_of
from dmptui.widgets.matches import Match, find_matches, highlight
from dmptui.widgets.paint import paint

register(
    "reader",
    N_("Dans un document"),
    Action("line(1)", ("down", "j"), N_("ligne suivante"), shown=False),
    Action("line(-1)", ("up", "k"), N_("ligne précédente"), shown=False),
    Action("page(1)", ("space", "pagedown"), N_("page suivante"), shown=False),
    Action("page(-1)", ("b", "pageup"), N_("page précédente"), shown=False),
    Action("half(1)", ("d",), N_("demi-page suivante"), shown=False),
    Action("half(-1)", ("u",), N_("demi-page précédente"), shown=False),
    Action("top", ("home", "g"), N_("début"), shown=False),
    Action("bottom", ("end", "G"), N_("fin"), shown=False),
    Action("section(1)", ("n",), N_("section suivante")),
    Action("section(-1)", ("p",), N_("section précédente"), shown=False),
    Action("match(1)", ("N",), N_("mot trouvé suivant"), shown=False),
    Action("match(-1)", ("P",), N_("mot trouvé précédent"), shown=False),
)

_MARGIN = 2
"""Blank cells on each side of the text."""


class Reader(Widget, can_focus=True):
    """Shows a document and moves in it."""

    BINDINGS = bindings("reader")
    ALLOW_SELECT = False
    DEFAULT_CSS = "Reader { width: 1fr; height: 1fr; }"

    class Moved(Message):
        """Another part of the document is on the screen: see `section` and `percent`."""

        def __init__(self, reader: "Reader") -> None:
            super().__init__()
            self.reader = reader

        @property
        def control(self) -> "Reader":
            """The reader."""
            return self.reader

    class _Laid(Message):
        """A thread has laid the document out."""

        def __init__(self, request: int, layout: LaidOut) -> None:
            super().__init__()
            self.request = request
            self.layout = layout

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._layout_for: Callable[[int], LaidOut] | None = None
        self._lines: Sequence[Sequence[tuple[str, Role]]] = ()
        self._sections: Sequence[SectionMark] = ()
        self._top = 0
        self._target: Spot | None = None
        self._request = 0
        self._laid_width = 0
        self._words: Sequence[str] = ()
        self._matches: Sequence[Match] = ()
        self._match: int | None = None
        self._strips: LRUCache[int, Strip] = LRUCache(512)

    # What a page asks

    def show(
        self, layout_for: Callable[[int], LaidOut], at: Spot = BEGINNING, words: Sequence[str] = ()
    ) -> None:
        """Show another document.

        Args:
            layout_for: gives the document laid out for a width in cells. Called in a thread, at each
                change of width; what is on the screen stays until it returns.
            at: where to begin.
            words: looked for from there as soon as it is laid out, see ``search``.
        """
        self._layout_for = layout_for
        self._words, self._target, self._laid_width = words, at, 0
        self._matches, self._match = (), None
        if not self.size.width:  # hidden: what was there must not come back for a moment
            self._lines = ()
        self._lay_out()

    @property
    def spot(self) -> Spot:
        """The place at the top of the screen, for ``show``."""
        return spot_of(self._top, self._sections, len(self._lines))

    @property
    def section(self) -> int | None:
        """Index of the section at the top of the screen; None before the first one."""
        passed = [i for i, mark in enumerate(self._sections) if mark.line <= self._top]
        return passed[-1] if passed else None

    @property
    def sections(self) -> Sequence[SectionMark]:
        """The sections of the document as it is laid out now."""
        return self._sections

    @property
    def percent(self) -> int:
        """How much has been shown, 0 to 100."""
        total = len(self._lines)
        return 100 if total <= self.size.height else 100 * (self._top + self.size.height) // total

    @property
    def matches(self) -> tuple[int, int]:
        """(number of the current match from 1, or 0; how many there are)."""
        return (0 if self._match is None else self._match + 1), len(self._matches)

    @property
    def here(self) -> int:
        """Index of the line of the current match, else of the one at the top of the screen."""
        return self._top if self._match is None else self._matches[self._match].line

    @property
    def lines(self) -> Sequence[Sequence[tuple[str, Role]]]:
        """The document as it is laid out now."""
        return self._lines

    def search(self, *words: str) -> int:
        """Highlight every occurrence, whatever its case and accents, and go to the first from here on.

        Args:
            words: what to look for, each as it is; nothing to stop.

        Returns:
            How many there are.
        """
        self._words = words
        self._find_matches()
        self._match = None
        self._go_to_first_match()
        self.refresh()
        return len(self._matches)

    def go_to_section(self, index: int) -> None:
        """Bring the beginning of this section to the top of the screen."""
        if index < len(self._sections):
            self._bring(self._sections[index].line)

    # Keys

    def action_line(self, step: int) -> None:
        """By lines."""
        self._bring(self._top + step)

    def action_page(self, step: int) -> None:
        """By pages; a line stays, to keep the thread."""
        self._bring(self._top + step * max(1, self.size.height - 1))

    def action_half(self, step: int) -> None:
        """By half pages."""
        self._bring(self._top + step * max(1, self.size.height // 2))

    def action_top(self) -> None:
        """To the beginning."""
        self._bring(0)

    def action_bottom(self) -> None:
        """To the end."""
        self._bring(len(self._lines))

    def action_section(self, step: int) -> None:
        """To the next or the previous section."""
        starts = [mark.line for mark in self._sections]
        target = (
            [s for s in starts if s > self._top] if step > 0 else [s for s in starts if s < self._top][::-1]
        )
        if target:
            self._bring(target[0])

    def action_match(self, step: int) -> None:
        """To the next or the previous match, round and round."""
        if self._match is not None:
            self._match = (self._match + step) % len(self._matches)
            self._strips.clear()
            self.refresh()
            self._show_match()
            self.post_message(self.Moved(self))  # the number of the match, even on the same screen

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Further."""
        event.stop()
        self._bring(self._top + 3)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Back."""
        event.stop()
        self._bring(self._top - 3)

    # Laying out

    def on_resize(self) -> None:
        """Lay out for the new width."""
        if self._laid_width != self.text_width:
            self._lay_out()
        else:
            self._bring(self._top)

    @property
    def text_width(self) -> int:
        """Cells of the longest line there is room for."""
        return max(1, self.size.width - 2 * _MARGIN)

    def _lay_out(self) -> None:
        layout_for, width = self._layout_for, self.text_width
        if layout_for is None or not self.size.width:
            return
        self._request += 1
        self._laid_width = width
        request = self._request

        def lay_out() -> None:
            self.post_message(self._Laid(request, layout_for(width)))

        self.run_worker(lay_out, thread=True, exclusive=True, group="layout", name="layout")

    def on_reader__laid(self, message: "Reader._Laid") -> None:
        """Show the new lines where the reader was: same section, same share of it."""
        message.stop()
        if message.request != self._request:
            return
        is_new, spot = self._target is not None, self._target or self.spot
        self._target = None
        self._lines, self._sections = message.layout.lines, message.layout.sections
        self._top = self._clamped(line_at(spot, self._sections, len(self._lines)))
        self._find_matches()
        if is_new:
            self._go_to_first_match()
        self.refresh()
        self.post_message(self.Moved(self))

    # Moving

    def _clamped(self, top: int) -> int:
        return max(0, min(top, len(self._lines) - self.size.height))

    def _bring(self, top: int) -> None:
        top = self._clamped(top)
        if top != self._top:
            self._top = top
            self.refresh(Region(0, 0, self.size.width, self.size.height))
            self.post_message(self.Moved(self))

    def _find_matches(self) -> None:
        self._strips.clear()
        self._matches = find_matches(self._lines, self._words)
        self._match = None if not self._matches else min(self._match or 0, len(self._matches) - 1)

    def _go_to_first_match(self) -> None:
        """To the first from the top of the screen on; round when there is none below."""
        if self._matches:
            below = (i for i, match in enumerate(self._matches) if match.line >= self._top)
            self._match = next(below, 0)
            self._show_match()

    def _show_match(self) -> None:
        if self._match is None:
            return
        line = self._matches[self._match].line
        if not self._top <= line < self._top + self.size.height:
            self._bring(line - self.size.height // 3)

    # Painting

    def notify_style_update(self) -> None:
        """Another theme: paint all."""
        super().notify_style_update()
        self._strips.clear()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One line of the text."""
        palette, width = palette_of(self), self.size.width
        index = y + self._top
        if index >= len(self._lines):
            return Strip.blank(width, palette["normal"])
        strip = self._strips.get(index)
        if strip is None or strip.cell_length != width:
            spans = highlight(self._lines[index], index, self._matches, self._match)
            strip = paint([(" " * _MARGIN, "normal"), *spans], palette, width)
            self._strips[index] = strip
        return strip
