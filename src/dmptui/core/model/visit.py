"""The traces of a record by visit: who came, when, in which mode and why, what they read and did.

A visit is an opening of the record, to its end. What was traced without one (a deposit, a refused attempt,
all that is older than visits) is grouped by actor, day and mode. A visit is of one day: that of its opening.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import NamedTuple

from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import day_of, in_figures
from dmptui.core.model.selection import Counted
from dmptui.core.model.trace import (
    ACTION_WORDS,
    DISPLAY_WORDS,
    Trace,
    TraceAction,
    TracedDocument,
)
from dmptui.core.terminology import profession_label
from dmptui.core.terminology.folding import fold

MOST_URGENT = 10
"""Visits with an emergency or a refusal that come before all others: the latest; older ones stay in place."""
COUNTED_BY = ("actor", "profession", "action", "mode")
"""What visits can be counted by."""

_DISPLAYS = {page.value: words for page, words in DISPLAY_WORDS.items()}


class Step(NamedTuple):
    """A trace as a list of visits asks for it.

    Attributes:
        day: of the visit, as ``date.toordinal``.
        visit: what tells it from another one of the same day.
        at: when.
        refusal: the reason of a refusal, or empty.
        document: id of the document it is about, or empty.
        part: read by a page for its own needs: counted, never a line.
        words: folded, what a typed word is looked for in.
    """

    day: int
    visit: str
    at: datetime
    actor_id: str
    actor: str
    profession: str
    organization: str
    mode: str
    reason: str
    action: str
    refusal: str
    document: str
    part: bool
    urgent: bool
    words: str


class Visit(NamedTuple):
    """What one visit was, of what the asker may see of it.

    Attributes:
        id: of the visit; ``day`` is its day.
        start, end: of its first and its last trace.
        reason: what was typed to break the glass.
        done: how many lines of each action, the first done first; refusals are not among them.
        read: documents that were opened; ``displayed``: read by pages for their own needs, and not opened.
        refusals: how many attempts were refused; ``refusal``: why the last one was.
    """

    id: str
    day: date
    start: datetime
    end: datetime
    actor_id: str
    actor: str
    profession: str
    organization: str
    mode: AccessMode
    reason: str
    done: tuple[tuple[TraceAction, int], ...]
    read: int
    displayed: int
    refusals: int
    refusal: str

    @property
    def urgent(self) -> bool:
        """Whether a reader wants it first."""
        return bool(self.refusals) or self.mode.is_emergency


@dataclass(frozen=True, slots=True)
class VisitSelection:
    """Which traces are grouped into visits.

    Attributes:
        words: folded; each stands in what a trace says.
        actors: ids, or names of those who have none. professions, actions, modes: codes.
        since, until: days of the visits, both included; None is without a limit.
        refused: True for refusals alone, False for none of them.
        without: id of an actor left out: empty for the person and their representatives, None for nobody.
    """

    words: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    actions: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    refused: bool | None = None
    without: str | None = None

    def keeps(self, step: Step) -> bool:
        """Whether a trace is one of them."""
        day = date.fromordinal(step.day)
        return (
            (not self.actors or (step.actor_id or step.actor) in self.actors)
            and (not self.professions or step.profession in self.professions)
            and (not self.actions or step.action in self.actions)
            and (not self.modes or step.mode in self.modes)
            and (self.since is None or day >= self.since)
            and (self.until is None or day <= self.until)
            and (self.refused is None or bool(step.refusal) is self.refused)
            and (self.without is None or step.actor_id != self.without)
            and all(word in step.words for word in self.words)
        )


class Years(NamedTuple):
    """How many visits there are: before the others because of an emergency or a refusal, then by year.

    Attributes:
        urgent: those that come first. years: (year, visits), the last year first, without those.
        traces: lines of them all.
    """

    urgent: int
    years: tuple[tuple[int, int], ...]
    traces: int

    @property
    def visits(self) -> int:
        """All of them."""
        return self.urgent + sum(number for _year, number in self.years)


def step_of(trace: Trace) -> Step:
    """A trace as visits are made of."""
    day = day_of(trace.visit_start or trace.at)
    return Step(
        day=day.toordinal(),
        visit=visit_of(trace),
        at=trace.at,
        actor_id=trace.actor_id,
        actor=trace.actor,
        profession=trace.profession,
        organization=trace.organization,
        mode=trace.mode.value,
        reason=trace.emergency_reason,
        action=(TraceAction.DISPLAY if trace.automatic else trace.action).value,
        refusal=trace.refusal,
        document=trace.object_id,
        part=trace.automatic,
        urgent=trace.urgent,
        words=_words(trace, day),
    )


def visit_of(trace: Trace) -> str:
    """What the traces of a visit have in common."""
    day = day_of(trace.visit_start or trace.at).isoformat()
    return trace.visit or f"{day} {trace.mode.value} {trace.actor_id or trace.actor}"


def by_day(steps: Iterable[Step]) -> Iterator[list[Visit]]:
    """The visits of each day, the last to begin first.

    Args:
        steps: those of a day together, as they were traced.
    """
    for _day, some in groupby(steps, key=lambda step: step.day):
        found: dict[str, list[Step]] = {}
        for step in some:
            found.setdefault(step.visit, []).append(step)
        yield _in_order(_visit(each) for each in found.values())


def visits_of(steps: Iterable[Step]) -> list[Visit]:
    """The visits of traces in any order: first those that come first, then the last day first."""
    ordered = _last_day_first(steps)
    first = urgent_among(ordered)
    days = [visit for some in by_day(ordered) for visit in some]
    return [v for v in days if v.id in first] + [v for v in days if v.id not in first]


def urgent_among(steps: Iterable[Step]) -> frozenset[str]:
    """The ids of the visits that come first; ``steps``: the last day first."""
    marked = dict.fromkeys(step.visit for step in steps if step.urgent)
    return frozenset(list(marked)[:MOST_URGENT])


def years_of(steps: Sequence[Step]) -> Years:
    """How many visits these traces make."""
    visits = visits_of(steps)
    first = urgent_among(_last_day_first(steps))
    counted = Counter(visit.day.year for visit in visits if visit.id not in first)
    return Years(len(first), tuple(sorted(counted.items(), reverse=True)), sum(not s.part for s in steps))


def counts_of(steps: Iterable[Step], facet: str) -> tuple[Counted, ...]:
    """How many visits have each value of a facet, the most frequent first."""
    titles: dict[str, str] = {}
    visits = set()
    for step in steps:
        value = (step.actor_id or step.actor) if facet == "actor" else getattr(step, facet)
        if value:
            titles[value] = max(titles.get(value, ""), step.actor if facet == "actor" else "")
            visits.add((value, step.day, step.visit))
    counted = Counter(value for value, _day, _visit in visits)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return tuple(Counted(value, titles[value], number) for value, number in ordered)


def lines_of(traces: Iterable[Trace]) -> list[Trace]:
    """The lines of a visit, the first done first: what pages read is one line, in old traces too."""
    ordered = sorted(traces, key=lambda trace: trace.at)
    alone = [trace for trace in ordered if trace.automatic]
    if not alone:
        return ordered
    documents = {trace.object_id: TracedDocument(id=trace.object_id, title=trace.object) for trace in alone}
    display = alone[0].model_copy(
        update={
            "action": TraceAction.DISPLAY,
            "object": "",
            "object_id": "",
            "documents": tuple(documents.values()),
        }
    )
    return [display if trace is alone[0] else trace for trace in ordered if trace not in alone[1:]]


def with_lines(traces: Iterable[Trace]) -> list[tuple[Visit, list[Trace]]]:
    """Visits, in the order of ``visits_of``, and the lines of each."""
    found: dict[str, list[Trace]] = {}
    steps = []
    for trace in traces:
        step = step_of(trace)
        steps.append(step)
        found.setdefault(step.visit, []).append(trace)
    return [(visit, lines_of(found[visit.id])) for visit in visits_of(steps)]


def display_words(trace: Trace) -> str:
    """What the display of a page is called, to be translated; of one that is not known, of any page."""
    return _DISPLAYS.get(trace.object, ACTION_WORDS[TraceAction.DISPLAY])


def _words(trace: Trace, day: date) -> str:
    """What is searched; a title that no document answers for may be another's secret, and is not."""
    title = trace.object if trace.object_id else ""
    shown = display_words(trace) if trace.is_display else ACTION_WORDS[trace.action]
    who = (trace.actor, profession_label(trace.profession), trace.organization)
    return fold(" ".join((*who, in_figures(day), shown, title, trace.emergency_reason, trace.refusal)))


