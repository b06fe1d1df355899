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

from dmptui.core.documents.cda.entries.coded import ANSWERS
from dmptui.core.documents.cda.entries.folding import folded as _folded
from dmptui.core.documents.cda.entries.folding import words as _words
from dmptui.core.documents.cda.entries.narrative_rows import SEPARATOR
from dmptui.core.documents.cda.entries.taken_back import cell_said, denying_cell
from dmptui.core.model.clinical import (
    Agreement,
    Allergy,
    Check,
    CodedValue,
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
    Product,
    Reimbursement,
    ReimbursementKind,
    Source,
    Standing,
    Treatment,
    Vaccination,
    Value,
    VitalSign,
    When,
)
from dmptui.core.terminology.units import power_between, unit_of
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
_DONE = (Vaccination, Allergy, Problem, Procedure, Treatment, Device)
"""What a word of the text may take back."""

MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin", "juillet", "aout", "septembre", "octobre",
    "novembre", "decembre",
)  # fmt: skip
_date = re.compile(
    r"(?<!\d)(?:(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4}|\d\d)|(?P<iso>\d{4}-\d\d-\d\d)"
    rf"|(?P<d>\d{{1,2}})(?:er)? (?P<m>{'|'.join(MONTHS)}) (?P<y>\d{{4}}))(?!\d)",
    re.IGNORECASE,
)
_quantity = re.compile(r"(?<![\w.,])(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))? ?([^\s\d;,()]\S*)?")


@dataclass(frozen=True, slots=True)
class Subject:
    """What of a fact can be compared.

    Attributes:
        other_dates: known to stand in the line for something else.
        is_negated: of what a certificate asks, and answers « Oui » or « Non ».
        is_strict: no word in common is another thing, not another wording.
        names: other words for the same. about: what it says of it in words, which do not name it.
    """

    dates: tuple[When, ...]
    label: str
    value: Value | None = None
    lot: str = ""
    other_dates: tuple[When, ...] = ()
    is_negated: bool | None = None
    is_strict: bool = False
    names: tuple[str, ...] = ()
    about: str = ""


def checked(fact: _Fact, current: str = "") -> _Fact:
    """The fact, with what its line of text says of it; ``current`` is that line without what is struck."""
    line = current or fact.source.narrative
    if not line:
        return fact
    subject = subject_of(fact)
    found = (
        _dates(subject, line),
        _value(subject, line),
        _denied(fact, subject, line) or _label(subject, fact.source),
        _lot(subject, line),
        _answer(subject, fact.source.words) or _taken_back(fact, line),
    )
    return replace(fact, source=fact.source.checked(filter(None, found)))


def subject_of(fact: ClinicalFact) -> Subject:
    """What of a fact can be compared with the text."""
    match fact:
        case Vaccination():
            return _of_product(fact.product, (fact.when, fact.delivered), fact.standing)
        case VitalSign():
            return Subject((fact.when,), fact.code.text, fact.value)
        case LabResult():
            earlier = tuple(each.when for each in fact.earlier)
            return Subject((fact.when,), fact.label, fact.value, other_dates=earlier)
        case Dispensation():
            return _of_product(fact.product, (fact.when,), fact.standing)
        case Treatment() | Prescription():
            subject = _of_product(fact.product, _bounds(fact.period), fact.standing)
            return replace(subject, about=fact.posology)
        case Reimbursement():
            is_device = fact.kind is ReimbursementKind.DEVICE
            return Subject(_bounds(fact.period), fact.code.text, is_strict=is_device)
        case Allergy():
            return replace(_coded(fact.agent, fact.period, fact.standing), about=fact.kind.text)
        case Problem() | Procedure():
            return _coded(fact.code, fact.period, fact.standing)
        case _:
            return Subject(_bounds(fact.period), fact.code.text)


def _coded(code: CodedValue, period: Period, standing: Standing) -> Subject:
    names = tuple(each.display for each in code.all())
    return Subject(_bounds(period), code.text, is_negated=standing.is_denial, names=names)


