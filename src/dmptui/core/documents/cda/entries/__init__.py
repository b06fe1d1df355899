"""The coded entries of a clinical document: the data under the pages.

Everything is recognised by the models it follows (``templateId``), at any depth, so that a vaccination is
found in a note, a synthèse or a child certificate alike. Nothing here raises on odd content: what an entry
does not say stays empty, and a reference that leads nowhere is as if it were not there.
"""

from typing import TypeVar

from dmptui.core.documents.cda.entries.check import ClinicalFact
from dmptui.core.documents.cda.entries.reading import Reading
from dmptui.core.documents.cda.xml import Element, parse_clinical_document
from dmptui.core.model.clinical import (
    Allergy,
    Device,
    Directive,
    Dispensation,
    Entries,
    LabResult,
    LifestyleFact,
    Prescription,
    Problem,
    Procedure,
    Reimbursement,
    Treatment,
    Vaccination,
    VitalSign,
)

_Fact = TypeVar("_Fact", bound=ClinicalFact)


def entries(content: bytes) -> Entries:
    """The facts of a CDA document. A few milliseconds: call it from a thread.

    Raises:
        InvalidContent: not a CDA, or refused by the limits that hold for reading it.
    """
    return entries_of(parse_clinical_document(content))


def entries_of(document: Element) -> Entries:
    """The same, of a ``ClinicalDocument`` already parsed.

    Raises:
        InvalidContent: sections nested too deep, or more facts than any real document has.
    """
    reading = Reading(document)
    facts = reading.facts
    return Entries(
        vaccinations=_only(facts, Vaccination),
        allergies=_only(facts, Allergy),
        problems=_only(facts, Problem),
        procedures=_only(facts, Procedure),
        treatments=_only(facts, Treatment),
        devices=_only(facts, Device),
        vital_signs=_only(facts, VitalSign),
        lifestyle=_only(facts, LifestyleFact),
        lab_results=_only(facts, LabResult),
        prescriptions=_only(facts, Prescription),
        dispensations=_only(facts, Dispensation),
        reimbursements=_only(facts, Reimbursement),
        directives=_only(facts, Directive),
        narratives=tuple(reading.narratives),
    )


def _only(facts: list[ClinicalFact], kind: type[_Fact]) -> tuple[_Fact, ...]:
    return tuple(fact for fact in facts if isinstance(fact, kind))
