"""The carnet de vaccination: the injections that several documents tell, each once, with all who tell it.

Two documents tell the same injection when they date it of the same day, mean the same diseases, and do not
name two products. A document never tells one twice: what it lists are as many injections. Nothing is lost,
and nothing is merged on a doubt: an injection without a date or without a name stays apart, and where the
documents differ, each word is kept.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from itertools import combinations
from typing import NamedTuple

from dmptui.core.model.clinical import Entries, Fact, Precision, Standing, Vaccination, When
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.rules.vaccination import NOTE_TYPE
from dmptui.core.terminology.diseases import diseases_of, known_vaccine
from dmptui.core.terminology.folding import fold, folded_words
from dmptui.core.terminology.lots import lot_number

CHILD_EXAMS = ("59283-2", "68817-6", "CERT_DECL")
"""Types of the certificates of a child's examinations: they list doses without their dates."""

SECTION = "11369-6"
"""LOINC code of the sections that list doses, in any document."""

SYNTHESES = ("60591-5", "SYNTH")
"""Types of a synthèse médicale, which may recall doses."""


_TITLES = frozenset({"dr", "docteur", "pr", "professeur", "m.", "mme"})
_figure = re.compile(r"\D*(\d+)")


class Detail(Enum):
    """What the documents may tell differently of one injection."""

    LOT = "lot"
    RANK = "rank"
    ROUTE = "route"
    SITE = "site"
    PERFORMER = "performer"


class Difference(NamedTuple):
    """What the documents say of one detail, each value once, in the order of the documents."""

    detail: Detail
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mention:
    """An entry of a document. ``place`` is its rank among the vaccinations of the document, from 0."""

    document: Document
    vaccination: Vaccination
    place: int

    @property
    def when(self) -> When:
        """The date of the injection; the text's when it differs from the entry's."""
        return self.vaccination.source.shown_date(self.vaccination.when)

    @property
    def lot(self) -> str:
        """The lot; the text's when it differs from the entry's."""
        return lot_number(self.vaccination.source.shown(Fact.LOT, self.vaccination.product.lot))

    @property
    def vaccine(self) -> str:
        """The name of the vaccine; the text's when it differs from the entry's."""
        return self.vaccination.source.shown(Fact.LABEL, self.vaccination.product.text)

    @property
    def diseases(self) -> tuple[str, ...]:
        """By the ATC code, else by that of the packaged vaccine of this code or brand; none when unknown."""
        product = self.vaccination.product
        found = diseases_of(product.atc)
        vaccine = None if found else known_vaccine(product.cis, self.vaccine)
        return diseases_of(vaccine.atc) if vaccine else found

    @property
    def product(self) -> tuple[str, str, str]:
        """What tells two vaccines of the same diseases apart: CIS, ATC, the figure of its name (« 13 »)."""
        product = self.vaccination.product
        figure = _figure.match(self.vaccine.partition(",")[0])
        return product.cis, product.atc, figure[1] if figure else ""

    @property
    def order(self) -> tuple[bool, datetime, str, int]:
        """Before the others of the same injection: the note, which who vaccinated wrote, then the oldest."""
        document = self.document
        return document.type.code != NOTE_TYPE, document.date, document.id, self.place


@dataclass(frozen=True, slots=True)
class Dose:
    """An injection, or what is told not to have been done.

    ``mentions`` is never empty; a detail is that of the first one which gives it.
    """

    mentions: tuple[Mention, ...]

    @property
    def key(self) -> tuple[str, int]:
        """What identifies it among those of the same documents."""
        return self.mentions[0].document.id, self.mentions[0].place

    @property
    def vaccine(self) -> str:
        """The name of the vaccine."""
        return next((mention.vaccine for mention in self.mentions if mention.vaccine), "")

    @property
    def when(self) -> When:
        """The date of the injection."""
        return self.mentions[0].when

    @property
    def diseases(self) -> tuple[str, ...]:
        """What it protects from."""
        return self.mentions[0].diseases

    @property
    def lot(self) -> str:
        """The number of its lot."""
        return self._first(Detail.LOT)

    @property
    def route(self) -> str:
        """The way it was given."""
        return self._first(Detail.ROUTE)

    @property
    def site(self) -> str:
        """Where on the body."""
        return self._first(Detail.SITE)

    @property
    def performer(self) -> str:
        """Who vaccinated."""
        return self._first(Detail.PERFORMER)

    @property
    def rank(self) -> int | None:
        """Its rank in the series, from 1."""
        ranks = (mention.vaccination.rank for mention in self.mentions)
        return next((rank for rank in ranks if rank is not None), None)

    @property
    def standing(self) -> Standing:
        """Whether it was given, or what became of it."""
        return self.mentions[0].vaccination.standing

    @property
    def coded(self) -> bool:
        """Whether a document tells it in codes, and not in its text only."""
        return any(mention.vaccination.source.coded for mention in self.mentions)

    def _first(self, detail: Detail) -> str:
        return next(filter(None, (_value(mention, detail) for mention in self.mentions)), "")

    @property
    def documents(self) -> frozenset[str]:
        """The identifiers of those that tell it."""
        return frozenset(mention.document.id for mention in self.mentions)

    @property
    def contradicted(self) -> bool:
        """Whether a document contradicts itself: its text and its coded entry."""
        return any(mention.vaccination.source.contradictions for mention in self.mentions)

    @property
    def differences(self) -> tuple[Difference, ...]:
        """On what the documents differ from one another."""
        versions = ((detail, _values(self.mentions, detail)) for detail in Detail)
        return tuple(Difference(detail, values) for detail, values in versions if len(values) > 1)


