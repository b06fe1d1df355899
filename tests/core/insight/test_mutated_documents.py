"""What the pages show of our own documents when something happens to one of their rows.

Each row of the text is on its page once, with its mark; nothing else changes.
"""

import re
from collections import Counter
from copy import deepcopy
from datetime import date
from typing import Any

import pytest
from lxml import etree

from dmptui.core.documents.identities import identities_in
from dmptui.core.insight.biology_series import series
from dmptui.core.insight.findings import Findings
from dmptui.core.insight.marks import marks, name_of
from dmptui.core.insight.summary.alerts import alerts
from dmptui.core.insight.summary.digest import Line, Reading, RecordOverview
from dmptui.core.insight.summary.synthesis import synthesis
from dmptui.core.insight.vaccination_record import doses
from dmptui.core.model.clinical import (
    Allergy,
    Entries,
    Fact,
    LabResult,
    Problem,
    Standing,
    Treatment,
    Vaccination,
)
from dmptui.core.model.content import Content
from dmptui.core.model.document import Document
from dmptui.core.rules.identity import OtherPerson, judge
from dmptui.screens.reader.facts import groups
from tests.core.insight.mutations import (
    FATES,
    KINDS,
    V3,
    add_cell,
    cut,
    double,
    drop,
    facts,
    fate,
    mutated,
    owners,
    people,
    plain,
    pointed,
    read,
    rewrite,
    rewrite_line,
    rows,
    samples,
    state_absence,
)
from tests.core.writing.written_samples import parsed

every_kind = pytest.mark.parametrize("kind", KINDS)


def of_line(entries: Entries, fact: Any) -> list[Any]:
    """The facts of the same class in the same line."""
    line = plain(fact.source.narrative)
    return [e for e in facts(entries) if type(e) is type(fact) and plain(e.source.narrative) == line]


def others(entries: Entries, fact: Any) -> list[Any]:
    line = plain(fact.source.narrative)
    return [each for each in facts(entries) if plain(each.source.narrative) != line]


def summary_lines(entries: Entries) -> list[Line]:
    overview = RecordOverview(date(2026, 11, 23), synthesis=Reading(samples()["SYNTH"].meta, entries))
    return [line for block in synthesis(overview) for line in block.lines]


def allergies_line(entries: Entries) -> Line:
    overview = RecordOverview(date(2026, 11, 23), synthesis=Reading(samples()["SYNTH"].meta, entries))
    return next(line for line in alerts(overview).lines if line.label == "Allergies")


def on_the_coded_tab(entries: Entries) -> Counter[str]:
    """The rows of the tab of coded data, those of « le texte en dit plus » too."""
    lines = [line for group in groups(entries) for line in group.lines]
    more = (text for line in lines if not line.source.narrative for _name, text in line.details)
    return Counter(plain(row) for row in (*(each.source.narrative for each in lines), *more) if row)


def on_their_pages(kind: str, entries: Entries) -> Counter[str]:
    """The rows of the page that such a document feeds."""
    document = samples()[kind].meta
    match kind:
        case "SYNTH":
            lines = summary_lines(entries)
            told = [each.fact.source.narrative for each in lines if each.fact is not None]
            more = [row for line in lines if line.fact is None for row in line.details]
            return Counter(plain(row) for row in (*told, *more) if row)
        case "11502-2":
            points = [point for each in series([(document, entries)]) for point in each.points]
            given = [point.source.narrative for point in points if point.result is not None]
            left = [row for section in entries.remaining() for row in section.remaining]
            return Counter(map(plain, (*given, *left)))
        case "11369-6" | "87273-9":
            found = doses([(document, entries)])
            told = [m.vaccination.source.narrative for dose in found for m in dose.mentions]
            left = [row for section in entries.remaining() for row in section.remaining]
            return Counter(map(plain, (*told, *left)))
        case _:
            return on_the_coded_tab(entries)


def test_every_kind_has_its_sample() -> None:
    assert set(samples()) == set(KINDS)
    assert all(len(list(pointed(kind))) for kind in KINDS)


