"""An entry against the line of text it points at: the same, absent from it, or something else.

Only what the line says of the same nature can contradict: a line without a date says nothing of the date,
and what points at a whole table is not compared. A number may be rounded in the text, or in another unit of
length or mass (1,70 m is 170 cm); anything else is a contradiction, shown and never resolved here.
"""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias, TypeVar

from dmptui.core.documents.cda.entries.folding import folded as _folded
from dmptui.core.documents.cda.entries.folding import words as _words
from dmptui.core.documents.cda.entries.narrative_rows import SEPARATOR
from dmptui.core.model.clinical import (
    Agreement,
    Allergy,
    Check,
    Device,
    Directive,
    Dispensation,
    Fact,
    LabResult,
    LifestyleFact,
    Period,
    Precision,
    Prescription,
    Problem,
    Procedure,
    Reimbursement,
    ReimbursementKind,
    Source,
    Treatment,
    Vaccination,
    Value,
    VitalSign,
    When,
)
from dmptui.core.text import _

ClinicalFact: TypeAlias = (
    Vaccination
    | Allergy
    | Problem
    | Procedure
    | Treatment
    | Device
    | VitalSign
    | LifestyleFact
    | LabResult
    | Prescription
    | Dispensation
    | Reimbursement
    | Directive
)
_Fact = TypeVar("_Fact", bound=ClinicalFact)

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre",
)  # fmt: skip
_date = re.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d\d)|(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?P<d>\d{{1,2}})(?:er)? (?P<m>{'|'.join(_MONTHS)}) (?P<y>\d{{4}}))(?!\d)"
)
_quantity = re.compile(r"(?<![\w.,])(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))? ?([a-zµ]+)?")
_SCALES = {
    "m": ("length", 1.0),
    "cm": ("length", 1e-2),
    "mm": ("length", 1e-3),
    "kg": ("mass", 1e3),
    "g": ("mass", 1.0),
    "mg": ("mass", 1e-3),
}


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a fact can be compared.

    Attributes:
        other_dates: known to stand in the line for something else.
        is_negated: of what a certificate asks, and answers « Oui » or « Non ».
        is_strict: no word in common is another thing, not another wording.
    """

    dates: tuple[When, ...]
    label: str
    value: Value | None = None
    lot: str = ""
    other_dates: tuple[When, ...] = ()
    is_negated: bool | None = None
    is_strict: bool = False


def checked(fact: _Fact, current: str = "") -> _Fact:
    """The fact, with what its line of text says of it; ``current`` is that line without what is struck."""
    line = current or fact.source.narrative
    if not line:
        return fact
    subject = subject_of(fact)
    found = (
        _dates(subject, line),
        _value(subject, line),
        _label(subject, fact.source),
        _lot(subject, line),
        _answer(subject, fact.source.words),
    )
    return replace(fact, source=fact.source.checked(filter(None, found)))


def subject_of(fact: ClinicalFact) -> Subject:
    """What of a fact can be compared with the text."""
    match fact:
        case Vaccination():
            return Subject(
                (fact.when, fact.delivered),
                fact.product.text,
                lot=fact.product.lot,
                is_negated=fact.standing.is_denial,
            )
        case VitalSign():
            return Subject((fact.when,), fact.code.text, fact.value)
        case LabResult():
            earlier = tuple(each.when for each in fact.earlier)
            return Subject((fact.when,), fact.label, fact.value, other_dates=earlier)
        case Dispensation():
            return Subject((fact.when,), fact.product.text)
        case Treatment() | Prescription():
            return Subject(_bounds(fact.period), fact.product.text)
        case Reimbursement():
            is_device = fact.kind is ReimbursementKind.DEVICE
            return Subject(_bounds(fact.period), fact.code.text, is_strict=is_device)
        case Allergy():
            return Subject(_bounds(fact.period), fact.agent.text, is_negated=fact.standing.is_denial)
        case Problem() | Procedure():
            return Subject(_bounds(fact.period), fact.code.text, is_negated=fact.standing.is_denial)
        case _:
            return Subject(_bounds(fact.period), fact.code.text)


def is_struck(fact: ClinicalFact, struck: str) -> bool:
    """Whether what is struck through in its line is the fact itself: its name, or the value it gives."""
    passage, subject = _folded(struck), subject_of(fact)
    named = (fact.source.words, subject.label, subject.value.text if subject.value else "")
    return bool(passage) and any(words and _folded(words) in passage for words in named)


def _bounds(period: Period) -> tuple[When, ...]:
    return period.low, period.high


def _dates(subject: Subject, line: str) -> Check | None:
    own = [when for when in subject.dates if when.precision is not Precision.UNKNOWN]
    if not own:
        return None
    coded = own[0].short()
    known = {day for when in subject.other_dates for day in when.spellings}
    seen = [day for day in days_in(line) if day not in known]
    if any(day.startswith(when.spellings) for when in own for day in seen):
        return Check(Fact.DATE, Agreement.SAME, coded=coded)
    if own[0].precision in (Precision.YEAR, Precision.MONTH) and coded in line:
        return Check(Fact.DATE, Agreement.SAME, coded=coded)
    if not seen:
        return Check(Fact.DATE, Agreement.ABSENT, coded=coded)
    date = When(seen[0])
    return Check(Fact.DATE, Agreement.DIFFERS, date.short(), coded, date)


def days_in(line: str) -> Iterator[str]:
    """The real days of a line, as HL7 writes them; of a year of two digits, in both centuries."""
    for found in _date.finditer(_folded(line)):
        if found["iso"]:
            days = [found["iso"].replace("-", "")]
        elif found["m"]:
            days = [f"{found['y']}{_MONTHS.index(found['m']) + 1:02}{int(found['d']):02}"]
        else:
            years = _years(found["year"])
            days = [f"{year}{int(found['month']):02}{int(found['day']):02}" for year in years]
        yield from (day for day in days if When(day).precision is Precision.DAY)


def _years(written: str) -> tuple[str, ...]:
    """The years that may be meant, the likeliest first."""
    if len(written) == 4:
        return (written,)
    return (f"19{written}", f"20{written}") if written > "50" else (f"20{written}", f"19{written}")


def _value(subject: Subject, line: str) -> Check | None:
    if subject.value is None or subject.value.number is None:
        return None
    coded = subject.value.text
    if any(_is_same(subject.value, each) for each in _quantities(line)):
        return Check(Fact.VALUE, Agreement.SAME, coded=coded)
    label, *cells = line.split(SEPARATOR)  # the number of « Vitamine B12 » is not a value
    quantity = next((cell for cell in cells or [label] if any(_quantities(cell))), "")
    if not quantity:
        return Check(Fact.VALUE, Agreement.ABSENT, coded=coded)
    return Check(Fact.VALUE, Agreement.DIFFERS, quantity, coded)


def _quantities(cell: str) -> Iterator[tuple[float, int, str]]:
    """The numbers of a cell, with their decimals and the word after them."""
    for found in _quantity.finditer(_date.sub(" ", cell.casefold())):
        whole, decimals, unit = found[1], found[2] or "", found[3] or ""
        yield float(f"{whole.replace(' ', '')}.{decimals or '0'}"), len(decimals), unit
        if " " in whole:  # "5 120" may be two numbers
            for part in whole.split(" "):
                yield float(part), 0, ""


def _is_same(value: Value, quantity: tuple[float, int, str]) -> bool:
    number, decimals, unit = quantity
    coded = abs(value.number or 0.0)  # the dash of « 3,5-8 » is no sign, so none is read
    own, other = _SCALES.get(value.unit), _SCALES.get(unit)
    if own and other and own[0] == other[0]:
        coded *= own[1] / other[1]
    if math.isclose(coded, number, rel_tol=1e-9):
        return True
    return decimals > 0 and math.isclose(round(coded, decimals), number, rel_tol=1e-9)


def _label(subject: Subject, source: Source) -> Check | None:
    words = [word for word in _words(subject.label) if len(word) > 2]
    if not words:
        return None
    known = set(_words(source.narrative))
    common = sum(word in known for word in words)
    if common >= max(1, len(words) // 2):
        return Check(Fact.LABEL, Agreement.SAME, coded=subject.label)
    if subject.is_strict and not common:
        return Check(Fact.LABEL, Agreement.DIFFERS, source.words, subject.label)
    return Check(Fact.LABEL, Agreement.ABSENT, coded=subject.label)


def _lot(subject: Subject, line: str) -> Check | None:
    if not subject.lot:
        return None
    same = _folded(subject.lot) in _folded(line)
    return Check(Fact.LOT, Agreement.SAME if same else Agreement.ABSENT, coded=subject.lot)


def _answer(subject: Subject, words: str) -> Check | None:
    """A certificate that says « Non » of what the entry says is so, or the other way round."""
    answer = {"oui": False, "non": True}.get(words.casefold())
    if answer is None or subject.is_negated is None:
        return None
    agreement = Agreement.SAME if answer is subject.is_negated else Agreement.DIFFERS
    return Check(Fact.ANSWER, agreement, words, _("non") if subject.is_negated else _("oui"))
