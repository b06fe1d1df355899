"""The CDA R2 header of « structuration minimale » (CI-SIS): all it requires, and the INS traits."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from uuid import NAMESPACE_OID, uuid5

from dmptui.core.model.patient import Patient
from dmptui.core.terminology import facility_label
from dmptui.core.writing.codes import STRUCT_IDNAT, Code, code_element, type_of_document
from dmptui.core.writing.markup import NOTHING, Markup, element, joined
from dmptui.core.writing.parties import OWN_CODES, Writer, assigned, custodian, place_of, record_target

UNSTRUCTURED = ("1.3.6.1.4.1.19376.1.2.20",)
"""Template of a level 1 document (IHE XDS-SD)."""

_TEMPLATES = ("2.16.840.1.113883.2.8.2.1", "1.2.250.1.213.1.1.1.1")
_CONFIDENTIALITY = {"N": "Normal", "R": "Restreint", "V": "Très restreint"}


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """All that a header says.

    Attributes:
        type_code: JDV_J07.
        written: when the document was signed; aware.
        started, ended: the act documented.
        document_id, set_id: OIDs (``2.25.…``) of this version and of all its versions.
        replaces: OID of the version this one replaces, or empty.
        act: code of the act, when it has one.
        valid_until: when what is prescribed may no longer be delivered.
        responsible: who answers for the act, when the model asks: a laboratory's biologist.
    """

    patient: Patient
    author: Writer
    type_code: str
    title: str
    written: datetime
    started: datetime
    document_id: str
    set_id: str
    ended: datetime | None = None
    version: int = 1
    replaces: str = ""
    act: Code | None = None
    valid_until: datetime | None = None
    responsible: Writer | None = None
    confidentiality: str = "N"


def clinical_document(facts: HeaderFacts, templates: tuple[str, ...], body: Markup) -> bytes:
    """A whole document: the header, then ``body`` (the content of its ``component``); UTF-8 XML."""
    document = element(
        "ClinicalDocument",
        _identification(facts, templates),
        record_target(facts.patient),
        _author(facts),
        custodian(facts.author),
        _legal_authenticator(facts),
        _service_event(facts),
        _replacement(facts.replaces),
        _encounter(facts),
        element("component", body),
        xmlns="urn:hl7-org:v3",
        **{"xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance"},
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{document}\n'.encode()


def timestamp(moment: datetime) -> str:
    """An HL7 timestamp with its offset: ``20260402145521+0200``."""
    return moment.strftime("%Y%m%d%H%M%S%z")


def template_ids(*roots: str) -> Markup:
    """``templateId`` elements; ``root|extension`` gives both attributes."""
    return joined([_template_id(root) for root in roots])


def entry_id(facts: "HeaderFacts", anchor: str) -> Markup:
    """An identifier for an entry, always the same for the same document and anchor."""
    return element("id", root=f"2.25.{uuid5(NAMESPACE_OID, f'{facts.document_id}#{anchor}').int}")


@lru_cache(maxsize=256)
def _template_id(root: str) -> Markup:
    oid, _, extension = root.partition("|")
    return element("templateId", root=oid, extension=extension or None)


def _identification(facts: HeaderFacts, templates: tuple[str, ...]) -> Markup:
    return joined(
        [
            element("realmCode", code="FR"),
            element("typeId", root="2.16.840.1.113883.1.3", extension="POCD_HD000040"),
            template_ids(*_TEMPLATES, *templates),
            element("id", root=facts.document_id),
            code_element("code", type_of_document(facts.type_code)),
            element("title", facts.title),
            element("effectiveTime", value=timestamp(facts.written)),
            element(
                "confidentialityCode",
                code=facts.confidentiality,
                displayName=_CONFIDENTIALITY[facts.confidentiality],
                codeSystem="2.16.840.1.113883.5.25",
                codeSystemName="Confidentiality",
            ),
            element("languageCode", code="fr-FR"),
            element("setId", root=facts.set_id),
            element("versionNumber", value=str(facts.version)),
        ]
    )


def _author(facts: HeaderFacts) -> Markup:
    time = element("time", value=timestamp(facts.written))
    return element("author", time, assigned("assignedAuthor", facts.author))


def _legal_authenticator(facts: HeaderFacts) -> Markup:
    time = element("time", value=timestamp(facts.written))
    signed = element("signatureCode", code="S")
    return element("legalAuthenticator", time, signed, assigned("assignedEntity", facts.author))


def _period(started: datetime, ended: datetime | None) -> Markup:
    end = element("high", value=timestamp(ended)) if ended else None
    return element("effectiveTime", element("low", value=timestamp(started)), end)


def _service_event(facts: HeaderFacts) -> Markup:
    _, cadre = place_of(facts.author)
    done = element("time", value=timestamp(facts.started))
    performer = element("performer", done, assigned("assignedEntity", facts.author, cadre), typeCode="PRF")
    act = code_element("code", facts.act) if facts.act else None
    period = _period(facts.started, facts.valid_until or facts.ended)
    return element("documentationOf", element("serviceEvent", act, period, performer))


def _replacement(replaced: str) -> Markup:
    if not replaced:
        return NOTHING
    parent = element("parentDocument", element("id", root=replaced))
    return element("relatedDocument", parent, typeCode="RPLC")


def _encounter(facts: HeaderFacts) -> Markup:
    organization, _ = place_of(facts.author)
    system = OWN_CODES if organization.facility == "EXP_PATIENT" else "1.2.250.1.71.4.2.4"
    facility = element(
        "healthCareFacility",
        element("id", root=STRUCT_IDNAT, extension=organization.id),
        element(
            "code",
            code=organization.facility,
            displayName=facility_label(organization.facility),
            codeSystem=system,
        ),
    )
    period = _period(facts.started, facts.ended)
    responsible = (
        element("responsibleParty", assigned("assignedEntity", facts.responsible))
        if facts.responsible
        else None
    )
    return element(
        "componentOf",
        element("encompassingEncounter", period, responsible, element("location", facility)),
    )
