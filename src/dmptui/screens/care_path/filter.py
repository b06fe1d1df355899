"""What the page Parcours de soins knows and how it is filtered: values, no widget."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

from dmptui.core.insight.care_path import Event
from dmptui.core.insight.care_path_words import KINDS, PAID, label_of
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, labelled
from dmptui.screens.parts import words
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.screens.parts.period import ALWAYS, Period

KIND, PAID_KIND = "kind", "paid"
_TITLES = {KIND: N_("nature"), PAID_KIND: N_("remboursements")}


class EventEntry(NamedTuple):
    """An event, and ``text``: folded, all that is searched as one types."""

    event: Event
    text: str

    @classmethod
    def of(cls, event: Event) -> "EventEntry":
        """Prepare an event, once."""
        paid = event.paid
        if paid is None:
            return cls(event, ListedDocument.of(event.document, new=False).text)
        parts = (label_of(event), paid.nature, _(PAID[paid.kind]), paid.by.text, paid.prescriber.text)
        return cls(event, fold(" ".join((*parts, words.day(event.first)))))


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown. ``chosen`` maps ``KIND`` and ``PAID_KIND`` to the values picked and their titles."""

    words: str = ""
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    period: Period = ALWAYS
    old: bool = False

    @property
    def active(self) -> bool:
        """Whether something is left out that was not by default."""
        return bool(self.words or self.chosen or self.period != ALWAYS)

    def having(self, facet: str, values: Mapping[str, str]) -> "Filter":
        """With these values of a facet; none removes it."""
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={k: v for k, v in chosen.items() if v})

    def cleared(self) -> "Filter":
        """Without words, values or period; the switch stays."""
        return Filter(old=self.old)

    def summary(self, facet: str) -> str:
        """The values picked of a facet, to be read."""
        return ", ".join(self.chosen.get(facet, {}).values())

    def chips(self) -> list[str]:
        """What is filtered, a chip each."""
        chips = [self.period.title] if self.period != ALWAYS else []
        chips += [
            labelled(_(title), self.summary(facet)) for facet, title in _TITLES.items() if self.summary(facet)
        ]
        if self.words:
            chips.append(f"« {self.words} »")
        return [*chips, _("+ anciennes versions, archivés")] if self.old else chips


def kept(entries: Iterable[EventEntry], criteria: Filter) -> list[Event]:
    """The events the filter keeps, in the order they are given."""
    typed = fold(criteria.words).split()
    return [each.event for each in entries if _is_kept(each, criteria, typed)]


def _is_kept(entry: EventEntry, criteria: Filter, typed: Sequence[str]) -> bool:
    event, chosen = entry.event, criteria.chosen
    if not criteria.old and hidden_by_default(event.document):
        return False
    if KIND in chosen and event.kind.value not in chosen[KIND]:
        return False
    if PAID_KIND in chosen and event.paid and event.paid.kind.value not in chosen[PAID_KIND]:
        return False
    if criteria.period != ALWAYS and event.first not in criteria.period:
        return False
    return all(word in entry.text for word in typed)


def values(facet: str, entries: Iterable[EventEntry]) -> list[tuple[str, str, int]]:
    """What can be picked of a facet: (value, title, how many), in the order of the lanes."""
    found = list(entries)
    if facet == KIND:
        kinds = Counter(each.event.kind for each in found)
        return [(kind.value, _(KINDS[kind][1]), kinds[kind]) for kind in KINDS]
    paid = Counter(each.event.paid.kind for each in found if each.event.paid)
    return [(kind.value, _(title), paid[kind]) for kind, title in PAID.items() if paid[kind]]


_RECENT = {3: N_("depuis 3 mois"), 6: N_("depuis 6 mois"), 12: N_("depuis 1 an"), 24: N_("depuis 2 ans")}


def periods(entries: Iterable[EventEntry], today: date) -> list[tuple[Period, str, int]]:
    """What can be picked: (period, title, how many): the recent ones, then the years."""
    days = Counter(each.event.first for each in entries if each.event.first)
    recent = [(Period(since=_months_ago(today, n)), _(title)) for n, title in _RECENT.items()]
    years = sorted({day.year for day in days}, reverse=True)
    past = [(Period(date(year, 1, 1), date(year, 12, 31)), str(year)) for year in years]
    counts = Counter({str(year): 0 for year in years})
    for day, number in days.items():
        counts[str(day.year)] += number
    found = [(period, title, sum(n for day, n in days.items() if day in period)) for period, title in recent]
    return found + [(period, title, counts[title]) for period, title in past]


def _months_ago(today: date, months: int) -> date:
    index = today.year * 12 + today.month - 1 - months
    return date(index // 12, index % 12 + 1, min(today.day, 28))
