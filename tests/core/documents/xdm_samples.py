"""IHE XDM lots about fictional people, written as ITI TF-3 writes them."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from xml.sax.saxutils import escape, quoteattr
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from tests.core.documents.cda_samples import section, structured

CDA = structured(section("<paragraph>Tout va bien</paragraph>"))
SUBSET = "IHE_XDM/SUBSET01/"
DOCUMENT = "urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1"
INS = "251119975001242^^^&1.2.250.1.213.1.4.10&ISO^NH"
PID = (
    f"PID-3|{INS}",
    "PID-5|BERNARD^Lucie^^^^^L",
    "PID-7|19511104",
    "PID-8|F",
)
_CODES = {
    "type": "urn:uuid:f0306f51-975f-434e-a61c-c59651d33983",
    "class": "urn:uuid:41a5887f-8865-4c09-adf7-e362475b143a",
    "format": "urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d",
    "facility": "urn:uuid:f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1",
    "setting": "urn:uuid:cccf5598-8b07-4b77-a05e-ae952c785ead",
    "confidentiality": "urn:uuid:f4f85eac-e6cb-4883-b524-f2705394840f",
    "event": "urn:uuid:2c6b8cb7-8b2a-4051-b291-b1ae6a575ef4",
}


@dataclass(frozen=True)
class Entry:
    """A document of a lot and what its metadata say; ``uri`` is its name in the folder of the metadata."""

    uri: str = "DOC00001.XML"
    content: bytes = CDA
    title: str = "Compte rendu"
    mime: str = "text/xml"
    hash: str | None = None
    size: str | None = None
    info: Sequence[str] = PID
    ins: str = INS
    codes: Mapping[str, tuple[str, str]] | None = None
    person: str = "801234567897^DURAND^Jeanne^^^Dr^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS"
    start: str = "20260301"
    comment: str = ""

    def xml(self, number: int) -> str:
        name = f"urn:uuid:doc-{number}"
        codes = self.codes if self.codes is not None else {"type": ("11488-4", "CR de consultation")}
        found = self.hash if self.hash is not None else hashlib.sha1(self.content).hexdigest()
        size = self.size if self.size is not None else str(len(self.content))
        slots = slot("creationTime", "20260302091500") + slot("hash", found) + slot("size", size)
        slots += slot("serviceStartTime", self.start) + slot("languageCode", "fr-FR") + slot("URI", self.uri)
        slots += slot("sourcePatientId", self.ins) + slot("sourcePatientInfo", *self.info)
        said = "".join(_code(name, _CODES[kind], *code) for kind, code in codes.items())
        author = slot("authorPerson", self.person) + slot(
            "authorInstitution", "Cabinet des Halles^^^^^^^^^10B1"
        )
        return (
            f'<rim:ExtrinsicObject id="{name}" objectType="{DOCUMENT}" mimeType={quoteattr(self.mime)} '
            f'status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved">{slots}'
            f"<rim:Name><rim:LocalizedString value={quoteattr(self.title)}/></rim:Name>"
            f"<rim:Description><rim:LocalizedString value={quoteattr(self.comment)}/></rim:Description>"
            f'<rim:Classification classificationScheme="urn:uuid:93606bcf-9494-43ec-9b4e-a7748d1a838d" '
            f'classifiedObject="{name}" nodeRepresentation="">{author}</rim:Classification>{said}'
            f'<rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab" '
            f'registryObject="{name}" value="1.2.250.1.9.{number}"/></rim:ExtrinsicObject>'
        )


def slot(name: str, *values: str) -> str:
    """A slot of an object."""
    inside = "".join(f"<rim:Value>{escape(value)}</rim:Value>" for value in values)
    return f'<rim:Slot name="{name}"><rim:ValueList>{inside}</rim:ValueList></rim:Slot>'


def _code(owner: str, scheme: str, value: str, label: str) -> str:
    return (
        f'<rim:Classification classificationScheme="{scheme}" classifiedObject="{owner}" '
        f"nodeRepresentation={quoteattr(value)}>{slot('codingScheme', '1.2.3')}"
        f"<rim:Name><rim:LocalizedString value={quoteattr(label)}/></rim:Name></rim:Classification>"
    )


def metadata(*entries: Entry, title: str = "Envoi du 2 mars", first: int = 1) -> bytes:
    """A ``METADATA.XML`` of one submission set."""
    numbered = list(enumerate(entries, first))
    links = "".join(
        f'<rim:Association associationType="urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember" '
        f'sourceObject="set" targetObject="urn:uuid:doc-{number}"/>'
        for number, _entry in numbered
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?><lcm:SubmitObjectsRequest '
        'xmlns:lcm="urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0" '
        'xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"><rim:RegistryObjectList>'
        f'<rim:RegistryPackage id="set">{slot("submissionTime", "20260302120000")}'
        f"{slot('intendedRecipient', 'Cabinet Sud|899^MARTIN^Paul|')}"
        f"<rim:Name><rim:LocalizedString value={quoteattr(title)}/></rim:Name></rim:RegistryPackage>"
        f"{''.join(entry.xml(number) for number, entry in numbered)}{links}"
        "</rim:RegistryObjectList></lcm:SubmitObjectsRequest>"
    ).encode()


def zipped(files: Mapping[Any, bytes] | Sequence[tuple[str | ZipInfo, bytes]]) -> bytes:
    """An archive of these files, in this order."""
    held = BytesIO()
    pairs = files.items() if isinstance(files, Mapping) else files
    with ZipFile(held, "w", ZIP_DEFLATED) as archive:
        for name, content in pairs:
            entry = name if isinstance(name, ZipInfo) else ZipInfo(name)  # dated 1980, whatever the day
            archive.writestr(entry, content, ZIP_DEFLATED)
    return held.getvalue()


def lot(*entries: Entry, more: Mapping[str, bytes] | None = None) -> bytes:
    """A whole lot; ``more`` are files the metadata do not name."""
    files = {"INDEX.HTM": b"<html/>", "README.TXT": b"x"}
    files[SUBSET + "METADATA.XML"] = metadata(*entries)
    files |= {SUBSET + entry.uri: entry.content for entry in entries}
    return zipped(files | dict(more or {}))
