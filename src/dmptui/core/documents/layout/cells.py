"""How many cells of a terminal a text takes."""

import re
import unicodedata

# Latin, Greek and Cyrillic letters, punctuation, arrows, mathematics, frames: one cell each.
_single = re.compile(
    "[\x20-\u02ff\u0370-\u0482\u2010-\u2027\u2030-\u205e\u2070-\u20bf\u2100-\u22ff\u2500-\u25fc]*"
)


def cell_len(text: str) -> int:
    """The width of a text on a terminal, in cells: 2 for a wide character, 0 for a combining mark."""
    if text.isascii() or _single.fullmatch(text):
        return len(text)
    return sum(map(character_cells, text))


def character_cells(character: str) -> int:
    """The width of one character, in cells."""
    if unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in ("W", "F") else 1
