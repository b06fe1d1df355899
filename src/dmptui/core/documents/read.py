"""Any file of the record to the block tree."""

from dmptui.core.documents import picture, plain
from dmptui.core.documents.blocks import Attachment, Document, Kind
from dmptui.core.documents.sniff import media_type
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_BYTES = 40 * 1024 * 1024
_UTF16_XML = (b"\xff\xfe<\0", b"\xfe\xff\0<", b"<\0", b"\0<")
_CLINICAL = tuple(
    ("<".encode(encoding), "ClinicalDocument".encode(encoding), "urn:hl7-org:v3".encode(encoding))
    for encoding in ("ascii", "utf-16-le", "utf-16-be")
)


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
    found = media_type(content)
    if found == "application/pdf":
        return _pdf(content)
    if found == "application/rtf":
        return _rtf(content)
    if found.startswith("image/"):
        return _image(content, found)
    if found == "application/zip":
        raise InvalidContent(
            _("Ce fichier est une archive ou un document de bureau. Enregistrez-le en PDF pour le déposer."),
            "zip",
        )
    if found == "application/xml" or _looks_like_xml(content, content_type):
        from dmptui.core.documents.cda.reader import read_cda  # lxml is not free to import

        return read_cda(content)
    return Document(Kind.TEXT, blocks=plain.text_blocks(content))


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


def _pdf(content: bytes) -> Document:
    from dmptui.core.documents import pdf

    whole = Attachment("", "application/pdf", len(content), raw=content)
    pages = pdf.read_pages(content)
    return Document(Kind.PDF, blocks=pages or (pdf.no_text(),), attachments=(whole,))


def _rtf(content: bytes) -> Document:
    from dmptui.core.documents.rtf import read_rtf

    whole = Attachment("", "application/rtf", len(content), raw=content)
    blocks, warnings = read_rtf(content)
    return Document(Kind.RTF, blocks=blocks, attachments=(whole,), warnings=tuple(warnings))


def _image(content: bytes, found: str) -> Document:
    whole = Attachment("", found, len(content), raw=content)
    shown = found in picture.IMAGES
    blocks = picture.picture_blocks(whole) if shown else plain.unread_blocks(found, len(content))
    return Document(Kind.IMAGE, blocks=blocks, attachments=(whole,))
