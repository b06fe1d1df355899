"""A death is said wherever the person is named: in words where there is room, by its sign elsewhere."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dmptui.commands.common.opening import banner
from dmptui.core.fhir.patient import from_fhir, to_fhir
from dmptui.core.model.access import AccessMode
from dmptui.core.model.ins import TEST_NIR, Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.rules.death_words import brief_death, death
from dmptui.screens.parts import words

DAY = date(2026, 3, 12)


def somebody(**more: Any) -> Patient:
    given: dict[str, Any] = {
        "ins": Ins(value="251119975001242", oid=TEST_NIR),
        "birth_name": "Bernard",
        "given_names": ("Lucie", "Anne"),
        "sex": Sex.FEMALE,
        "birth_date": date(1951, 11, 4),
    }
    return Patient(**given | more)


@pytest.mark.parametrize(
    ("sex", "day", "whole", "brief"),
    [
        (Sex.FEMALE, DAY, "décédée le 12/03/2026", "† 12/03/2026"),
        (Sex.MALE, DAY, "décédé le 12/03/2026", "† 12/03/2026"),
        (Sex.UNKNOWN, DAY, "décédé(e) le 12/03/2026", "† 12/03/2026"),
        (Sex.FEMALE, None, "décédée", "décédée"),
    ],
)
def test_a_death_in_words(sex: Sex, day: date | None, whole: str, brief: str) -> None:
    person = somebody(sex=sex, deceased=True, death=day)
    assert (death(person), brief_death(person)) == (whole, brief)


def test_nothing_is_said_of_the_living() -> None:
    assert death(somebody()) == brief_death(somebody()) == ""
    assert "†" not in words.identity(somebody(), date(2026, 11, 30))


FORMS = (
    "BERNARD Lucie, Anne · F · 04/11/1951 (74 ans) · décédée le 12/03/2026 · INS 2 51 11 99 750 012 42",
    "BERNARD Lucie · F · 04/11/1951 (74 ans) · décédée le 12/03/2026 · INS 2 51 11 99 750 012 42",
    "BERNARD Lucie · F · 04/11/1951 (74 ans) · † 12/03/2026 · INS 2 51 11 99 750 012 42",
    "BERNARD Lucie · F · 04/11/1951 74 a · † 12/03/2026 · INS 2 51 11 99 750 012 42",
    "BERNARD Lucie · F · 04/11/1951 74 a · † 12/03/2026 · INS 251119975001242",
    "BERNARD Lucie · F · 04/11/1951 (74 ans) · † 12/03/2026 · INS …42",
    "BERNARD Lucie · F · 04/11/1951 74 a · † 12/03/2026 · INS …42",
    "BERNARD Lucie · F · 04/11/1951 74 a · † 12/03/2026",
)
"""The line of a record, longest first: what gives way in turn."""


@pytest.mark.parametrize("width", range(40, 140))
def test_the_line_of_a_record_says_it_at_every_width(width: int) -> None:
    line = words.identity(somebody(deceased=True, death=DAY), date(2026, 11, 30), width=width)
    assert line == next((form for form in FORMS if len(form) <= width), FORMS[-1])


@pytest.mark.parametrize("mode", AccessMode)
@pytest.mark.parametrize("name", ["Bernard", "De La Tour Du Pin-Verclause De Montmorency"])
def test_the_banner_of_a_command_says_it_in_one_line(mode: AccessMode, name: str) -> None:
    person = somebody(birth_name=name, deceased=True, death=DAY)
    record: Any = SimpleNamespace(patient=person, mode=mode, today=lambda: date(2026, 11, 30))
    assert ("décédée le 12/03/2026" if name == "Bernard" else "† 12/03/2026") in banner(record)
    assert "(74 ans)" in banner(record)
    if name == "Bernard":
        assert len(banner(record)) <= 80


@pytest.mark.parametrize(
    ("written", "deceased", "day"),
    [
        ({"deceasedDateTime": "2026-03-12"}, True, DAY),
        ({"deceasedDateTime": "2026-03-12T23:30:00+01:00"}, True, DAY),
        ({"deceasedDateTime": "2026"}, True, None),
        ({"deceasedBoolean": True}, True, None),
        ({"deceasedBoolean": False}, False, None),
        ({}, False, None),
    ],
)
def test_a_death_is_read_from_the_server(
    written: dict[str, Any], *, deceased: bool, day: date | None
) -> None:
    found = from_fhir(to_fhir(somebody()) | written)
    assert (found.deceased, found.death) == (deceased, day)
    assert (from_fhir(to_fhir(found)).deceased, from_fhir(to_fhir(found)).death) == (deceased, day)