class Protection(NamedTuple):
    """The doses against a disease, the latest first; an empty name when the vaccine is not known."""

    disease: str
    doses: tuple[Dose, ...]

    @property
    def given(self) -> tuple[Dose, ...]:
        """Those that were given."""
        return tuple(dose for dose in self.doses if dose.standing.counts)

    @property
    def last(self) -> When | None:
        """The date of the last one given; None when none is dated."""
        return next((dose.when for dose in self.given if dose.when.order), None)


def to_read(documents: Iterable[Document], *, others: bool) -> list[Document]:
    """The documents that tell vaccinations, the latest first.

    An archived one is among them: what it tells was done. One that was replaced is not.

    Args:
        documents: of a record.
        others: with the child's examinations and the latest synthèse, which tell other things too.
    """
    current = [document for document in documents if document.status is DocumentStatus.CURRENT]
    current.sort(key=lambda document: document.act_date, reverse=True)
    kinds = VACCINATION_TYPES + (CHILD_EXAMS if others else ())
    latest = next((document for document in current if others and document.type.code in SYNTHESES), None)
    return [document for document in current if document.type.code in kinds or document is latest]


def doses(read: Iterable[tuple[Document, Entries]]) -> tuple[Dose, ...]:
    """The injections, the latest first, those without a date last.

    Args:
        read: documents and what they say, in any order; one that comes twice is read once.
    """
    alike: dict[object, list[Mention]] = defaultdict(list)
    for document, entries in {document.id: (document, entries) for document, entries in read}.values():
        for place, vaccination in enumerate(entries.vaccinations):
            mention = Mention(document, vaccination, place)
            alike[_injection(mention)].append(mention)
    one_product = (product for group in alike.values() for product in _products(group))
    found = [Dose(mentions) for group in one_product for mentions in _shared(group)]
    found.sort(key=lambda dose: dose.key)
    found.sort(key=lambda dose: (dose.when.order, dose.vaccine), reverse=True)
    return tuple(found)


def by_disease(found: Sequence[Dose]) -> tuple[Protection, ...]:
    """The doses against each disease, by its name; those of unknown vaccines last."""
    against: dict[str, list[Dose]] = defaultdict(list)
    for dose in found:
        for disease in dose.diseases or ("",):
            against[disease].append(dose)
    names = sorted(against, key=lambda name: (not name, fold(name)))
    return tuple(Protection(name, tuple(against[name])) for name in names)


class Lookalikes:
    """Finds those that may be the same injection told otherwise, not merged: it takes a person to say.

    The same lot on the same day under the name of another vaccine, or the same rank of it on another day; in
    other documents, the same day, when nothing says that they are two.

    Args:
        found: the injections among which they are looked for.
    """

    def __init__(self, found: Iterable[Dose] = ()) -> None:
        self._alike: defaultdict[object, dict[int, Dose]] = defaultdict(dict)
        self._number = 0
        for dose in found:
            self.add(dose)

    def add(self, dose: Dose) -> None:
        """One more."""
        self._number += 1
        for name in _names(dose):
            self._alike[name][self._number] = dose

    def of(self, dose: Dose) -> tuple[Dose, ...]:
        """Those of an injection, in the order they were added."""
        near: dict[int, Dose] = {}
        for name in _names(dose):
            near |= self._alike.get(name, {})
        ordered = (near[number] for number in sorted(near))
        return tuple(other for other in ordered if other.key != dose.key and _is_alike(dose, other))


