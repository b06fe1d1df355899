"""The values of FHIR as a reader reads them: codes, quantities, periods, people's names, addresses."""

from typing import Any

from dmptui.core.documents.fhir.tree import Node, choice, many, nodes, one, text, texts
from dmptui.core.documents.header import Code
from dmptui.core.model.dates import Moment
from dmptui.core.text import N_, _

_PREFIXES = {
    "urn:oid:": "",
    "http://loinc.org": "2.16.840.1.113883.6.1",
    "http://snomed.info/sct": "2.16.840.1.113883.6.96",
}
_UNITS = {
    "d": (N_("{n} jour"), N_("{n} jours")),
    "wk": (N_("{n} semaine"), N_("{n} semaines")),
    "mo": (N_("{n} mois"), N_("{n} mois")),
    "h": (N_("{n} heure"), N_("{n} heures")),
}
_TRUE = {"true": N_("oui"), "false": N_("non")}


def moment(value: str) -> Moment:
    """A FHIR date or time as an HL7 timestamp; what is not one stays as it is written."""
    day, mark, clock = value.partition("T")
    digits = day.replace("-", "")
    if not mark:
        return Moment(digits if digits.isdigit() else value)
    zone = ""
    if clock.endswith("Z"):
        clock, zone = clock[:-1], "+0000"
    elif clock[-6:-5] in ("+", "-"):
        clock, zone = clock[:-6], clock[-6:].replace(":", "")
    return Moment(f"{digits}{clock.partition('.')[0].replace(':', '')}{zone}")


def code(concept: Any) -> Code:
    """A CodeableConcept, a Coding or a bare code: its words, and the first code it has."""
    if not isinstance(concept, dict):
        return Code(value=text({"code": concept}, "code"))
    codings = nodes(concept, "coding") or [concept]
    first = codings[0]
    system = text(first, "system")
    oid = next(
        (system.replace(start, to, 1) for start, to in _PREFIXES.items() if system.startswith(start)), system
    )
    return Code(text(first, "code"), oid, label(concept))


def label(concept: Any) -> str:
    """The words of a code, its author's first; the code itself when it has none."""
    if not isinstance(concept, dict):
        return text({"code": concept}, "code")
    codings = nodes(concept, "coding") or [concept]
    displays = [text(coding, "display") for coding in codings]
    codes = [text(coding, "code") for coding in codings]
    return text(concept, "text") or next(filter(None, displays), "") or next(filter(None, codes), "")


def labels(node: Node, *path: str) -> str:
    """The words of several codes, separated by commas."""
    return ", ".join(dict.fromkeys(filter(None, map(label, many(node, *path)))))


def token(concept: Any) -> str:
    """The bare code of a status: ``entered-in-error``."""
    return code(concept).value


def quantity(value: Node) -> str:
    """« < 5,2 mmol/L », the number as its author wrote it but for the decimal comma."""
    number = text(value, "value").replace(".", ",")
    return " ".join(
        filter(None, (text(value, "comparator"), number, text(value, "unit") or text(value, "code")))
    )


def period(value: Node) -> str:
    """« du 01/02/2026 au 05/02/2026 », or the bound that is known."""
    last = moment(text(value, "end"))
    start, end = moment(text(value, "start")).short(), last.short()
    if start and end and start != end:
        return _("du {start} au {end}").format(start=start, end=end)
    if end and not start:
        return last.until()
    return start


def any_value(node: Node, name: str) -> str:
    """An element of several types, in words: ``value``, ``onset``, ``effective``…"""
    found, value = choice(node, name)
    match found:
        case "":
            return ""
        case "CodeableConcept" | "Coding":
            return label(value)
        case "Quantity" | "Age" | "Duration" | "SimpleQuantity" | "Count" | "Distance":
            return quantity(value) if isinstance(value, dict) else ""
        case "Period" | "Timing" if isinstance(value, dict):
            return period(value) if found == "Period" else timing(value)
        case "Range" if isinstance(value, dict):
            return span(value)
        case "Ratio" if isinstance(value, dict):
            return f"{quantity(one(value, 'numerator'))} / {quantity(one(value, 'denominator'))}"
        case "DateTime" | "Date" | "Instant":
            return moment(text({"v": value}, "v")).short()
        case "Boolean":
            written = text({"v": value}, "v")
            return _(_TRUE[written]) if written in _TRUE else written
        case "Reference" if isinstance(value, dict):
            return text(value, "display") or text(value, "reference")
        case "SampledData" if isinstance(value, dict):
            return _("tracé de {n} points").format(n=len(text(value, "data").split()))
        case "Attachment" if isinstance(value, dict):
            return text(value, "title") or text(value, "contentType")
        case _:
            return text({"v": value}, "v")


def span(value: Node) -> str:
    """« 3,5 – 5,0 mmol/L », « ≥ 3,5 »."""
    low, high = quantity(one(value, "low")), quantity(one(value, "high"))
    if low and high:
        return f"{low} – {high}"
    return f"≥ {low}" if low else f"≤ {high}" if high else ""


def timing(value: Node) -> str:
    """When a treatment is taken: its words, its code, else its figures."""
    if words := label(one(value, "code")):
        return words
    repeat = one(value, "repeat")
    bounds = period(one(repeat, "boundsPeriod")) or quantity(one(repeat, "boundsDuration"))
    times = text(repeat, "frequency")
    how_often = _("{n} fois").format(n=times) if times else ""
    if every := text(repeat, "period"):
        unit = text(repeat, "periodUnit")
        one_of, many_of = _UNITS.get(unit, (f"{{n}} {unit}", f"{{n}} {unit}"))
        length = _(one_of if every == "1" else many_of).format(n=every)
        how_often = _("{times} par {period}").format(times=how_often, period=length.removeprefix("1 "))
    return ", ".join(filter(None, (how_often, *texts(repeat, "when"), *texts(repeat, "timeOfDay"), bounds)))


def dosage(value: Node) -> str:
    """A posology: the prescriber's words when there are any."""
    if words := text(value, "text"):
        return words
    doses = nodes(value, "doseAndRate") or [value]
    amounts = [any_value(each, "dose") or any_value(each, "rate") for each in doses]
    parts = (
        *amounts,
        timing(one(value, "timing")),
        label(one(value, "route")),
        _("si besoin") if any_value(value, "asNeeded") not in ("", _("non")) else "",
        text(value, "patientInstruction"),
    )
    return ", ".join(filter(None, parts))


def person_name(name: Node) -> str:
    """« Dr Jeanne DURAND », or its text."""
    parts = (*texts(name, "prefix"), *texts(name, "given"), text(name, "family"), *texts(name, "suffix"))
    return " ".join(filter(None, parts)) or text(name, "text")


def contact(holder: Node) -> tuple[str, ...]:
    """Addresses, then telephones and mail, as printable lines."""
    lines = []
    for address in nodes(holder, "address"):
        city = " ".join(filter(None, (text(address, "postalCode"), text(address, "city"))))
        lines += [*texts(address, "line"), city] if city or texts(address, "line") else texts(address, "text")
    return tuple(filter(None, (*lines, *texts(holder, "telecom", "value"))))
