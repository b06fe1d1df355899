"""CDA R2 level 1: a header around a file (CI-SIS « structuration minimale », IHE XDS-SD)."""

from base64 import b64encode

from dmptui.core.writing.header import UNSTRUCTURED, HeaderFacts, clinical_document
from dmptui.core.writing.markup import Markup, element

FORMATS = {
    "application/pdf": "urn:ihe:iti:xds-sd:pdf:2008",
    "text/plain": "urn:ihe:iti:xds-sd:text:2008",
    "text/rtf": "urn:ihe:iti-fr:xds-sd:rtf:2010",
    "image/jpeg": "urn:ihe:iti-fr:xds-sd:jpeg:2010",
    "image/tiff": "urn:ihe:iti-fr:xds-sd:tiff:2010",
}
"""Format code of a level 1 document, by the type of the file inside; nothing else may be wrapped."""


def level1(facts: HeaderFacts, content: bytes, content_type: str) -> bytes:
    """A document around ``content``.

    Args:
        facts: the header.
        content: the bytes of the file, as they are.
        content_type: a key of ``FORMATS``.
    """
    if content_type not in FORMATS:
        raise ValueError(f"no level 1 format for {content_type}")
    encoded = Markup(b64encode(content).decode("ascii"))
    text = element("text", encoded, mediaType=content_type, representation="B64")
    return clinical_document(facts, UNSTRUCTURED, element("nonXMLBody", text))
