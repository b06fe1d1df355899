"""What was found, prescribed, delivered and paid for."""

from dataclasses import dataclass, field
from enum import StrEnum

from dmptui.core.model.clinical.basics import CodedValue, Period, Person, Product, Value, When
from dmptui.core.model.clinical.conditions import Applies
from dmptui.core.model.clinical.source import Source
from dmptui.core.model.clinical.standing import Standing


@dataclass(frozen=True, slots=True)
class Range:
    """A reference range.

    Attributes:
        meaning: an HL7 interpretation (``N`` normal). condition: whom it is for, in words.
        applies: whether that is the person of the result, at its date.
    """

    value: Value
    meaning: str = ""
    condition: str = ""
    applies: Applies = Applies.YES


@dataclass(frozen=True, slots=True)
class EarlierResult:
    """A former result of the same analysis, as this report recalls it."""

    value: Value
    when: When


@dataclass(frozen=True, slots=True)
class LabResult:
    """A result of biology.

    Attributes:
        code: LOINC, or the laboratory's own; its ``words`` are the laboratory's label.
        value: the result; ``values`` has all of them when the laboratory gives several.
        flag: the laboratory's judgement (``N``, ``L``, ``LL``, ``H``, ``HH``, ``A``, ``R``, ``S``, ``I``…),
            empty when it gave none; it is never computed.
        chapters: titles of the sections it stands in, from the top.
        battery: name of the group it belongs to. specimen: what was analysed.
        earlier: the latest first.
        replaced_by: what the text says where it strikes the value through.
    """

    code: CodedValue
    value: Value
    when: When
    source: Source
    values: tuple[Value, ...] = ()
    flag: str = ""
    flag_label: str = ""
    ranges: tuple[Range, ...] = ()
    chapters: tuple[str, ...] = ()
    battery: str = ""
    specimen: str = ""
    method: str = ""
    validator: Person = field(default_factory=Person)
    earlier: tuple[EarlierResult, ...] = ()
    status: str = ""
    comment: str = ""
    standing: Standing = Standing.STATED
    replaced_by: str = ""

    @property
    def label(self) -> str:
        """The laboratory's words, else LOINC's."""
        return self.code.words or self.code.text

    @property
    def usual(self) -> tuple[Range, ...]:
        """The ranges of normal values, whomever they are for."""
        return tuple(each for each in self.ranges if each.meaning in ("N", ""))

    @property
    def references(self) -> tuple[Range, ...]:
        """The ranges of normal values that may be this person's."""
        return tuple(each for each in self.usual if each.applies is not Applies.NO)

    @property
    def normal(self) -> Range | None:
        """The range of normal values, when it is certain which one it is."""
        sure = all(each.applies is Applies.YES for each in self.references)
        alike = {each.value.text for each in self.references}
        return self.references[0] if sure and len(alike) == 1 else None


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a posology that changes with time."""

    number: int
    posology: str
    period: Period = field(default_factory=Period)
    dose: Value = field(default_factory=Value)


class PrescribedKind(StrEnum):
    """What is prescribed."""

    MEDICINE = "medicine"
    DEVICE = "device"


@dataclass(frozen=True, slots=True)
class Prescription:
    """A line of an ordonnance.

    Attributes:
        product: the medicine; for a device, only its name and code.
        posology: in the author's words when there are some.
        steps: in order; empty when the posology has only one.
        quantity: to dispense. max_dose: in words.
        renewals: how many times; None when not stated.
        long_term_illness, work_accident, prevention, not_reimbursed, off_label: None when not stated.
        for_patient, for_dispenser: instructions, in words.
    """

    product: Product
    period: Period
    source: Source
    kind: PrescribedKind = PrescribedKind.MEDICINE
    posology: str = ""
    steps: tuple[Step, ...] = ()
    route: CodedValue = field(default_factory=CodedValue)
    quantity: Value = field(default_factory=Value)
    max_dose: str = ""
    renewals: int | None = None
    long_term_illness: bool | None = None
    work_accident: bool | None = None
    prevention: bool | None = None
    not_reimbursed: bool | None = None
    off_label: bool | None = None
    substitution: str = ""
    for_patient: tuple[str, ...] = ()
    for_dispenser: tuple[str, ...] = ()
    reasons: tuple[CodedValue, ...] = ()
    by: Person = field(default_factory=Person)
    comment: str = ""
    standing: Standing = Standing.STATED


@dataclass(frozen=True, slots=True)
class Dispensation:
    """A medicine handed over by a pharmacy (volet e-dispensation)."""

    product: Product
    when: When
    source: Source
    quantity: Value = field(default_factory=Value)
    posology: str = ""
    by: Person = field(default_factory=Person)
    prescriber: Person = field(default_factory=Person)
    comment: str = ""
    standing: Standing = Standing.STATED


class ReimbursementKind(StrEnum):
    """What was paid for: the sections of the données de remboursement."""

    MEDICINE = "medicine"
    VACCINATION = "vaccination"
    DEVICE = "device"
    STAY = "stay"
    CARE = "care"
    IMAGING = "imaging"
    BIOLOGY = "biology"


@dataclass(frozen=True, slots=True)
class Reimbursement:
    """Something the Assurance Maladie paid for.

    Attributes:
        label: to show. code: NGAP, CCAM, NABM, LPP, CIP…
        period: of the act or the stay; of the delivery, for what is delivered.
        nature: of a stay, in words.
        by: who did or delivered it.
    """

    kind: ReimbursementKind
    label: str
    code: CodedValue
    period: Period
    source: Source
    product: Product = field(default_factory=Product)
    quantity: Value = field(default_factory=Value)
    nature: str = ""
    by: Person = field(default_factory=Person)
    prescriber: Person = field(default_factory=Person)
    comment: str = ""
    standing: Standing = Standing.STATED
