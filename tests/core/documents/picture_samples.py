"""Pictures made for the tests."""

import zlib
from io import BytesIO

from PIL import Image

RED, BLUE, WHITE, BLACK = (255, 0, 0), (0, 0, 255), (255, 255, 255), (0, 0, 0)

Colour = tuple[int, int, int]


def saved(image: Image.Image, form: str = "PNG", **how: object) -> bytes:
    file = BytesIO()
    image.save(file, form, **how)
    return file.getvalue()


def halves(form: str = "PNG", size: tuple[int, int] = (200, 100)) -> bytes:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", size, RED)
    image.paste(BLUE, (size[0] // 2, 0, *size))
    return saved(image, form)


def tiff(*colours: Colour) -> bytes:
    """A page for each colour."""
    first, *others = [Image.new("RGB", (60, 30), colour) for colour in colours]
    return saved(first, "TIFF", save_all=True, append_images=others)


def drawing(operators: bytes, pages: int = 1) -> bytes:
    """A PDF whose pages of 200 x 100 points all draw the same."""
    stream = zlib.compress(operators)
    kids = " ".join("3 0 R" for _ in range(pages)).encode()
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[%s]/Count %d>>" % (kids, pages),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>",
        b"<</Length %d/Filter/FlateDecode>>stream\n%s\nendstream" % (len(stream), stream),
    ]
    body = b"%PDF-1.4\n"
    places = []
    for number, each in enumerate(objects, 1):
        places.append(len(body))
        body += b"%d 0 obj%sendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 5\n0000000000 65535 f \n" + table + b"trailer<</Size 5/Root 1 0 R>>"
    return body + head + b"\nstartxref\n%d\n%%%%EOF" % len(body)


def endless() -> bytes:
    """Some 200 KB that pdfium draws for a minute."""
    return drawing(b"0 0 m 200 100 l 0 100 l f\n" * 3_000_000)
