"""Units: which are one, which a power of ten joins, which nothing does; and how French writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.terminology.units import dimension_of, french_unit, power_between, unit_of

ONE = {
    "G/L": [
        "10*9/L", "10*3/uL", "10*3/µL", "10*3/μL", "G/L", "G/l", "Giga/L", "10^9/L", "10⁹/L", "10E9/L",
        "10*3/mm3", "10³/mm³", "10^3/mm3", "x10*9/L", "×10⁹/L", "x 10^9/L", "10*9{cells}/L", "10*6/mL",
    ],
    "T/L": ["10*12/L", "10*6/uL", "T/L", "Tera/l", "10⁶/mm³", "10*6/mm3"],
    "µmol/L": ["umol/L", "µmol/L", "μmol/L", "umol/l"],
    "UI/L": ["U/L", "[iU]/L", "[IU]/L", "IU/L", "UI/L", "UI/l"],
    "mUI/L": ["m[IU]/L", "m[iU]/L", "mU/L", "mUI/L"],
    "UI/mL": ["[IU]/mL", "U/mL"],
    "mmol/L": ["mmol/L", "mmol/l"],
    "mEq/L": ["meq/L", "mEq/L"],
    "g/L": ["g/L", "g/l"],
    "%": ["%"],
    "mL/min/1,73 m²": [
        "mL/min/{1.73_m2}", "mL/min/1.73m2", "mL/min/1,73 m²", "ml/min/1.73 m2", "mL/min/173.10*-2.m2",
    ],
    "g/24 h": ["g/d", "g/(24.h)", "g/24h", "g/24 h", "g/{24_h}"],
    "mm/h": ["mm/h"],
    "mmHg": ["mm[Hg]", "mmHg"],
    "kg/m²": ["kg/m2", "kg/m²"],
    "/min": ["/min", "1/min"],
    "/µL": ["/uL", "/mm3", "/mm³", "10*6/L"],
    "µg/g creat": ["ug/g{creat}"],
}  # fmt: skip
"""How a French laboratory writes a unit, and the codes of it."""

JOINED = [
    ("g/L", "mg/dL", 2), ("g/L", "g/dL", -1), ("g/L", "mg/L", 3), ("g/L", "mg/100mL", 2),
    ("ug/mL", "mg/L", 0), ("mmol/L", "umol/L", 3), ("nmol/L", "pmol/mL", 0), ("U/L", "mU/mL", 0),
    ("kg", "g", 3), ("m", "cm", 2), ("/uL", "10*9/L", -3), ("L/L", "%", 2), ("mg/d", "g/24 h", -3),
    ("pg/mL", "ng/L", 0),
]  # fmt: skip

APART = [
    ("g/L", "mmol/L"), ("g/L", "g"), ("mmol/L", "mEq/L"), ("mL/min", "mL/min/{1.73_m2}"), ("10*9/L", "%"),
    ("mmol/mol", "%"), ("mg/g", "mg/mmol"), ("mg/g", "mg/g{creat}"), ("kat/L", "U/L"), ("mL/min", "mL/h"),
    ("mg/d", "mg/h"), ("g/L", "g/kg"), ("%", ""), ("mmol/L", ""), ("{copies}/mL", "[IU]/mL"), ("G/L", "g/L"),
    ("mm[Hg]", "kPa"), ("mol/L", "osm/L"), ("MG/L", "mg/L"), ("[HPF]", "/uL"),
]  # fmt: skip

CODES = [code for codes in ONE.values() for code in codes]
PAIRED = [unit for one, other, *_power in (*JOINED, *APART) for unit in (one, other)]
units = st.sampled_from([*CODES, *PAIRED])


@pytest.mark.parametrize(("french", "code"), [(french, code) for french in ONE for code in ONE[french]])
def test_one_unit_and_how_it_is_written(french, code):
    assert french_unit(code) == french
    assert power_between(code, ONE[french][0]) == 0
    assert dimension_of(code) == dimension_of(ONE[french][0])
    assert french_unit(french) == french


@pytest.mark.parametrize(("source", "target", "power"), JOINED)
def test_a_power_of_ten_joins_them(source, target, power):
    assert power_between(source, target) == power
    assert power_between(target, source) == -power


@pytest.mark.parametrize(("one", "other"), APART)
def test_nothing_joins_them(one, other):
    assert power_between(one, other) is None
    assert dimension_of(one) != dimension_of(other)


@pytest.mark.parametrize(
    "code",
    [
        "[HPF]",
        "{copies}/mL",
        "MG/L",
        "Ohm",
        "g/",
        "g//L",
        "/",
        "10*",
        "10*999999999/L",
        "{",
        "d",
        "é",
        "mg.L",
    ],
)
def test_what_is_not_known_is_itself(code):
    assert unit_of(code) is None
    assert power_between(code, code) == 0


@given(units, units, units)
def test_units_that_are_joined_share_a_dimension(one, other, third):
    first, second = power_between(one, other), power_between(other, third)
    assert (first is None) == (dimension_of(one) != dimension_of(other))
    if first is not None and second is not None:
        assert power_between(one, third) == first + second


@given(st.text(max_size=20))
def test_any_text_has_a_unit_or_none(code):
    assert power_between(code, code) == 0
    assert isinstance(french_unit(code), str)
