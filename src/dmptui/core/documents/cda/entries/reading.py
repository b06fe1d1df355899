"""From the tree of a document to its facts: sections in reading order, entries at any depth."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from dmptui.core.documents.cda.entries import (
    biology,
    directives,
    prescriptions,
    problems,
    reimbursements,
    treatments,
    vaccinations,
    vitals,
)
from dmptui.core.documents.cda.entries.check import ClinicalFact, checked
from dmptui.core.documents.cda.entries.coded import read_coded, templates
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows, lines
from dmptui.core.documents.cda.entries.place import ACTS, Place, is_planned
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, text_of
from dmptui.core.errors import InvalidContent
from dmptui.core.model.clinical import LifestyleFact, NarrativeSection, Problem, Procedure, Source
from dmptui.core.text import _

_DEEPEST = 24  # sections, as the reader
_MOST_FACTS = 5_000
_REIMBURSEMENTS = "1.2.250.1.213.1.1.1.36"

_Read = Callable[[Element, Place], ClinicalFact]


class Family(NamedTuple):
    """The models of a kind of entry, and what reads it (more than one when it is of two kinds)."""

    models: frozenset[str]
    read: tuple[_Read, ...]


def _supply(element: Element, place: Place) -> ClinicalFact:
    if is_planned(element):
        return prescriptions.read_prescribed_device(element, place)
    return treatments.read_device(element, place)


# An entry follows the models of what it specialises too: the first that fits is the most precise.
_FAMILIES = (
    Family(vaccinations.VACCINATION, (vaccinations.read_vaccination,)),
    Family(prescriptions.PRESCRIBED, (prescriptions.read_prescription,)),
    Family(treatments.TREATMENT, (treatments.read_treatment,)),
    Family(treatments.DEVICE, (_supply,)),
    Family(prescriptions.DISPENSED, (prescriptions.read_dispensation,)),
    Family(problems.PROCEDURE, (problems.read_procedure,)),
    Family(biology.RESULT, (biology.read_result,)),
    Family(vitals.VITAL_SIGN, (vitals.read_vital_sign,)),
    Family(problems.ALLERGY, (problems.read_allergy,)),
    Family(directives.DIRECTIVE, (directives.read_directive,)),
    Family(vitals.LIFESTYLE, (vitals.read_lifestyle,)),
    Family(vitals.PREGNANCY, (vitals.read_pregnancy,)),
    Family(problems.FAMILY_PROBLEM, (problems.read_problem,)),
    Family(problems.PROBLEM, (problems.read_problem,)),
)
_PAID = (
    Family(vaccinations.VACCINATION, (vaccinations.read_vaccination, reimbursements.read_paid_vaccine)),
    Family(treatments.TREATMENT, (reimbursements.read_paid_medicine,)),
    Family(treatments.DEVICE, (reimbursements.read_paid_device,)),
    Family(reimbursements.STAY, (reimbursements.read_stay,)),
    Family(problems.PROCEDURE, (reimbursements.read_paid_act,)),
)


@dataclass(frozen=True, slots=True)
class _Section:
    element: Element
    title: str
    path: tuple[str, ...]


class Reading:
    """Reads one document, once.

    Raises:
        InvalidContent: sections nested too deep, or more facts than any real document has.
    """

    def __init__(self, document: Element) -> None:
        self.facts: list[ClinicalFact] = []
        self.narratives: list[NarrativeSection] = []
        sections = list(_sections(child(document, "component", "structuredBody"), (), 0))
        self._rows = NarrativeRows(section.element for section in sections)
        self._families = _PAID if _REIMBURSEMENTS in templates(document) else _FAMILIES
        for index, section in enumerate(sections):
            self._section(section, index)

    def _section(self, section: _Section, index: int) -> None:
        code = read_coded(child(section.element, "code"), self._rows)
        place = Place(self._rows, Source(section.title, section.path, code.code, index))
        before = len(self.facts)
        for entry in children(section.element, "entry"):
            self._within(entry, place)
        text = child(section.element, "text")
        said = () if text is None else tuple(lines(text))
        found = len(self.facts) - before
        self.narratives.append(NarrativeSection(section.title, section.path, code, index, said, found))

    def _within(self, holder: Element, place: Place) -> None:
        for part in holder:
            if part.tag in ACTS:
                self._act(part, place)
            elif part.tag in (V3 + "entryRelationship", V3 + "component"):
                self._within(part, place)

    def _act(self, act: Element, place: Place) -> None:
        models = templates(act)
        family = next((family for family in self._families if models & family.models), None)
        if family is not None:
            for read in family.read:
                self._add(read(act, place), act, place)
            return
        if act.tag == V3 + "observationMedia":
            if place.source.section_code == directives.SECTION:
                self._add(directives.read_paper(act, place), act, place)
            return
        self._within(act, _around(act, place))

    def _add(self, fact: ClinicalFact, act: Element, place: Place) -> None:
        if len(self.facts) >= _MOST_FACTS:
            raise InvalidContent(
                _("Ce document contient trop de données codées pour être exploité."), "facts"
            )
        if self._rows.is_line(fact.source.reference):
            fact = checked(fact)
        if not fact.source.reference:  # any detail of it that leads to the text; too far to be compared
            holders = (pointer.getparent() for pointer in act.iter(V3 + "reference"))
            near = next(filter(None, map(self._rows.reference, holders)), "")
            fact = replace(fact, source=place.source_at(near))
        if not _says_nothing(fact):
            self.facts.append(fact)


def _says_nothing(fact: ClinicalFact) -> bool:
    """A line of a form left blank: neither a code, nor words, nor a place in the text."""
    if isinstance(fact, Problem | Procedure | LifestyleFact):
        return not fact.code and not fact.source.narrative
    return False


def _around(act: Element, place: Place) -> Place:
    """The place of what is in an act: its status, and whom or what it is about."""
    inner = biology.around(act, place)
    return replace(
        inner,
        status=attribute(child(act, "statusCode"), "code") or place.status,
        relative=problems.relative_of(act) or place.relative,
    )


def _sections(holder: Element | None, above: tuple[str, ...], level: int) -> Iterator[_Section]:
    """The sections in reading order, parents first: the order and the limits of the reader."""
    if level > _DEEPEST:
        raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "section depth")
    for component in children(holder, "component"):
        for element in children(component, "section"):
            title = text_of(child(element, "title")) or attribute(child(element, "code"), "displayName")
            path = (*above, title) if title else above
            yield _Section(element, title, path)
            yield from _sections(element, path, level + 1)
