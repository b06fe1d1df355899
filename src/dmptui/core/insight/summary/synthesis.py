"""The synthesis of the Récapitulatif, part by part: its facts, or its text where nothing is coded."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from dmptui.core.insight.marks import denial, marks, name_of
from dmptui.core.insight.summary.digest import (
    Block,
    Line,
    RecordOverview,
    Weight,
    absence,
    contradictions,
    denials,
    document_line,
    more_lines,
    source_of,
    to_open,
    unread,
)
from dmptui.core.model.clinical import (
    Allergy,
    Device,
    Entries,
    Fact,
    LifestyleFact,
    NarrativeSection,
    Problem,
    Procedure,
    Source,
    Treatment,
    When,
)
from dmptui.core.model.clinical.standing import STATUSES
from dmptui.core.model.dates import Moment
from dmptui.core.model.document import Document
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _

_PARTS = (
    (N_("Pathologies en cours"), ("11450-4",)),
    (N_("Antécédents"), ("11348-0", "47519-4")),
    (N_("Allergies"), ("48765-2",)),
    (N_("Traitements"), ("10160-0",)),
    (N_("Dispositifs médicaux"), ("46264-8",)),
    (
        N_("Facteurs de risque, points de vigilance"),
        ("44944-7", "44939-7", "30954-2", "29762-2", "10162-6", "10161-8", "10157-6"),
    ),
)
"""The parts of a synthesis and the LOINC codes of their sections."""

_AS_TEXT = ("44944-7", "44939-7", "30954-2", "10161-8")
"""Sections whose text says more than their entries."""

_VIGILANCE = "30954-2"
"""Points de vigilance of a VSM (type SYNTH); in other documents, results."""

_BETWEEN_CELLS = " · "

_Stated = Problem | Procedure | Allergy | Treatment | Device


class _Phrase(NamedTuple):
    """A fact of a synthesis in words, whatever its kind."""

    text: str
    note: str
    when: When


def synthesis(overview: RecordOverview) -> list[Block]:
    """The parts of the latest synthesis, each under its name; a sentence when there is none."""
    title, reading = _("Synthèse médicale"), overview.synthesis
    if reading is None or reading.waiting:
        return [Block(title, waiting=True)]
    if reading.document is None:
        return [Block(title, (absence(_("Aucune synthèse médicale dans ce DMP.")),))]
    later = tuple(document_line(d, _("plus récent"), Weight.WARNING) for d in reading.later)
    head = Block(source_of(reading.document), later)
    if reading.entries is None:
        return [Block(source_of(reading.document), (*later, unread(reading)))]
    parts = [block for block in _parts(reading.document, reading.entries) if block.lines]
    if not parts:
        return [head, Block("", tuple(_sections(reading.document, reading.entries)), part=True)]
    others = tuple(_other_sections(reading.document, reading.entries))
    return [head, *parts, *([Block(_("Le texte en dit plus"), others, part=True)] if others else [])]


def allergy_words(allergy: Allergy) -> str:
    """« amoxicilline (éruption) »; a statement as it is."""
    statement = _phrase(allergy)
    return f"{statement.text} ({statement.note})" if statement.note else statement.text


def _parts(document: Document, entries: Entries) -> Iterator[Block]:
    """Each part: the facts of its sections, or their text where nothing is coded."""
    for title, codes in _PARTS:
        lines: list[Line] = []
        for section in entries.narrative(*codes):
            if section.code.code != _VIGILANCE or document.type.code == "SYNTH":
                lines += _section_lines(document, entries, section, alone=len(codes) == 1)
        yield Block(_(title), tuple(lines), part=True)


def _section_lines(
    document: Document, entries: Entries, section: NarrativeSection, *, alone: bool
) -> list[Line]:
    """The lines of a section; its text is followed by its title unless it is ``alone`` in its part."""
    facts: Sequence[_Stated | LifestyleFact] = (
        *entries.problems,
        *entries.procedures,
        *entries.allergies,
        *entries.treatments,
        *entries.devices,
        *entries.lifestyle,
    )
    here = [f for f in facts if f.source.section_index == section.index]
    if here and section.code.code not in _AS_TEXT:
        return [*(_fact_line(document, fact) for fact in here), *more_lines(document, section)]
    title = "" if alone else section.title
    return [Line(text, aside=title, document=document, section=section.index) for text in section.lines]


def _other_sections(document: Document, entries: Entries) -> Iterator[Line]:
    """The sections that no part shows, by their titles."""
    codes_above = {code for _title, codes in _PARTS for code in codes}
    for section in entries.narratives:
        is_shown = section.code.code in codes_above and (
            section.code.code != _VIGILANCE or document.type.code == "SYNTH"
        )
        if section.lines and not is_shown:
            yield Line(
                section.title or _("sans titre"),
                weight=Weight.QUIET,
                brief=True,
                details=section.lines,
                document=document,
                section=section.index,
            )


def _sections(document: Document, entries: Entries) -> Iterator[Line]:
    """A synthesis without any known section: its own, by their titles."""
    if not any(section.lines for section in entries.narratives):
        yield to_open(document)
    for section in entries.narratives:
        if section.lines:
            yield Line(
                section.title,
                section.lines[0],
                details=section.lines[1:],
                document=document,
                section=section.index,
            )


def _fact_line(document: Document, fact: _Stated | LifestyleFact) -> Line:
    source = fact.source
    text, note, when = _phrase(fact)
    return Line(
        text,
        note,
        label=source.shown_date(when).short(),
        differs=bool(source.contradictions or denials(fact)),
        details=tuple(
            part for part in (*contradictions(source), *(denials(fact) or (source.narrative,))) if part
        ),
        document=document,
        section=source.section_index,
        fact=fact,
    )


def _phrase(fact: _Stated | LifestyleFact) -> _Phrase:
    """A fact in words; a statement is said as its author wrote it, without a date."""
    if fact.standing.is_denial:
        return _Phrase(denial(fact), _marks(fact), When())
    if isinstance(fact, LifestyleFact):
        return _Phrase(fact.code.text, _joined(fact.value.text, _marks(fact)), fact.period.start)
    if fact.is_absence:
        return _Phrase(fact.source.words or name_of(fact), _marks(fact), When())
    text, when, note = fact.source.shown(Fact.LABEL, name_of(fact)), fact.period.start, ""
    match fact:
        case Problem():
            note = fact.relative
        case Allergy():
            note = _joined(*_about_allergy(fact))
        case Treatment():
            when, note = When(), _joined(fact.posology, _until(fact.period.high))
    said = (text, note, _marks(fact), fact.period.low.short(), fact.period.high.short())
    return _Phrase(text, _joined(note, *_rest(fact.source, said), _marks(fact)), when)


def _rest(source: Source, said: Iterable[str]) -> Iterator[str]:
    """The cells of a line that is not coded that nothing else says: « guéri », « à confirmer »."""
    if source.coded:
        return
    shown = " ".join(map(fold, said))
    for cell in source.narrative.split(_BETWEEN_CELLS):
        if (words := fold(cell).strip("-–— ")) and words not in shown:
            yield cell


def _marks(fact: _Stated | LifestyleFact) -> str:
    return _joined(*marks(fact))


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _about_allergy(allergy: Allergy) -> Iterator[str]:
    """How it shows itself; its status when it is not active."""
    signs = [m.what.text for m in allergy.manifestations if m.what] or [allergy.reaction.text]
    yield from filter(None, signs)
    if allergy.status.code == "completed":
        yield _("terminé")
    elif allergy.status.code not in STATUSES or not allergy.status.code:
        yield allergy.status.text


def _until(end: When) -> str:
    return Moment(end.raw).until() if end else ""
