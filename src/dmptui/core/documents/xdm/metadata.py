"""``METADATA.XML`` of a lot: what its sender says of it and of each document (ITI TF-3, 4.2: ebRIM)."""

from collections.abc import Iterator
from dataclasses import dataclass

from dmptui.core.documents.cda.xml import Element, local_name, parse_xml
from dmptui.core.documents.header import Code, Identifier, Patient
from dmptui.core.documents.text import clean_line
from dmptui.core.documents.xdm import hl7
from dmptui.core.errors import InvalidContent
from dmptui.core.model.dates import Moment
from dmptui.core.text import _

_SCHEMES = {
    "urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d": "author",
    "urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d": "author",
    "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a": "class",
    "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f": "confidentiality",
    "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4": "event",
    "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d": "format",
    "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1": "facility",
    "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead": "setting",
    "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983": "type",
    "urn:uuid:aa543740-bdda-424e-8c96-df4873be8500": "type",  # contentTypeCode of a submission set
}
_IDENTIFIERS = {
    "urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427": "patient",
    "urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446": "patient",
    "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab": "unique",
    "urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8": "unique",
}
_FOLDER = "urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2"


@dataclass(frozen=True, slots=True)
class EntryAuthor:
    """Who made a document, or sent a lot; identifiers are the national ones when the sender gave them."""

    name: str = ""
    id: str = ""
    role: str = ""
    specialty: str = ""
    organization: str = ""
    organization_id: str = ""


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """What a lot says of a document; everything but ``id`` may be empty.

    Attributes:
        id: of the entry inside the lot.
        uri: of the file, relative to the folder of the metadata.
        ins: the national health identifiers of the person.
        hash: SHA-1, in hexadecimal.
        size: in bytes; None when it is not stated.
        replaces: entries, of this lot or not, that it replaces.
    """

    id: str
    title: str
    comment: str
    uri: str
    media_type: str
    unique_id: str
    type: Code
    document_class: Code
    format: Code
    facility: Code
    setting: Code
    confidentiality: tuple[Code, ...]
    events: tuple[Code, ...]
    created: Moment
    start: Moment
    end: Moment
    authors: tuple[EntryAuthor, ...]
    patient: Patient
    ins: tuple[Identifier, ...]
    language: str
    hash: str
    size: int | None
    is_deprecated: bool
    replaces: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SubmissionSet:
    """A sending: who, when, what for; ``members`` are the entries it brought."""

    id: str
    title: str
    comment: str
    type: Code
    submitted: Moment
    authors: tuple[EntryAuthor, ...]
    recipients: tuple[str, ...]
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """All that a ``METADATA.XML`` says."""

    sets: tuple[SubmissionSet, ...]
    entries: tuple[DocumentEntry, ...]


def read_metadata(content: bytes) -> Metadata:
    """The submission sets and the documents of a metadata file.

    Raises:
        InvalidContent: not well-formed, not safe, or not metadata of a lot.
    """
    root = parse_xml(content)
    objects = _Objects(root)
    packages = [each for each in objects.named("RegistryPackage") if not objects.is_folder(each)]
    extrinsic = objects.named("ExtrinsicObject")
    if not packages and not extrinsic:
        raise InvalidContent(
            _("Les métadonnées de ce lot sont illisibles. Demandez à son expéditeur de l'envoyer à nouveau."),
            "no registry object",
        )
    return Metadata(
        tuple(_submission(each, objects) for each in packages),
        tuple(_entry(each, objects) for each in extrinsic),
    )


class _Objects:
    """The registry objects of a file, whatever element holds them, with what is said of each."""

    def __init__(self, root: Element) -> None:
        self._named: dict[str, list[Element]] = {}
        self._parts: dict[str, list[Element]] = {}
        for element in root.iter():
            name = local_name(element)
            self._named.setdefault(name, []).append(element)
            if name in ("Classification", "ExternalIdentifier"):
                owner = element.get("classifiedObject") or element.get("registryObject")
                parent = element.getparent()
                owner = owner or (parent.get("id") if parent is not None else None)
                self._parts.setdefault(owner or "", []).append(element)

    def named(self, name: str) -> list[Element]:
        return self._named.get(name, [])

    def is_folder(self, package: Element) -> bool:
        return any(each.get("classificationNode") == _FOLDER for each in self._of(package))

    def codes(self, owner: Element, kind: str) -> tuple[Code, ...]:
        return tuple(
            Code(
                clean_line(each.get("nodeRepresentation")),
                clean_line(next(iter(slot_values(each, "codingScheme")), "")),
                _label(each, "Name"),
            )
            for each in self._of(owner)
            if _SCHEMES.get(each.get("classificationScheme") or "") == kind
        )

    def code(self, owner: Element, kind: str) -> Code:
        return next(iter(self.codes(owner, kind)), Code())

    def authors(self, owner: Element) -> tuple[EntryAuthor, ...]:
        return tuple(
            _author(each)
            for each in self._of(owner)
            if _SCHEMES.get(each.get("classificationScheme") or "") == "author"
        )

    def identifier(self, owner: Element, kind: str) -> str:
        schemes = ((each.get("identificationScheme") or "", each.get("value")) for each in self._of(owner))
        return next((clean_line(value) for scheme, value in schemes if _IDENTIFIERS.get(scheme) == kind), "")

    def links(self, kind: str, source: Element) -> tuple[str, ...]:
        """The targets of the associations of a kind from an object."""
        return tuple(
            clean_line(each.get("targetObject"))
            for each in self.named("Association")
            if (each.get("associationType") or "").rpartition(":")[2] == kind
            and each.get("sourceObject") == source.get("id")
        )

    def _of(self, owner: Element) -> list[Element]:
        return self._parts.get(owner.get("id") or "", [])


