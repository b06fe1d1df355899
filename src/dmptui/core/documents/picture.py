"""A picture, or a page of a PDF, as pixels for a terminal; decoded by another process."""

from dataclasses import dataclass, field
from typing import Literal

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Attachment, Block, Media, Paragraph, Run
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _, ngettext

IMAGES = frozenset({"image/jpeg", "image/png", "image/tiff"})
SHOWN = IMAGES | {"application/pdf"}
"""What ``render`` takes, as ``Attachment.media_type`` says it."""
_MOST_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Pixels:
    """A page as pixels **half as wide as they are high**: four of them are a cell of a terminal.

    Attributes:
        width: even.
        height: even.
        rgb: three bytes a pixel, from left to right then from top to bottom.
        pages: of the whole document; at most 1 000 of a TIFF.
    """

    width: int
    height: int
    rgb: bytes = field(repr=False)
    pages: int = 1


def render(content: bytes, page: int, width: int, height: int) -> Pixels:
    """A page at the largest size that fits. Blocks up to 5 seconds: call it from a thread.

    Args:
        content: the whole file, of a type of ``SHOWN``.
        page: from 0; only TIFF and PDF have several.
        width: most pixels across.
        height: most pixels down. 8 million pixels at most are made, whatever is asked.

    Raises:
        InvalidContent: damaged, protected, of another format, above 24 million pixels, or too heavy to be
            drawn within the limits.
    """
    found = media_type(content)
    if found not in SHOWN:
        raise InvalidContent(
            _("Ce format ne s'affiche pas en image. Enregistrez le fichier."), found or "no signature"
        )
    answer = worker.ask("picture_worker", content, found, page, width, height)
    head, _newline, rgb = answer.partition(b"\n")
    across, down, pages = map(int, head.split())
    return Pixels(across, down, rgb, pages)


def picture_blocks(picture: Attachment) -> tuple[Block, ...]:
    """What stands for a document that is a picture, in the reader.

    Raises:
        InvalidContent: its base 64 is damaged, or it is too large to be opened.
    """
    pages = tiff_pages(picture.content()) if picture.media_type == "image/tiff" else 1
    sentence = ngettext(
        "Ce document est une image : il ne contient pas de texte.",
        "Ce document est une image de {n} pages : il ne contient pas de texte.",
        pages,
    )
    return Media(picture), Paragraph((Run(sentence.format(n=pages)),))


def tiff_pages(content: bytes) -> int:
    """How many pages a TIFF has, at least 1: its directories, each of which tells where the next one is."""
    order: Literal["little", "big"] = "little" if content.startswith(b"II") else "big"

    def number(at: int, size: int) -> int:
        return int.from_bytes(content[at : at + size], order)

    found: set[int] = set()
    at = number(4, 4)
    while at and at not in found and at + 2 <= len(content) and len(found) < _MOST_PAGES:
        found.add(at)
        at = number(at + 2 + 12 * number(at, 2), 4)
    return max(1, len(found))
