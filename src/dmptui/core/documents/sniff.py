"""What a file is, from its first bytes: names and declared types lie."""

_SIGNATURES = (
    (b"%PDF", "application/pdf"),
    (b"{\\rtf", "application/rtf"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"II*\0", "image/tiff"),
    (b"MM\0*", "image/tiff"),
    (b"PK\3\4", "application/zip"),
    (b"<?xml", "application/xml"),
)
_NAMES = {
    "application/pdf": "PDF",
    "application/rtf": "RTF",
    "text/rtf": "RTF",
    "image/jpeg": "image JPEG",
    "image/png": "image PNG",
    "image/gif": "image GIF",
    "image/tiff": "image TIFF",
    "text/plain": "texte",
    "application/xml": "XML",
    "application/zip": "ZIP",
}


def media_type(content: bytes) -> str:
    """The type its signature gives, empty when it has none. PDF allows 1 024 bytes of anything before it."""
    head = content[:1024]
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for signature, name in _SIGNATURES:
        if start.startswith(signature):
            return name
    return "application/pdf" if b"%PDF-" in head else ""


def format_name(name: str) -> str:
    """A media type in a word or two."""
    return _NAMES.get(name, name or "fichier")


def size_name(size: int) -> str:
    """A number of bytes, in the French units."""
    if size < 1024:
        return f"{size} o"
    if size < 1024 * 1024:
        return f"{size / 1024:.0f} Ko"
    return f"{size / 1024 / 1024:.1f} Mo".replace(".", ",")
