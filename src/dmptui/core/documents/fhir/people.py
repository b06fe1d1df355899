"""Who a FHIR document is about, and who had a part in it."""

from dmptui.core.documents.cda.vocabulary import INS_ROOTS, gender
from dmptui.core.documents.fhir.tree import Bundle, Node, kind, nodes, one, text, texts
from dmptui.core.documents.fhir.values import contact, label, moment, person_name
from dmptui.core.documents.header import Identifier, Party, Patient
from dmptui.core.text import _

_GENDERS = {"male": "M", "female": "F", "other": "UN", "unknown": ""}
_BIRTH = ("official", "maiden", "")


def read_patient(resource: Node) -> Patient:
    """The identity traits of a Patient, as those of a CDA's ``recordTarget``."""
    names = nodes(resource, "name")
    birth = next((n for use in _BIRTH for n in names if text(n, "use") == use and text(n, "family")), {})
    birth = birth or next(iter(names), {})
    used = next((text(n, "family") for n in names if text(n, "use") == "usual" and text(n, "family")), "")
    birth_name = text(birth, "family") or text(birth, "text")
    return Patient(
        birth_name=birth_name,
        given=next(iter(texts(birth, "given")), ""),
        used_name=used if used.casefold() != birth_name.casefold() else "",
        gender=gender(_GENDERS.get(text(resource, "gender"), "")),
        birth=moment(text(resource, "birthDate")),
        ins=next((each.extension for each in read_ins(resource)), ""),
        contact=contact(resource),
        identifiers=tuple(identifier(each) for each in nodes(resource, "identifier")),
        given_names=tuple(texts(birth, "given")),
    )


def read_ins(resource: Node) -> tuple[Identifier, ...]:
    """The national health identifiers of a Patient."""
    found = (identifier(each) for each in nodes(resource, "identifier"))
    return tuple(each for each in found if each.root in INS_ROOTS and each.extension)


def identifier(element: Node) -> Identifier:
    """An Identifier; its system is an OID when it is written as one."""
    system, value = text(element, "system"), text(element, "value")
    if system == "urn:ietf:rfc:3986":  # the value is a URI, whole
        return Identifier(value.removeprefix("urn:oid:").removeprefix("urn:uuid:"))
    return Identifier(system.removeprefix("urn:oid:"), value)


def party(bundle: Bundle, reference: Node, holder: Node, role: str) -> Party:
    """Somebody a reference names, in a part; what the reference itself says when the document lacks it."""
    found = bundle.at(reference, holder)
    name = text(reference, "display") or text(reference, "identifier", "value")
    if not name and not found:
        name = _("absent du document")
    match kind(found):
        case "PractitionerRole":
            who, where = _of_role(bundle, found)
            specialty = label(one(found, "specialty")) or label(one(found, "code"))
            return Party(role, who or name, specialty, where, contact=contact(found))
        case "Organization":
            return Party(role, organization=_name(found) or name, contact=contact(found))
        case "":
            return Party(role, name)
        case _:
            specialty = label(one(found, "qualification", "code"))
            return Party(role, _name(found) or name, specialty, contact=contact(found))


def _of_role(bundle: Bundle, role: Node) -> tuple[str, str]:
    who, where = one(role, "practitioner"), one(role, "organization")
    name = _name(bundle.at(who, role)) or text(who, "display")
    return name, _name(bundle.at(where, role)) or text(where, "display")


def _name(resource: Node) -> str:
    """The name of a person, an organisation or a device."""
    written = next(iter(nodes(resource, "name")), {}) or one(resource, "deviceName")
    if kind(resource) in ("Organization", "Location", "HealthcareService", "Group"):
        return text(resource, "name")
    if kind(resource) == "Device":
        return (
            text(resource, "deviceName", "name")
            or text(resource, "name", "value")
            or label(one(resource, "type"))
        )
    return person_name(written) or text(resource, "name")