def _last_day_first(steps: Iterable[Step]) -> list[Step]:
    return sorted(steps, key=lambda step: -step.day)


def _in_order(visits: Iterable[Visit]) -> list[Visit]:
    """The last to begin first; of two at once, the one traced last."""
    return list(reversed(sorted(visits, key=lambda visit: visit.start)))  # noqa: C413  equals are reversed too


def _visit(steps: list[Step]) -> Visit:
    ordered = sorted(steps, key=lambda step: step.at)
    first, refused = ordered[0], [step for step in ordered if step.refusal]
    done = Counter(step.action for step in ordered if not step.part and not step.refusal)
    read = {s.document for s in ordered if s.action == TraceAction.READ and s.document and not s.refusal}
    displayed = {step.document for step in ordered if step.part and not step.refusal}
    return Visit(
        id=first.visit,
        day=date.fromordinal(first.day),
        start=first.at,
        end=ordered[-1].at,
        actor_id=first.actor_id,
        actor=first.actor,
        profession=first.profession,
        organization=first.organization,
        mode=AccessMode(first.mode),
        reason=next((step.reason for step in ordered if step.reason), ""),
        done=tuple((TraceAction(action), number) for action, number in done.items()),
        read=len(read),
        displayed=len(displayed - read),
        refusals=len(refused),
        refusal=refused[-1].refusal if refused else "",
    )
