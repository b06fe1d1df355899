"""The characters of a page of a PDF, each where it stands for one who turns the page to read it."""

import ctypes
import math
import unicodedata
from functools import lru_cache
from typing import NamedTuple

Box = tuple[float, float, float, float]
"""Left, bottom, right, top: points, y upwards, as a PDF counts."""

_STRAIGHT = math.radians(3)
_LIGATURES = {
    code: unicodedata.normalize("NFKC", chr(code)) for code in (*range(0xFB00, 0xFB07), 0x132, 0x133)
}


class Glyph(NamedTuple):
    """A character and its place in the frame of its own direction, in points, y downwards.

    Attributes:
        text: empty for a blank; several letters for a ligature.
        y: of the baseline.
        size: height of a line of it.
        generated: a blank that is not in the file: the reader of PDF saw a gap.
    """

    text: str
    y: float
    left: float
    right: float
    size: float
    generated: bool = False


_BLANK, _GAP = Glyph("", 0, 0, 0, 0), Glyph("", 0, 0, 0, 0, generated=True)


class Frame:
    """A direction of reading on a page: the angle clockwise from the usual one, in radians.

    Attributes:
        width: of the page seen that way, in points.
    """

    def __init__(self, angle: float, page: Box) -> None:
        self.angle = angle
        self.turned = abs(math.sin(2 * angle)) > _STRAIGHT  # neither upright nor at a right angle
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self._left = self._top = 0.0
        left, top, right, _bottom = self.place(page)
        self._left, self._top, self.width = left, top, right - left

    def place(self, box: Box) -> Box:
        """Left, top, right, bottom of a box, y downwards."""
        left, bottom, right, top = box
        corners = [self.point(x, y) for x in (left, right) for y in (bottom, top)]
        across, down = zip(*corners, strict=True)
        return min(across), min(down), max(across), max(down)

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point, y downwards."""
        across = x * self._cos - y * self._sin
        down = -(x * self._sin + y * self._cos)
        return across - self._left, down - self._top


def read_glyphs(text_page: object, page: Box, most: int) -> list[tuple[Frame, list[Glyph]]]:
    """The characters in the order the file draws them, those of one direction together.

    The *loose* box of a character (its advance) tells a gap: the tight one of a thin "1" would cut the
    identifier 1120459876 in two.
    """
    import pypdfium2.raw as pdfium

    upright = Frame(0.0, page)
    frames = {0: upright}
    parts: list[tuple[Frame, list[Glyph]]] = [(upright, [])]
    frame, glyphs = parts[0]
    edge, top = page[0], page[3]
    box = pdfium.FS_RECTF()
    x, y = ctypes.c_double(), ctypes.c_double()
    for index in range(min(pdfium.FPDFText_CountChars(text_page), most)):
        text = _character(pdfium.FPDFText_GetUnicode(text_page, index))
        if not text:
            glyphs.append(_GAP if pdfium.FPDFText_IsGenerated(text_page, index) else _BLANK)
            continue
        if not pdfium.FPDFText_GetLooseCharBox(text_page, index, box):
            continue
        if not pdfium.FPDFText_GetCharOrigin(text_page, index, x, y):
            x.value, y.value = box.left, box.bottom
        angle = pdfium.FPDFText_GetCharAngle(text_page, index)
        degrees = round(math.degrees(angle)) % 360 if angle > 0 else 0
        if frame is not frames.get(degrees):
            frame = frames.setdefault(degrees, Frame(math.radians(degrees), page))
            glyphs = []
            parts.append((frame, glyphs))
        if frame is upright:  # nearly always: no turning to work out
            size = max(box.top - box.bottom, 3.0)
            glyphs.append(Glyph(text, top - y.value, box.left - edge, box.right - edge, size))
        else:
            edges = (box.left, box.bottom, box.right, box.top)
            glyphs.append(_placed(text, frame, edges, (x.value, y.value)))
    return parts


def _placed(text: str, frame: Frame, edges: Box, origin: tuple[float, float]) -> Glyph:
    start, baseline = frame.point(*origin)
    left, top, right, bottom = frame.place(edges)
    if frame.turned:  # the box of a letter on a slope says little of its advance
        size = max(3.0, min(right - left, bottom - top))
        return Glyph(text, baseline, start, start + size / 2, size)
    return Glyph(text, baseline, left, right, max(bottom - top, 3.0))


@lru_cache(maxsize=4096)
def _character(code: int) -> str:
    if code == 2:  # how pdfium gives the hyphen that ends a line
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    if code in _LIGATURES:
        return _LIGATURES[code]
    character = chr(code)
    return "" if character.isspace() else character
