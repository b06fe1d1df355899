"""What happened to a person, and the document it left."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random

from dmptui.core.demo.content import Content
from dmptui.core.demo.days import any_day, working_day
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.writing.codes import Code
from dmptui.core.writing.parties import Writer
from dmptui.core.writing.vaccination import Shot


@dataclass(frozen=True, slots=True)
class Act:
    """An act and its document.

    Attributes:
        delay: from the act to the deposit.
        lot: documents of one name and one day were sent together.
        series: each document of one name replaces the former one.
        event: the act's code, when it has one.
        billed: what the Assurance Maladie pays for it, coded as it codes it; no code, words only.
    """

    at: datetime
    author: Writer
    type_code: str
    title: str
    content: Content
    ended: datetime | None = None
    delay: timedelta = timedelta(minutes=25)
    visibility: frozenset[Visibility] = frozenset()
    archived: bool = False
    description: str = ""
    lot: str = ""
    series: str = ""
    event: Code | None = None
    billed: tuple[Code, ...] = ()


@dataclass(slots=True)
class Story:
    """A life being told: who, seen from which day, with which chance.

    ``found`` says when each condition was; ``shots`` what was injected.
    """

    patient: Patient
    today: date
    rng: Random
    found: dict[str, date]
    acts: list[Act] = field(default_factory=list)
    shots: list[Shot] = field(default_factory=list)

    def tell(self, act: Act) -> None:
        """Add what happened; nothing happens in the future."""
        if day_of(act.at) < self.today:
            self.acts.append(act)

    def known_on(self, day: date) -> list[str]:
        """The conditions found by a day."""
        return [name for name, found in self.found.items() if found <= day]

    def visit(self, days_ago: int, hour: int | None = None) -> datetime:
        """A consultation: a working day, at a plausible time."""
        chosen = self.rng.choice((8, 9, 10, 11, 14, 15, 16, 17)) if hour is None else hour
        return working_day(self.today, days_ago, chosen, self.rng.choice((0, 10, 20, 30, 40, 50)))

    def moment(self, days_ago: int, hour: int, minute: int = 0) -> datetime:
        """Any day, Sundays included."""
        return any_day(self.today, days_ago, hour, minute)

    def every(self, days: int, since: int, until: int = 1, jitter: int = 6) -> list[int]:
        """Days ago, the oldest first, about every ``days`` from ``since`` to ``until`` days ago."""
        planned = range(since, until - 1, -days)
        return [max(until, ago + self.rng.randint(-jitter, jitter)) for ago in planned]

    def one_of(self, choices: Iterable[str]) -> str:
        """A sentence among several."""
        return self.rng.choice(tuple(choices))
