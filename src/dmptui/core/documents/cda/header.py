"""The header of a clinical document."""

from collections.abc import Iterator
from dataclasses import replace

from dmptui.core.documents.cda.parties import (
    read_contact,
    read_moment,
    read_party,
    read_period,
)
from dmptui.core.documents.cda.vocabulary import INS_ROOTS, gender, participation, read_code, relation
from dmptui.core.documents.cda.xml import Element, attribute, child, children, local_name, text_of
from dmptui.core.documents.header import Header, Identifier, Party, Patient
from dmptui.core.text import N_, _

# Participations of the header that have one shape: their French word, then the names of the elements for
# the role, the person and the organisation.
_SHAPES = {
    "dataEnterer": (N_("Saisie"), "assignedEntity", "assignedPerson", "representedOrganization"),
    "informationRecipient": (
        N_("Destinataire"), "intendedRecipient", "informationRecipient", "receivedOrganization",
    ),
    "legalAuthenticator": (N_("Signataire"), "assignedEntity", "assignedPerson", "representedOrganization"),
    "authenticator": (N_("Validation"), "assignedEntity", "assignedPerson", "representedOrganization"),
}  # fmt: skip


def read_header(document: Element) -> Header:
    """The header of a ``ClinicalDocument``; what is missing stays empty."""
    code = read_code(child(document, "code"))
    patient, *others = _patients(document) or [Patient()]
    return Header(
        title=text_of(child(document, "title")) or code.label,
        code=code,
        id=_identifier(child(document, "id")),
        set_id=_identifier(child(document, "setId")),
        version=attribute(child(document, "versionNumber"), "value"),
        time=read_moment(child(document, "effectiveTime")),
        confidentiality=read_code(child(document, "confidentialityCode")),
        language=attribute(child(document, "languageCode"), "code"),
        patient=patient,
        authors=tuple(
            read_party(author, _("Auteur"), "assignedAuthor", "assignedPerson", "representedOrganization")
            for author in children(document, "author")
        ),
        parties=tuple(_parties(document)),
        custodian=text_of(
            child(document, "custodian", "assignedCustodian", "representedCustodianOrganization", "name")
        ),
        acts=tuple(_acts(document)),
        replaces=tuple(
            _identifier(child(related, "parentDocument", "id"))
            for related in children(document, "relatedDocument")
            if related.get("typeCode") == "RPLC"
        ),
        others=tuple(others),
    )


def _identifier(element: Element | None) -> Identifier:
    return Identifier(attribute(element, "root"), attribute(element, "extension"))


def _patients(document: Element) -> list[Patient]:
    """Everyone the document is about; somebody named twice in the same words is one person."""
    roles = (
        role for target in children(document, "recordTarget") for role in children(target, "patientRole")
    )
    people = (_patient(role, person) for role in roles for person in _persons(role))
    found: list[Patient] = []
    for patient in people:
        if not any(replace(patient, contact=known.contact) == known for known in found):
            found.append(patient)
    return found


def _persons(role: Element) -> list[Element | None]:
    return [*children(role, "patient")] or [None]


def _patient(role: Element, person: Element | None) -> Patient:
    identifiers = tuple(map(_identifier, children(role, "id")))
    families: dict[str, str] = {}
    givens: dict[str, str] = {}
    for name in children(person, "name"):
        for part in name:
            kind = {"family": families, "given": givens}.get(local_name(part))
            if kind is not None:
                # "BR" birth, "CL" used, "SP" spouse; a French name may carry several qualifiers
                qualifier = "BR" if "BR" in (part.get("qualifier") or "") else part.get("qualifier") or ""
                kind.setdefault(qualifier, text_of(part))
    birth_name = families.get("BR") or families.get("") or families.get("CL") or families.get("SP") or ""
    if not birth_name:
        whole = (name for name in children(person, "name") if not len(name))  # in one text, without parts
        birth_name = " ".join(map(text_of, whole))
    used = families.get("CL") or families.get("SP") or ""
    return Patient(
        birth_name=birth_name,
        given=givens.get("BR") or givens.get("") or givens.get("CL") or "",
        used_name=used if used.casefold() != birth_name.casefold() else "",
        gender=gender(attribute(child(person, "administrativeGenderCode"), "code")),
        birth=read_moment(child(person, "birthTime")),
        ins=next((each.extension for each in identifiers if each.root in INS_ROOTS), ""),
        contact=read_contact(role),
        identifiers=identifiers,
        given_names=tuple(_given_names(person)),
        used_given=givens.get("CL", ""),
        birth_place=text_of(child(person, "birthplace", "place", "addr", "county")),
        birth_rank=_birth_rank(person),
        writings=tuple(_writings(person)),
    )


def _given_names(person: Element | None) -> Iterator[str]:
    """Those of birth in the first writing of the name; the one qualified « BR » comes first."""
    parts = list(children(child(person, "name"), "given"))
    first = [part for part in parts if "BR" in (part.get("qualifier") or "")]
    others = [part for part in parts if not part.get("qualifier")]
    yield from filter(None, map(text_of, first + others))


def _writings(person: Element | None) -> Iterator[tuple[str, str]]:
    """The names after the first one: another writing of it (« IDE », « SYL », « ABC »)."""
    for name in list(children(person, "name"))[1:]:
        yield text_of(child(name, "family")), text_of(child(name, "given"))


def _birth_rank(person: Element | None) -> str:
    """Of a multiple birth: an extension of HL7 (``sdtc``)."""
    parts = () if person is None else person
    found = (part for part in parts if local_name(part) == "multipleBirthOrderNumber")
    return attribute(next(found, None), "value")


def _parties(document: Element) -> list[Party]:
    found = []
    for element in document:
        name = local_name(element)
        if name in _SHAPES:
            word, *shape = _SHAPES[name]
            found.append(read_party(element, _(word), *shape))
        elif name == "informant":
            found.append(read_informant(element))
        elif name == "participant":
            word = participation(attribute(element, "typeCode"))
            found.append(
                read_party(element, word, "associatedEntity", "associatedPerson", "scopingOrganization")
            )
        elif name == "documentationOf":
            found += [
                read_party(one, _("Exécutant"), "assignedEntity", "assignedPerson", "representedOrganization")
                for one in children(child(element, "serviceEvent"), "performer")
            ]
    return [party for party in found if party.name or party.organization]


def read_informant(informant: Element) -> Party:
    """Who told it: a professional, or somebody close to the patient."""
    related = child(informant, "relatedEntity")
    if related is None:
        return read_party(
            informant, _("Informateur"), "assignedEntity", "assignedPerson", "representedOrganization"
        )
    return read_party(
        informant, relation(attribute(related, "classCode")), "relatedEntity", "relatedPerson", ""
    )


def _acts(document: Element) -> list[str]:
    found = []
    for event in (child(each, "serviceEvent") for each in children(document, "documentationOf")):
        label = read_code(child(event, "code")).label
        low, high = read_period(child(event, "effectiveTime"))
        start, end = low.short(), high.short()
        if start and end and start != end:
            when = _("du {start} au {end}").format(start=start, end=end)
        else:
            when = start or end
        if label or when:
            found.append(", ".join(filter(None, (label, when))))
    return list(dict.fromkeys(found))
