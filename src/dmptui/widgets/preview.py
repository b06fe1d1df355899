"""A pane beside or under a list, that says more of the line the cursor is on."""

from collections.abc import Callable, Sequence

from textual.strip import Strip
from textual.widget import Widget

from dmptui.theme import palette_of
from dmptui.widgets.paint import Spans, paint

Lines = Callable[[int], Sequence[Spans]]
"""The lines of a width."""


class Preview(Widget):
    """Lines that do not scroll: what does not fit is a key away.

    Args:
        id: of the widget.
    """

    ALLOW_SELECT = False
    DEFAULT_CSS = "Preview { width: 1fr; height: 1fr; padding: 0 1 0 2; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._make: Lines = lambda _width: ()
        self._laid_out: tuple[int, Sequence[Spans]] = (-1, ())

    def show(self, lines: Lines) -> None:
        """Show other lines; they are laid out when they are painted."""
        self._make = lines
        self._laid_out = (-1, ())
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """One of them."""
        width = self.size.width
        if self._laid_out[0] != width:
            self._laid_out = (width, self._make(width))
        lines = self._laid_out[1]
        return paint(lines[y] if y < len(lines) else (), palette_of(self), width)
