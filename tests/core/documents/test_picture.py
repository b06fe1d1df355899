"""Pictures and pages of PDF, drawn by their own process."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Kind, Media
from dmptui.core.documents.layout import lay_out
from dmptui.core.documents.picture import Pixels, render, tiff_pages
from dmptui.core.documents.read import read
from dmptui.core.errors import InvalidContent
from dmptui.core.writing.pdf import pdf
from tests.core.documents.picture_samples import (
    BLACK,
    BLUE,
    RED,
    WHITE,
    Colour,
    drawing,
    endless,
    halves,
    saved,
    tiff,
)
from tests.corpus import corpus_files, needs_corpus

ANY = 1_000_000


def at(pixels: Pixels, x: int, y: int) -> Colour:
    start = 3 * (y * pixels.width + x)
    red, green, blue = pixels.rgb[start : start + 3]
    return red, green, blue


def near(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(one, other, strict=True))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "TIFF"])
def test_a_picture(form):
    pixels = render(halves(form), 0, 80, ANY)
    assert (pixels.width, pixels.height, pixels.pages) == (80, 20, 1)  # pixels half as wide as high
    assert len(pixels.rgb) == 3 * 80 * 20
    assert near(at(pixels, 5, 10), RED)
    assert near(at(pixels, 74, 10), BLUE)


@pytest.mark.parametrize(
    ("size", "box", "fitted"),
    [
        ((200, 100), (80, ANY), (80, 20)), ((200, 100), (80, 10), (40, 10)), ((1, 1), (80, 80), (80, 40)),
        ((100, 1), (80, 80), (80, 2)), ((1, 5000), (80, ANY), (56, ANY // 7)),
    ],
)  # fmt: skip
def test_it_fits(size, box, fitted):
    pixels = render(saved(Image.new("RGB", size)), 0, *box)
    assert pixels.width <= max(2, box[0])
    assert pixels.height <= max(2, box[1])
    assert (pixels.width % 2, pixels.height % 2) == (0, 0)
    if box[1] != ANY or size[1] < 1000:
        assert (pixels.width, pixels.height) == fitted
    else:
        assert pixels.width * pixels.height <= 8_100_000


def test_pages_of_a_tiff():
    content = tiff(RED, WHITE, BLUE)
    drawn = [render(content, page, 20, 20) for page in range(4)]
    assert [each.pages for each in drawn] == [3, 3, 3, 3]
    assert [at(each, 4, 2) for each in drawn] == [RED, WHITE, BLUE, BLUE]


def test_pages_of_a_pdf():
    content = drawing(b"1 0 0 rg 0 0 100 100 re f 0 0 1 rg 100 0 100 100 re f", pages=2)
    pixels = render(content, 1, 80, ANY)
    assert (pixels.width, pixels.height, pixels.pages) == (80, 20, 2)
    assert (at(pixels, 5, 10), at(pixels, 74, 10)) == (RED, BLUE)


def test_a_pdf_of_ours_is_black_on_white():
    pixels = render(pdf("Compte rendu", ["Texte"]), 0, 800, ANY)
    assert at(pixels, 0, 0) == WHITE
    assert min(pixels.rgb) < 40


def test_a_photograph_is_upright():
    image = Image.new("RGB", (100, 50), RED)
    image.paste(BLUE, (50, 0, 100, 50))
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned a quarter to the right
    pixels = render(saved(image, "JPEG", exif=exif), 0, 40, 40)
    assert pixels.width == pixels.height
    assert near(at(pixels, 20, 2), RED)
    assert near(at(pixels, 20, 37), BLUE)


def test_what_is_transparent_is_paper():
    image = Image.new("RGBA", (20, 20), (0, 0, 0, 0))
    assert at(render(saved(image), 0, 10, 10), 4, 2) == WHITE


@pytest.mark.parametrize("form", ["PNG", "TIFF"])
def test_sixteen_bits_of_grey(form):
    image = Image.new("I;16", (20, 20), 400)
    image.paste(1200, (0, 0, 10, 20))
    pixels = render(saved(image, form), 0, 40, 40)
    assert (at(pixels, 2, 10), at(pixels, 36, 10)) == (WHITE, BLACK)


@pytest.mark.parametrize("mode", ["1", "L", "P", "CMYK", "F"])
def test_every_mode(mode):
    form = "PNG" if mode in ("1", "L", "P") else "TIFF"
    assert at(render(saved(Image.new(mode, (8, 8)), form), 0, 8, 8), 1, 1) in (BLACK, WHITE)


@pytest.mark.parametrize("side", [5_000, 12_000])
def test_a_bomb_is_refused_before_it_is_decoded(side):
    bomb = saved(Image.new("1", (side, side)))
    assert len(bomb) < 40_000
    with pytest.raises(InvalidContent, match="trop lourd"):
        render(bomb, 0, 80, 80)


def test_a_page_that_is_a_bomb_is_refused():
    first, second = Image.new("1", (10, 10)), Image.new("1", (12_000, 12_000))
    content = saved(first, "TIFF", save_all=True, append_images=[second], compression="group4")
    assert render(content, 0, 80, 80).pages == 2
    with pytest.raises(InvalidContent, match="trop lourd"):
        render(content, 1, 80, 80)


def test_a_pdf_that_draws_for_ever_is_killed(monkeypatch):
    content = endless()
    assert len(content) < 500_000
    monkeypatch.setattr(worker, "_SECONDS", 1)
    with pytest.raises(InvalidContent, match="trop lourd"):
        render(content, 0, 160, ANY)
    with pytest.raises(ChildProcessError):  # nothing is left behind
        os.waitpid(-1, os.WNOHANG)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (halves("JPEG")[:600], "abîmé"),
        (halves("PNG")[:80], "abîmé"),
        (tiff(RED)[:40], "abîmé"),
        (b"\xff\xd8\xff\xe0xxxx", "abîmé"),
        (b"%PDF-1.4\n", "abîmé"),
        (halves("GIF"), "ne s'affiche pas en image"),
        (b"Bonjour", "ne s'affiche pas en image"),
        (b"", "ne s'affiche pas en image"),
    ],
    ids=["jpeg", "png", "tiff", "junk", "pdf", "gif", "text", "empty"],
)
def test_refuses(content, words):
    with pytest.raises(InvalidContent, match=words) as refused:
        render(content, 0, 80, 80)
    assert refused.value.cause


def test_a_tiff_whose_pages_go_round():
    content = bytearray(tiff(RED))
    start = int.from_bytes(content[4:8], "little")
    entries = int.from_bytes(content[start : start + 2], "little")
    place = start + 2 + 12 * entries
    content[place : place + 4] = start.to_bytes(4, "little")
    assert render(bytes(content), 5, 20, 20).pages <= 200


@pytest.mark.parametrize("form", ["JPEG", "PNG", "TIFF"])
def test_a_picture_in_the_record(form):
    content = halves(form)
    document = read(content)
    (whole,) = document.attachments
    assert document.kind is Kind.IMAGE
    assert document.blocks[0] == Media(whole)
    assert "image" in document.blocks[1].text  # type: ignore[union-attr]
    assert render(whole.content(), 0, 8, 8).pages == 1


@needs_corpus
@pytest.mark.parametrize("name", ["IPS-FR_2024", "IMG-DA-IMG_2024.01_Radiographie_IRM", "DOC_NON_STRUCTURE"])
def test_pictures_of_the_public_examples(name):
    (path,) = corpus_files(f"cda/{name}*.xml")
    attachments = read(path.read_bytes()).attachments
    assert attachments
    for attachment in attachments[:3]:
        assert render(attachment.content(), 0, 80, 80).pages >= 1


@needs_corpus
@pytest.mark.parametrize("signature", [b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n", b"II*\0", b"%PDF-1.7\n"])
def test_hostile_contents_behind_a_signature(signature):
    with pytest.raises(InvalidContent, match=r"\.$"):
        render(signature + b"".join(path.read_bytes() for path in corpus_files("hostile/*")), 0, 80, 80)


@pytest.mark.parametrize("count", [1, 2, 3])
def test_the_pages_of_a_tiff_are_counted(count):
    content = tiff(*[RED] * count)
    assert tiff_pages(content) == count == render(content, 0, 20, 20).pages
    assert (f"image de {count} pages" in lay_out(read(content), 80).plain()) is (count > 1)


@given(st.binary(max_size=200), st.sampled_from([b"II*\0", b"MM\0*"]))
def test_counting_the_pages_of_a_tiff_ends(content, signature):
    assert 1 <= tiff_pages(signature + content) <= 1_000
