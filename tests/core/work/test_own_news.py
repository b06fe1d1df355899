"""What is new since the person was last there."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from dmptui.core.model.access import AccessMode
from dmptui.core.model.agenda import Appointment
from dmptui.core.model.message import Message
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.work.own_news import WITHOUT_VISIT, own_news
from dmptui.core.work.patient_session import PatientSession
from tests.core.server.dmp_world import NOW

DAY = timedelta(days=1)
PHYSICIAN = "G15_10"


def trace(days: int, action: TraceAction, actor: str = "Alice", **said: object) -> Trace:
    """What somebody did so many days ago."""
    return Trace(at=NOW - days * DAY, actor_id="", actor=actor, action=action, **said)  # type: ignore[arg-type]


def login(days: int, actor: str = "Alice") -> Trace:
    return trace(days, TraceAction.LOGIN, actor)


def message(days: int) -> Message:
    return Message(id=str(days), sent=NOW - days * DAY, text="-")


class Told(PatientSession):
    """A session whose server has said all it will say."""

    def __init__(
        self, traces: list[Trace], messages: list[Message], appointments: tuple[Appointment, ...] = ()
    ) -> None:
        self._traces = traces
        self._appointments = appointments
        self._messages = messages
        self.clock = lambda: NOW
        self.asked = 0

    async def traces(self, *_dates: object) -> AsyncIterator[tuple[Trace, ...]]:
        for each in self._traces:
            self.asked += 1
            yield (each,)

    async def appointments(self, since: datetime | None = None) -> tuple[Appointment, ...]:
        return self._appointments

    async def inbox(self) -> AsyncIterator[tuple[Message, ...]]:
        for each in self._messages:
            yield (each,)


@pytest.mark.parametrize(
    ("traces", "since", "returning"),
    [
        ([login(0)], NOW - WITHOUT_VISIT, False),
        ([login(0), login(9)], NOW - 9 * DAY, True),
        ([login(0), login(2, "Représentant légal de Alice"), login(9)], NOW - 9 * DAY, True),
        ([login(0, "Représentant légal de Alice"), login(9)], NOW - WITHOUT_VISIT, False),
        ([login(0), trace(1, TraceAction.LOGIN, refusal="non"), login(9)], NOW - 9 * DAY, True),
    ],
)
async def test_since_when(traces: list[Trace], since: datetime, *, returning: bool) -> None:
    news = await own_news(Told(traces, []))
    assert (news.since, news.returning) == (since, returning)


async def test_what_is_new_is_later_and_no_more_is_asked_than_needed() -> None:
    opened = trace(3, TraceAction.OPEN, "Dr A", profession=PHYSICIAN, mode=AccessMode.BREAK_GLASS)
    read = trace(4, TraceAction.READ, "Dr A", profession=PHYSICIAN)
    own = trace(4, TraceAction.LIST)
    before = trace(12, TraceAction.READ, "Dr A", profession=PHYSICIAN)
    session = Told([login(0), opened, read, own, login(9), before], [message(1), message(20), message(30)])
    news = await own_news(session)
    assert news.accesses == (opened, read)
    assert news.standing_out == (opened,)
    assert [each.id for each in news.messages] == ["1"]
    assert session.asked == 5


async def test_from_a_given_moment_other_logins_do_not_count() -> None:
    read = trace(4, TraceAction.READ, "Dr A", profession=PHYSICIAN)
    session = Told([login(0), login(1), read, login(9)], [message(1)])
    news = await own_news(session, NOW - 5 * DAY)
    assert (news.since, news.accesses) == (NOW - 5 * DAY, (read,))


async def test_the_appointments_of_the_week_are_reminded_of():
    noted = tuple(Appointment(start=NOW + days * DAY, about=str(days)) for days in (-1, 1, 7, 8))
    news = await own_news(Told([], [], noted))
    assert [each.about for each in news.reminders] == ["1", "7"]
