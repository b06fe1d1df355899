"""What a file is, from its first bytes: names and declared types lie."""

from dmptui.core.documents.formats import FORMATS
from dmptui.core.text import _

_MARKS = tuple((mark, each.media_type) for each in FORMATS.values() for mark in each.marks)
_PLACED = (
    (128, b"DICM", "application/dicom"),
    (257, b"ustar", "application/x-tar"),
    (4, b"ftypheic", "image/heic"),
    (4, b"ftypheix", "image/heic"),
    (4, b"ftypmif1", "image/heic"),
    (4, b"ftypavif", "image/avif"),
    (4, b"ftypM4A ", "audio/mp4"),
    (4, b"ftyp", "video/mp4"),
    (8, b"WEBP", "image/webp"),
    (8, b"WAVEfmt ", "audio/wav"),
    (8, b"AVI LIST", "video/x-msvideo"),
    (6, b"\0\0\0\0", "image/bmp"),
)
"""Marks that do not stand first, and where they stand."""
_BEGINNINGS = {"image/webp": b"RIFF", "image/bmp": b"BM"}
"""What a placed mark, too common alone, comes after."""


def media_type(content: bytes) -> str:
    """The type its signature gives, empty when it has none (a text). PDF allows 1 024 bytes before it.

    What holds other things (ZIP, OLE, XML, JSON) is named for what it holds, as far as its bytes tell.
    """
    head = content[:1024]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    found = next((name for mark, name in _MARKS if start.startswith(mark)), "") or _placed(head)
    if found or b"%PDF-" not in head:
        from dmptui.core.documents.containers import held_type  # looks into archives: not for every import

        return held_type(content, found)
    return "application/pdf"


def _placed(head: bytes) -> str:
    for place, mark, name in _PLACED:
        if head.startswith(mark, place) and head.startswith(_BEGINNINGS.get(name, b"")):
            return name
    return "application/x-msdownload" if head.startswith(b"MZ") and b"\0" in head else ""


def format_name(name: str) -> str:
    """A media type in a word or two."""
    found = FORMATS.get(name)
    return _(found.name) if found is not None else name or _("fichier")


def size_name(size: int) -> str:
    """A number of bytes, in the French units."""
    if size < 1024:
        return f"{size} o"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} Ko"
    return f"{size / 1024 / 1024:.1f} Mo".replace(".", ",")
