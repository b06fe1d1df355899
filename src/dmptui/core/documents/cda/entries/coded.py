"""HL7 version 3 data types: CD, PQ, IVL, TS, BL… whatever prefix their ``xsi:type`` has."""

import math
from collections.abc import Iterator

from dmptui.core.documents.cda.entries.codes import UNITS
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.vocabulary import null_flavor
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children
from dmptui.core.model.clinical import CodedValue, Period, Value, When
from dmptui.core.model.clinical.quantities import range_words
from dmptui.core.model.dates import Moment
from dmptui.core.model.figures import figure, french
from dmptui.core.terminology.units import french_unit
from dmptui.core.text import _

_XSI_TYPE = "{http://www.w3.org/2001/XMLSchema-instance}type"
_DEEPEST = 8  # translations of translations
_NUMBERS = frozenset({"PQ", "REAL", "INT", "MO"})
_RANGES = frozenset({"IVL_PQ", "IVL_REAL", "IVL_INT"})
_CODES = frozenset({"CD", "CE", "CV", "CO", "CS"})
ANSWERS = frozenset({"oui", "non", "-"})
"""What a certificate says of a question it is asked: not the name of anything."""


def xsi_type(element: Element) -> str:
    """The declared data type, without its prefix."""
    return (element.get(_XSI_TYPE) or "").rpartition(":")[2]


def templates(element: Element) -> frozenset[str]:
    """The models an element says it follows."""
    return frozenset(filter(None, (each.get("root") for each in children(element, "templateId"))))


def read_coded(element: Element | None, rows: NarrativeRows, depth: int = 0) -> CodedValue:
    """A coded value, with the author's words for it; ``missing`` when it has none."""
    if element is None or depth > _DEEPEST:
        return CodedValue()
    words = rows.words(child(element, "originalText"))
    return CodedValue(
        code=attribute(element, "code"),
        system=attribute(element, "codeSystem"),
        display=attribute(element, "displayName"),
        words="" if words.casefold() in ANSWERS else words,
        system_name=attribute(element, "codeSystemName"),
        translations=tuple(
            read_coded(translation, rows, depth + 1) for translation in children(element, "translation")
        ),
        missing=attribute(element, "nullFlavor"),
    )


def read_when(element: Element | None) -> When:
    """A date: the value of an element, else the beginning of a period, else its end."""
    if element is None:
        return When()
    bounds = (element, child(element, "low"), child(element, "high"))
    raw = next(filter(None, (attribute(bound, "value") for bound in bounds)), "")
    return When(raw, "" if raw else next(filter(None, (attribute(one, "nullFlavor") for one in bounds)), ""))


def read_period(element: Element | None) -> Period:
    """A period; an instant is both its bounds."""
    low, high = child(element, "low"), child(element, "high")
    if low is None and high is None:
        instant = read_when(element)
        return Period(instant, instant)
    return Period(read_when(low), read_when(high))


def number_of(element: Element | None) -> float | None:
    """The number an element gives; None when it is not one."""
    number = figure(attribute(element, "value"))
    return float(number) if number is not None and math.isfinite(float(number)) else None


def integer_of(element: Element | None) -> int | None:
    """The same, when it is a whole number."""
    number = number_of(element)
    return int(number) if number is not None and number.is_integer() else None


def shown_unit(unit: str) -> str:
    """A UCUM unit as a French clinician writes it."""
    if unit in UNITS:
        return _(UNITS[unit])
    return french_unit(unit)


def read_values(observation: Element, rows: NarrativeRows) -> tuple[Value, ...]:
    """What was observed; empty values left out."""
    read = (read_value(value, rows) for value in children(observation, "value"))
    return tuple(value for value in read if value)