@every_kind
def test_a_row_that_loses_its_entry_stays_once(kind: str) -> None:
    content = samples()[kind].content
    before = read(content)
    for fact in pointed(kind):
        after = mutated(content, fact, drop)
        assert rows(after) == rows(before)
        assert on_their_pages(kind, after) == on_their_pages(kind, before)
        assert on_the_coded_tab(after) == on_the_coded_tab(before)
        for left in of_line(after, fact):
            assert not left.source.coded
            assert "non codé" in marks(left)
        assert others(after, fact) == others(before, fact)


@every_kind
@pytest.mark.parametrize("name", FATES)
def test_what_becomes_of_an_entry_is_said_and_nothing_else_changes(kind: str, name: str) -> None:
    content = samples()[kind].content
    before = read(content)
    for fact in pointed(kind, 3):
        after = mutated(content, fact, FATES[name][0])
        (found,) = of_line(after, fact)
        assert found.standing is fate(fact, name)
        assert found.standing.counts is fate(fact, name).counts
        assert rows(after) == rows(before)
        assert on_their_pages(kind, after) == on_their_pages(kind, before)
        assert on_the_coded_tab(after) == on_the_coded_tab(before)
        assert others(after, fact) == others(before, fact)
        assert found.standing is Standing.STATED or found.standing is Standing.DENIED or marks(found)


@every_kind
def test_an_entry_written_twice_is_one_fact(kind: str) -> None:
    content = samples()[kind].content
    before = read(content)
    for fact in pointed(kind):
        after = mutated(content, fact, double)
        assert rows(after) == rows(before)
        assert facts(after) == facts(before)
        assert on_their_pages(kind, after) == on_their_pages(kind, before)


@every_kind
def test_an_entry_that_lost_its_line_finds_it_or_the_text_says_more(kind: str) -> None:
    content = samples()[kind].content
    before = read(content)
    for fact in pointed(kind):
        after = mutated(content, fact, cut)
        assert len(facts(after)) == len(facts(before))
        assert {row: n for row, n in rows(after).items() if row} == rows(before)
        found = on_their_pages(kind, after)
        del found[""]
        assert found == on_their_pages(kind, before)


@every_kind
def test_an_absence_stated_above_a_row_is_more_and_hides_nothing(kind: str) -> None:
    content = samples()[kind].content
    before = read(content)
    for fact in pointed(kind, 2):
        after = mutated(content, fact, state_absence)
        assert facts(after) == facts(before)
        assert rows(after) - rows(before) == Counter(["Aucun élément connu à ce jour"])
        assert not any(section.is_absence for section in after.remaining())


NAMED = (Vaccination, Allergy, Problem, Treatment)


def pointing_there(entries: Entries, fact: Any) -> Any:
    (found,) = [
        e for e in facts(entries) if e.source.reference == fact.source.reference and type(e) is type(fact)
    ]
    return found


@every_kind
@pytest.mark.parametrize(
    ("pattern", "said"), [("^", "Pas de "), ("^", "Absence de "), ("$", " : non"), ("$", " (négatif)")]
)
def test_a_text_that_denies_what_is_coded_contradicts_it(kind: str, pattern: str, said: str) -> None:
    content = samples()[kind].content
    for fact in pointed(kind):
        if isinstance(fact, NAMED):
            found = pointing_there(mutated(content, fact, rewrite(pattern, said)), fact)
            told = found.source.contradiction(Fact.LABEL)
            assert told is not None
            assert fact.source.words in told.narrative


@every_kind
@pytest.mark.parametrize(
    "said", ["Annulé", "saisi par erreur", "Erreur de saisie", "infirmé", "arrêté", "Suspendu"]
)
def test_a_text_that_takes_back_what_is_coded_contradicts_it(kind: str, said: str) -> None:
    content = samples()[kind].content
    for fact in pointed(kind):
        if isinstance(fact, NAMED) and not (hasattr(fact, "period") and fact.period.high):
            found = pointing_there(mutated(content, fact, add_cell(said)), fact)
            told = found.source.contradiction(Fact.ANSWER)
            assert told is not None
            assert told.narrative == said


