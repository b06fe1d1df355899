"""What may be noted in the profil médical, and the IMC."""

from datetime import date
from decimal import Decimal

import pytest

from dmptui.core.model.medical_profile import MEASURES, Entry, Heading
from dmptui.core.model.patient import Patient
from dmptui.core.rules.medical_profile import MAX_TEXT, body_mass_index, note
from tests.core.server.dmp_world import person

TODAY = date(2026, 11, 30)
ADULT = person(1, birth_date="1980-05-01")
CHILD = person(2, birth_date="2016-05-01")
CHILD_DAY, LATER = date(2026, 1, 5), date(2026, 6, 5)


def measured(heading: Heading, *values: str, day: date | None = TODAY) -> Entry:
    return Entry(heading=heading, values=tuple(map(Decimal, values)), day=day)


def said(heading: Heading = Heading.ALLERGY, text: str = "Pollen", **more: object) -> Entry:
    return Entry.model_validate({"heading": heading, "text": text, **more})


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        (said(), ""),
        (said(day=TODAY), ""),
        (said(text="  "), "Dites de quoi"),
        (said(text="x" * MAX_TEXT), ""),
        (said(text="x" * (MAX_TEXT + 1)), "trop long"),
        (said(detail="x" * (MAX_TEXT + 1)), "trop long"),
        (said(values=(Decimal(1),)), "pas une mesure"),
        (said(day=date(2026, 12, 1)), "à venir"),
        (said(day=date(1980, 4, 30)), "avant la naissance"),
        (said(Heading.FAMILY, "Infarctus du père", day=date(1970, 1, 1)), ""),
        (measured(Heading.WEIGHT, "72.5"), ""),
        (measured(Heading.WEIGHT, "72.55"), "après la virgule"),
        (measured(Heading.WEIGHT), "ainsi : 72,5"),
        (measured(Heading.WEIGHT, "0.5"), "entre 1 et 500\u00a0kg"),
        (measured(Heading.WEIGHT, "725"), "entre 1 et 500\u00a0kg"),
        (measured(Heading.WEIGHT, "72", "73"), "ainsi : 72,5"),
        (measured(Heading.WEIGHT, "72", day=None), "quel jour"),
        (measured(Heading.PRESSURE, "120", "80"), ""),
        (measured(Heading.PRESSURE, "120"), "ainsi : 120/80"),
        (measured(Heading.PRESSURE, "80", "120"), "la plus haute"),
        (measured(Heading.PRESSURE, "12", "8"), "entre 40 et 300\u00a0mmHg"),
        (measured(Heading.GLUCOSE, "1.05"), ""),
    ],
)
def test_what_may_be_noted(entry: Entry, reason: str) -> None:
    decision = note(entry, ADULT, TODAY)
    assert (decision.allowed, reason in decision.reason) == (not reason, True)


@pytest.mark.parametrize("heading", MEASURES)
def test_the_bounds_of_each_measure_can_be_noted(heading: Heading) -> None:
    parts = MEASURES[heading].parts
    for values in ([p.least for p in parts], [p.most for p in parts]):
        assert note(Entry(heading=heading, values=tuple(values), day=TODAY), ADULT, TODAY).allowed


@pytest.mark.parametrize(
    ("who", "weight", "height", "index"),
    [
        (ADULT, LATER, CHILD_DAY, "24.5"),
        (ADULT, CHILD_DAY, LATER, "24.5"),
        (CHILD, LATER, LATER, "24.5"),
        (CHILD, LATER, CHILD_DAY, None),
        (ADULT, LATER, date(1990, 1, 1), None),
    ],
)
def test_the_imc_needs_a_height_that_is_still_true(
    who: Patient, weight: date, height: date, index: str | None
) -> None:
    entries = [measured(Heading.WEIGHT, "75", day=weight), measured(Heading.HEIGHT, "175", day=height)]
    found = body_mass_index(entries, who)
    assert (str(found.values[0]) if found else None, found.day if found else weight) == (index, weight)


def test_the_last_weight_is_the_one_of_the_imc() -> None:
    entries = [
        measured(Heading.WEIGHT, "90", day=CHILD_DAY),
        measured(Heading.WEIGHT, "75", day=LATER),
        measured(Heading.HEIGHT, "175", day=CHILD_DAY),
    ]
    found = body_mass_index(entries, ADULT)
    assert found is not None
    assert found.values == (Decimal("24.5"),)
    assert body_mass_index(entries[:2], ADULT) is None
    assert body_mass_index([], ADULT) is None