def _names(dose: Dose) -> Iterator[object]:
    """What those that may be the same have in common: the day, or all of a rank of a lot; nothing undated."""
    if dose.when.order and dose.standing.counts:
        yield dose.when.figures
        if dose.lot and dose.rank is not None:
            yield dose.rank, dose.diseases, folded_words(dose.lot)


def lookalikes(dose: Dose, found: Iterable[Dose]) -> tuple[Dose, ...]:
    """Those of one injection among some: see ``Lookalikes``, for those of many."""
    return Lookalikes(found).of(dose)


def doubles(found: Sequence[Dose]) -> int:
    """How many of the doses counted may tell another one of them again."""
    apart, twice = Lookalikes(), 0
    for dose in found:
        if apart.of(dose):
            twice += dose.standing.counts
        else:
            apart.add(dose)
    return twice


def same_lot(one: Dose, other: Dose) -> bool:
    """Whether both tell a lot, and the same."""
    return bool(one.lot) and folded_words(one.lot) == folded_words(other.lot)


def _is_alike(one: Dose, other: Dose) -> bool:
    if one.when.figures != other.when.figures:
        same_rank = one.rank is not None and one.rank == other.rank
        return same_rank and one.diseases == other.diseases and same_lot(one, other)
    are_apart = one.documents.isdisjoint(other.documents)
    if same_lot(one, other):
        return are_apart or one.diseases != other.diseases
    if (one.lot and other.lot) or not are_apart:
        return False
    if one.when.precision.value < Precision.DAY.value:
        return bool(one.diseases) and one.diseases == other.diseases
    return not one.diseases or not other.diseases or not set(one.diseases).isdisjoint(other.diseases)


def _injection(mention: Mention) -> object:
    """What several documents tell when they tell the same injection; of its own when that is not known."""
    when = mention.when
    if when.precision not in (Precision.DAY, Precision.TIME):
        return mention.document.id, mention.place
    what = mention.diseases or folded_words(mention.vaccine)
    if not what:
        return mention.document.id, mention.place
    return when.figures, what, mention.vaccination.standing


def _products(group: Sequence[Mention]) -> Iterator[Sequence[Mention]]:
    """Entries of the same day against the same diseases, by product; all together when none is another's."""
    if not any(_are_two(one.product, other.product) for one, other in combinations(group, 2)):
        yield group
        return
    products: dict[object, list[Mention]] = defaultdict(list)
    for mention in group:
        products[mention.product].append(mention)
    yield from products.values()


def _are_two(one: tuple[str, str, str], other: tuple[str, str, str]) -> bool:
    """Whether they name two products; an ATC code and the group it is in may be one."""
    (cis, atc, figure), (other_cis, other_atc, other_figure) = one, other
    two_substances = not atc.startswith(other_atc) and not other_atc.startswith(atc)
    if cis and other_cis:
        return cis != other_cis
    return two_substances or bool(figure and other_figure and figure != other_figure)


def _shared(group: Sequence[Mention]) -> Iterator[tuple[Mention, ...]]:
    """Entries of the same day against the same diseases, put together: never two of one document.

    When a document has several, the lot and the rank tell which is which.
    """
    ordered = sorted(group, key=lambda mention: mention.order)
    if len({mention.document.id for mention in ordered}) == len(ordered):
        yield tuple(ordered)
        return
    finer: dict[object, list[Mention]] = defaultdict(list)
    ranks: Counter[object] = Counter()
    for mention in ordered:
        same = folded_words(mention.lot), mention.vaccination.rank
        ranks[mention.document.id, same] += 1
        finer[same, ranks[mention.document.id, same]].append(mention)
    yield from map(tuple, finer.values())


def _values(mentions: Iterable[Mention], detail: Detail) -> tuple[str, ...]:
    """What is told of a detail, as first written; documents that do not tell it do not differ."""
    values = {_compared(mention, detail): _value(mention, detail) for mention in reversed(tuple(mentions))}
    return tuple(value for compared, value in reversed(values.items()) if compared)


def _value(mention: Mention, detail: Detail) -> str:
    vaccination = mention.vaccination
    match detail:
        case Detail.LOT:
            return mention.lot
        case Detail.RANK:
            return str(vaccination.rank or "")
        case Detail.ROUTE:
            return vaccination.route.text
        case Detail.SITE:
            return vaccination.site.text
        case Detail.PERFORMER:
            return vaccination.by.text


def _compared(mention: Mention, detail: Detail) -> str:
    """A person is compared by the words of the name, whatever their order and the title."""
    words = folded_words(_value(mention, detail))
    return " ".join(sorted(set(words.split()) - _TITLES)) if detail is Detail.PERFORMER else words
