"""The text of a section against its facts: every line is a fact, a title, or what « the text says more ».

A line stands for a fact when the entry points at it, else when its words are those of that fact only. What
is left becomes facts of the list, not coded, if every entry of the section found its line; on any doubt it
stays text, which is said to say more: a fact is never shown twice.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from dmptui.core.documents.cda.entries.absences import states_absence
from dmptui.core.documents.cda.entries.check import ClinicalFact, days_in, is_struck, subject_of
from dmptui.core.documents.cda.entries.folding import words
from dmptui.core.documents.cda.entries.narrative_rows import LONGEST_LINE
from dmptui.core.documents.cda.entries.pieces import Piece, Role
from dmptui.core.documents.cda.entries.uncoded import uncoded
from dmptui.core.documents.cda.xml import V3, Element, text_of
from dmptui.core.model.clinical import Source, Standing
from dmptui.core.model.clinical.standing import strongest

_HOLDERS = frozenset(V3 + name for name in ("tr", "td", "th", "item", "paragraph", "content"))
_TEXT = V3 + "text"
_NOWHERE = Source()
_SHORTEST = 3
_MOST_ALIKE = 100
"""Lines with the same words that are compared: beyond, none of them is any fact's own."""


@dataclass(slots=True)
class Targets:
    """What the entries that were read point at, and the ``lines`` that their facts show."""

    lines: set[str] = field(default_factory=set)
    places: set[Element] = field(default_factory=set)
    around: set[Element] = field(default_factory=set)

    def add(self, place: Element) -> None:
        """A place of the text; what is around it is known too."""
        self.places.add(place)
        element: Element | None = place
        while element is not None and element.tag != _TEXT and element not in self.around:
            self.around.add(element)
            element = element.getparent()

    def holds(self, piece: Piece) -> bool:
        """Whether an entry points into a piece, or at what holds it alone."""
        return any(each in self.around or self._is_within(each) for each in piece.elements)

    def beside(self, cell: Element) -> Iterator[str]:
        """The words of a cell beside the passages that entries point at; none of one that is such itself."""
        inner = [each for each in cell.iterdescendants() if each in self.places]
        if not inner or cell in self.places:
            return
        left = Counter(words(text_of(cell))) - Counter(
            word for each in inner for word in words(text_of(each))
        )
        yield from (word for word in left if len(word) > _SHORTEST and not word.isdigit())

    def _is_within(self, element: Element) -> bool:
        above = (each for each in element.iterancestors() if each.tag in _HOLDERS)
        return any(each in self.places for each in above)


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """The facts of a section in the order of its text, those of its list that are not coded among them."""

    facts: tuple[ClinicalFact, ...]
    remaining: tuple[str, ...]


def reconciled(
    facts: Sequence[ClinicalFact],
    alone: Sequence[int],
    text: Sequence[Piece],
    pointed: Targets,
    kind: type[ClinicalFact] | None,
    place: Source,
    most: int,
) -> SectionFacts:
    """What a section says, with what its text says more.

    Args:
        facts: of its entries, in their order. alone: the indexes of those that point at no line.
        text: its pieces.
        pointed: what the entries of the whole document point at.
        kind: what its list holds; None when nothing is to be made of its lines.
        place: the section.
        most: facts that may be added.
    """
    tie = _Tie(list(facts), [piece for piece in text if piece.role is not Role.TITLE], pointed)
    is_unsure = not tie.by_words(alone)
    made: dict[int, ClinicalFact] = {}
    remaining = []
    for index, piece in enumerate(tie.pieces):
        if index in tie.tied and tie.says_more(piece):
            remaining.append(piece.text)
        if index in tie.tied or tie.is_repeated(piece, place):
            continue
        is_free = index not in tie.details and not is_unsure and len(made) < most
        fact = uncoded(kind, piece, place) if kind and is_free else None
        if fact is None:
            remaining.append(piece.text)
        else:
            made[index] = fact
    return SectionFacts(tuple(tie.in_order(made)), tuple(remaining))


