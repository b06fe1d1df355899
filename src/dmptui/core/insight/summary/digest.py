"""The Récapitulatif: what a professional must know of a record first, and the documents it is taken from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum

from dmptui.core.errors import DmpError
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.insight.marks import DocumentFact, more, unspoken_denial
from dmptui.core.insight.vaccination_record import to_read
from dmptui.core.model.access import AccessMode
from dmptui.core.model.clinical import Entries, NarrativeSection, Source
from dmptui.core.model.days import in_figures
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.news import News
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _

SYNTHESES = ("SYNTH", "60591-5")
"""Synthèse médicale (VSM, patient summary)."""

LIAISON = "74207-2"
"""Document de liaison d'urgence: it stands in for a synthesis when there is none."""

BIOLOGY = ("11502-2",)

HISTORY = "11369-6"
"""Historique des vaccinations, of a document."""

READ_VACCINATIONS = 4
"""Documents that are read for the last injections: the latest history, and the latest of all."""

DIRECTIVES = {"EXPPAT_3": N_("directives anticipées"), "EXPPAT_1": N_("volontés")}

SHOWN_DOCUMENTS = 5


class Weight(Enum):
    """How much a line matters."""

    PLAIN = "plain"
    QUIET = "quiet"
    """Something missing or unknown, a remark."""
    NEW = "new"
    WARNING = "warning"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Line:
    """A line, and where it leads.

    Attributes:
        label: what stands before it: a date as it is shown, a name.
        text, note, aside: what it says, what goes with it, and where it comes from; text is empty while it
            waits.
        brief: it keeps to one line of the screen; ``details``, or what it leads to, say the rest.
        differs: the text of the document contradicts its coded entry; ``details`` says both.
        details: sentences that say more.
        document: it is taken from, opened at ``section``.
        page: of the record, where it leads when it has no document.
        fact: that it says, when it says one and no more.
    """

    text: str
    note: str = ""
    aside: str = ""
    label: str = ""
    weight: Weight = Weight.PLAIN
    brief: bool = False
    differs: bool = False
    details: tuple[str, ...] = ()
    document: Document | None = None
    section: int | None = None
    page: str = ""
    fact: DocumentFact | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """Lines under a title; ``waiting`` when they have not come yet, ``part`` of the block above."""

    title: str
    lines: tuple[Line, ...] = ()
    waiting: bool = False
    part: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """A document the page reads, and what came of it.

    Attributes:
        document: the latest of its kind; None when the record has none.
        found: its entries, or why there are none; None while it is read, and when it is a file without any.
        later: a more recent document of a close kind, that is not read.
    """

    document: Document | None
    found: Entries | DmpError | None = None
    later: tuple[Document, ...] = ()

    @property
    def entries(self) -> Entries | None:
        """Its entries, if they were read."""
        return self.found if isinstance(self.found, Entries) else None

    @property
    def waiting(self) -> bool:
        """Whether it is being read."""
        return self.found is None and self.document is not None and may_hold_entries(self.document)


@dataclass(frozen=True, slots=True)
class VaccinationReadings:
    """The documents of vaccination that the page reads, the latest first, of the ``total`` there are."""

    readings: tuple[Reading, ...] = ()
    total: int = 0

    @property
    def waiting(self) -> bool:
        """Whether one is being read."""
        return any(reading.waiting for reading in self.readings)


@dataclass(frozen=True, slots=True)
class RecordOverview:
    """What is known so far of an open record; None is what has not come yet.

    Attributes:
        today: the day it is.
        mode, reason: how it was opened.
        until: the last day of the team's consent; None for that of a consultation, which ends with it.
        listed: the documents that may be read, and ``whole`` whether all of them are listed.
        unshown: those that the professional deposited and the patient does not see yet.
        apart: those that are about somebody else, found so far.
    """

    today: date
    mode: AccessMode = AccessMode.NORMAL
    reason: str = ""
    until: date | None = None
    listed: tuple[Document, ...] | DmpError | None = None
    whole: bool = False
    unshown: tuple[Document, ...] = ()
    apart: tuple[Document, ...] = ()
    news: News | DmpError | None = None
    synthesis: Reading | None = None
    biology: Reading | None = None
    vaccination: VaccinationReadings | None = None

    @property
    def documents(self) -> tuple[Document, ...]:
        """What is listed so far."""
        return self.listed if isinstance(self.listed, tuple) else ()


def latest(documents: Iterable[Document], types: Sequence[str]) -> Document | None:
    """The latest act of these types that is current and not archived."""
    current = (d for d in documents if d.type.code in types and not hidden_by_default(d))
    return max(current, key=_when, default=None)


