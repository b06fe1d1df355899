"""What is new in Mon espace santé since the person was last there."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from dmptui.core.model.agenda import Appointment
from dmptui.core.model.message import Message
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.work.patient_session import PatientSession

WITHOUT_VISIT = timedelta(days=30)
"""How far back the news go for who comes for the first time (project)."""
REMINDED = timedelta(days=7)
"""How long before it an appointment is reminded of (project)."""


@dataclass(frozen=True, slots=True)
class OwnNews:
    """What is new, the most recent first.

    Attributes:
        since: from when.
        returning: whether that is when the person, or this representative, was last there.
        messages: notifications and messages.
        accesses: what professionals did, or were refused.
        reminders: the appointments of the next ``REMINDED`` days, the first first.
    """

    since: datetime
    returning: bool
    messages: tuple[Message, ...] = ()
    accesses: tuple[Trace, ...] = ()
    reminders: tuple[Appointment, ...] = ()

    @property
    def standing_out(self) -> tuple[Trace, ...]:
        """The accesses that are told one by one: in an emergency, or refused."""
        return tuple(trace for trace in self.accesses if trace.mode.is_emergency or trace.refused)


async def own_news(session: PatientSession, since: datetime | None = None) -> OwnNews:
    """Ask what is new.

    Args:
        session: of the person.
        since: from when; the login before the last one when None.

    Raises:
        DmpError: the server failed, or there is no open profile.
    """
    traces, visit = await _traces(session, since)
    begun = since or visit or session.clock() - WITHOUT_VISIT
    messages: list[Message] = []
    async for page in session.inbox():
        messages += (message for message in page if message.sent > begun)
        if page and page[-1].sent <= begun:
            break
    accesses = tuple(trace for trace in traces if trace.profession and trace.at > begun)
    returning = since is not None or visit is not None
    return OwnNews(begun, returning, tuple(messages), accesses, await _reminders(session))


async def _reminders(session: PatientSession) -> tuple[Appointment, ...]:
    now = session.clock()
    noted = await session.appointments(since=now)
    return tuple(each for each in noted if now < each.start <= now + REMINDED)


async def _traces(session: PatientSession, since: datetime | None) -> tuple[list[Trace], datetime | None]:
    """The traces back to ``since``, or to the login before the last one; and when that login was."""
    found: list[Trace] = []
    logins: list[Trace] = []
    async for page in session.traces():
        for trace in page:
            found.append(trace)
            if trace.action is TraceAction.LOGIN and not trace.refused:
                logins.append(trace)
                earlier = [each.at for each in logins[1:] if each.actor == logins[0].actor]
                if since is None and earlier:
                    return found, earlier[0]
        if since is not None and page and page[-1].at <= since:
            break
    return found, None
