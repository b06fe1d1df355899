"""The people and structures of a document: whose it is, who wrote it, who keeps it."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.practitioner import Organization, Practitioner, PractitionerRole
from dmptui.core.terminology import author_label, profession_label, setting_label
from dmptui.core.writing.codes import PS_IDNAT, STRUCT_IDNAT
from dmptui.core.writing.markup import Markup, element, joined

MES = Organization(id="318003502400041", name="Mon espace santé", facility="EXP_PATIENT")
"""Keeps what the patient writes: the Assurance Maladie, which runs Mon espace santé."""

OWN_CODES = "1.2.250.1.213.1.1.4.6"
"""OID of the codes of profession, cadre and secteur that are not a professional's (TRE_A00)."""

_UNKNOWN_PLACE = "99999"
"""INSEE code of a birth place nobody knows, as the référentiel INS wants it."""

_SEX = {Sex.FEMALE: ("F", "Féminin"), Sex.MALE: ("M", "Masculin"), Sex.UNKNOWN: ("U", "Inconnu")}
_CIVILITIES = {"MLLE": "MME"}  # JDV_J245 knows M and MME only
_NOT_ASKED = joined([element("addr", nullFlavor="NASK"), element("telecom", nullFlavor="NASK")])


@dataclass(frozen=True, slots=True)
class AutomatedSource:
    """An information system that writes by itself, as the Assurance Maladie's does.

    ``id`` is its PS_IdNat-like identifier, ``profession`` a code such as ``ALIM_AM``.
    """

    id: str
    name: str
    profession: str
    organization: Organization
    setting: str


Writer: TypeAlias = PractitionerRole | Patient | AutomatedSource
"""Who wrote a document: a professional at work, the patient, or a system."""


def place_of(writer: Writer) -> tuple[Organization, str]:
    """The structure and the cadre d'exercice a document comes from."""
    if isinstance(writer, Patient):
        return MES, "EXP_PATIENT"
    if isinstance(writer, AutomatedSource):
        return writer.organization, writer.setting
    return writer.situation.organization, writer.situation.setting


def name_of(practitioner: Practitioner) -> str:
    """A professional as a table names them: ``Dr Claire ROUX``."""
    return " ".join(
        part for part in (practitioner.civility, practitioner.given, practitioner.family.upper()) if part
    )


@lru_cache(maxsize=128)
def record_target(patient: Patient) -> Markup:
    """The person, with all INS traits."""
    code, label = _SEX[patient.sex]
    name = element(
        "name",
        element("family", patient.birth_name.upper(), qualifier="BR"),
        element("given", " ".join(patient.given_names)),
        element("given", patient.given_names[0], qualifier="BR"),
        element("family", patient.used_name.upper(), qualifier="CL") if patient.used_name else None,
    )
    birth_place = element("addr", element("county", patient.birth_place or _UNKNOWN_PLACE))
    identity = element(
        "patient",
        name,
        element("administrativeGenderCode", code=code, displayName=label, codeSystem="2.16.840.1.113883.5.1"),
        element("birthTime", value=patient.birth_date.strftime("%Y%m%d")),
        element("birthplace", element("place", birth_place)),
        classCode="PSN",
    )
    ins = element("id", root=patient.ins.oid, extension=patient.ins.value)
    return element("recordTarget", element("patientRole", ins, _address(patient), identity))


@lru_cache(maxsize=512)
def assigned(tag: str, writer: Writer, cadre: str = "") -> Markup:
    """Who wrote, signed or acted; ``cadre`` adds the sector of activity of the structure."""
    if isinstance(writer, Patient):
        return element(
            tag,
            element("id", root=writer.ins.oid, extension=writer.ins.value),
            _NOT_ASKED,
            _person(writer.birth_name, writer.given_names[0]),
            element("representedOrganization", _industry(cadre)) if cadre else None,
        )
    if isinstance(writer, AutomatedSource):
        return element(
            tag,
            element("id", root=PS_IDNAT, extension=writer.id),
            element(
                "code",
                code=writer.profession,
                displayName=profession_label(writer.profession),
                codeSystem=OWN_CODES,
            ),
            _NOT_ASKED,
            element(
                "assignedAuthoringDevice",
                element("manufacturerModelName", "."),
                element("softwareName", writer.name),
            )
            if tag == "assignedAuthor"
            else _person(writer.name, "."),
            _organization(writer.organization, cadre),
        )
    practitioner = writer.practitioner
    return element(
        tag,
        element("id", root=PS_IDNAT, extension=practitioner.id),
        _specialty(practitioner),
        _NOT_ASKED,
        _person(practitioner.family, practitioner.given, practitioner.civility),
        _organization(writer.situation.organization, cadre),
    )


def custodian(writer: Writer) -> Markup:
    """The structure that keeps the document."""
    organization, _ = place_of(writer)
    keeper = element(
        "representedCustodianOrganization",
        element("id", root=STRUCT_IDNAT, extension=organization.id),
        element("name", organization.name),
        element("telecom", nullFlavor="NASK"),
        element("addr", nullFlavor="NASK"),
    )
    return element("custodian", element("assignedCustodian", keeper))


def entry_author(writer: Writer, time: str) -> Markup:
    """The ``author`` of an entry; ``time`` is an HL7 timestamp."""
    moment = element("time", value=time)
    return element(
        "author", moment, assigned("assignedAuthor", writer), typeCode="AUT", contextControlCode="OP"
    )


def entry_performer(writer: Writer) -> Markup:
    """The ``performer`` of an entry, with the cadre d'exercice."""
    _, cadre = place_of(writer)
    return element("performer", assigned("assignedEntity", writer, cadre), typeCode="PRF")


def _address(patient: Patient) -> Markup:
    unknown = element("telecom", nullFlavor="UNK")
    if not patient.city:
        return joined([element("addr", nullFlavor="UNK"), unknown])
    place = element("addr", element("postalCode", patient.postal_code), element("city", patient.city))
    return joined([place, unknown])


def _person(family: str, given: str, civility: str = "") -> Markup:
    title = civility.rstrip(".").upper()
    doctor = title in ("DR", "PR")
    name = element(
        "name",
        element("family", family.upper()),
        element("given", given),
        element("prefix", _CIVILITIES.get(title, title)) if title and not doctor else None,
        element("suffix", title) if doctor else None,
    )
    return element("assignedPerson", name)


def _specialty(practitioner: Practitioner) -> Markup:
    profession, specialty = practitioner.profession, practitioner.specialty
    return element(
        "code",
        code=f"{profession}/{specialty}" if specialty else profession,
        displayName=author_label(profession, specialty),
        codeSystem="1.2.250.1.213.1.1.4.5",
    )


def _organization(organization: Organization, cadre: str) -> Markup:
    return element(
        "representedOrganization",
        element("id", root=STRUCT_IDNAT, extension=organization.id),
        element("name", organization.name),
        element("telecom", nullFlavor="NASK"),
        element("addr", nullFlavor="NASK"),
        _industry(cadre) if cadre else None,
    )


def _industry(cadre: str) -> Markup:
    system = OWN_CODES if cadre == "EXP_PATIENT" else "1.2.250.1.213.1.1.4.9"
    return element(
        "standardIndustryClassCode", code=cadre, displayName=setting_label(cadre), codeSystem=system
    )
