"""Documents of the demonstration, and what may happen to one of their rows: to its entry, or to its text."""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import fields
from datetime import date
from functools import cache
from typing import Any, NamedTuple

from lxml import etree

from dmptui.core.demo.population import DemoDocument, Record, generate
from dmptui.core.documents.cda.entries import entries_of
from dmptui.core.documents.cda.entries.check import ClinicalFact
from dmptui.core.model.clinical import Entries, Prescription, Standing, Treatment
from dmptui.core.model.patient import Patient

V3 = "{urn:hl7-org:v3}"
_ACTS = {
    V3 + name
    for name in ("act", "observation", "procedure", "substanceAdministration", "supply", "organizer")
}
KINDS = ("SYNTH", "11502-2", "11369-6", "87273-9", "57833-6", "11488-4")
"""A synthèse, a report of biology, a history and a note of vaccinations, an ordonnance, a consultation."""


@cache
def _records() -> tuple[Record, ...]:
    return generate(date(2026, 11, 23)).records


@cache
def _found() -> dict[str, tuple[DemoDocument, Patient]]:
    found: dict[str, tuple[int, DemoDocument, Patient]] = {}
    for record in _records():
        for document in record.documents:
            kind = document.meta.type.code
            if kind in KINDS and document.meta.attachment.content_type == "text/xml":
                count = len(facts(read(document.content)))
                if kind not in found or count > found[kind][0]:
                    found[kind] = count, document, record.patient
    return {kind: (document, owner) for kind, (_count, document, owner) in found.items()}


def samples() -> dict[str, DemoDocument]:
    """Of each kind, the document of the demonstration that has the most facts."""
    return {kind: document for kind, (document, _owner) in _found().items()}


def owners() -> dict[str, Patient]:
    """Whose they are."""
    return {kind: owner for kind, (_document, owner) in _found().items()}


def people() -> list[Patient]:
    return [record.patient for record in _records()]


def read(content: bytes) -> Entries:
    return entries_of(etree.fromstring(content))


def facts(entries: Entries) -> list[ClinicalFact]:
    """All its facts, whatever their kind."""
    kinds = (each.name for each in fields(entries) if each.name != "narratives")
    return [fact for kind in kinds for fact in getattr(entries, kind)]


def plain(line: str) -> str:
    """A line without what says that it is struck."""
    return line.replace("[barré : ", "").replace("]", "")


def rows(entries: Entries) -> Counter[str]:
    """The lines of the text that its facts and its remainders show, and how often each."""
    left = [line for section in entries.remaining() for line in section.remaining]
    return Counter(plain(line) for line in [*(fact.source.narrative for fact in facts(entries)), *left])


class Row(NamedTuple):
    """A fact of a document: its act, its entry, the place it points at in the text, and its line there."""

    act: Any
    entry: Any
    place: Any
    line: Any


def mutated(content: bytes, fact: ClinicalFact, change: Callable[[Row], object]) -> Entries:
    """What the document says once something happened to the row of a fact."""
    document = etree.fromstring(content)
    change(_row(document, fact.source.reference))
    return entries_of(document)


def _row(document: Any, reference: str) -> Row:
    pointer = next(each for each in document.iter(V3 + "reference") if each.get("value") == f"#{reference}")
    act = next(each for each in pointer.iterancestors() if each.tag in _ACTS)
    place = next(each for each in document.iter() if each.get("ID") == reference)
    lines = (V3 + "tr", V3 + "item", V3 + "paragraph")
    line = next(each for each in (place, *place.iterancestors()) if each.tag in lines)
    return Row(act, act.getparent(), place, line)


def drop(row: Row) -> None:
    row.entry.remove(row.act)


def double(row: Row) -> None:
    row.entry.addnext(deepcopy(row.entry))


def mood(code: str) -> Callable[[Row], object]:
    return lambda row: row.act.set("moodCode", code)


def status(code: str) -> Callable[[Row], object]:
    return lambda row: row.act.find(V3 + "statusCode").set("code", code)


def attribute(name: str, value: str) -> Callable[[Row], object]:
    return lambda row: row.act.set(name, value)


def strike(row: Row) -> None:
    row.line.set("revised", "delete")


def strike_name(row: Row) -> None:
    row.place.set("styleCode", "Strikethrough")


def cut(row: Row) -> None:
    """No entry finds the line by its identifier."""
    for each in row.line.iter():
        each.attrib.pop("ID", None)


def state_absence(row: Row) -> None:
    """Above the list, a statement that there is nothing to list."""
    text = next(row.line.iterancestors(V3 + "text"))
    paragraph = etree.Element(V3 + "paragraph")
    paragraph.text = "Aucun élément connu à ce jour"
    text.insert(0, paragraph)


def rewrite(pattern: str, said: str) -> Callable[[Row], object]:
    """Other words in the place the entry points at."""

    def change(row: Row) -> None:
        row.place.text = re.sub(pattern, said, row.place.text, count=1)

    return change


def rewrite_line(pattern: str, said: str) -> Callable[[Row], object]:
    """Other words in the first cell of the line that has such ones."""

    def change(row: Row) -> None:
        holder = next(each for each in row.line.iter() if each.text and re.search(pattern, each.text))
        holder.text = re.sub(pattern, said, holder.text, count=1)

    return change


def add_cell(said: str) -> Callable[[Row], object]:
    def change(row: Row) -> None:
        etree.SubElement(row.line, V3 + "td").text = said

    return change


FATES: dict[str, tuple[Callable[[Row], object], Standing]] = {
    "mood PRP": (mood("PRP"), Standing.PROPOSED),
    "mood GOL": (mood("GOL"), Standing.GOAL),
    "mood DEF": (mood("DEF"), Standing.DEFINITION),
    "mood unknown": (mood("XYZ"), Standing.UNSURE),
    "mood INT": (mood("INT"), Standing.PLANNED),
    "status aborted": (status("aborted"), Standing.ABORTED),
    "status cancelled": (status("cancelled"), Standing.CANCELLED),
    "status nullified": (status("nullified"), Standing.ERRONEOUS),
    "status suspended": (status("suspended"), Standing.SUSPENDED),
    "status held": (status("held"), Standing.HELD),
    "status obsolete": (status("obsolete"), Standing.OBSOLETE),
    "status new": (status("new"), Standing.PLANNED),
    "status unknown": (status("xyz"), Standing.UNSURE),
    "negated": (attribute("negationInd", "true"), Standing.DENIED),
    "null": (attribute("nullFlavor", "NI"), Standing.MISSING),
    "masked": (attribute("nullFlavor", "MSK"), Standing.MASKED),
    "row struck": (strike, Standing.STRUCK),
    "name struck": (strike_name, Standing.STRUCK),
}
"""What may happen to a row, and what becomes of it."""


def fate(fact: ClinicalFact, name: str) -> Standing:
    """The same, of a kind of which some codes mean something else."""
    if isinstance(fact, Prescription) and name.startswith("mood"):
        return Standing.STATED
    if isinstance(fact, Treatment) and name == "mood INT":
        return Standing.PRESCRIBED
    return FATES[name][1]


def pointed(kind: str, most: int = 6) -> Iterator[ClinicalFact]:
    """Some facts of the sample of a kind that point at a line, of each class of fact."""
    seen: Counter[type] = Counter()
    for fact in facts(read(samples()[kind].content)):
        seen[type(fact)] += 1
        if fact.source.reference and seen[type(fact)] <= most:
            yield fact