@every_kind
def test_a_text_that_names_another_thing_is_shown_beside_the_code(kind: str) -> None:
    content = samples()[kind].content
    for fact in pointed(kind):
        if isinstance(fact, NAMED):
            name = fact.product.text if isinstance(fact, Vaccination | Treatment) else name_of(fact)
            change = rewrite_line(f"(?i)^{re.escape(name.partition(',')[0])}", "ZYGLOTINE")
            found = pointing_there(mutated(content, fact, change), fact)
            assert any("texte : " in mark and "ZYGLOTINE" in mark for mark in marks(found))


def test_another_unit_in_the_text_contradicts_a_result() -> None:
    content = samples()["11502-2"].content
    changes = {"mmol/L": "g/L", "g/L": "mmol/L", "µmol/L": "mmol/L", "g/dL": "g/L", "mUI/L": "UI/L"}
    tried = set()
    for fact in pointed("11502-2", 40):
        unit = fact.value.shown_unit if isinstance(fact, LabResult) else ""
        if unit in changes:
            tried.add(unit)
            change = rewrite_line(f"(?<= ){unit}$", changes[unit])
            found = pointing_there(mutated(content, fact, change), fact)
            told = found.source.contradiction(Fact.VALUE)
            assert told is not None, fact.source.narrative
            assert told.narrative.endswith(changes[unit])
    assert len(tried) > 2


def test_the_same_unit_otherwise_written_does_not() -> None:
    content = samples()["11502-2"].content
    for fact in pointed("11502-2", 40):
        if isinstance(fact, LabResult) and fact.value.shown_unit == "G/L":
            found = pointing_there(mutated(content, fact, rewrite_line("G/L", "10^9/L")), fact)
            assert not found.source.contradictions


def test_another_value_or_another_date_contradicts() -> None:
    for kind in KINDS:
        content = samples()[kind].content
        for fact in pointed(kind):
            if isinstance(fact, LabResult):
                found = pointing_there(mutated(content, fact, rewrite_line(r"^[\d,]+ ", "9876 ")), fact)
                assert found.source.contradiction(Fact.VALUE)
            elif isinstance(fact, Vaccination):
                change = rewrite_line(r"^\d\d/\d\d/\d{4}", "03/04/1977")
                found = pointing_there(mutated(content, fact, change), fact)
                assert found.source.shown_date(found.when).short() == "03/04/1977"


class Shelf:
    """A record of one document."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    async def read(self, document: Document, *, automatic: bool = False) -> Content:
        assert automatic
        return Content(self.content, document.attachment.content_type, altered=False)


@every_kind
async def test_a_document_of_another_person_feeds_no_page(kind: str) -> None:
    """Its own header, then that of the document of somebody else in its place, and both."""
    sample, owner = samples()[kind], owners()[kind]
    other = next(person for person in people() if person.ins != owner.ins)
    document = parsed(sample.content)
    found = await Findings(Shelf(sample.content), owner).of(sample.meta)
    assert facts(found)
    number = document.find(f"{V3}recordTarget/{V3}patientRole/{V3}id")
    number.set("extension", other.ins.value)
    swapped = etree.tostring(document)
    for content, person in ((swapped, owner), (sample.content, other)):
        findings = Findings(Shelf(content), person)
        with pytest.raises(OtherPerson):
            await findings.of(sample.meta.model_copy(update={"identities": ()}))
        assert list(findings.apart) == [sample.meta.id]


def test_a_second_person_in_the_header_sets_a_document_apart() -> None:
    sample, owner = samples()["SYNTH"], owners()["SYNTH"]
    document = parsed(sample.content)
    target = document.find(f"{V3}recordTarget")
    second = deepcopy(target)
    second.find(f"{V3}patientRole/{V3}id").set("extension", "279035121518989")
    target.addnext(second)
    assert judge(identities_in(etree.tostring(document)), owner).apart
