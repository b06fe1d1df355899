"""The fictional population: thirty people or so, their DMP, and what was done on it.

Everything is told from ``today`` and drawn from ``seed``: the same two give the same bytes.
"""

from dataclasses import dataclass
from datetime import date
from random import Random

from dmptui.core.demo import patients
from dmptui.core.demo.acts import Story
from dmptui.core.demo.days import any_day
from dmptui.core.demo.filing import DemoDocument, file_acts
from dmptui.core.demo.letters import Letter, past_letters, traced
from dmptui.core.demo.stories import STORIES, daily_care
from dmptui.core.demo.traces import past_traces
from dmptui.core.model.access import Authorisation, CareTeamMember, EmergencySwitches
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import Trace

SEED = 1951
RICHEST = "bernard"

__all__ = ["DemoDocument", "Population", "Record", "generate"]


@dataclass(frozen=True, slots=True)
class Record:
    """A person, who may read their DMP; its documents, its traces and its letters, the oldest first.

    ``secrets`` are the professionals who entered by connexion secrète only.
    """

    patient: Patient
    switches: EmergencySwitches
    authorisations: tuple[Authorisation, ...]
    secrets: frozenset[str]
    team: tuple[CareTeamMember, ...]
    documents: tuple[DemoDocument, ...]
    traces: tuple[Trace, ...]
    letters: tuple[Letter, ...]


@dataclass(frozen=True, slots=True)
class Population:
    """All records, in the order of the table of people."""

    records: tuple[Record, ...]


def generate(today: date, seed: int = SEED, *, documents_of_richest: int = 0) -> Population:
    """The population as it stands on the morning of ``today``.

    Args:
        today: nothing happens on that day or later.
        seed: of every choice and identifier.
        documents_of_richest: at least as many documents for the richest record, for load tests.
    """
    everybody = enumerate(patients.people())
    return Population(
        tuple(_record(row, number, today, seed, documents_of_richest) for number, row in everybody)
    )


def _record(row: patients.Row, number: int, today: date, seed: int, length: int) -> Record:
    rng = Random(f"{seed}:{row.key}")  # noqa: S311  a fiction, not a secret
    person = patients.patient(row, number, today)
    story = Story(person, today, rng, patients.conditions(row, today))
    for name in patients.stories(row):
        STORIES[name](story)
    if row.key == RICHEST:
        daily_care(story, length - len(story.acts))
    if person.closure:
        story.acts = [act for act in story.acts if day_of(act.at) < person.closure.date]
    latest = any_day(today, 1, 21)
    documents = file_acts(story.acts, person, rng, latest)
    authorisations = patients.authorisations(row, number, today)
    traces = past_traces(person, patients.accesses(row, today), documents, today, rng)
    letters = past_letters(person, traces, documents, today)
    sendings = (traced(letter, rng) for letter in letters)
    return Record(
        patient=person,
        switches=patients.switches(row),
        authorisations=authorisations,
        secrets=frozenset(a.role.practitioner.id for a in patients.accesses(row, today) if a.secret),
        team=patients.care_team(row),
        documents=documents,
        traces=tuple(sorted((*traces, *sendings), key=lambda trace: trace.at)),
        letters=letters,
    )