def synthesis_of(documents: Sequence[Document]) -> Reading:
    """The synthesis to read: the latest, else the latest liaison document; a later one is only named."""
    document, liaison = latest(documents, SYNTHESES), latest(documents, (LIAISON,))
    if document is None:
        return Reading(liaison)
    newer = liaison is not None and _when(liaison) > _when(document)
    return Reading(document, later=(liaison,) if newer and liaison is not None else ())


def biology_of(documents: Sequence[Document]) -> Reading:
    """The report of biology to read: the latest."""
    return Reading(latest(documents, BIOLOGY))


def vaccinations_of(documents: Sequence[Document]) -> VaccinationReadings:
    """The documents to read for the last injections: few of those the page of vaccinations reads."""
    there_are = to_read(documents, others=False)
    history = [d for d in there_are if d.type.code == HISTORY][:1]
    others = [d for d in there_are if d not in history][: READ_VACCINATIONS - len(history)]
    chosen = [Reading(document) for document in there_are if document in (*history, *others)]
    return VaccinationReadings(tuple(chosen), len(there_are))


def last_documents(overview: RecordOverview) -> Block:
    """The documents of the last acts."""
    title = _("Derniers documents")
    if isinstance(overview.listed, DmpError):
        return Block(title, (failure(overview.listed, _("La liste n'a pas pu être lue.")),))
    if overview.listed is None:
        return Block(title, waiting=True)
    current = [d for d in overview.listed if not hidden_by_default(d)]
    lines = [document_line(d) for d in sorted(current, key=_when, reverse=True)[:SHOWN_DOCUMENTS]]
    return Block(title, tuple(lines) or (absence(_("Aucun document que vous puissiez lire.")),))


def directives(overview: RecordOverview) -> list[Document]:
    """The directives and volontés in force, the latest of each kind."""
    current = [d for d in overview.documents if d.status is DocumentStatus.CURRENT and not d.archived]
    found = (latest(current, (code,)) for code in DIRECTIVES)
    return [document for document in found if document is not None]


def document_line(document: Document, note: str = "", weight: Weight = Weight.PLAIN) -> Line:
    """The line of a document: its date, its title, its author."""
    author = document.author.name or document.author.organization
    return Line(document.title, note, author, day(document), weight, brief=True, document=document)


def source_of(document: Document) -> str:
    """« Synthèse médicale du 09/10/2026, Dr Claire ROUX »."""
    author = document.author.name or document.author.organization
    return ", ".join(
        part
        for part in (_("{title} du {day}").format(title=document.title, day=day(document)), author)
        if part
    )


def contradictions(source: Source) -> tuple[str, ...]:
    """What the text and the entry say, where they differ."""
    sentence = _("Le texte dit « {text} », la donnée codée « {coded} ».")
    return tuple(sentence.format(text=c.narrative, coded=c.coded) for c in source.contradictions)


def denials(fact: DocumentFact) -> tuple[str, ...]:
    """What the text says of what the entry denies, when it does not deny it too."""
    said = unspoken_denial(fact)
    return (_("Le texte dit « {text} », la donnée codée le nie.").format(text=said),) if said else ()


def failure(error: DmpError, sentence: str) -> Line:
    """A sentence in the place of what could not be had, and why."""
    return Line(
        sentence, weight=Weight.WARNING, details=(error.message, _("F5 : redemander")), page="documents"
    )


def more_lines(document: Document, section: NarrativeSection) -> list[Line]:
    """That the text of a section says more than its facts, and where; nothing when it does not."""
    if not section.remaining:
        return []
    sentence = more(section)
    return [
        Line(
            sentence,
            weight=Weight.WARNING,
            details=section.remaining,
            document=document,
            section=section.index,
        )
    ]


def unread(reading: Reading) -> Line:
    """In the place of what a document says, when it was not read: why, and the way to it."""
    document = reading.document
    if not isinstance(reading.found, DmpError) and document is not None:
        return to_open(document)
    sentence = _("Ce document n'a pas pu être lu.")
    why = (reading.found.message,) if isinstance(reading.found, DmpError) else ()
    return Line(sentence, weight=Weight.WARNING, details=(*why, _("F5 : redemander")), document=document)


def to_open(document: Document) -> Line:
    """A document without anything that can be shown here."""
    return Line(_("À ouvrir : ses données ne sont pas codées."), weight=Weight.QUIET, document=document)


def absence(sentence: str) -> Line:
    """A sentence in the place of what the record does not hold."""
    return Line(sentence, weight=Weight.QUIET, page="documents")


def day(document: Document) -> str:
    """The day of its act, in the zone of the days."""
    return in_figures(document.act_date)


def _when(document: Document) -> tuple[float, float]:
    return document.act_date.timestamp(), document.date.timestamp()
