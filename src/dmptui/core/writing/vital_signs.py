"""Constantes: blood pressure, pulse, weight, as a section with its entries."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from dmptui.core.writing.biology import french
from dmptui.core.writing.codes import Code, code_element
from dmptui.core.writing.header import HeaderFacts, entry_id, template_ids, timestamp
from dmptui.core.writing.level3 import Section
from dmptui.core.writing.markup import Markup, element
from dmptui.core.writing.narrative import Table, anchored, reference

SYSTOLIC = Code("8480-6", "Pression artérielle systolique")
DIASTOLIC = Code("8462-4", "Pression artérielle diastolique")
PULSE = Code("8867-4", "Fréquence cardiaque")
WEIGHT = Code("29463-7", "Poids")
HEIGHT = Code("8302-2", "Taille")
HEAD = Code("8287-5", "Périmètre crânien")

_SHOWN_UNITS = {"mm[Hg]": "mmHg", "Cel": "°C"}


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure; ``unit`` is UCUM."""

    code: Code
    value: Decimal
    unit: str


def vital_signs(measures: tuple[Measure, ...], at: datetime, facts: HeaderFacts) -> Section:
    """The measures taken together, as a table and an organizer."""
    anchors = [f"constante-{number:02}" for number in range(1, len(measures) + 1)]
    rows = tuple(
        (
            anchored(measure.code.display, anchor),
            f"{french(measure.value)} {_SHOWN_UNITS.get(measure.unit, measure.unit)}",
        )
        for measure, anchor in zip(measures, anchors, strict=True)
    )
    organizer = element(
        "organizer",
        template_ids(
            "2.16.840.1.113883.10.20.1.32",
            "2.16.840.1.113883.10.20.1.35",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.1",
            "1.2.250.1.213.1.1.3.49",
        ),
        entry_id(facts, "constantes"),
        code_element("code", Code("85353-1", "Signes vitaux")),
        element("statusCode", code="completed"),
        element("effectiveTime", value=timestamp(at)),
        *(
            element("component", _observation(measure, anchor, at, facts), typeCode="COMP")
            for measure, anchor in zip(measures, anchors, strict=True)
        ),
        classCode="CLUSTER",
        moodCode="EVN",
    )
    return Section(
        title="Constantes",
        code=Code("8716-3", "Signes vitaux"),
        blocks=(Table(("Mesure", "Valeur"), rows),),
        templates=(
            "2.16.840.1.113883.10.20.1.16",
            "1.3.6.1.4.1.19376.1.5.3.1.3.25",
            "1.3.6.1.4.1.19376.1.5.3.1.1.5.3.2",
            "1.2.250.1.213.1.1.2.75",
        ),
        entries=(element("entry", organizer),),
    )


def _observation(measure: Measure, anchor: str, at: datetime, facts: HeaderFacts) -> Markup:
    return element(
        "observation",
        template_ids(
            "2.16.840.1.113883.10.20.1.31",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13",
            "1.3.6.1.4.1.19376.1.5.3.1.4.13.2",
            "1.2.250.1.213.1.1.3.50",
        ),
        entry_id(facts, anchor),
        code_element("code", measure.code),
        element("text", reference(anchor)),
        element("statusCode", code="completed"),
        element("effectiveTime", value=timestamp(at)),
        element("value", xsi_type="PQ", value=str(measure.value), unit=measure.unit),
        classCode="OBS",
        moodCode="EVN",
    )