def _of_product(product: Product, dates: tuple[When, ...], standing: Standing) -> Subject:
    codes = (each.display for each in product.code.all())
    return Subject(
        dates,
        product.text,
        lot=product.lot,
        is_negated=standing.is_denial,
        names=(*codes, product.atc_label, *product.substances),
    )


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
            days = [f"{found['y']}{MONTHS.index(found['m']) + 1:02}{int(found['d']):02}"]
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
    same = [each for each in _quantities(line) if _is_same(subject.value, each)]
    apart = [cell for cell in line.split(SEPARATOR) if _is_in_another_unit(subject.value, cell)]
    if apart and not any(unit_of(unit) for _number, _decimals, unit in same):
        return Check(Fact.VALUE, Agreement.DIFFERS, apart[0], coded)
    if same:
        return Check(Fact.VALUE, Agreement.SAME, coded=coded)
    label, *cells = line.split(SEPARATOR)  # the number of « Vitamine B12 » is not a value
    quantity = next((cell for cell in cells or [label] if any(_quantities(cell))), "")
    if not quantity:
        return Check(Fact.VALUE, Agreement.ABSENT, coded=coded)
    return Check(Fact.VALUE, Agreement.DIFFERS, quantity, coded)


def _quantities(cell: str) -> Iterator[tuple[float, int, str]]:
    """The numbers of a cell, with their decimals and the word after them."""
    for found in _quantity.finditer(_date.sub(" ", cell)):
        whole, decimals, unit = found[1], found[2] or "", found[3] or ""
        yield float(f"{whole.replace(' ', '')}.{decimals or '0'}"), len(decimals), unit
        if " " in whole:  # "5 120" may be two numbers
            for part in whole.split(" "):
                yield float(part), 0, ""


def _is_same(value: Value, quantity: tuple[float, int, str]) -> bool:
    number, decimals, unit = quantity
    power = _power(value.unit, unit)
    if power is None:
        return False
    coded = abs(value.number or 0.0)  # the dash of « 3,5-8 » is no sign, so none is read
    coded *= 10.0**power
    if math.isclose(coded, number, rel_tol=1e-9):
        return True
    return decimals > 0 and math.isclose(round(coded, decimals), number, rel_tol=1e-9)


def _is_in_another_unit(value: Value, cell: str) -> bool:
    """Whether the same figures stand there in a unit of which they are another quantity."""
    bare = replace(value, unit="")
    return any(_is_same(bare, each) and not _is_same(value, each) for each in _quantities(cell))


def _power(coded: str, said: str) -> int | None:
    """The power of ten from one unit to the other, 0 when either is not known; None for another measure."""
    written = next((unit for unit in (said, said.rstrip("."), said.lower()) if unit_of(unit)), "")
    is_compared = bool(written) and coded != "1" and unit_of(coded) is not None
    return power_between(coded, written) if is_compared else 0


def _label(subject: Subject, source: Source) -> Check | None:
    own = _telling(subject.label.partition(",")[0]) or _telling(subject.label)  # what follows is its form
    if not own:
        return None
    known = set(_words(source.narrative))
    common = sum(word in known for word in own)
    if common >= max(1, len(own) // 2):
        return Check(Fact.LABEL, Agreement.SAME, coded=subject.label)
    if subject.is_strict and not common:
        return Check(Fact.LABEL, Agreement.DIFFERS, source.words, subject.label)
    said = set(_words(source.words))
    heads = (name.partition(",")[0] for name in subject.names)
    is_named = common or any(word in said for head in heads for word in _telling(head))
    return Check(Fact.LABEL, Agreement.ABSENT, "" if is_named else _other(subject, source), subject.label)


def _telling(name: str) -> list[str]:
    """The words of a name that are neither figures nor too short to tell it."""
    return [word for word in _words(name) if len(word) > 2 and not word.isdigit()]


def _other(subject: Subject, source: Source) -> str:
    """What the text calls it; all its line where the entry points at what it is one of."""
    if source.words.casefold() in ANSWERS:
        return ""
    is_about = set(_words(source.words)) <= set(_words(subject.about))
    other = source.narrative if is_about else source.words
    return other if _telling(other) else ""


def _denied(fact: ClinicalFact, subject: Subject, line: str) -> Check | None:
    """A text that denies what the entry says is so: of an allergy, its agent or its kind."""
    if subject.is_negated is not False:
        return None
    name = f"{subject.label} {fact.kind.text}" if isinstance(fact, Allergy) else subject.label
    cell = denying_cell(tuple(line.split(SEPARATOR)), name)
    return Check(Fact.LABEL, Agreement.DIFFERS, cell, subject.label) if cell else None


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


def _taken_back(fact: ClinicalFact, line: str) -> Check | None:
    """A text that says cancelled, refused or stopped what the entry says is so; a known end says it too."""
    is_ended = isinstance(fact, Treatment | Problem | Procedure | Device) and bool(fact.period.high)
    if not isinstance(fact, _DONE) or is_ended or not fact.standing.counts:
        return None
    cell = cell_said(tuple(line.split(SEPARATOR)), type(fact))
    return Check(Fact.ANSWER, Agreement.DIFFERS, cell, _("fait ou en cours")) if cell else None
