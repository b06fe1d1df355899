"""The metadata a clinical document gives of itself, as CI-SIS takes them from its header (volet Partage)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dmptui.core.documents.blocks import Document, Kind
from dmptui.core.documents.cda.encoding import declared_encoding
from dmptui.core.documents.cda.header import read_header
from dmptui.core.documents.cda.parties import person_name, read_period
from dmptui.core.documents.cda.vocabulary import INS_ROOTS
from dmptui.core.documents.cda.xml import (
    Element,
    attribute,
    child,
    children,
    parse_clinical_document,
    text_of,
)
from dmptui.core.documents.facts import DocumentFacts, describe
from dmptui.core.documents.header import Identifier, Patient
from dmptui.core.documents.identities import identities_of
from dmptui.core.fhir import systems
from dmptui.core.model.base import Coding
from dmptui.core.model.days import Dated
from dmptui.core.model.document import Author
from dmptui.core.model.identity import Identity
from dmptui.core.terminology import facility_label, setting_label
from dmptui.core.writing.codes import PS_IDNAT, STRUCT_IDNAT
from dmptui.core.writing.level1 import FORMATS

_UNSPECIFIED = "urn:ihe:iti:xds:2017:mimeTypeSufficient"
"""Format of a structured document whose model is not told by a table: its media type is enough (IHE)."""


@dataclass(frozen=True, slots=True)
class CdaMetadata:
    """What the header of a CDA says, as far as a deposit needs it.

    Attributes:
        facts: title, type, date, identifiers.
        patient: identity traits; ``ins`` the identifiers under a root of the INS.
        identities: all whom it is about.
        authors: with the national identifiers the header gives.
        start, end: the act documented, a day when no hour is given; None when no day is.
        encoding: of the characters of the file, ``UTF-8``.
    """

    facts: DocumentFacts
    patient: Patient
    ins: tuple[Identifier, ...]
    identities: tuple[Identity, ...]
    authors: tuple[Author, ...]
    start: Dated | None
    end: Dated | None
    events: tuple[Coding, ...]
    facility: Coding | None
    setting: Coding | None
    format: Coding
    encoding: str


def read_metadata(content: bytes) -> CdaMetadata:
    """The metadata of a CDA document.

    Raises:
        InvalidContent: it is not one, or is not safe to open.
    """
    root = parse_clinical_document(content)
    structured = child(root, "component", "structuredBody") is not None
    header = read_header(root)
    role = child(root, "recordTarget", "patientRole")
    act = next(children(root, "documentationOf"), None)
    event = child(act, "serviceEvent")
    low, high = read_period(child(event, "effectiveTime"))
    return CdaMetadata(
        facts=describe(Document(Kind.STRUCTURED if structured else Kind.UNSTRUCTURED, header)),
        patient=header.patient,
        ins=tuple(_identifiers(role, INS_ROOTS)),
        identities=identities_of(header),
        authors=tuple(map(_author, children(root, "author"))),
        start=low.known(),
        end=high.known(),
        events=tuple(_events(root)),
        facility=_facility(root),
        setting=_setting(root),
        format=_format(root),
        encoding=declared_encoding(content),
    )


def _identifiers(holder: Element | None, roots: frozenset[str]) -> Iterator[Identifier]:
    for element in children(holder, "id"):
        found = Identifier(attribute(element, "root"), attribute(element, "extension"))
        if found.root in roots and found.extension:
            yield found


def _author(author: Element) -> Author:
    assigned = child(author, "assignedAuthor")
    device = child(assigned, "assignedAuthoringDevice")
    organization = child(assigned, "representedOrganization")
    name = child(assigned, "assignedPerson", "name")
    profession, _, specialty = attribute(child(assigned, "code"), "code").partition("/")
    return Author(
        id=_national_id(assigned, PS_IDNAT),
        name=person_name(name) if name is not None else text_of(child(device, "softwareName")),
        profession=profession,
        specialty=specialty,
        organization_id=_national_id(organization, STRUCT_IDNAT),
        organization=text_of(child(organization, "name")),
    )


def _national_id(holder: Element | None, root: str) -> str:
    return next((i.extension for i in _identifiers(holder, frozenset({root}))), "")


def _events(root: Element) -> Iterator[Coding]:
    for act in children(root, "documentationOf"):
        code = child(act, "serviceEvent", "code")
        value = attribute(code, "code")
        if value:
            system = attribute(code, "codeSystem")
            yield Coding(
                system=f"urn:oid:{system}" if system else "",
                code=value,
                display=attribute(code, "displayName"),
            )


def _facility(root: Element) -> Coding | None:
    facility = child(root, "componentOf", "encompassingEncounter", "location", "healthCareFacility")
    code = attribute(child(facility, "code"), "code")
    return Coding(system=systems.FACILITY, code=code, display=facility_label(code)) if code else None


def _setting(root: Element) -> Coding | None:
    """The cadre d'exercice: the executant's structure gives it."""
    for act in children(root, "documentationOf"):
        for performer in children(child(act, "serviceEvent"), "performer"):
            organization = child(performer, "assignedEntity", "representedOrganization")
            code = attribute(child(organization, "standardIndustryClassCode"), "code")
            if code:
                return Coding(system=systems.SETTING, code=code, display=setting_label(code))
    return None


def _format(root: Element) -> Coding:
    body = child(root, "component", "nonXMLBody", "text")
    code = FORMATS.get(attribute(body, "mediaType"), _UNSPECIFIED)
    return Coding(system=systems.FORMAT_CODE, code=code)
