"""Professionals on the wire: author references and PractitionerRole."""

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, codings, concept, identifier, items, text
from dmptui.core.model.base import Coding
from dmptui.core.model.document import Author
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.terminology import profession_label, specialty_label


def as_author(role: PractitionerRole) -> Author:
    """The professional at work, as author of what they write."""
    person, organization = role.practitioner, role.situation.organization
    return Author(
        id=person.id,
        name=person.name,
        profession=person.profession,
        specialty=person.specialty,
        organization_id=organization.id,
        organization=organization.name,
    )


def practitioner_reference(ps_id: str, name: str = "") -> Json:
    """A logical reference to a professional; what is empty is left out."""
    return _reference(systems.PRACTITIONER_ID, ps_id, name)


def organization_reference(struct_id: str, name: str = "") -> Json:
    """A logical reference to a structure."""
    return _reference(systems.ORGANIZATION_ID, struct_id, name)


def _reference(system: str, value: str, name: str) -> Json:
    reference: Json = {"identifier": identifier(system, value)} if value else {}
    return reference | {"display": name} if name else reference


def author_to_fhir(author: Author, local_id: str) -> Json:
    """A contained PractitionerRole; every element but the id may be absent."""
    resource: Json = {"resourceType": "PractitionerRole", "id": local_id}
    if author.id or author.name:
        resource["practitioner"] = practitioner_reference(author.id, author.name)
    if author.organization_id or author.organization:
        resource["organization"] = organization_reference(author.organization_id, author.organization)
    if author.profession:
        label = profession_label(author.profession)
        resource["code"] = [concept(Coding(system=systems.PROFESSION, code=author.profession, display=label))]
    if author.specialty:
        label = specialty_label(author.profession, author.specialty)
        resource["specialty"] = [
            concept(Coding(system=systems.SPECIALTY, code=author.specialty, display=label))
        ]
    return resource


def author_from_fhir(resource: Json) -> Author:
    """The author of a contained Practitioner, PractitionerRole or Organization.

    Others put the PS id in ``identifier`` of either; both are read.
    """
    kind = resource.get("resourceType")
    if kind == "Organization":
        return Author(organization=text(resource.get("name")), organization_id=_identifier(resource))
    practitioner = child(resource, "practitioner")
    organization = child(resource, "organization")
    return Author(
        id=text(child(practitioner, "identifier").get("value")) or _identifier(resource),
        name=text(practitioner.get("display")) or _human_name(resource),
        profession=_code(resource, "code"),
        specialty=_code(resource, "specialty"),
        organization_id=text(child(organization, "identifier").get("value")),
        organization=text(organization.get("display")),
    )


def _identifier(resource: Json) -> str:
    return text(child(resource, "identifier").get("value"))


def _code(resource: Json, key: str) -> str:
    return next((c.code for found in items(resource, key) for c in codings(found)), "")


def _human_name(resource: Json) -> str:
    name = child(resource, "name")
    if name.get("text"):
        return text(name["text"])
    given = " ".join(map(text, name.get("given") or ()))
    return " ".join(part for part in (text(name.get("family")).upper(), given) if part)
