"""A picture in cells of two colours, each cut in four: all that a terminal with colours can draw."""

from collections.abc import Iterator
from functools import lru_cache

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from dmptui.core.documents.picture import Pixels

_GLYPHS = " ▘▝▀▖▌▞▛▗▚▐▜▄▙▟█"
"""By the quarters in the lighter colour: 1 and 2 above, 4 and 8 below, each pair from left to right."""

_COARSER = bytes(level & 0xF8 | level >> 5 for level in range(256))
"""32 levels a colour: not seen in pictures this small, and a third of the bytes on the wire."""


def segments(pixels: Pixels, line: int, left: int, width: int) -> list[Segment]:
    """A line of cells, as few segments as its colours allow.

    Args:
        pixels: the whole picture.
        line: index of the line of cells.
        left: index of its first cell.
        width: most cells.
    """
    found: list[Segment] = []
    text, light, dark = "", b"", b""
    for glyph, cell_light, cell_dark in _cells(pixels, line, left, width):
        if cell_dark == dark and (glyph == " " or cell_light == light):
            text += glyph
            continue
        if text:
            found.append(Segment(text, _style(light, dark)))
        text, light, dark = glyph, cell_light, cell_dark
    found.append(Segment(text, _style(light, dark)))
    return found


def _cells(pixels: Pixels, line: int, left: int, width: int) -> Iterator[tuple[str, bytes, bytes]]:
    """(glyph, lighter colour, darker colour) of each cell: the lightest and the darkest of its pixels."""
    row = pixels.width * 3
    start = line * 2 * row + left * 6
    size = min(width * 6, row - left * 6)
    above = pixels.rgb[start : start + size].translate(_COARSER)
    below = pixels.rgb[start + row : start + row + size].translate(_COARSER)
    lights_above, lights_below = _lights(above), _lights(below)
    for x in range(0, size, 6):
        pixel = x // 3
        lights = (*lights_above[pixel : pixel + 2], *lights_below[pixel : pixel + 2])
        low, high = min(lights), max(lights)
        if low == high:
            yield " ", above[x : x + 3], above[x : x + 3]
            continue
        quarters = (above[x : x + 3], above[x + 3 : x + 6], below[x : x + 3], below[x + 3 : x + 6])
        one, two, four, eight = lights
        middle = (low + high) / 2
        glyph = (one > middle) + 2 * (two > middle) + 4 * (four > middle) + 8 * (eight > middle)
        yield _GLYPHS[glyph], quarters[lights.index(high)], quarters[lights.index(low)]


def _lights(rgb: bytes) -> list[int]:
    """How light each pixel looks, up to 2550."""
    return [
        3 * red + 6 * green + blue for red, green, blue in zip(rgb[::3], rgb[1::3], rgb[2::3], strict=True)
    ]


@lru_cache(8192)
def _style(light: bytes, dark: bytes) -> Style:
    return Style(color=Color.from_rgb(*light), bgcolor=Color.from_rgb(*dark))
