"""A plain PDF 1.7: a title, paragraphs and tables in Helvetica, on A4 pages; the same bytes every time."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from dmptui.core.documents.text import clean, clean_line

WIDTH, HEIGHT, MARGIN = 595, 842, 57
"""A4 and its margins, in points."""

_ASCII_WIDTHS = (
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278,
    556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556,
    1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778,
    667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556,
    333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556,
    556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
)  # fmt: skip
"""Widths of Helvetica from the space on, in thousandths of the size (Adobe Core 14 metrics)."""


@dataclass(frozen=True, slots=True)
class PdfTable:
    """Rows of text; the first is the heading. Columns share the width equally."""

    rows: tuple[tuple[str, ...], ...]


PdfBlock: TypeAlias = str | PdfTable
"""A paragraph, whose line breaks are kept, or a table."""


def pdf(title: str, blocks: Iterable[PdfBlock], heading: tuple[str, ...] = ()) -> bytes:
    """A PDF of as many pages as it needs.

    Args:
        title: in bold at the top, and in the document's properties.
        blocks: in order.
        heading: small lines above the title: who, where, about whom.
    """
    pages = _Pages()
    for line in heading:
        pages.write(line, size=9)
    pages.space(12)
    pages.write(title, size=15, bold=True)
    pages.space(8)
    for block in blocks:
        if isinstance(block, PdfTable):
            _table(pages, block)
        else:
            for line in clean(block).split("\n"):
                pages.write(line)
        pages.space(7)
    return _assembled([b"".join(page) for page in pages.contents], title)


class _Pages:
    """Lines laid from the top of a page to its bottom, then on the next."""

    def __init__(self) -> None:
        self.contents: list[list[bytes]] = [[]]
        self._top = float(HEIGHT - MARGIN)

    def space(self, points: float) -> None:
        self._top -= points

    def write(self, text: str, size: float = 10.5, *, bold: bool = False) -> None:
        for line in _wrapped(clean_line(text), WIDTH - 2 * MARGIN, size):
            self.row((line,), (MARGIN,), size, bold=bold)

    def row(self, cells: tuple[str, ...], lefts: tuple[float, ...], size: float, *, bold: bool) -> None:
        """One line of text, each cell at its own place."""
        self._top -= size * 1.35
        if self._top < MARGIN:
            self.contents.append([])
            self._top = HEIGHT - MARGIN - size * 1.35
        font = b"/F2" if bold else b"/F1"
        for cell, left in zip(cells, lefts, strict=True):
            if cell:
                position = f" {size:g} Tf 1 0 0 1 {left:g} {self._top:.1f} Tm (".encode()
                self.contents[-1].append(b"BT " + font + position + _escaped(cell) + b") Tj ET\n")


def _table(pages: _Pages, table: PdfTable) -> None:
    columns = max(len(row) for row in table.rows)
    width = (WIDTH - 2 * MARGIN) / columns
    lefts = tuple(MARGIN + width * index for index in range(columns))
    for number, row in enumerate(table.rows):
        padded = row + ("",) * (columns - len(row))
        wrapped = [_wrapped(clean_line(cell), width - 8, 9.5) or [""] for cell in padded]
        for index in range(max(len(lines) for lines in wrapped)):
            cells = tuple(lines[index] if index < len(lines) else "" for lines in wrapped)
            pages.row(cells, lefts, 9.5, bold=number == 0)
        pages.space(2)


@lru_cache(maxsize=1024)
def _width_of(character: str) -> int:
    base = unicodedata.normalize("NFD", character)[0]
    index = ord(base) - 32
    return _ASCII_WIDTHS[index] if 0 <= index < len(_ASCII_WIDTHS) else 556


def _measure(text: str, size: float) -> float:
    return sum(map(_width_of, text)) * size / 1000


def _wrapped(text: str, width: float, size: float) -> list[str]:
    """Lines no wider than ``width``; a word wider than that is cut."""
    lines: list[str] = []
    current = ""
    for word in text.split(" "):
        candidate = f"{current} {word}" if current else word
        if not current or _measure(candidate, size) <= width:
            current = candidate
        else:
            lines.append(current)
            current = word
        while _measure(current, size) > width and len(current) > 1:
            cut = _fitting(current, width, size)
            lines.append(current[:cut])
            current = current[cut:]
    return [*lines, current]


def _fitting(text: str, width: float, size: float) -> int:
    """How many characters fit, at least one."""
    total = 0.0
    for index, character in enumerate(text):
        total += _width_of(character) * size / 1000
        if total > width:
            return max(1, index)
    return len(text)


def _escaped(text: str) -> bytes:
    encoded = text.encode("cp1252", "replace")
    return encoded.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(contents: list[bytes], title: str) -> bytes:
    fonts = b"<< /F1 3 0 R /F2 4 0 R >>"
    first = 6
    kids = " ".join(f"{first + 2 * index} 0 R" for index in range(len(contents))).encode()
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (fr-FR) >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count %d >>" % len(contents),
        _font(b"Helvetica"),
        _font(b"Helvetica-Bold"),
        b"<< /Title (" + _escaped(clean_line(title)) + b") /Producer (dmptui) >>",
    ]
    for index, content in enumerate(contents):
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R"
            b" /Resources << /Font %s >> >>" % (WIDTH, HEIGHT, first + 2 * index + 1, fonts)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _file(objects)


def _font(name: bytes) -> bytes:
    return b"<< /Type /Font /Subtype /Type1 /BaseFont /%s /Encoding /WinAnsiEncoding >>" % name


def _file(objects: list[bytes]) -> bytes:
    parts = [b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"]
    length = len(parts[0])
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(length)
        parts.append(b"%d 0 obj\n%s\nendobj\n" % (number, content))
        length += len(parts[-1])
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    parts.append(b"xref\n0 %d\n0000000000 65535 f \n" % size + table)
    parts.append(
        b"trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, length)
    )
    return b"".join(parts)
