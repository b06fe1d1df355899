"""Every code of the documents is in one table, with its official label and where it was read."""

import csv
from collections import defaultdict
from pathlib import Path

import pytest
from lxml import etree

from dmptui.core.terminology import vaccines
from tests.core.demo.papers import Paper
from tests.schematron import FOLDER, needs_bench

TABLE = Path(__file__).parent / "codes.tsv"


def rows() -> list[list[str]]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return list(csv.reader(lines[1:], delimiter="\t", quoting=csv.QUOTE_NONE))


def labels() -> dict[tuple[str, str], set[str]]:
    """By terminology and code; a section may be called in two ways, by two models."""
    found: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for system, code, label, _source in rows():
        found[system, code].add(label)
    return found


def test_every_code_is_in_the_table_with_its_label(papers: list[Paper]) -> None:
    known, wrong = labels(), set()
    for paper in papers:
        for element in paper.root.iter("{*}*") if paper.is_cda else ():
            code, system = element.get("code"), element.get("codeSystem")
            if code and system and (element.get("displayName") or "") not in known.get((system, code), ()):
                wrong.add((system, code, element.get("displayName")))
    assert wrong == set()


def test_no_code_without_its_terminology(papers: list[Paper]) -> None:
    """A code without a terminology says nothing; the S of a signature has none in the model."""
    for paper in papers:
        for element in paper.root.iter("{*}*") if paper.is_cda else ():
            if element.get("code") and not element.get("codeSystem"):
                name = etree.QName(element).localname
                assert name in ("signatureCode", "statusCode", "realmCode", "languageCode"), paper.where


def test_the_table_has_a_source_for_each_code() -> None:
    assert all(len(row) == 4 and all(row) for row in rows())
    assert len({tuple(row[:3]) for row in rows()}) == len(rows())


def test_the_vaccines_of_the_catalogue_are_in_the_table_as_they_are_named() -> None:
    known = labels()
    cis = {vaccine.cis: vaccine.name for vaccine in vaccines().values()}
    for (system, code), names in known.items():
        if system == "1.2.250.1.213.2.3.1":
            assert names == {cis[code]}


@needs_bench
def test_the_table_says_what_the_value_sets_say() -> None:
    """Slow, and from files that are not ours: the agency's jeux de valeurs (``tests.schematron``)."""
    official: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    lenient = etree.XMLParser(recover=True)
    for path in Path(FOLDER).glob("jeuxDeValeurs/JDV_*.xml"):
        root = etree.parse(str(path), lenient).getroot() if path.stat().st_size else None
        for concept in root.iter("{*}Concept") if root is not None else ():
            code = concept.get("codeSystem", ""), concept.get("code", "")
            official[code].add(concept.get("displayName", ""))
    wrong = [row for row in rows() if row[3].startswith("JDV_") and row[2] not in official[row[0], row[1]]]
    if not official:
        pytest.skip("no value set here")
    assert wrong == []