def read_value(element: Element | None, rows: NarrativeRows) -> Value:
    """A value of any type; why it is missing, in words, when it is."""
    if element is None:
        return Value()
    kind = xsi_type(element)
    if kind in _NUMBERS:
        value = _quantity(element)
    elif kind in _RANGES:
        value = _range(element)
    elif kind in _CODES:
        code = read_coded(element, rows)
        value = Value(code.text, code=code)
    elif kind == "BL":
        value = _yes_or_no(element)
    elif kind == "TS":
        value = Value(read_when(element).short())
    elif kind == "IVL_TS":
        value = Value(period_words(read_period(element)))
    elif kind.startswith("RTO"):
        value = _ratio(element)
    else:
        value = Value(rows.words(element))
    return value if value else Value(null_flavor(attribute(element, "nullFlavor")))


def read_quantity(element: Element | None) -> Value:
    """A quantity or a range of them, of an element whose type goes without saying (``doseQuantity``…)."""
    if element is None:
        return Value()
    return _quantity(element) if attribute(element, "value") else _range(element)


def period_words(period: Period) -> str:
    """« du 01/02/2024 au 03/02/2024 », as far as it is known."""
    low, high = period.low.short(), period.high.short()
    if low and high:
        return low if low == high else _("du {start} au {end}").format(start=low, end=high)
    if low:
        return Moment(period.low.raw).since()
    return Moment(period.high.raw).until() if high else ""


def _quantity(element: Element) -> Value:
    written, unit = attribute(element, "value"), attribute(element, "unit")
    if not written:
        return Value()
    label = shown_unit(unit) or _unit_words(element)
    return Value(
        text=f"{french(written)} {label}".rstrip(),
        written=written,
        number=number_of(element),
        unit=unit,
        shown_unit=label,
    )


def _ratio(element: Element) -> Value:
    """« 1/320 », « 5 mg / 2 mL »: as it is written, and no number."""
    parts = [part for part in map(_quantity, element) if part]
    bar = " / " if any(part.shown_unit for part in parts) else "/"
    return Value(bar.join(part.text for part in parts))


def _unit_words(element: Element) -> str:
    """A unit said only in a translation."""
    translations: Iterator[str] = (
        attribute(each, "displayName") for each in children(element, "translation")
    )
    return next(filter(None, translations), "")


def _range(element: Element) -> Value:
    low, high = child(element, "low"), child(element, "high")
    start, end = attribute(low, "value"), attribute(high, "value")
    unit, other = attribute(low if start else high, "unit"), attribute(high if end else low, "unit")
    if unit and other and unit != other:  # each bound in its own unit: to be read, not to be compared
        return Value(_("{low} à {high}").format(low=read_quantity(low).text, high=read_quantity(high).text))
    unit = unit or other
    label = shown_unit(unit)
    comparator = ""
    if bool(start) != bool(end):
        closed, opened = ("≥", ">") if start else ("≤", "<")
        comparator = closed if attribute(low if start else high, "inclusive") == "true" else opened
    low_open, high_open = _is_exclusive(low), _is_exclusive(high)
    comparators = comparator or (">" if low_open else ""), comparator or ("<" if high_open else "")
    words = range_words(french(start), french(end), comparators=comparators)
    if not words:
        return Value()
    if any(attribute(bound, "value") and number_of(bound) is None for bound in (low, high)):
        return Value(f"{words} {label}".rstrip())
    return Value(
        text=f"{words} {label}".rstrip(),
        number=number_of(low) if start == end else None,
        unit=unit,
        shown_unit=label,
        comparator=comparator,
        low=number_of(low),
        high=number_of(high),
        low_open=low_open,
        high_open=high_open,
    )


def _is_exclusive(bound: Element | None) -> bool:
    """Whether a bound is said not to be counted in; it is when nothing is said (HL7 v3, ``IVXB``)."""
    return attribute(bound, "inclusive") == "false"


def _yes_or_no(element: Element) -> Value:
    match attribute(element, "value"):
        case "true":
            return Value(_("oui"), flag=True)
        case "false":
            return Value(_("non"), flag=False)
        case _:
            return Value()


def holds(element: Element, name: str) -> bool:
    """Whether an element has a child of that name."""
    return next(element.iterchildren(V3 + name), None) is not None
