"""The demonstration professionals, as the first screen lists them: no model, no heavy import."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple


class Setting(NamedTuple):
    """A situation d'exercice in a few words; ``setting`` is its cadre, JDV_J04."""

    organization: str
    role: str
    setting: str
    city: str


class Identity(NamedTuple):
    """A professional one may log in as.

    ``ps_id`` is the PS_IdNat; ``profession`` is worded as people say it, « médecin généraliste »;
    ``note`` tells a trainer what this identity shows.
    """

    ps_id: str
    name: str
    profession: str
    note: str
    situations: tuple[Setting, ...]


class Row(NamedTuple):
    """One situation d'exercice of the packaged table."""

    ps_id: str
    family: str
    given: str
    civility: str
    profession: str
    specialty: str
    label: str
    note: str
    org_id: str
    org: str
    facility: str
    role: str
    setting: str
    city: str


@cache
def rows() -> tuple[Row, ...]:
    """The table, one row a situation; those of a professional follow one another."""
    return tuple(Row(*fields) for fields in read_table("practitioners"))


@cache
def identities() -> tuple[Identity, ...]:
    """All demonstration professionals, in the order of the table."""
    by_id: dict[str, list[Row]] = {}
    for row in rows():
        by_id.setdefault(row.ps_id, []).append(row)
    return tuple(_identity(group) for group in by_id.values())


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of a packaged table of this package, without its heading."""
    lines = (Path(__file__).parent / "data" / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines[1:])


def _identity(group: list[Row]) -> Identity:
    first = group[0]
    situations = tuple(Setting(row.org, row.role, row.setting, row.city) for row in group)
    name = " ".join(part for part in (first.civility, first.family, first.given) if part)
    return Identity(first.ps_id, name, first.label, first.note, situations)
