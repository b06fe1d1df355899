"""What PDSm makes mandatory and a document may not say: what is written then.

A profile asks that an element be there; when nothing true can stand in it, FHIR's own way of saying so does
(``data-absent-reason``), which reads as nothing.
"""

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, concept, extension
from dmptui.core.model.base import Coding
from dmptui.core.model.document import PATIENT_AUTHOR, Document
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.terminology import document_type, facility_label, setting_label

UNKNOWN: Json = {"extension": [{"url": systems.DATA_ABSENT, "valueCode": "unknown"}]}
"""An element whose value nobody knows."""
ANY_FORMAT = Coding(
    system=systems.FORMAT_CODE,
    code="urn:ihe:iti:xds:2017:mimeTypeSufficient",
    display="mimeType Sufficient",
)
"""Of a document whose format is not told: its media type is enough (IHE)."""
LANGUAGE = "fr-FR"
CUSTODIAN: Json = {"display": "Dossier médical partagé"}
"""Who keeps a document that no structure answers for: one of the patient's own."""


def with_place(document: Document, role: PractitionerRole | None) -> Document:
    """The document with the sector and the cadre d'exercice of who deposits it, where it tells none."""
    facility, setting = place_of(role)
    return document.model_copy(
        update={"facility": document.facility or facility, "setting": document.setting or setting}
    )


def place_of(role: PractitionerRole | None) -> tuple[Coding, Coding]:
    """The secteur d'activité (TRE_R02) and the cadre d'exercice (JDV_J04) of who deposits.

    Args:
        role: a professional at work; None for the patient, whose codes TRE_A00 gives.
    """
    if role is None:
        code = PATIENT_AUTHOR
        return (
            Coding(system=systems.NOT_PROFESSIONAL, code=code, display=facility_label(code)),
            Coding(system=systems.NOT_PROFESSIONAL, code=code, display=setting_label(code)),
        )
    facility, setting = role.situation.organization.facility, role.situation.setting
    return (
        Coding(system=systems.FACILITY, code=facility, display=facility_label(facility)),
        Coding(system=systems.SETTING, code=setting, display=setting_label(setting)),
    )


def known(coding: Coding | None) -> Json:
    """The CodeableConcept of a coding, or of what is not known."""
    return concept(coding) if coding and coding.code else UNKNOWN


def category_of(document: Document) -> Coding:
    """The class of a document; that of its type when it tells none."""
    kind = document_type(document.type.code)
    if document.category.code or kind is None:
        return document.category
    return Coding(system=systems.DOCUMENT_CLASS, code=kind.document_class)


def is_unknown(element: object) -> bool:
    """Whether an element only says that nobody knows its value."""
    return bool(extension(element, systems.DATA_ABSENT))
