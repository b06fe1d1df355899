"""A note de vaccination written from fields: the CDA VAC-NOTE, ready to be deposited."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from dmptui.core.deposit.preparation import CDA, PreparedDocument
from dmptui.core.errors import InvalidContent, Refused
from dmptui.core.fhir import systems
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.required import place_of
from dmptui.core.fhir.submission import sha1_base64
from dmptui.core.model.base import Coding
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Attachment, Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.vaccination import shot_rule, write_note
from dmptui.core.terminology import class_label, document_type
from dmptui.core.text import _
from dmptui.core.writing.codes import EDQM, SNOMED_CT, Code
from dmptui.core.writing.header import HeaderFacts
from dmptui.core.writing.vaccination import INTRAMUSCULAR, NOTE, SUBCUTANEOUS, Shot, vaccination_note

ROUTES = {
    "intramuscular": INTRAMUSCULAR,
    "subcutaneous": SUBCUTANEOUS,
    "intradermal": Code("20030000", "Voie intradermique", EDQM),
    "oral": Code("20053000", "Voie orale", EDQM),
    "nasal": Code("20049000", "Voie nasale", EDQM),
}
"""EDQM's codes of the ways to give a vaccine."""
SITES = {
    "left-deltoid": Code("16217701000119102", "deltoïde gauche", SNOMED_CT),
    "right-deltoid": Code("16217661000119109", "deltoïde droit", SNOMED_CT),
    "left-thigh": Code("61396006", "cuisse gauche", SNOMED_CT),
    "right-thigh": Code("11207009", "cuisse droite", SNOMED_CT),
}
"""SNOMED CT's codes of the places where it is given."""

_FORMAT = Coding(
    system=systems.FRENCH_FORMAT,
    code="urn:asip:ci-sis:vac-note:2021",
    display="Note de vaccination",
)


def prepare_note(shot: Shot, *, patient: Patient, role: PractitionerRole, now: datetime) -> PreparedDocument:
    """Make the note of a vaccination ready. The same vaccination told again is the same document.

    Args:
        shot: what was given.
        patient: to whom.
        role: who writes it, and gave it unless ``shot.by`` says otherwise.
        now: when.

    Raises:
        Refused: the profession may not write one.
        InvalidContent: the fields say something impossible.
    """
    may = write_note(role.practitioner.profession)
    if may.refused:
        raise Refused(f"{may.reason} {may.advice}", may.source)
    decision = shot_rule(shot.vaccine, shot.on, born=patient.birth_date, today=day_of(now))
    if decision.refused:
        raise InvalidContent(f"{decision.reason} {decision.advice}", cause="impossible vaccination")
    name = f"dmptui:vac:{patient.ins.value}:{role.practitioner.id}:{shot!r}"
    facts = HeaderFacts(
        patient=patient,
        author=role,
        type_code=NOTE.code,
        title=_("Vaccination : {vaccine}").format(vaccine=shot.vaccine),
        written=shot.on,
        started=shot.on,
        document_id=_oid(name),
        set_id=_oid(f"{name}:set"),
    )
    content = vaccination_note(facts, shot)
    return PreparedDocument(patient, _document(facts, content, role, now), content)


def _document(facts: HeaderFacts, content: bytes, role: PractitionerRole, now: datetime) -> Document:
    kind = document_type(NOTE.code)
    document_class = kind.document_class if kind else ""
    facility, setting = place_of(role)
    return Document(
        master_identifier=f"urn:oid:{facts.document_id}",
        title=facts.title,
        type=Coding(system=systems.LOINC, code=NOTE.code, display=NOTE.display),
        category=Coding(
            system=systems.DOCUMENT_CLASS, code=document_class, display=class_label(document_class)
        ),
        authors=(as_author(role),),
        date=now,
        start=facts.started,
        format=_FORMAT,
        facility=facility,
        setting=setting,
        events=(Coding(system=systems.LOINC, code=NOTE.code, display=NOTE.display),),
        attachment=Attachment(content_type=CDA, size=len(content), sha1=sha1_base64(content)),
    )


def _oid(name: str) -> str:
    return f"2.25.{uuid5(NAMESPACE_URL, name).int}"
