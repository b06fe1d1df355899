"""Accents that a file draws apart, over or under their letter: « e´ » is « é », as older programs print."""

import unicodedata
from bisect import bisect_left
from collections.abc import Sequence

from dmptui.core.documents.pdf.glyphs import Glyph

_COMBINING = {
    "´": "\u0301", "`": "\u0300", "^": "\u0302", "ˆ": "\u0302", "¨": "\u0308", "~": "\u0303", "˜": "\u0303",
    "¸": "\u0327", "ˇ": "\u030c", "˚": "\u030a", "¯": "\u0304",
}  # fmt: skip
_DOTTED = {"ı": "i", "ȷ": "j"}  # without its dot, for the accent


def with_accents(glyphs: list[Glyph]) -> list[Glyph]:
    """The characters, an accent and the letter it stands over being one.

    They are matched by their places: the accents of a line may come after all its letters.
    """
    accents = [index for index, glyph in enumerate(glyphs) if glyph.text in _COMBINING]
    if not accents:
        return glyphs
    letters = sorted((glyph.left, index) for index, glyph in enumerate(glyphs) if _is_letter(glyph))
    found: list[Glyph | None] = list(glyphs)
    for index in accents:
        at = _letter_under(glyphs[index], glyphs, letters)
        if at is not None:
            letter = glyphs[at]
            base = _DOTTED.get(letter.text, letter.text)
            text = unicodedata.normalize("NFC", base + _COMBINING[glyphs[index].text])
            if len(text) == 1:
                found[at], found[index] = letter._replace(text=text), None
                _close_up(found, min(index, at), max(index, at))
    return [glyph for glyph in found if glyph is not None]


def _is_letter(glyph: Glyph) -> bool:
    return glyph.text.isalpha() and glyph.text not in _COMBINING  # some accents are said to be letters


def _letter_under(accent: Glyph, glyphs: Sequence[Glyph], letters: Sequence[tuple[float, int]]) -> int | None:
    """The index of the letter; ``letters`` are (left, index), sorted."""
    middle = (accent.left + accent.right) / 2
    start = bisect_left(letters, (middle - 2 * accent.size, 0))
    for _left, index in letters[start : bisect_left(letters, (middle, 0))]:
        letter = glyphs[index]
        if letter.right >= middle and abs(letter.y - accent.y) < 0.5 * letter.size:
            return index
    return None


def _close_up(found: list[Glyph | None], start: int, end: int) -> None:
    """Without the blanks that were seen between the two, when nothing else is."""
    between = found[start + 1 : end]
    if all(glyph is None or not glyph.text for glyph in between):
        found[start + 1 : end] = [None] * len(between)
