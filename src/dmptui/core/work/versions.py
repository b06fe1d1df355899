"""The versions of one document, found among the documents of its record."""

from collections.abc import Iterable

from dmptui.core.model.document import Document

_REFERENCE = "DocumentReference/"


def versions_of(document: Document, documents: Iterable[Document]) -> tuple[Document, ...]:
    """Every version of a document, itself among them, the latest deposit first.

    Two documents are versions of one another when one replaces the other (``relatesTo``), or when they have
    one logical identifier; so are those that a third one joins.

    Args:
        document: any of the versions.
        documents: of its record, those that may be read; the document itself may be missing.
    """
    family = {document.id: document}
    others = {each.id: each for each in documents if each.id != document.id}
    waiting = [document]
    while waiting:
        version = waiting.pop()
        for other in [each for each in others.values() if _are_versions(version, each)]:
            family[other.id] = others.pop(other.id)
            waiting.append(other)
    return tuple(sorted(family.values(), key=lambda each: (each.date, each.id), reverse=True))


def _are_versions(one: Document, other: Document) -> bool:
    same = bool(one.logical_id) and one.logical_id == other.logical_id
    return same or one.replaces in _names(other) or other.replaces in _names(one)


def _names(document: Document) -> set[str]:
    """What another document may call it; never the empty name."""
    names = {document.id, f"{_REFERENCE}{document.id}", document.master_identifier, document.logical_id}
    return names - {"", _REFERENCE}
