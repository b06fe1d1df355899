"""The last gate before the terminal: every line Textual paints goes through these filters.

Whatever a document, a file name or a server holds, it cannot move the cursor, change the title, answer a
query, or show text in another order than it is written.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

from rich.cells import cell_len, set_cell_size
from rich.segment import Segment
from rich.style import Style
from textual.color import Color
from textual.filter import LineFilter

from dmptui.theme import MONO, choose_theme
from dmptui.widgets.cells import printable
from dmptui.widgets.glyphs import twins


class SafeLines(LineFilter):
    """Removes control, bidirectional and zero-width characters from text; the width stays the same.

    Control segments are Textual's own, and untouched.

    Args:
        twins: characters this terminal does not have, for `str.translate`, one cell for one cell.
    """

    def __init__(self, twins: Mapping[int, str] | None = None) -> None:
        super().__init__()
        self._twins = dict(twins or {})

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's
        """The same list when nothing has to change, as almost always."""
        if self._twins:
            return [self._safe(segment.text, segment) for segment in segments]
        if all(segment.text.isprintable() or segment.control for segment in segments):
            return segments
        return [self._safe(segment.text, segment) for segment in segments]

    def _safe(self, text: str, segment: Segment) -> Segment:
        if segment.control or (text.isascii() and text.isprintable()):
            return segment
        clean = printable(text).translate(self._twins)
        if clean == text:
            return segment
        return Segment(set_cell_size(clean, cell_len(text)), segment.style)


class Colourless(LineFilter):
    """Removes every colour and keeps bold, dim, underline and reverse: NO_COLOR as users mean it.

    Textual's own answer to NO_COLOR still sends greys.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002  Textual's
        """The same text without colours."""
        return [Segment(text, style and _colourless(style), control) for text, style, control in segments]


def line_filters(environ: Mapping[str, str]) -> Sequence[LineFilter]:
    """What ``App.get_line_filters`` must return, instead of Textual's own filters.

    Args:
        environ: as the program found it: Textual takes ``NO_COLOR`` out of its own copy.
    """
    safe = SafeLines(twins(environ))
    return (safe, Colourless()) if choose_theme(environ) == MONO.name else (safe,)


@lru_cache(256)
def _colourless(style: Style) -> Style:
    return style.without_color
