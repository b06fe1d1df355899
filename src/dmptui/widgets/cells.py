"""Text in terminal cells: what may be printed, cut to a width, wrapped."""

import re
from collections.abc import Iterator
from typing import Literal

from rich.cells import cell_len, set_cell_size

Align = Literal["left", "right"]

_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f"  # C0, delete, C1
    "\u00ad\u061c\u180e\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff"  # soft hyphen, marks, zero width
    "\u2028-\u202e\u2066-\u206f\ufff9-\ufffb"  # line separators, bidirectional overrides, annotations
    "\ud800-\udfff\U000e0000-\U000e01ef]"  # lone surrogates, tags, variation selectors
)
_BREAKS = re.compile(r"(?<!«)[ \t\r]+(?![ \t\r]*[:;?!»%](?:[ \t\r]|$))")
"""Where a line may break: not at a non-breaking space, nor where French typography wants one."""
_BLANKS = str.maketrans(dict.fromkeys("\t\n\r\xa0\u2007\u202f", " "))


def printable(text: str) -> str:
    """The text without anything that could steer a terminal or hide: controls, bidi, zero width.

    Tabs, ends of lines and non-breaking spaces become spaces.
    """
    return text if text.isprintable() else _UNSAFE.sub("", text.translate(_BLANKS))


def fit(text: str, width: int, align: Align = "left") -> str:
    """The text in exactly ``width`` cells: padded, or cut with an ellipsis."""
    text = printable(text)
    size = len(text) if text.isascii() else cell_len(text)
    if size <= width:
        blank = " " * (width - size)
        return text + blank if align == "left" else blank + text
    if width < 1:
        return ""
    cut = set_cell_size(text, width - 1).rstrip() + "…"
    return cut + " " * (width - cell_len(cut))


def wrap(text: str, width: int) -> list[str]:
    """The words of a text in lines of at most ``width`` cells; a longer word is cut.

    Args:
        text: paragraphs end with a newline.
        width: in cells, at least 1.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        line = ""
        for word in _words(paragraph, width):
            joined = f"{line} {word}" if line else word
            if cell_len(joined) <= width:
                line = joined
                continue
            if line:
                lines.append(line)
            line = fit(word, width) if cell_len(word) > width else word
        lines.append(line)
    return lines


def _words(paragraph: str, width: int) -> Iterator[str]:
    """What stays on one line; parts joined by non-breaking spaces are parted where they do not fit."""
    for word in map(printable, _BREAKS.split(paragraph)):
        if cell_len(word) > width:
            yield from word.split()
        elif word.strip():
            yield word.strip()
