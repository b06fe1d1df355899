"""The agency's example documents: all are read, and what they hold is found."""

from collections import Counter
from contextlib import suppress

import pytest

from dmptui.core.documents.blocks import Section
from dmptui.core.documents.cda.entries import entries
from dmptui.core.documents.cda.reader import read_cda
from dmptui.core.errors import InvalidContent
from dmptui.core.model.clinical import Entries, Fact, ReimbursementKind
from tests.corpus import corpus_files, needs_corpus

EXAMPLES = corpus_files("cda/*.xml")
HOSTILE = corpus_files("hostile/*.xml")
KINDS = [kind for kind in Entries.__slots__ if kind != "narratives"]

# By kind: at least so many facts in the examples, of which at least so many in a hundred lead to their text.
EXPECTED = {
    "vaccinations": (72, 99),
    "allergies": (6, 80),
    "problems": (85, 90),
    "procedures": (50, 85),
    "treatments": (20, 81),
    "devices": (14, 95),
    "vital_signs": (67, 99),
    "lifestyle": (110, 90),
    "lab_results": (179, 74),
    "prescriptions": (15, 100),
    "dispensations": (2, 100),
    "reimbursements": (25, 100),
    "directives": (8, 88),
}


@pytest.fixture(scope="module")
def found() -> dict[str, Entries]:
    return {path.stem: entries(path.read_bytes()) for path in EXAMPLES}


@needs_corpus
def test_every_document_is_read_and_every_kind_is_found(found: dict[str, Entries]) -> None:
    counts = Counter({kind: sum(len(getattr(each, kind)) for each in found.values()) for kind in KINDS})
    assert not {kind: counts[kind] for kind, (least, _) in EXPECTED.items() if counts[kind] < least}


@needs_corpus
def test_facts_lead_to_their_text(found: dict[str, Entries]) -> None:
    for kind, (_, share) in EXPECTED.items():
        facts = [fact for each in found.values() for fact in getattr(each, kind) if fact.source.coded]
        linked = sum(bool(fact.source.reference) for fact in facts)
        assert 100 * linked >= share * len(facts), kind


@needs_corpus
@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_sections_are_those_of_the_reader(path, found: dict[str, Entries]) -> None:
    def flat(sections: tuple[Section, ...]) -> list[Section]:
        return [each for section in sections for each in (section, *flat(section.sections))]

    shown = flat(read_cda(path.read_bytes()).sections)
    for section in found[path.stem].narratives:
        reader = shown[section.index]
        assert reader.code.value == section.code.code
        assert reader.title in (section.title, "")


@needs_corpus
def test_what_the_examples_contradict_is_found(found: dict[str, Entries]) -> None:
    (dose,) = [dose for dose in found["VAC_2023.01"].vaccinations if dose.product.lot == "4456668"]
    assert dose.when.short() == "28/09/2009"
    assert dose.source.shown_date(dose.when).short() == "25/08/2009"
    (levothyrox,) = [each for each in found["IPS-FR_2024.01"].treatments if "LEVOTHYROX" in each.product.text]
    said = levothyrox.source.contradiction(Fact.DATE)
    assert said is not None
    assert (said.narrative, said.coded) == ("11/01/2024", "11/02/2022")
    pacemaker = found["CNAM-HR_2021.01"].reimbursements
    assert sum(each.source.contradiction(Fact.LABEL) is not None for each in pacemaker) == 2


@needs_corpus
def test_contradictions_stay_rare(found: dict[str, Entries]) -> None:
    facts = [fact for each in found.values() for kind in KINDS for fact in getattr(each, kind)]
    contradicted = [fact for fact in facts if fact.source.contradictions]
    assert 0 < len(contradicted) < len(facts) / 20


@needs_corpus
def test_certificates_of_children_have_doses_without_dates(found: dict[str, Entries]) -> None:
    doses = [dose for name, each in found.items() if name.startswith("CSE") for dose in each.vaccinations]
    assert len(doses) > 50
    assert not any(dose.when for dose in doses)


@needs_corpus
def test_reimbursements_are_told_apart_by_their_section(found: dict[str, Entries]) -> None:
    paid = found["CNAM-HR_2021.01"]
    assert {each.kind for each in paid.reimbursements} == set(ReimbursementKind)
    assert not paid.treatments
    assert not paid.procedures
    assert all(dose.delivered and not dose.when for dose in paid.vaccinations)


@needs_corpus
@pytest.mark.parametrize("path", HOSTILE, ids=lambda path: path.stem)
def test_hostile_document_is_refused_or_harmless(path) -> None:
    with suppress(InvalidContent):
        shown = repr(entries(path.read_bytes()))
        assert "root:" not in shown
        assert "\\x1b" not in shown
