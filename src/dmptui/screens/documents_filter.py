"""How the list of documents is filtered and sorted: values, no widget."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.terminology import class_label, profession_label
from dmptui.core.text import N_, _
from dmptui.screens import words
from dmptui.widgets.matches import fold


class Listed(NamedTuple):
    """A document of the list.

    Attributes:
        text: folded, all that is searched as one types.
        new: deposited since the last visit.
        personal: deposited by the patient.
    """

    document: Document
    text: str
    new: bool
    personal: bool

    @classmethod
    def of(cls, document: Document, *, new: bool) -> "Listed":
        """Prepare a document for the list, once."""
        author = document.author
        parts = (
            document.title,
            document.type.display,
            document.category.display,
            author.name,
            author.organization,
            words.day(document.act_date),
            document.description,
        )
        return cls(document, fold(" ".join(parts)), new, is_from_patient(document))


class Facet(NamedTuple):
    """Something to filter by.

    Attributes:
        values_of: (value, title) of a document; a document without any gives an empty value.
        many: whether several values may be picked.
    """

    id: str
    title: str
    values_of: Callable[[Document], tuple[str, str]]
    many: bool = True

    def values(self, listed: Iterable[Listed], today: date) -> list[tuple[str, str, int]]:
        """What can be picked: (value, title, how many documents), the most frequent first."""
        if self.id == "period":
            return _periods(listed, today)
        counted: Counter[tuple[str, str]] = Counter(self.values_of(x.document) for x in listed)
        return [(value, title, count) for (value, title), count in counted.most_common() if value]


def _type(document: Document) -> tuple[str, str]:
    return document.type.code, document.type.display


def _class(document: Document) -> tuple[str, str]:
    return document.category.code, class_label(document.category.code)


def _author(document: Document) -> tuple[str, str]:
    author = document.author
    name = author.name or author.organization
    return author.id or name, name


def _profession(document: Document) -> tuple[str, str]:
    code = document.author.profession
    return code, profession_label(code)


def _year(document: Document) -> tuple[str, str]:
    year = str(document.act_date.year)
    return year, year


FACETS = (
    Facet("type", N_("Type"), _type),
    Facet("class", N_("Famille"), _class),
    Facet("author", N_("Auteur"), _author),
    Facet("profession", N_("Profession"), _profession),
    Facet("period", N_("Période"), _year, many=False),
)

_SINCE = ">="
_LEAST = 9
"""Characters of a filter that is cut most."""
_MONTHS = {1: N_("depuis 1 mois"), 3: N_("depuis 3 mois"), 6: N_("depuis 6 mois"), 12: N_("depuis 1 an")}


def _periods(listed: Iterable[Listed], today: date) -> list[tuple[str, str, int]]:
    """Since some months, or one year; the value of the first kind is ``>=`` and a day."""
    days = [x.document.act_date.date() for x in listed]
    recent = []
    for months, title in _MONTHS.items():
        since = _months_ago(today, months)
        recent.append((f"{_SINCE}{since.isoformat()}", _(title), sum(day >= since for day in days)))
    years = Counter(day.year for day in days)
    return recent + [(str(year), str(year), years[year]) for year in sorted(years, reverse=True)]


def _months_ago(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, min(today.day, 28))


class Sort(NamedTuple):
    """A column to sort by; the first press goes in its natural direction."""

    id: str
    title: str
    key: Callable[[Document], str | datetime]
    descending: bool = False


SORTS = (
    Sort("date", N_("Date de l'acte"), lambda d: d.act_date, descending=True),
    Sort("title", N_("Titre"), lambda d: fold(d.title)),
    Sort("author", N_("Auteur"), lambda d: fold(d.author.name or d.author.organization)),
    Sort("type", N_("Type"), lambda d: fold(d.type.display)),
    Sort("deposited", N_("Date de dépôt"), lambda d: d.date, descending=True),
)
"""In the order of the columns of the list."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown, and in which order. ``chosen`` maps a facet to the values picked and their titles."""

    words: str = ""
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    old_versions: bool = False
    archived: bool = False
    sort: str = "date"
    descending: bool = True

    @property
    def active(self) -> bool:
        """Whether something is left out that was not by default."""
        return bool(self.words or self.chosen)

    def saying(self, typed: str) -> "Filter":
        """With these words."""
        return replace(self, words=typed)

    def having(self, facet: str, values: Mapping[str, str]) -> "Filter":
        """With these values of a facet; none removes it."""
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={k: v for k, v in chosen.items() if v})

    def toggled(self, switch: str) -> "Filter":
        """With a switch turned: ``old_versions`` or ``archived``."""
        if switch == "archived":
            return replace(self, archived=not self.archived)
        return replace(self, old_versions=not self.old_versions)

    def sorted_by(self, sort: str) -> "Filter":
        """Sorted by a column, in its direction; the other way the second time."""
        wanted = next(s for s in SORTS if s.id == sort)
        descending = not self.descending if sort == self.sort else wanted.descending
        return replace(self, sort=sort, descending=descending)

    def cleared(self) -> "Filter":
        """Without words or values; the switches and the order stay."""
        return replace(self, words="", chosen={})

    def said(self, facet: str) -> str:
        """The values picked of a facet, to be read."""
        return ", ".join(self.chosen.get(facet, {}).values())

    def chips(self) -> list[str]:
        """What is filtered, a chip each."""
        chips = [f"{_(f.title).lower()} : {self.said(f.id)}" for f in FACETS if f.id in self.chosen]
        if self.words:
            chips.append(f"« {self.words} »")
        if self.old_versions:
            chips.append(_("+ anciennes versions"))
        if self.archived:
            chips.append(_("+ archivés"))
        return chips


