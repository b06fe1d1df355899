"""Look-ups in the packaged tables. A code nobody knows is its own label."""

import csv
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.resources import files
from typing import NamedTuple

_SETTING_OID = "1.2.250.1.213.1.1.4.9"
"""Of TRE_A01, the cadres d'exercice of professionals."""


class DocumentType(NamedTuple):
    """A type of document, JDV_J07.

    ``document_class`` is its class in JDV_J06; ``menu`` the heading under which the web DMP
    lets a professional choose it, empty when they may not.
    """

    code: str
    label: str
    system: str
    oid: str
    document_class: str
    menu: str


class Vaccine(NamedTuple):
    """A vaccine.

    Attributes:
        name: of the product.
        atc, atc_label: its ATC code and what that code says of it.
        cis: its CIS code.
        since, until: the first and last day it was given in France; ``until`` is None while it still is.
    """

    name: str
    atc: str
    atc_label: str
    cis: str
    since: date
    until: date | None = None

    def given_on(self, day: date) -> bool:
        """Whether the product could be had on a day."""
        return self.since <= day and (self.until is None or day <= self.until)


def rows(table: str) -> Iterator[list[str]]:
    """The rows of a packaged table, without its heading."""
    text = (files(__package__) / "data" / f"{table}.tsv").read_text(encoding="utf-8")
    reader = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    next(reader)
    yield from reader


@cache
def document_types() -> dict[str, DocumentType]:
    """All types of JDV_J07, by code, in the order of the value set."""
    return {row[0]: DocumentType(*row) for row in rows("document_types")}


def document_type(code: str) -> DocumentType | None:
    """A type of JDV_J07, or None."""
    return document_types().get(code)


@cache
def _labels(table: str) -> dict[str, str]:
    return {row[0]: row[1] for row in rows(table)}


def class_label(code: str) -> str:
    """Label of a class of documents, JDV_J06."""
    return _labels("document_classes").get(code, code)


def profession_label(code: str) -> str:
    """Label of a profession, JDV_J01: ``G15_60`` is « Infirmier »."""
    return _labels("professions").get(code, code)


def facility_label(code: str) -> str:
    """Label of a secteur d'activité, JDV_J02."""
    return _labels("facilities").get(code, code)


def setting_label(code: str) -> str:
    """Label of a cadre d'exercice, JDV_J04."""
    return _labels("practice_settings").get(code, code)


@cache
def practice_settings() -> dict[str, str]:
    """The cadres d'exercice a professional may work in, JDV_J04: label by code."""
    return {code: label for code, label, oid in rows("practice_settings") if oid == _SETTING_OID}


@cache
def vaccines() -> dict[str, Vaccine]:
    """Vaccines, by a short key, those in use first and the most given of them first."""
    return {key: _vaccine(*row) for key, *row in rows("vaccines")}


def _vaccine(name: str, atc: str, atc_label: str, cis: str, since: str, until: str, _source: str) -> Vaccine:
    last = date.fromisoformat(until) if until else None
    return Vaccine(name, atc, atc_label, cis, date.fromisoformat(since), last)


@cache
def _specialties() -> dict[tuple[str, str], tuple[str, str]]:
    return {
        (profession, code): (label, official) for profession, code, label, official in rows("specialties")
    }


def specialty_label(profession: str, code: str) -> str:
    """Label of a savoir-faire of a profession: ``G15_10``, ``SM04`` is « Cardiologie … »."""
    return _specialties().get((profession, code), (code, code))[0]


def author_label(profession: str, specialty: str) -> str:
    """Label of an author in JDV_J01: « Médecin - Biologie médicale (SM) »."""
    if not specialty:
        return profession_label(profession)
    unlisted = f"{profession_label(profession)} - {specialty}"
    return _specialties().get((profession, specialty), ("", unlisted))[1]
