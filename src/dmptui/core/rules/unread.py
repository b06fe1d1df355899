"""What a professional has not read yet of a record, as a condition that a store applies.

A current document that somebody else deposited is unread until this professional reads it, or marks it seen.
To list it, to count it, to open the record again never makes it read.
"""

from dataclasses import dataclass
from datetime import datetime

from dmptui.core.model.days import day_of, start_of_day
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import ALWAYS, Condition, Has, Not, Within, codes, every, some
from dmptui.core.rules.first_search import VACCINATION_TYPES, first_search_limit

_ARCHIVED = Has("archived", codes("true"))


@dataclass(frozen=True, slots=True)
class ReadState:
    """What a professional has read of a record.

    Attributes:
        practitioner_id: who.
        since: the first time they opened it, or now: of what was there before, the first search is to be
            discovered, and no more.
        until: what was deposited before this moment is seen, whether it was read or not.
        names: ids, current or old, of what they read, or marked seen, since.
    """

    practitioner_id: str
    since: datetime
    until: datetime | None = None
    names: frozenset[str] = frozenset()


def unread(state: ReadState) -> Condition:
    """The documents that are not read, among those that one sees."""
    limit = start_of_day(first_search_limit(day_of(state.since)))
    return every(
        visibility.CURRENT,
        Not(_ARCHIVED),
        Not(visibility.written_by(state.practitioner_id)),
        Within("date", start=state.until) if state.until else ALWAYS,
        Not(Has("name", codes(*sorted(state.names)))) if state.names else ALWAYS,
        some(
            Within("date", start=state.since),
            Within("period", start=limit),
            Has("type", codes(*VACCINATION_TYPES)),
        ),
    )
