"""Results of biology (CI-SIS CR-BIO, IHE XD-LAB)."""

from dataclasses import replace

from dmptui.core.documents.cda.entries.coded import (
    number_of,
    read_coded,
    read_value,
    read_when,
    shown_unit,
    xsi_type,
)
from dmptui.core.documents.cda.entries.codes import FLAGS, fr
from dmptui.core.documents.cda.entries.folding import folded
from dmptui.core.documents.cda.entries.place import Place, comment, person, related, standing
from dmptui.core.documents.cda.entries.ranges import Reader, bounded, is_heading_of_ranges, ranges_of
from dmptui.core.documents.cda.entries.vitals import named, observation_source
from dmptui.core.documents.cda.xml import Element, attribute, child, children
from dmptui.core.model.clinical import CodedValue, EarlierResult, LabResult, Person, Range, Value
from dmptui.core.model.figures import french
from dmptui.core.text import _

RESULT = fr("80") | {"1.3.6.1.4.1.19376.1.3.1.6"}


def around(element: Element, place: Place) -> Place:
    """What an act or an organizer says of the results in it."""
    rows = place.rows
    battery = ""
    if element.get("classCode") == "BATTERY":
        code = read_coded(child(element, "code"), rows)
        battery = code.words or code.text
    specimen = read_coded(
        child(element, "specimen", "specimenRole", "specimenPlayingEntity", "code"), rows
    ).text
    return replace(
        place,
        battery=battery or place.battery,
        specimen=specimen or place.specimen,
        when=read_when(child(element, "effectiveTime")) or place.when,
        validator=_validator(element) or place.validator,
    )


def read_result(element: Element, place: Place) -> LabResult:
    """A result. The laboratory's flag is taken as it is: none is computed from the ranges."""
    rows = place.rows
    values = tuple(
        value
        for each in children(element, "value")
        for value in (bounded(read_value(each, rows)), *_converted(each))
        if value
    )
    source = observation_source(element, place)
    columns = {folded(heading): cell for heading, cell in rows.columns(source.reference)}
    if not any(map(_has_value, children(element, "value"))):
        said = next((cell for heading, cell in columns.items() if _is_result(heading) and cell), "")
        values = (Value(said),) if said.strip("-–—./* ") else values
    interpretation = _interpretation(element, place)
    flag = interpretation.code
    when = read_when(child(element, "effectiveTime")) or place.when
    method = read_coded(child(element, "methodCode"), rows)
    value = next(iter(values), Value())
    return LabResult(
        code=_analysis(element, value, place),
        value=value,
        when=when,
        source=source,
        values=values,
        flag=flag,
        flag_label=_(FLAGS[flag]) if flag in FLAGS else interpretation.text,
        ranges=_ranges(element, Reader(rows, place.subject, when), columns),
        chapters=place.source.path,
        battery=place.battery,
        specimen=place.specimen,
        method=method.words or method.text,
        validator=_validator(element) or place.validator,
        earlier=tuple(_earlier(element, place)),
        status=attribute(child(element, "statusCode"), "code"),
        comment=comment(element, rows),
    )


def _has_value(value: Element) -> bool:
    return not attribute(value, "nullFlavor") or bool(attribute(value, "value"))


def _is_result(heading: str) -> bool:
    is_other = is_heading_of_ranges(heading) or "anter" in heading or "preced" in heading
    return heading.startswith(("resultat", "valeur")) and not is_other


def _ranges(element: Element, reader: Reader, columns: dict[str, str]) -> tuple[Range, ...]:
    """Those that are coded; else those of the text, in the row of the result."""
    coded = tuple(reader.ranges(element))
    return coded or tuple(ranges_of(columns.items(), reader.subject, reader.when))


def _interpretation(element: Element, place: Place) -> CodedValue:
    """The laboratory's judgement: the first that it gives, for it may say why it gives none."""
    given = (read_coded(each, place.rows) for each in children(element, "interpretationCode"))
    return next((each for each in given if each), CodedValue())


def _analysis(element: Element, value: Value, place: Place) -> CodedValue:
    """What was analysed; words that are the result itself are not the laboratory's label."""
    code = named(element, place)
    is_result = bool(
        value.number is not None and code.display and french(value.written) in french(code.words)
    )
    return replace(code, words="") if is_result else code


def _converted(value: Element) -> list[Value]:
    """The same quantity in other units, as the laboratory converted it."""
    if xsi_type(value) != "PQ":
        return []
    found = []
    for each in children(value, "translation"):
        written, unit = attribute(each, "value"), attribute(each, "code")
        if written and unit:
            label = shown_unit(unit)
            found.append(Value(f"{french(written)} {label}", written, number_of(each), unit, label))
    return found


def _earlier(element: Element, place: Place) -> list[EarlierResult]:
    """The former results of the same analysis, the latest first; without those that were taken back."""
    found = [
        EarlierResult(read_value(child(act, "value"), place.rows), read_when(child(act, "effectiveTime")))
        for act, how in related(element)
        if how == "REFR" and child(act, "value") is not None and standing(act).counts
    ]
    return sorted(found, key=lambda result: result.when.order, reverse=True)


def _validator(element: Element) -> Person:
    """Who validated the results."""
    signed = (each for each in children(element, "participant") if each.get("typeCode") == "AUTHEN")
    return next(filter(None, map(person, signed)), Person())
