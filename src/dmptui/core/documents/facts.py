"""What a document's header says that a deposit in the record needs (`dmptui import`)."""

from dataclasses import dataclass

from dmptui.core.documents.blocks import Document
from dmptui.core.documents.header import Code, Identifier
from dmptui.core.model.days import Dated


@dataclass(frozen=True, slots=True)
class DocumentFacts:
    """The header of a clinical document, as metadata. Strings are empty, times None, when it is silent.

    ``type`` is the document's own code and OID (LOINC or TRE_A04/JDV_J07 in France); ``effective_time`` is
    a day when no hour is given; ``confidentiality`` is a code of HL7 (N, R, V).
    """

    title: str
    type: Code
    effective_time: Dated | None
    author: str
    id: Identifier
    set_id: Identifier
    version: str
    language: str
    confidentiality: str


def describe(document: Document) -> DocumentFacts:
    """The facts a document's header states; all empty for a file that has none (PDF, text)."""
    header = document.header
    author = header.authors[0] if header.authors else None
    return DocumentFacts(
        title=header.title,
        type=header.code,
        effective_time=header.time.known(),
        author=(author.name or author.organization) if author else "",
        id=header.id,
        set_id=header.set_id,
        version=header.version,
        language=header.language,
        confidentiality=header.confidentiality.value,
    )
