"""From the tree of a document to its facts: sections in reading order, entries at any depth."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
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
from dmptui.core.documents.cda.entries.absences import states_absence
from dmptui.core.documents.cda.entries.check import ClinicalFact, checked, is_struck
from dmptui.core.documents.cda.entries.coded import read_coded, read_when, templates
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.entries.pieces import Piece, pieces
from dmptui.core.documents.cda.entries.place import ACTS, Place, is_planned, standing, subject_of
from dmptui.core.documents.cda.entries.reconcile import Targets, reconciled
from dmptui.core.documents.cda.entries.uncoded import KINDS
from dmptui.core.documents.cda.xml import V3, Element, attribute, child, children, text_of
from dmptui.core.errors import InvalidContent
from dmptui.core.model.clinical import (
    CodedValue,
    Dispensation,
    LabResult,
    LifestyleFact,
    NarrativeSection,
    Prescription,
    Problem,
    Procedure,
    Source,
    Standing,
    Treatment,
    Vaccination,
)
from dmptui.core.model.clinical.standing import Kind, strongest
from dmptui.core.text import _

_DEEPEST = 24  # sections, as the reader
_MOST_FACTS = 5_000
_REIMBURSEMENTS = "1.2.250.1.213.1.1.1.36"
_BIOLOGY = frozenset(
    {
        "1.3.6.1.4.1.19376.1.3.3.2.1",  # IHE XD-LAB: laboratory specialty section
        "1.3.6.1.4.1.19376.1.3.3.2.2",  # laboratory report item section
        "1.2.250.1.213.1.1.2.70",
        "1.2.250.1.213.1.1.2.71",
    }
)
"""Models of the sections of results of biology."""

_ACTS = {Treatment: Kind.TREATMENT, Vaccination: Kind.VACCINATION}

_Reader = Callable[[Element, Place], ClinicalFact]


class Family(NamedTuple):
    """The models of a kind of entry, and what reads it (more than one when it is of two kinds)."""

    models: frozenset[str]
    read: tuple[_Reader, ...]


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


@dataclass(slots=True)
class _Read:
    """A section, once its entries are read.

    ``alone`` are the indexes of the facts that point at no line, ``pointing`` the facts that point at one.
    """

    place: Place
    code: CodedValue
    text: tuple[Piece, ...]
    facts: list[ClinicalFact] = field(default_factory=list)
    pointing: set[ClinicalFact] = field(default_factory=set)
    alone: list[int] = field(default_factory=list)
    is_biology: bool = False


class Reading:
    """Reads one document, once.

    Raises:
        InvalidContent: sections nested too deep, or more facts than any real document has.
    """

    def __init__(self, document: Element) -> None:
        self.facts: list[ClinicalFact] = []
        self.narratives: list[NarrativeSection] = []
        self._count = 0
        self._pointed = Targets()
        sections = list(_sections(child(document, "component", "structuredBody"), (), 0))
        self._rows = NarrativeRows(section.element for section in sections)
        self._subject = subject_of(document)
        self._written = read_when(child(document, "effectiveTime"))
        self._is_paid = _REIMBURSEMENTS in templates(document)
        self._families = _PAID if self._is_paid else _FAMILIES
        self._here: _Read
        for read in [self._section(section, index) for index, section in enumerate(sections)]:
            self._reconcile(read)  # once all are read: an entry may point at the text of another section

    def _section(self, section: _Section, index: int) -> _Read:
        code = read_coded(child(section.element, "code"), self._rows)
        place = Place(self._rows, Source(section.title, section.path, code.code, index), self._subject)
        text = child(section.element, "text")
        self._here = _Read(place, code, () if text is None else tuple(pieces(text, self._rows)))
        self._here.is_biology = bool(templates(section.element) & _BIOLOGY)
        for entry in children(section.element, "entry"):
            self._within(entry, place)
        return self._here

    def _reconcile(self, read: _Read) -> None:
        """Keep the facts of a section, those of its text among them."""
        place = read.place.source
        is_absence = all(states_absence(piece.text) for piece in read.text)
        kind = None if self._is_paid else self._kind(read)
        found = reconciled(
            read.facts, read.alone, read.text, self._pointed, kind, place, max(0, _MOST_FACTS - self._count)
        )
        self._count += len(found.facts) - len(read.facts)
        self.facts += map(self._come, found.facts)
        self.narratives.append(
            NarrativeSection(
                place.section,
                place.path,
                read.code,
                place.section_index,
                tuple(piece.text for piece in read.text),
                len(read.facts),
                found.remaining if found.facts or (kind and not is_absence) else (),
                is_absence,
            )
        )

    def _come(self, fact: ClinicalFact) -> ClinicalFact:
        """The fact; an injection dated of after its document is still to come, whatever its mood."""
        if not isinstance(fact, Vaccination) or not fact.standing.counts:
            return fact
        day, written = fact.source.shown_date(fact.when).figures, self._written.figures
        is_after = bool(written) and day[: len(written)] > written[: len(day)]
        return replace(fact, standing=Standing.UPCOMING) if is_after else fact

    def _kind(self, read: _Read) -> type[ClinicalFact] | None:
        """What the lines of a section are."""
        if read.is_biology or any(isinstance(fact, LabResult) for fact in read.facts):
            return LabResult
        return KINDS.get(read.code.code)

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
        if self._count >= _MOST_FACTS:
            raise InvalidContent(
                _("Ce document contient trop de données codées pour être exploité."), "facts"
            )
        fact = replace(fact, standing=self._standing(fact, act, place))
        if isinstance(fact, LabResult) and fact.standing is Standing.STRUCK and fact.value:
            fact = replace(fact, replaced_by=self._rows.replacing(fact.source.reference, fact.value.text))
        is_alone = not self._rows.is_line(fact.source.reference)
        if not is_alone and fact.standing is not Standing.STRUCK:
            fact = checked(fact, self._rows.current_line(fact.source.reference))
        pointers = [self._rows.reference(pointer.getparent()) for pointer in act.iter(V3 + "reference")]
        if not fact.source.reference:  # any detail of it that leads to the text; too far to be compared
            fact = replace(fact, source=place.source_at(next(filter(None, pointers), "")))
        if not _says_nothing(fact) and not self._is_repeated(fact):
            self._keep(fact, pointers, is_alone=is_alone)

    def _is_repeated(self, fact: ClinicalFact) -> bool:
        """Whether the section has the same of the same line: an entry written twice is one fact."""
        if not fact.source.reference:
            return False
        is_repeated = fact in self._here.pointing
        self._here.pointing.add(fact)
        return is_repeated

    def _keep(self, fact: ClinicalFact, pointers: Iterable[str], *, is_alone: bool) -> None:
        if is_alone:
            self._here.alone.append(len(self._here.facts))
        self._here.facts.append(fact)
        self._pointed.lines.add(fact.source.narrative)
        self._count += 1
        for pointer in filter(self._rows.is_line, pointers):
            if (at := self._rows.place(pointer)) is not None:
                self._pointed.add(at)

    def _standing(self, fact: ClinicalFact, act: Element, place: Place) -> Standing:
        """What becomes of a fact: by its act, by those around, by its line struck through."""
        is_order = isinstance(fact, Prescription | Dispensation)
        found = [standing(act, _ACTS.get(type(fact), Kind.ACT), mood=not is_order), place.standing]
        if is_struck(fact, self._rows.struck_line(fact.source.reference)):
            found.append(Standing.STRUCK)
        return strongest(found)


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
        standing=strongest((place.standing, standing(act, mood=act.tag == V3 + "organizer"))),
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
