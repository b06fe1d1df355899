"""The way back from a fact to the text its author signed, and how far the two agree."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum

from dmptui.core.model.clinical.basics import CodedValue, When


class Fact(StrEnum):
    """What is compared between an entry and its line of text."""

    DATE = "date"
    VALUE = "value"
    LABEL = "label"
    LOT = "lot"
    ANSWER = "answer"
    """A bare « Oui » or « Non » in the text."""


class Agreement(Enum):
    """What the comparison found. Only ``DIFFERS`` is worth a badge."""

    SAME = "same"
    ABSENT = "absent"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Check:
    """One fact of an entry against its line of text.

    ``narrative`` is what the text says (given when it differs, or names something else in other words),
    ``coded`` what the entry says, both as shown.
    ``when`` is the date of the text, when the fact is a date.
    """

    fact: Fact
    agreement: Agreement
    narrative: str = ""
    coded: str = ""
    when: When = field(default_factory=When)


@dataclass(frozen=True, slots=True)
class Source:
    """Where an entry stands in its document.

    Attributes:
        section: title of its section; ``path`` has the titles from the top down to it.
        section_code: LOINC.
        section_index: its rank among the sections of the document, in reading order, parents first, from 0.
        reference: the ``ID`` in the text it points at; empty when it points at nothing that exists.
        words: the text it points at itself, within the line.
        narrative: the row, item or paragraph of the text that holds it, cells separated by `` · ``.
        checks: what was compared with that line.
        coded: False for a line of the text that no entry stands for.
    """

    section: str = ""
    path: tuple[str, ...] = ()
    section_code: str = ""
    section_index: int = 0
    reference: str = ""
    words: str = ""
    narrative: str = ""
    checks: tuple[Check, ...] = ()
    coded: bool = True

    @property
    def contradictions(self) -> tuple[Check, ...]:
        """The facts on which the text and the entry differ."""
        return tuple(check for check in self.checks if check.agreement is Agreement.DIFFERS)

    def contradiction(self, fact: Fact) -> Check | None:
        """How the text contradicts the entry on this fact, if it does."""
        return next((check for check in self.contradictions if check.fact is fact), None)

    @property
    def other_words(self) -> str:
        """What the text calls it, when no word of that is one of the entry's: « HTA », or another thing."""
        labels = (check for check in self.checks if check.fact is Fact.LABEL)
        return next((each.narrative for each in labels if each.agreement is Agreement.ABSENT), "")

    def shown(self, fact: Fact, coded: str) -> str:
        """The words to show for a fact: the text's when they differ from the entry's."""
        check = self.contradiction(fact)
        return check.narrative if check else coded

    def shown_date(self, coded: When) -> When:
        """The date to show and to sort by: the text's when it differs from the entry's."""
        check = self.contradiction(Fact.DATE)
        return check.when if check else coded

    def checked(self, checks: Iterable[Check]) -> "Source":
        """The same, compared."""
        return replace(self, checks=tuple(checks))


@dataclass(frozen=True, slots=True)
class NarrativeSection:
    """A section of the text, to fall back on when nothing of it is coded.

    Attributes:
        code: LOINC of the section.
        index: as ``Source.section_index``.
        lines: a line for each paragraph, item, or row of a table (cells separated by `` · ``).
        entries: how many of the document's coded facts stand directly in it.
        remaining: the lines that no fact stands for, coded or not: the text says more.
        is_absence: all its text states that there is nothing to list, or it has none.
    """

    title: str
    path: tuple[str, ...]
    code: CodedValue
    index: int
    lines: tuple[str, ...]
    entries: int = 0
    remaining: tuple[str, ...] = ()
    is_absence: bool = False
