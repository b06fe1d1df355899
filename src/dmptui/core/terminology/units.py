"""Units of measure: which are the same, which are the same but for a power of ten, how French laboratories
write them.

The codes are those of UCUM (The Unified Code for Units of Measure, Regenstrief Institute, version 2.1, tables
1 to 3, case sensitive), with the spellings that French reports use in their place. Only what is in these
tables is read: any other unit is itself, and is never converted. Only a power of ten turns a unit into
another, so a figure moves its decimal point and keeps its digits; a mass is never an amount of substance, an
equivalent never a mole, an hour never sixty minutes.
"""

import re
import unicodedata
from functools import cache, lru_cache
from typing import NamedTuple

_PREFIXES = {
    "M": 6, "k": 3, "h": 2, "d": -1, "c": -2, "m": -3, "u": -6, "n": -9, "p": -12, "f": -15, "a": -18,
}  # fmt: skip

_PREFIXED = {
    "g": "g",
    "mol": "mol",
    "L": "L",
    "l": "L",
    "m": "m",
    "U": "UI",
    "[IU]": "UI",
    "[iU]": "UI",
    "IU": "UI",
    "UI": "UI",
    "eq": "Eq",
    "Eq": "Eq",
    "osm": "Osm",
    "Osm": "Osm",
    "kat": "kat",
}
"""Spellings of the units that take prefixes, and how they are written. Laboratories write U and [IU] one for
the other (of an enzyme, UCUM's ``U`` is the international unit), so they are one here."""

_DAY = "24 h"
_SURFACE = "1,73 m²"
_ALONE = {
    "": ("1", 0, ""),
    "1": ("1", 0, ""),
    "%": ("%", 0, "%"),
    "s": ("s", 0, "s"),
    "min": ("min", 0, "min"),
    "h": ("h", 0, "h"),
    "mcg": ("g", -6, "µg"),
    "m2": ("m2", 0, "m²"),
    "m3": ("L", 3, "m³"),
    "dm3": ("L", 0, "L"),
    "cm3": ("L", -3, "cm³"),
    "mm3": ("L", -6, "mm³"),
    "100.mL": ("L", -1, "100 mL"),
    "100mL": ("L", -1, "100 mL"),
    "mm[Hg]": ("mmHg", 0, "mmHg"),
    "mmHg": ("mmHg", 0, "mmHg"),
    "Cel": ("°C", 0, "°C"),
    **dict.fromkeys(("d", "j", "24.h", "24h", "24_h", "{24_h}", "{24h}", "(24.h)"), (_DAY, 0, _DAY)),
    **dict.fromkeys(
        ("{1.73_m2}", "{1.73.m2}", "{1.73m2}", "1.73.m2", "1.73_m2", "1.73m2"), (_SURFACE, 0, _SURFACE)
    ),
    "173.10*-2.m2": (_SURFACE, 0, _SURFACE),
}
"""Those that take none: dimension, power of ten, how they are written. A day is only what one divides by."""

_WHOLE = {
    **dict.fromkeys(("G/L", "G/l", "Giga/L", "Giga/l", "giga/L", "giga/l"), ("1/L", 9)),
    **dict.fromkeys(("T/L", "T/l", "Tera/L", "Tera/l", "tera/L", "tera/l"), ("1/L", 12)),
    **dict.fromkeys(("L/L", "l/l"), ("%", 2)),  # of a haematocrit: a volume in a volume
}
"""Units read as a whole: what is counted in a litre (UCUM's G and T are gauss and tesla), a part of one."""

_COUNTS = {12: "T/L", 9: "G/L", 6: "/µL", 3: "/mL", 0: "/L"}
"""How cells in a volume are written."""

_power = re.compile(r"10[*^eE](-?[0-9]{1,2})")
_annotated = re.compile(r"([^{}]+)\{(\w+)\}")
_superscript = re.compile("10(?=[⁰¹²³⁴⁵⁶⁷⁸⁹⁻])")
_cells = re.compile(r"\.?\{cells?\}", re.IGNORECASE)
_times = re.compile("^[x×][.*]?(?=10)")
_RAISED = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


class Unit(NamedTuple):
    """A unit that is known.

    Attributes:
        dimension: the same for units that a power of ten turns into each other: ``"g/L"``.
        power: of ten, from the unit its dimension names: -3 of ``mg/L``, -2 of ``mg/dL``.
        written: as French laboratories write it.
    """

    dimension: str
    power: int
    written: str


@lru_cache(1024)
def unit_of(code: str) -> Unit | None:
    """The unit of a code, or of one of its usual spellings; None when it is not known here."""
    spelling = _spelling(code)
    if spelling in _WHOLE:
        dimension, power = _WHOLE[spelling]
        return Unit(dimension, power, _COUNTS[power] if dimension == "1/L" else "L/L")
    first, *others = spelling.split("/")
    parts = [_part(part) for part in (first, *others)]
    known = [part for part in parts if part is not None]
    if not spelling or not all(others) or len(known) < len(parts) or known[0].dimension == _DAY:
        return None
    over, *under = known
    dimension = "/".join(part.dimension for part in known)
    power = over.power - sum(part.power for part in under)
    written = "/".join(part.written for part in known)
    return Unit(dimension, power, _COUNTS.get(power, written) if dimension == "1/L" else written)


def french_unit(code: str) -> str:
    """A unit as French laboratories write it; nearly as its author did when it is not known here."""
    unit = unit_of(code)
    return unit.written if unit else code.replace("10*", "10^").replace("{", "").replace("}", "")


def dimension_of(code: str) -> str:
    """What the units of one curve have in common: their dimension, else the unit as it is written."""
    unit = unit_of(code)
    return unit.dimension if unit else _spelling(code)


def power_between(source: str, target: str) -> int | None:
    """By which power of ten a number of the first unit is one of the second; None when none does.

    ``power_between("g/L", "mg/dL")`` is 2: 0,95 g/L is 95 mg/dL.
    """
    one, other = unit_of(source), unit_of(target)
    if one is None or other is None:
        return 0 if _spelling(source) == _spelling(target) else None
    return one.power - other.power if one.dimension == other.dimension else None


def _spelling(code: str) -> str:
    """Without what only the writing changes: superscripts, the two micro signs, spaces, the cells counted."""
    plain = unicodedata.normalize("NFKC", _superscript.sub("10*", code)).replace("μ", "u")
    plain = "".join(plain.split()).replace(",", ".")
    return _times.sub("", _cells.sub("", plain))


def _part(part: str) -> Unit | None:
    """What is between two bars of a unit."""
    if part in _ALONE:
        dimension, power, written = _ALONE[part]
        return Unit(dimension, power, written)
    if power_of_ten := _power.fullmatch(part):
        return Unit("1", int(power_of_ten[1]), "10" + power_of_ten[1].translate(_RAISED))
    if annotated := _annotated.fullmatch(part):
        inner, annotation = _part(annotated[1]), annotated[2]
        return inner and Unit(
            f"{inner.dimension} {annotation.casefold()}", inner.power, f"{inner.written} {annotation}"
        )
    return _prefixed_units().get(part)


@cache
def _prefixed_units() -> dict[str, Unit]:
    found = {}
    for spelling, base in _PREFIXED.items():
        found[spelling] = Unit(base, 0, base)
        for prefix, power in _PREFIXES.items():
            found[prefix + spelling] = Unit(base, power, prefix.replace("u", "µ") + base)
    return found
