"""Files carried inside a clinical document, in base 64."""

import base64
import binascii

from dmptui.core.documents.blocks import Attachment
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, raw_text, text_of
from dmptui.core.documents.formats import closer
from dmptui.core.documents.sniff import media_type
from dmptui.core.text import _

BODY = ""
"""The identifier of the attachment that is the body of an unstructured document."""


def read_attachments(document: Element) -> tuple[dict[str, Attachment], list[str]]:
    """The attachments by identifier, in document order, and warnings about them."""
    found: dict[str, Attachment] = {}
    warnings = []
    for body in document.iter(V3 + "nonXMLBody"):
        if (text := child(body, "text")) is not None:
            found[BODY] = read_attachment(text, BODY, "")
        break
    for number, media in enumerate(document.iter(V3 + "observationMedia"), 1):
        if (value := child(media, "value")) is None:
            continue
        identifier = attribute(media, "ID") or _("pièce {n}").format(n=number)
        if identifier in found:
            warnings.append(_("Deux pièces jointes portent le même identifiant ; la première est citée."))
            identifier = f"{identifier} ({number})"
        found[identifier] = read_attachment(value, identifier, text_of(child(media, "text")))
    for region in document.iter(V3 + "regionOfInterest"):  # a picture cited through a region drawn on it
        pictured = attribute(next(region.iter(V3 + "observationMedia"), None), "ID")
        if pictured in found and (identifier := attribute(region, "ID")):
            found.setdefault(identifier, found[pictured])
    return found, warnings


def read_attachment(element: Element, identifier: str, title: str) -> Attachment:
    """An element of HL7 type ED, not decoded: only its first bytes are looked at.

    The declared type is not trusted: pictures declared JPEG that are PNG exist in the official examples,
    as do contents declared compressed that are not.
    """
    declared = attribute(element, "mediaType")
    text = raw_text(element)
    if element.get("representation") != "B64":
        raw = text.encode("utf-8", "replace")
        return Attachment(identifier, declared or "text/plain", len(raw), title, raw=raw)
    start = media_type(first_bytes(text))
    blanks = sum(map(text.count, " \t\r\n"))
    return Attachment(
        id=identifier,
        media_type=closer(start, declared),
        size=(len(text) - blanks - text.count("=", -8)) * 3 // 4,
        title=title,
        encoded=text,
        deflated=element.get("compression") == "DF" and not start,
    )


def first_bytes(encoded: str) -> bytes:
    """The beginning of a file in base 64: enough to tell what it is."""
    start = "".join(encoded[:2048].split())
    try:
        return base64.b64decode(start[: len(start) // 4 * 4])
    except (binascii.Error, ValueError):
        return b""
