"""Pictures on a terminal with colours, as the screens draw them."""

import os
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

from dmptui.core.documents.blocks import Document, Kind, Page
from dmptui.core.documents.picture import SHOWN, Pixels, render
from dmptui.core.text import _

if TYPE_CHECKING:
    from rich.color import ColorSystem

_MOST_PAGES = 20
_ANY_HEIGHT = 1_000_000


def draw_pages(document: Document, width: int) -> None:
    """Print the pages of a document that is a picture; nothing of one that has words, or without colours.

    Args:
        document: as it was read.
        width: in cells.

    Raises:
        InvalidContent: it cannot be drawn within the limits.
    """
    colours = _colours()
    if colours is None or not _is_picture(document):
        return
    content = document.attachments[0].content()
    number, total = 0, 1
    while number < min(total, _MOST_PAGES):
        pixels = render(content, number, 2 * width, _ANY_HEIGHT)
        number, total = number + 1, pixels.pages
        if total > 1:
            print(_("page {n} sur {total}").format(n=number, total=total))
        for line in drawn_lines(pixels, width, colours):
            print(line)


def drawn_lines(pixels: Pixels, width: int, colours: "ColorSystem") -> Iterator[str]:
    """The lines of a picture, with the sequences that colour them."""
    from dmptui.widgets.quarters import segments

    for line in range(pixels.height // 2):
        cells = segments(pixels, line, 0, width)
        yield "".join(
            style.render(text, color_system=colours) if style else text for text, style, _c in cells
        )


def _is_picture(document: Document) -> bool:
    if document.kind not in (Kind.IMAGE, Kind.PDF) or any(isinstance(each, Page) for each in document.blocks):
        return False
    return document.attachments[0].media_type in SHOWN


def _colours() -> "ColorSystem | None":
    """How many colours the terminal has; None when they are too few, or it is none."""
    if not sys.stdout.isatty():
        return None
    from rich.color import ColorSystem

    from dmptui.theme import ANSI, MONO, choose_theme

    if choose_theme(os.environ) in (ANSI.name, MONO.name):
        return None
    true = os.environ.get("COLORTERM", "") in ("truecolor", "24bit")
    return ColorSystem.TRUECOLOR if true else ColorSystem.EIGHT_BIT