class _Tie:
    """Which piece each fact stands in. Indexes are those of ``facts`` and ``pieces``."""

    def __init__(self, facts: list[ClinicalFact], pieces: list[Piece], pointed: Targets) -> None:
        self.facts, self.pieces, self._pointed = facts, pieces, pointed
        found = {index for index, piece in enumerate(pieces) if pointed.holds(piece)}
        self.details = {index for index in found if pieces[index].text[:LONGEST_LINE] not in pointed.lines}
        self.tied = found - {index for index in self.details if not self._is_shown(pieces[index])}
        self.place_of: dict[int, int] = {}
        self._words: list[frozenset[str]] = []
        self._having: dict[str, list[int]] = defaultdict(list)
        texts = {piece.text: index for index, piece in reversed(list(enumerate(pieces)))}
        for number, fact in enumerate(facts):
            if fact.source.narrative in texts:
                self.place_of[number] = texts[fact.source.narrative]

    def by_words(self, alone: Sequence[int]) -> bool:
        """Give the facts that point at no line the one whose words they are; whether each has one."""
        if not alone:
            return True
        self._words = [frozenset(words(piece.text)) for piece in self.pieces]
        for index, found in enumerate(self._words):
            for word in found:
                self._having[word].append(index)
        for number in alone:
            line = self._line_of(self.facts[number])
            if line is not None and self.pieces[line].role is Role.ROW:
                self._give(number, line)
        self._prose([number for number in alone if number not in self.place_of])
        lost = (self.facts[number] for number in alone if number not in self.place_of)
        return all(getattr(fact, "is_absence", False) for fact in lost)

    def in_order(self, made: dict[int, ClinicalFact]) -> Iterator[ClinicalFact]:
        """The facts in the order of their entries, those that were made before the first that follows."""
        left = sorted(made)
        for number, fact in enumerate(self.facts):
            here = self.place_of.get(number)
            while left and here is not None and left[0] < here:
                yield made[left.pop(0)]
            yield fact
        yield from (made[index] for index in left)

    def is_repeated(self, piece: Piece, place: Source) -> bool:
        """Whether it only repeats a title, or states the absence that an entry states."""
        text = piece.text.casefold()
        if any(text == title.casefold() for title in (place.section, *place.path)):
            return True
        return states_absence(piece.text) and any(getattr(fact, "is_absence", False) for fact in self.facts)

    def says_more(self, piece: Piece) -> bool:
        """Whether a cell that holds the words of a fact holds others, that no fact of the section shows:
        « Amoxicilline, latex et iode »."""
        cells = piece.parts or piece.elements
        others = {word for cell in cells for word in self._pointed.beside(cell)}
        if not others:
            return False
        bare = [replace(fact, source=_NOWHERE) for fact in self.facts]  # without the line itself
        return not others <= frozenset(words(repr(bare)))

    def _is_shown(self, piece: Piece) -> bool:
        """Whether a line that an entry only has a detail of is shown with its fact all the same."""
        shown = frozenset(words(repr(self.facts)))
        return set(words(piece.text)) <= shown

    def _give(self, number: int, index: int) -> None:
        fact, piece = self.facts[number], self.pieces[index]
        self.place_of[number] = index
        self.tied.add(index)
        standing = Standing.STRUCK if is_struck(fact, piece.struck) else Standing.STATED
        self.facts[number] = replace(
            fact,
            source=replace(fact.source, narrative=piece.text),
            standing=strongest((fact.standing, standing)),
        )

    def _line_of(self, fact: ClinicalFact) -> int | None:
        """The only free line with all the words of a fact; of several, the only one with its date."""
        own = _own_words(fact)
        if not own:
            return None
        taken = self.tied | self.details
        rarest = min((self._having.get(word, []) for word in own), key=len)[:_MOST_ALIKE]
        found = [index for index in rarest if index not in taken and own <= self._words[index]]
        if len(found) > 1:
            days = {day for when in subject_of(fact).dates if when for day in when.spellings}
            found = [i for i in found if days & set(days_in(self.pieces[i].text))]
        return found[0] if len(found) == 1 else None

    def _prose(self, numbers: Sequence[int]) -> None:
        """Prose that says nothing but facts of the section stands for them."""
        known = frozenset().union(*(_own_words(self.facts[number]) for number in numbers))
        for index, piece in enumerate(self.pieces):
            terms = {word for word in self._words[index] if len(word) > 2 and not word.isdigit()}
            if piece.role is Role.PROSE and index not in self.tied and terms and terms <= known:
                for number in numbers:
                    if number not in self.place_of and _own_words(self.facts[number]) <= self._words[index]:
                        self._give(number, index)


def _own_words(fact: ClinicalFact) -> frozenset[str]:
    return frozenset(word for word in words(subject_of(fact).label) if len(word) > 2)
