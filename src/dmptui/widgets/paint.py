"""From spans of text to a strip, in as few changes of style as possible.

Textual sends every segment with its whole style and a reset, some 40 bytes in true colour: one
style a line is what makes a key cheap on a slow link.
"""

from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from dmptui.theme import Palette, Role
from dmptui.widgets.cells import printable

Spans = Sequence[tuple[str, Role]]
"""A line of text: (text, role) from left to right."""


def paint(spans: Iterable[tuple[str, Role]], palette: Palette, width: int) -> Strip:
    """A line of exactly ``width`` cells."""
    return paint_styles([(printable(text), palette[role]) for text, role in spans], palette["normal"], width)


def paint_styles(pieces: Iterable[tuple[str, Style]], base: Style, width: int) -> Strip:
    """The same, from printable text and styles; the line is cut or filled with ``base``."""
    segments: list[Segment] = []
    text, style = "", base
    for piece, role in pieces:
        if not piece:
            continue
        if role is style or (_blank(piece) and _same_blank(role, style)):
            text += piece
        elif _blank(text) and _same_blank(style, role):
            text, style = text + piece, role
        else:
            if text:
                segments.append(Segment(text, style))
            text, style = piece, role
    missing = width - sum(cell_len(segment.text) for segment in segments) - cell_len(text)
    if missing > 0 and (style is base or _same_blank(base, style)):
        text, missing = text + " " * missing, 0
    segments.append(Segment(text, style))
    return Strip(segments).adjust_cell_length(width, base)


def centred(text: str, width: int) -> str:
    """The text after the blank that centres it."""
    return " " * max(0, (width - cell_len(text)) // 2) + text


def _blank(text: str) -> bool:
    return not text or text.isspace()


def _same_blank(one: Style, other: Style) -> bool:
    """Whether a space looks the same in both styles."""
    return (
        one.bgcolor == other.bgcolor
        and not (one.reverse or other.reverse)
        and not (one.underline or other.underline)
    )
