"""Constantes, mode de vie, grossesse, and advance directives: a code and a value."""

from dmptui.core.documents.cda.entries.coded import (
    read_coded,
    read_period,
    read_value,
    read_values,
    read_when,
)
from dmptui.core.documents.cda.entries.codes import PCC, fr
from dmptui.core.documents.cda.entries.place import Place, comment
from dmptui.core.documents.cda.xml import Element, child
from dmptui.core.model.clinical import (
    CodedValue,
    LifestyleFact,
    LifestyleKind,
    Source,
    Value,
    VitalSign,
)

VITAL_SIGN = fr("50") | {PCC + "13.2"}
LIFESTYLE = fr("52") | {PCC + "13.4"}
PREGNANCY = fr("53") | {PCC + "13.5"}


def read_vital_sign(element: Element, place: Place) -> VitalSign:
    """A measure, dated by itself or by the organizer around it."""
    return VitalSign(
        code=named(element, place),
        value=read_value(child(element, "value"), place.rows),
        when=read_when(child(element, "effectiveTime")) or place.when,
        source=observation_source(element, place),
        comment=comment(element, place.rows),
    )


def read_lifestyle(element: Element, place: Place) -> LifestyleFact:
    """A habit."""
    return _fact_of_life(element, place, LifestyleKind.LIFESTYLE)


def read_pregnancy(element: Element, place: Place) -> LifestyleFact:
    """A fact about a pregnancy."""
    return _fact_of_life(element, place, LifestyleKind.PREGNANCY)


def _fact_of_life(element: Element, place: Place, kind: LifestyleKind) -> LifestyleFact:
    return LifestyleFact(
        code=named(element, place),
        value=joined(read_values(element, place.rows)),
        period=read_period(child(element, "effectiveTime")),
        source=observation_source(element, place),
        kind=kind,
        comment=comment(element, place.rows),
    )


def named(element: Element, place: Place) -> CodedValue:
    """The code of an observation; the words it points at when it has none."""
    code = read_coded(child(element, "code"), place.rows)
    return code or CodedValue(words=place.rows.words(child(element, "text")), missing=code.missing)


def observation_source(element: Element, place: Place) -> Source:
    """The way back from an observation."""
    value = child(element, "value")
    return place.source_of(
        child(element, "text"), child(element, "code", "originalText"), value, child(value, "originalText")
    )


def joined(values: tuple[Value, ...]) -> Value:
    """One value for several: the words of all, the number of a single one."""
    if len(values) < 2:
        return next(iter(values), Value())
    return Value(" ; ".join(value.text for value in values))
