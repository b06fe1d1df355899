"""The process that draws one page: the file on its input, then it ends.

Its arguments are those of ``picture.render``, after the media type; its output is a line
``width height pages``, then the pixels.
"""

import sys
from io import BytesIO
from math import sqrt
from typing import TYPE_CHECKING

from dmptui.core.documents.worker import TooHeavy, serve

if TYPE_CHECKING:
    from PIL.Image import Image

_MOST_DECODED = 24_000_000
"""Pixels of a picture that is decoded: 12 000 x 12 000 of one colour is a file of 17 KB, and 700 MB."""

_MOST_DRAWN = 8_000_000
_MOST_PAGES = 1_000  # of a TIFF, whose pages are counted one by one
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/tiff": "TIFF"}


def draw(content: bytes) -> bytes:
    """The page the command line asks for."""
    media_type, *numbers = sys.argv[1:]
    page, width, height = map(int, numbers)
    if media_type == "application/pdf":
        return _draw_pdf(content, page, width, height)
    return _draw_picture(content, _FORMATS[media_type], page, width, height)


def _draw_pdf(content: bytes, number: int, width: int, height: int) -> bytes:
    import pypdfium2
    import pypdfium2.raw as pdfium

    document = pypdfium2.PdfDocument(content)
    document.init_forms()  # else a filled form would be shown empty
    pages = len(document)
    page = document[min(number, pages - 1)]
    across, down = _fitted(page.get_width(), page.get_height(), width, height)
    bitmap = pypdfium2.PdfBitmap.new_native(across, down, pdfium.FPDFBitmap_BGR, rev_byteorder=True)
    bitmap.fill_rect((255, 255, 255, 255), 0, 0, across, down)
    place = (bitmap, page, 0, 0, across, down, 0, pdfium.FPDF_ANNOT | pdfium.FPDF_REVERSE_BYTE_ORDER)
    pdfium.FPDF_RenderPageBitmap(*place)
    if document.formenv:
        pdfium.FPDF_FFLDraw(document.formenv, *place)
    return _answer(across, down, pages, bytes(bitmap.buffer))


def _draw_picture(content: bytes, form: str, number: int, width: int, height: int) -> bytes:
    from PIL import Image, ImageOps

    Image.MAX_IMAGE_PIXELS = _MOST_DECODED
    try:
        image: Image.Image = Image.open(BytesIO(content), formats=(form,))
    except Image.DecompressionBombError as error:
        raise TooHeavy from error
    pages = 1
    if form == "TIFF":
        pages = _count_pages(image)
        image.seek(min(number, pages - 1))
    if image.width * image.height > _MOST_DECODED:
        raise TooHeavy
    image.draft("RGB", (width, width))  # a JPEG is decoded no larger than it needs
    upright = _opaque(ImageOps.exif_transpose(image))
    across, down = _fitted(upright.width, upright.height, width, height)
    small = upright.resize((across, down), Image.Resampling.LANCZOS, reducing_gap=2.0)
    return _answer(across, down, pages, small.tobytes())


def _count_pages(image: "Image") -> int:
    try:
        for number in range(1, _MOST_PAGES):
            image.seek(number)
    except EOFError:
        return number
    return _MOST_PAGES


def _opaque(image: "Image") -> "Image":
    """In red, green and blue, on white paper; 16 bits a pixel (radiology) stretched over what it holds."""
    from PIL import Image

    if image.mode.startswith(("I", "F")):
        grey = image.convert("F")
        low, high = grey.getextrema()
        assert isinstance(low, float), "one band"
        assert isinstance(high, float), "one band"
        scale = 255 / (high - low or 1)
        return grey.point(lambda level: level * scale - low * scale).convert("RGB")
    if image.has_transparency_data:
        paper = Image.new("RGBA", image.size, "white")
        return Image.alpha_composite(paper, image.convert("RGBA")).convert("RGB")
    return image.convert("RGB")


def _fitted(across: float, down: float, width: int, height: int) -> tuple[int, int]:
    """The size, in pixels half as wide as high, of what is ``across`` by ``down``."""
    scale = min(width / (2 * across), height / down, sqrt(_MOST_DRAWN / (2 * across * down)))
    return max(2, 2 * round(across * scale)), max(2, 2 * round(down * scale / 2))


def _answer(across: int, down: int, pages: int, rgb: bytes) -> bytes:
    return b"%d %d %d\n" % (across, down, pages) + rgb


if __name__ == "__main__":
    serve(draw)
