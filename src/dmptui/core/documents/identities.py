"""Who a document says it is about, whatever its format: what its header tells, as it can be compared."""

import re

from dmptui.core.documents.header import Header, Patient
from dmptui.core.errors import InvalidContent
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR

_DATE = re.compile(r"(\d{4})-?(\d\d)?-?(\d\d)?")
_MARKUP = (b"<", b"{", b"\xef", b"\xfe", b"\xff", b"\0")
"""How XML and JSON begin, a byte order mark before them or not; nothing else tells whom it is about."""


def identities_of(header: Header) -> tuple[Identity, ...]:
    """All whom a header names."""
    return tuple(filter(None, map(identity_of, header.patients)))


def identity_of(patient: Patient) -> Identity:
    """The patient of a header; « ins » alone has no root to tell which kind it is."""
    numbers = tuple((each.root, each.extension) for each in patient.identifiers)
    given = (patient.given,) if patient.given and patient.given != patient.used_given else ()
    return Identity(
        numbers=numbers or (((DEMO_NIR, patient.ins),) if patient.ins else ()),
        birth_name=patient.birth_name,
        used_name=patient.used_name,
        given_names=patient.given_names or given,
        used_given=patient.used_given,
        sex=patient.gender if patient.gender in ("F", "M") else "",
        birth=birth_digits(patient.birth.raw),
        birth_place=patient.birth_place,
        birth_rank=patient.birth_rank,
        other_names=tuple(family for family, _given in patient.writings),
        other_given=tuple(given for _family, given in patient.writings),
    )


def birth_digits(text: str) -> str:
    """A date of birth of HL7 or FHIR as digits, year first, without its hour."""
    found = _DATE.match(text.strip())
    return "".join(filter(None, found.groups())) if found else ""


def identities_in(content: bytes, content_type: str = "") -> tuple[Identity, ...]:
    """All whom a document names; none when it cannot be read. A few milliseconds: call it from a thread."""
    if not content[:64].lstrip().startswith(_MARKUP):
        return ()
    try:
        return identities_of(_header(content, content_type))
    except InvalidContent:
        return ()


def _header(content: bytes, content_type: str) -> Header:
    from dmptui.core.documents.cda.header import read_header  # lxml is not free to import
    from dmptui.core.documents.cda.xml import parse_clinical_document
    from dmptui.core.documents.read import read

    try:
        return read_header(parse_clinical_document(content))
    except InvalidContent:  # of another format, which may have a header of its own
        return read(content, content_type).header