def _submission(package: Element, objects: _Objects) -> SubmissionSet:
    return SubmissionSet(
        id=clean_line(package.get("id")),
        title=_label(package, "Name"),
        comment=_label(package, "Description"),
        type=objects.code(package, "type"),
        submitted=hl7.moment(_first(package, "submissionTime")),
        authors=objects.authors(package),
        recipients=tuple(filter(None, map(_recipient, slot_values(package, "intendedRecipient")))),
        members=objects.links("HasMember", package),
    )


def _entry(entry: Element, objects: _Objects) -> DocumentEntry:
    info = list(slot_values(entry, "sourcePatientInfo"))
    identifiers = [
        hl7.identifier(each)
        for each in (_first(entry, "sourcePatientId"), objects.identifier(entry, "patient"))
        if each
    ]
    size = _first(entry, "size")
    return DocumentEntry(
        id=clean_line(entry.get("id")),
        title=_label(entry, "Name"),
        comment=_label(entry, "Description"),
        uri=_uri(entry),
        media_type=clean_line(entry.get("mimeType")),
        unique_id=objects.identifier(entry, "unique"),
        type=objects.code(entry, "type"),
        document_class=objects.code(entry, "class"),
        format=objects.code(entry, "format"),
        facility=objects.code(entry, "facility"),
        setting=objects.code(entry, "setting"),
        confidentiality=objects.codes(entry, "confidentiality"),
        events=objects.codes(entry, "event"),
        created=hl7.moment(_first(entry, "creationTime")),
        start=hl7.moment(_first(entry, "serviceStartTime")),
        end=hl7.moment(_first(entry, "serviceStopTime")),
        authors=objects.authors(entry),
        patient=hl7.patient(info, identifiers),
        ins=hl7.ins_of(info, identifiers),
        language=_first(entry, "languageCode"),
        hash=_first(entry, "hash").lower(),
        size=int(size) if size.isascii() and size.isdigit() and len(size) < 16 else None,
        is_deprecated=(entry.get("status") or "").endswith("Deprecated"),
        replaces=objects.links("RPLC", entry),
    )


def _author(classification: Element) -> EntryAuthor:
    name, number = hl7.person(_first(classification, "authorPerson"))
    organization, organization_id = hl7.institution(_first(classification, "authorInstitution"))
    return EntryAuthor(
        name=name,
        id=number,
        role=_first_component(_first(classification, "authorRole")),
        specialty=_first_component(_first(classification, "authorSpecialty")),
        organization=organization,
        organization_id=organization_id,
    )


def _first_component(field: str) -> str:
    """The label of a coded field when it has one: ``G15_10^Médecin^1.2.250…``."""
    parts = hl7.components(field)
    return parts[1] or parts[0]


def _recipient(value: str) -> str:
    """Who a lot is sent to: ``XON|XCN|XTN``."""
    parts = value.split("|")
    name = hl7.person(parts[1])[0] if len(parts) > 1 else ""
    return ", ".join(filter(None, (name, hl7.institution(parts[0])[0])))


def _uri(entry: Element) -> str:
    """The URI of a file; a long one is cut in numbered parts."""
    values = list(slot_values(entry, "URI"))
    if values and all(value[:1].isdigit() and "|" in value for value in values):
        values.sort(key=lambda value: int("0" + "".join(filter(str.isdigit, value.partition("|")[0]))))
        values = [value.partition("|")[2] for value in values]
    return clean_line("".join(values))


def slot_values(owner: Element, name: str) -> Iterator[str]:
    """The values of a slot of an object."""
    for slot in owner:
        if local_name(slot) == "Slot" and slot.get("name") == name:
            for value in slot.iter():
                if local_name(value) == "Value" and value.text:
                    yield value.text.strip()


def _first(owner: Element, name: str) -> str:
    return clean_line(next(slot_values(owner, name), ""))


def _label(owner: Element, name: str) -> str:
    """The ``Name`` or the ``Description`` of an object, in French when it is in several languages."""
    texts = [
        (text.get("{http://www.w3.org/XML/1998/namespace}lang") or "", clean_line(text.get("value")))
        for holder in owner
        if local_name(holder) == name
        for text in holder
        if local_name(text) == "LocalizedString"
    ]
    texts.sort(key=lambda pair: not pair[0].lower().startswith("fr"))
    return next((text for _language, text in texts if text), "")
