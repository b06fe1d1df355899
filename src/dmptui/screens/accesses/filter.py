"""How the historique des accès is filtered: values, no widget."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from dmptui.core.model.access import AccessMode
from dmptui.core.model.trace import ACTION_WORDS, TraceAction
from dmptui.core.model.visit import VisitSelection
from dmptui.core.terminology import profession_label
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _, labelled
from dmptui.screens.parts import words
from dmptui.screens.parts.period import ALWAYS, Period

DONE, REFUSED = "done", "refused"
ISSUES = {DONE: N_("accepté"), REFUSED: N_("refusé")}
ISSUE = "issue"

_RECENT = {1: N_("aujourd'hui"), 7: N_("depuis 7 jours"), 30: N_("depuis 30 jours"), 365: N_("depuis 1 an")}
"""Days of the recent periods, this one counted."""


class Facet(NamedTuple):
    """Something to filter by: one of ``visit.COUNTED_BY``, or ``ISSUE``."""

    id: str
    title: str

    def label(self, value: str, title: str) -> str:
        """What a value is called."""
        match self.id:
            case "profession":
                return profession_label(value)
            case "action" if value in TraceAction._value2member_map_:
                return _(ACTION_WORDS[TraceAction(value)])
            case "mode" if value in AccessMode._value2member_map_:
                return _(words.MODES[AccessMode(value)])
            case "issue":
                return _(ISSUES[value])
            case _:
                return title or value


FACETS = (
    Facet("actor", N_("Acteur")),
    Facet("profession", N_("Profession")),
    Facet("action", N_("Action")),
    Facet("mode", N_("Mode d'accès")),
    Facet(ISSUE, N_("Réponse")),
)


def periods(years: Mapping[int, int], today: date) -> list[tuple[Period, str, str]]:
    """What can be picked: (period, title, how many visits): the recent ones, then the years."""
    recent = [(Period(since=today - timedelta(days=n - 1)), _(title), "") for n, title in _RECENT.items()]
    past = [(Period(date(y, 1, 1), date(y, 12, 31)), str(y), str(number)) for y, number in years.items()]
    return [*recent, *past]


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown. ``chosen`` maps a facet to the values picked and their titles.

    ``mine``: whether one's own visits are among them.
    """

    words: str = ""
    chosen: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    period: Period = ALWAYS
    mine: bool = True

    def having(self, facet: str, values: Mapping[str, str]) -> "Filter":
        """With these values of a facet; none removes it."""
        chosen = {**self.chosen, facet: values}
        return replace(self, chosen={k: v for k, v in chosen.items() if v})

    def summary(self, facet: str) -> str:
        """The values picked of a facet, to be read."""
        return ", ".join(self.chosen.get(facet, {}).values())

    def chips(self) -> list[str]:
        """What is filtered, a chip each, but one's own visits."""
        chips = [self.period.title] if self.period != ALWAYS else []
        chips += [labelled(_(f.title).lower(), self.summary(f.id)) for f in FACETS if f.id in self.chosen]
        return [*chips, f"« {self.words} »"] if self.words else chips

    def selection(self, me: str) -> VisitSelection:
        """What is asked of the server; ``me``: id of who asks, empty for the person."""
        picked = {facet.id: tuple(self.chosen.get(facet.id, ())) for facet in FACETS}
        issues = picked[ISSUE]
        return VisitSelection(
            words=tuple(fold(self.words).split()),
            actors=picked["actor"],
            professions=picked["profession"],
            actions=picked["action"],
            modes=picked["mode"],
            since=self.period.since,
            until=self.period.until,
            refused=issues[0] == REFUSED if len(issues) == 1 else None,
            without=None if self.mine else me,
        )
