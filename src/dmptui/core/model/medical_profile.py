"""What a person notes in the « profil médical » of Mon espace santé: health, measures, people and wishes."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from dmptui.core.model.base import Frozen
from dmptui.core.model.figures import plain
from dmptui.core.text import N_


class Heading(StrEnum):
    """What an entry is about, in the order of the page."""

    DISEASE = "maladies"
    TREATMENT = "traitements"
    ALLERGY = "allergies"
    SURGERY = "hospitalisations"
    FAMILY = "antecedents-familiaux"
    HABITS = "habitudes"
    WEIGHT = "poids"
    HEIGHT = "taille"
    WAIST = "tour-de-taille"
    PRESSURE = "tension"
    HEART_RATE = "frequence-cardiaque"
    TEMPERATURE = "temperature"
    GLUCOSE = "glycemie"
    OXYGEN = "saturation"
    TRUSTED = "personne-de-confiance"
    WARNED = "personne-a-prevenir"
    DONATION = "don-d-organes"


HEADING_WORDS = {
    Heading.DISEASE: N_("Maladies et sujets de santé"),
    Heading.TREATMENT: N_("Traitements"),
    Heading.ALLERGY: N_("Allergies"),
    Heading.SURGERY: N_("Hospitalisations et chirurgies"),
    Heading.FAMILY: N_("Antécédents familiaux"),
    Heading.HABITS: N_("Habitudes de vie"),
    Heading.WEIGHT: N_("Poids"),
    Heading.HEIGHT: N_("Taille corporelle"),
    Heading.WAIST: N_("Tour de taille"),
    Heading.PRESSURE: N_("Tension artérielle"),
    Heading.HEART_RATE: N_("Fréquence cardiaque"),
    Heading.TEMPERATURE: N_("Température"),
    Heading.GLUCOSE: N_("Glycémie"),
    Heading.OXYGEN: N_("Saturation en oxygène"),
    Heading.TRUSTED: N_("Personne de confiance"),
    Heading.WARNED: N_("Personne à prévenir"),
    Heading.DONATION: N_("Don d'organes"),
}
"""What a heading is called; translate it where it is shown."""

CIRCLE = (Heading.TRUSTED, Heading.WARNED, Heading.DONATION)
"""« Entourage et volontés »."""


class Part(NamedTuple):
    """One figure of a measure: its LOINC code, the LOINC name of it, the least and the most it can be."""

    loinc: str
    display: str
    least: Decimal
    most: Decimal


class Measure(NamedTuple):
    """How something is measured.

    Attributes:
        unit, ucum: as it is read, as it is sent.
        parts: one figure, or two of a blood pressure.
        places: most digits after the comma.
        panel: LOINC code and name of what has several parts.
    """

    unit: str
    ucum: str
    parts: tuple[Part, ...]
    places: int = 0
    panel: tuple[str, str] = ("", "")


def _part(loinc: str, display: str, least: int, most: int) -> Part:
    return Part(loinc, display, Decimal(least), Decimal(most))


MEASURES = {
    Heading.WEIGHT: Measure("kg", "kg", (_part("29463-7", "Body weight", 1, 500),), 1),
    Heading.HEIGHT: Measure("cm", "cm", (_part("8302-2", "Body height", 20, 260),), 1),
    Heading.WAIST: Measure("cm", "cm", (_part("8280-0", "Waist Circumference at umbilicus", 20, 300),), 1),
    Heading.PRESSURE: Measure(
        "mmHg",
        "mm[Hg]",
        (
            _part("8480-6", "Systolic blood pressure", 40, 300),
            _part("8462-4", "Diastolic blood pressure", 20, 200),
        ),
        panel=("85354-9", "Blood pressure panel with all children optional"),
    ),
    Heading.HEART_RATE: Measure("/min", "/min", (_part("8867-4", "Heart rate", 20, 300),)),
    Heading.TEMPERATURE: Measure("°C", "Cel", (_part("8310-5", "Body temperature", 25, 45),), 1),
    Heading.GLUCOSE: Measure("g/L", "g/L", (_part("2339-0", "Glucose [Mass/volume] in Blood", 0, 10),), 2),
    Heading.OXYGEN: Measure("%", "%", (_part("59408-5", "Oxygen saturation by Pulse oximetry", 30, 100),)),
}
"""The headings that are figures; the bounds only keep out a slip of the hand [project]."""


class Entry(Frozen):
    """Something a person noted of themselves (FHIR Observation); never a document of a professional.

    Attributes:
        id, version: of the resource; empty before it is kept.
        text: what is noted, in a line; empty of a measure.
        detail: more of it; may be empty.
        values: of a measure, in the order of its parts.
        day: of the measure, or since when; may be None but for a measure.
        by_representative: noted by a legal representative, not by the person.
    """

    id: str = ""
    version: str = ""
    heading: Heading
    text: str = ""
    detail: str = ""
    values: tuple[Decimal, ...] = ()
    day: date | None = None
    by_representative: bool = False

    @property
    def amount(self) -> str:
        """« 72,5 kg », « 120/80 mmHg »: value and unit never part; empty when it is no measure."""
        measure = MEASURES.get(self.heading)
        return f"{figures(self.values)}\u00a0{measure.unit}" if measure else ""


def figures(values: tuple[Decimal, ...]) -> str:
    """The figures of a measure, without their unit: « 72,5 », « 120/80 »."""
    return "/".join(map(plain, values))
