"""Any file of the record to the block tree."""

from collections.abc import Callable
from importlib import import_module
from typing import TypeAlias

from dmptui.core.documents import picture, plain
from dmptui.core.documents.blocks import Attachment, Document, Kind
from dmptui.core.documents.formats import FORMATS, advice
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_BYTES = 40 * 1024 * 1024
_DECLARED = frozenset({"text/html", "application/xhtml+xml", "application/fhir+json"})
"""Kinds that may begin like any text."""
_UTF16_XML = (b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")
_CLINICAL = tuple(
    ("<".encode(encoding), "ClinicalDocument".encode(encoding), "urn:hl7-org:v3".encode(encoding))
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)

Reader: TypeAlias = Callable[[bytes], Document]


def read(content: bytes, content_type: str = "") -> Document:
    """A document ready to be laid out. It may take a second (a PDF, an RTF): call it from a thread.

    What ``picture.render`` can draw is in ``attachments``, by its media type: the file itself when it is a
    picture or a PDF, the body or the pictures of a clinical document.

    Args:
        content: the whole file.
        content_type: the declared MIME type; the first bytes win over it when they have a signature.

    Raises:
        InvalidContent: empty, larger than 40 MB, of a format the record does not take, damaged, or unsafe.
    """
    if not content.strip():
        raise InvalidContent(_("Ce fichier est vide."), "empty")
    if len(content) > _MOST_BYTES:
        raise InvalidContent(
            _("Ce fichier est trop volumineux ({size} Mo, au plus 40).").format(size=len(content) >> 20),
            f"{len(content)} bytes",
        )
    found = _kind(content, content_type.partition(";")[0].strip())
    if sentence := advice(found):
        raise InvalidContent(sentence, found)
    return _reader(found)(content)


def kept(content: bytes, error: InvalidContent) -> Document:
    """What stands for a kind of file that is not read: the sentence. The file itself can still be saved.

    Raises:
        InvalidContent: the error again, of a file that is damaged or unsafe.
    """
    found = media_type(content)
    if not advice(found):
        raise error
    return Document(Kind.TEXT, blocks=plain.unread_blocks(found, len(content)))


def _kind(content: bytes, declared: str) -> str:
    """A type of ``FORMATS``: what the bytes say; what is declared when they say nothing."""
    found = media_type(content)
    if found == "text/html" and declared == "text/plain" and b"<html" not in content[:1024].lower():
        return "text/plain"
    if not found and _looks_like_xml(content, declared):
        return "text/html" if declared == "text/html" else "application/xml"
    return found if found in FORMATS else declared if declared in _DECLARED else "text/plain"


def _reader(found: str) -> Reader:
    module, _colon, function = FORMATS[found].reader.partition(":")
    reader: Reader = getattr(import_module(f"{__package__}.{module}"), function)  # lxml is not free to import
    return reader


def _looks_like_xml(content: bytes, content_type: str) -> bool:
    """A text may begin with "<5 mg": only a name or a declaration after it makes it XML.

    A clinical document may come after blank lines, marks or a line of another program.
    """
    if content.startswith(_UTF16_XML):
        return True
    if _is_clinical(content[:4096]) and not content_type.startswith("text/plain"):
        return True
    start = content[:64].removeprefix(b"\xef\xbb\xbf").lstrip()
    return (
        start[:1] == b"<"
        and (start[1:2].isalpha() or start[1:2] in (b"!", b"?"))
        and (content_type.partition(";")[0].strip() != "text/plain")
    )


def _is_clinical(beginning: bytes) -> bool:
    return any(all(name in beginning for name in names) for names in _CLINICAL)


def read_text(content: bytes) -> Document:
    """A plain text."""
    return Document(Kind.TEXT, blocks=plain.text_blocks(content))


def read_pdf(content: bytes) -> Document:
    """A PDF, read by another process."""
    from dmptui.core.documents.pdf import document as pdf

    whole = Attachment("", "application/pdf", len(content), raw=content)
    pages = pdf.read_pages(content)
    return Document(Kind.PDF, blocks=pages or (pdf.no_text(),), attachments=(whole,))


def read_rich_text(content: bytes) -> Document:
    """An RTF, read by another process."""
    from dmptui.core.documents.rtf.document import read_rtf

    whole = Attachment("", "application/rtf", len(content), raw=content)
    blocks, warnings = read_rtf(content)
    return Document(Kind.RTF, blocks=blocks, attachments=(whole,), warnings=tuple(warnings))


def read_image(content: bytes) -> Document:
    """A picture; one that is not drawn here is said."""
    found = media_type(content)
    whole = Attachment("", found, len(content), raw=content)
    shown = found in picture.IMAGES
    blocks = picture.picture_blocks(whole) if shown else plain.unread_blocks(found, len(content))
    return Document(Kind.IMAGE, blocks=blocks, attachments=(whole,))