def ordered(listed: Iterable[Listed], wanted: Filter) -> list[Listed]:
    """All documents in the order wanted, the patient's own last; the latest act first among equals."""
    sort = next(s for s in SORTS if s.id == wanted.sort)
    found = sorted(listed, key=lambda x: x.document.act_date, reverse=True)
    if sort.id != "date" or not wanted.descending:
        found.sort(key=lambda x: sort.key(x.document), reverse=wanted.descending)
    found.sort(key=lambda x: x.personal)
    return found


def kept(listed: Iterable[Listed], wanted: Filter) -> list[Listed]:
    """The documents the filter keeps, in the order they are given."""
    typed = fold(wanted.words).split()
    return [x for x in listed if _is_kept(x, wanted, typed)]


def _is_kept(listed: Listed, wanted: Filter, typed: list[str]) -> bool:
    document = listed.document
    if document.status is DocumentStatus.SUPERSEDED and not wanted.old_versions:
        return False
    if document.archived and not wanted.archived:
        return False
    if not all(word in listed.text for word in typed):
        return False
    return all(_matches(facet, values, document) for facet, values in wanted.chosen.items())


def _matches(facet_id: str, values: Iterable[str], document: Document) -> bool:
    facet = next(f for f in FACETS if f.id == facet_id)
    value = facet.values_of(document)[0]
    if facet_id != "period":
        return value in values
    day = document.act_date.date().isoformat()
    return any(wanted == value or (wanted.startswith(_SINCE) and day >= wanted[2:]) for wanted in values)


def squeezed(chips: list[str], room: int) -> list[str]:
    """The chips in ``room`` characters with three between them: the longest give way, none disappears."""
    chips, wanted = list(chips), room - 3 * (len(chips) - 1)
    while chips and sum(map(len, chips)) > wanted:
        longest = max(range(len(chips)), key=lambda i: len(chips[i]))
        if len(chips[longest]) <= _LEAST:
            break
        chips[longest] = chips[longest].removesuffix("…")[:-1] + "…"
    return chips
