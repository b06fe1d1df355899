"""What lists ask of a document, as one row: a list is filtered, sorted and counted by its columns alone."""

import unicodedata
from collections.abc import Iterable
from typing import NamedTuple

from dmptui.core.fhir import document_reference
from dmptui.core.fhir.json import Json
from dmptui.core.model.days import zone
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules import listed
from dmptui.core.store.moments import microseconds
from dmptui.core.terminology import document_types

KIND = "DocumentReference"
_REVISION = 1
"""Raised when ``line_of`` makes another row of the same document."""


class Line(NamedTuple):
    """A document that is not deleted; moments are microseconds since 1970.

    Attributes:
        act, deposited: when.
        masked: from professionals. authors: the ids of all of them, a space around each.
        states: what is particular about it, a space around each (``selection.STATES``).
        author: what tells the first author from another. words: folded, what a typed word is looked for in.
    """

    personal: bool
    act: int
    deposited: int
    masked: bool
    authors: str
    old: bool
    archived: bool
    states: str
    type: str
    category: str
    author: str
    profession: str
    title_order: str
    author_order: str
    type_order: str
    category_order: str
    type_name: str
    author_name: str
    words: str


def line_of(resource: Json) -> Line | None:
    """The row of a resource; None for a deleted document, or what is no document."""
    if resource["resourceType"] != KIND:
        return None
    document = document_reference.from_fhir(resource)
    if document.status is DocumentStatus.DELETED:
        return None
    return Line(
        personal=listed.is_from_patient(document),
        act=microseconds(document.act_date),
        deposited=microseconds(document.date),
        masked=Visibility.HIDDEN_FROM_PROFESSIONALS in document.visibility,
        authors=_spaced(author.id for author in document.authors),
        old=document.status is DocumentStatus.SUPERSEDED,
        archived=document.archived,
        states=_spaced(listed.states(document)),
        type=document.type.code,
        category=document.category.code,
        author=listed.author_value(document),
        profession=document.author.profession,
        title_order=listed.title_order(document),
        author_order=listed.author_order(document),
        type_order=listed.type_order(document),
        category_order=listed.category_order(document),
        type_name=document.type.display,
        author_name=listed.author_name(document),
        words=listed.line_text(document),
    )


def definition() -> tuple[object, ...]:
    """What the rows of documents depend on: the reading of a document, the tables, the days of a zone."""
    return _REVISION, Line._fields, unicodedata.unidata_version, str(zone()), sorted(document_types())


def _spaced(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "
