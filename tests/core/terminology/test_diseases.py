"""The diseases of a vaccine: by its code, by its brand."""

import pytest

from dmptui.core.terminology import vaccines
from dmptui.core.terminology.diseases import diseases_of, known_vaccine


@pytest.mark.parametrize(
    ("atc", "expected"),
    [
        ("J07BD52", ("Rougeole", "Oreillons", "Rubéole")),
        ("J07AM", ("Tétanos",)),
        ("J07AM01", ("Tétanos",)),
        ("J07BB02", ("Grippe",)),
        ("J07BC", ()),
        ("C09AA05", ()),
        ("", ()),
    ],
)
def test_by_the_nearest_group_of_the_code(atc, expected):
    assert diseases_of(atc) == expected


@pytest.mark.parametrize("vaccine", vaccines().values(), ids=lambda vaccine: vaccine.atc)
def test_every_packaged_vaccine_protects_from_something(vaccine):
    assert diseases_of(vaccine.atc)


@pytest.mark.parametrize(
    ("cis", "name", "atc"),
    [
        ("65017887", "", "J07BM03"),
        ("", "Boostrixtetra", "J07CA02"),
        ("", "REVAXIS, suspension injectable en seringue préremplie", "J07CA01"),
        ("1", "STAMARIL", None),
        ("", "", None),
    ],
)
def test_a_packaged_vaccine_by_its_code_or_its_brand(cis, name, atc):
    known = known_vaccine(cis, name)
    assert (known.atc if known else None) == atc
