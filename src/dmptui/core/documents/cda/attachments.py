"""Files carried inside a clinical document, or said to be elsewhere."""

import re
from typing import NamedTuple

from dmptui.core.documents.blocks import Attachment, Media
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, text_of
from dmptui.core.documents.encoded import beginning, from_base64, is_compressed
from dmptui.core.documents.formats import closer
from dmptui.core.documents.sniff import media_type
from dmptui.core.text import _

BODY = ""
"""The identifier of the attachment that is the body of an unstructured document."""

_SIGNED = 2048  # characters of base 64 that are enough to tell what a file is
_DEFLATED = frozenset({"DF", "ZL", "GZ"})
_base64 = re.compile(r"[A-Za-z0-9+/_\s-]+=*\s*")

_GZIP = "application/gzip"


class File(NamedTuple):
    """A file a text may show: in the document, else at an address. ``title`` is that of the latter."""

    attachment: Attachment | None = None
    address: str = ""
    media_type: str = ""
    title: str = ""

    def shown(self, reference: str, caption: str = "") -> Media:
        """Its place in the text."""
        return Media(self.attachment, reference, caption or self.title, self.address, self.media_type)


class Files(NamedTuple):
    """The files of a document but its body, by identifier; and that of each ``observationMedia``."""

    named: dict[str, File]
    identifiers: dict[Element, str]
    warnings: list[str]


def read_files(document: Element) -> Files:
    """The files a document carries or gives the address of; its bodies left out."""
    found: dict[str, File] = {}
    warnings = []
    names: dict[Element, str] = {}
    for number, media in enumerate(document.iter(V3 + "observationMedia"), 1):
        identifier = attribute(media, "ID") or _("pièce {n}").format(n=number)
        if identifier in found:
            warnings.append(_("Deux pièces jointes portent le même identifiant ; la première est citée."))
            identifier = f"{identifier} ({number})"
        file = read_file(child(media, "value"), identifier, text_of(child(media, "text")))
        if file is not None:
            found[identifier] = file
            names[media] = identifier
    for region in document.iter(V3 + "regionOfInterest"):  # a picture cited through a region drawn on it
        pictured = next(region.iter(V3 + "observationMedia"), None)
        if pictured is None:
            pictured = next(region.iterancestors(V3 + "observationMedia"), None)
        if pictured in names and (identifier := attribute(region, "ID")):
            found.setdefault(identifier, found[names[pictured]])
    return Files(found, names, warnings)


def read_file(element: Element | None, identifier: str, title: str) -> File | None:
    """An element of HL7 type ED: its content, else its address; None when it has neither."""
    if element is None:
        return None
    declared, charset = _declared(element)
    text = _own_text(element)
    if text.strip():
        return File(_attachment(element, text, identifier, title, declared, charset))
    written = (attribute(each, "value") for each in children(element, "reference"))
    address = next((each for each in written if each and not each.startswith("#")), "")
    return File(None, address, declared, title) if address else None


def _attachment(
    element: Element, text: str, identifier: str, title: str, declared: str, charset: str
) -> Attachment:
    """A content not decoded: only its first bytes are looked at.

    What is declared is not trusted: pictures declared JPEG that are PNG exist in the official examples, as do
    contents declared compressed that are not.
    """
    data = first_bytes(text)
    start = media_type(data)
    is_encoded = element.get("representation") == "B64"
    if is_encoded and not _base64.fullmatch(text[:_SIGNED]) and declared.startswith("text/"):
        is_encoded = False
    if not is_encoded and not start:
        raw = text.encode("utf-8", "replace")
        return Attachment(identifier, declared or "text/plain", len(raw), title, raw=raw)
    compression = attribute(element, "compression").upper()
    inflated = b""
    if start in ("", _GZIP) and (compression in _DEFLATED or is_compressed(data)):
        inflated = beginning(data)
        start = media_type(inflated)
    elif compression and not start:
        declared = f"{declared} ({compression})"
    blanks = sum(map(text.count, " \t\r\n"))
    return Attachment(
        id=identifier,
        media_type=closer(start, declared),
        size=(len(text) - blanks - text.count("=", -8)) * 3 // 4,
        title=title,
        encoded=text,
        compressed=bool(inflated),
        charset=charset,
    )


def _declared(element: Element) -> tuple[str, str]:
    """The type it declares, and the charset of it."""
    name, _semicolon, parameters = attribute(element, "mediaType").lower().partition(";")
    charset = attribute(element, "charset") or parameters.partition("charset=")[2].partition(";")[0]
    return name.strip(), charset.strip(" \"'")


def _own_text(element: Element) -> str:
    """Without that of its thumbnail."""
    return "".join([element.text or "", *(each.tail or "" for each in element)])


def first_bytes(encoded: str) -> bytes:
    """The beginning of a file in base 64: enough to tell what it is."""
    start = "".join(encoded[:_SIGNED].split())
    try:
        return from_base64(start[: len(start) // 4 * 4])
    except ValueError:
        return b""
