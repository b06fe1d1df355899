"""How the historique des accès is filtered: values, no widget."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from dmptui.core.model.days import day_of
from dmptui.core.model.trace import ACTION_WORDS, Trace
from dmptui.core.terminology import profession_label
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, labelled
from dmptui.screens.accesses.rows import row_of
from dmptui.screens.parts import words
from dmptui.screens.parts.period import ALWAYS, Period

DONE, REFUSED = "done", "refused"

_RECENT = {1: N_("aujourd'hui"), 7: N_("depuis 7 jours"), 30: N_("depuis 30 jours"), 365: N_("depuis 1 an")}
"""Days of the recent periods, this one counted."""


class TraceEntry(NamedTuple):
    """A trace of the list: ``text`` is folded, all that is searched as one types; ``day`` is local."""

    trace: Trace
    text: str
    day: date

    @classmethod
    def of(cls, trace: Trace) -> "TraceEntry":
        """Prepare a trace for the list, once."""
        parts = (*map(str, row_of(trace).cells), trace.refusal, trace.emergency_reason)
        return cls(trace, fold(" ".join(parts)), day_of(trace.at))


class Facet(NamedTuple):
    """Something to filter by: ``value_of`` gives the value of a trace and its title."""

    id: str
    title: str
    value_of: Callable[[Trace], tuple[str, str]]

    def values(self, entries: Iterable[TraceEntry]) -> list[tuple[str, str, int]]:
        """What can be picked: (value, title, how many traces), the most frequent first."""
        counted = Counter(self.value_of(each.trace) for each in entries)
        return [(value, title, count) for (value, title), count in counted.most_common() if value]


FACETS = (
    Facet("actor", N_("Acteur"), lambda t: (t.actor_id or t.actor, t.actor)),
    Facet("profession", N_("Profession"), lambda t: (t.profession, profession_label(t.profession))),
    Facet("action", N_("Action"), lambda t: (t.action.value, _(ACTION_WORDS[t.action]))),
    Facet("mode", N_("Mode d'accès"), lambda t: (t.mode.value, _(words.MODES[t.mode]))),
    Facet("issue", N_("Réponse"), lambda t: (REFUSED, _("refusé")) if t.refused else (DONE, _("accepté"))),
)


def periods(entries: Sequence[TraceEntry], today: date) -> list[tuple[Period, str, int]]:
    """What can be picked: (period, title, how many traces): the recent ones, then the years."""
    recent = [(Period(since=today - timedelta(days=n - 1)), _(title)) for n, title in _RECENT.items()]
    years = sorted({each.day.year for each in entries}, reverse=True)
    past = [(Period(date(year, 1, 1), date(year, 12, 31)), str(year)) for year in years]
    return [(p, title, sum(each.day in p for each in entries)) for p, title in (*recent, *past)]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown. ``chosen`` maps a facet to the values picked and their titles."""

    words: str = ""
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    period: Period = ALWAYS

    @property
    def active(self) -> bool:
        """Whether something may be left out."""
        return self != Filter()

    def having(self, facet: str, values: Mapping[str, str]) -> "Filter":
        """With these values of a facet; none removes it."""
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={k: v for k, v in chosen.items() if v})

    def summary(self, facet: str) -> str:
        """The values picked of a facet, to be read."""
        return ", ".join(self.chosen.get(facet, {}).values())

    def chips(self) -> list[str]:
        """What is filtered, a chip each."""
        chips = [self.period.title] if self.period != ALWAYS else []
        chips += [labelled(_(f.title).lower(), self.summary(f.id)) for f in FACETS if f.id in self.chosen]
        return [*chips, f"« {self.words} »"] if self.words else chips


def kept(entries: Iterable[TraceEntry], criteria: Filter) -> list[TraceEntry]:
    """The traces the filter keeps, in the order they are given."""
    typed = fold(criteria.words).split()
    picked = [(f, criteria.chosen[f.id]) for f in FACETS if f.id in criteria.chosen]
    return [
        each
        for each in entries
        if each.day in criteria.period
        and all(word in each.text for word in typed)
        and all(facet.value_of(each.trace)[0] in values for facet, values in picked)
    ]
