"""What the coded entries of clinical documents say, one type a kind, and the way back to the text.

Nothing is merged or corrected here: when an entry contradicts the line of text it points at, both are kept
(``Check``), and the text, which its author signed, is what is shown. Strings are clean and on one line.
"""

from dataclasses import dataclass

from dmptui.core.model.clinical.basics import CodedValue, Period, Person, Precision, Product, Value, When
from dmptui.core.model.clinical.care import (
    Dispensation,
    EarlierResult,
    LabResult,
    PrescribedKind,
    Prescription,
    Range,
    Reimbursement,
    ReimbursementKind,
    Step,
)
from dmptui.core.model.clinical.source import Agreement, Check, Fact, NarrativeSection, Source
from dmptui.core.model.clinical.standing import Standing
from dmptui.core.model.clinical.summary import (
    Allergy,
    Device,
    Directive,
    LifestyleFact,
    LifestyleKind,
    Manifestation,
    Problem,
    ProblemKind,
    Procedure,
    Treatment,
    Vaccination,
    VitalSign,
)

__all__ = [
    "Agreement",
    "Allergy",
    "Check",
    "CodedValue",
    "Device",
    "Directive",
    "Dispensation",
    "EarlierResult",
    "Entries",
    "Fact",
    "LabResult",
    "LifestyleFact",
    "LifestyleKind",
    "Manifestation",
    "NarrativeSection",
    "Period",
    "Person",
    "Precision",
    "PrescribedKind",
    "Prescription",
    "Problem",
    "ProblemKind",
    "Procedure",
    "Product",
    "Range",
    "Reimbursement",
    "ReimbursementKind",
    "Source",
    "Standing",
    "Step",
    "Treatment",
    "Vaccination",
    "Value",
    "VitalSign",
    "When",
]


@dataclass(frozen=True, slots=True)
class Entries:
    """All that a document says in codes, in its order; and its sections as text.

    The vaccinations of données de remboursement are in ``vaccinations`` and in ``reimbursements``; all else
    of such a document is in ``reimbursements`` only: what was paid for is not what is taken.
    """

    vaccinations: tuple[Vaccination, ...] = ()
    allergies: tuple[Allergy, ...] = ()
    problems: tuple[Problem, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    devices: tuple[Device, ...] = ()
    vital_signs: tuple[VitalSign, ...] = ()
    lifestyle: tuple[LifestyleFact, ...] = ()
    lab_results: tuple[LabResult, ...] = ()
    prescriptions: tuple[Prescription, ...] = ()
    dispensations: tuple[Dispensation, ...] = ()
    reimbursements: tuple[Reimbursement, ...] = ()
    directives: tuple[Directive, ...] = ()
    narratives: tuple[NarrativeSection, ...] = ()

    def narrative(self, *codes: str) -> tuple[NarrativeSection, ...]:
        """The sections of these LOINC codes."""
        return tuple(section for section in self.narratives if section.code.code in codes)

    def remaining(self, *codes: str) -> tuple[NarrativeSection, ...]:
        """Those whose text says more than their facts; of these LOINC codes, or of any."""
        found = (section for section in self.narratives if section.remaining)
        return tuple(section for section in found if not codes or section.code.code in codes)
