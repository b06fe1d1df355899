"""Côté usager: who enters Mon espace santé, and enters again when time has passed."""

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from textual.app import App

from dmptui.core.connecting.connect import Connection
from dmptui.core.connecting.sign_in import enter
from dmptui.core.errors import DmpError, UsageError
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.rules.patient_view import children_of
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.flows.own_desk import OwnSpaceDesk
from dmptui.screens.own.entering import REPRESENTATIVE, acting_for
from dmptui.screens.own.screen import Again, OwnScreen
from dmptui.screens.parts import words
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.own_line import OwnLine
from dmptui.screens.parts.people import who


class OwnSpace:
    """Mon espace santé of people of the demonstration, one at a time.

    Args:
        app: shows the screens; ``run`` must be called from one of its workers.
        connection: to the DMP.
    """

    def __init__(self, app: App[Any], connection: Connection) -> None:
        self._app = app
        self._connection = connection
        self._shell: OwnScreen | None = None
        self._session: PatientSession | None = None

    async def run(self) -> None:
        """Choose a person, and show Mon espace santé until it is left.

        Raises:
            DmpError: the person may not enter, or the server failed.
        """
        chosen = await self._choose()
        if chosen is None:
            return
        person, representative = chosen
        await self._stay(person, representative=representative)

    async def _stay(self, person: Patient, *, representative: bool, notice: str = "") -> None:
        """Show the space of somebody until it is left; they enter again when time has passed."""
        since: datetime | None = None
        again: Again | None = Again("")
        while again is not None:
            session = await self._enter(person, representative=representative)
            desk = OwnSpaceDesk(self._app, session, since, await self._children(session))
            again = await self._show(session, desk, again.at, notice)
            since = desk.since
            while again is not None and again.child is not None:
                await self._visit(again.child)
                again = await self._show(session, desk, again.at, "")
            with suppress(DmpError):  # the server forgets a token by itself, at the end of its life
                await session.log_out()
            notice = self._advance(again.later) if again is not None and again.later else ""

    async def _show(self, session: PatientSession, desk: OwnSpaceDesk, at: str, notice: str) -> Again | None:
        self._session = session
        movable = self._connection.movable is not None
        self._shell = OwnScreen(session, desk, at=at, movable=movable, notice=notice)
        again = await self._app.push_screen_wait(self._shell)
        self._shell = None
        return again

    async def _visit(self, child: Patient) -> None:
        """Show the space of a child to their representative."""
        notice = _("Échap revient à votre espace.")
        try:
            await self._stay(child, representative=True, notice=notice)
        except DmpError as error:
            self._app.post_message(Failed(error))

    async def _children(self, session: PatientSession) -> tuple[Patient, ...]:
        """Whom the person represents, of the people who are known here."""
        if session.representative:
            return ()
        return children_of(session.patient, await self._connection.people(), session.today())

    async def renew(self) -> None:
        """Enter again as the same person: their session has ended, because time has passed."""
        shell, self._shell = self._shell, None
        if shell is None:  # another request met the same end
            return
        while self._app.screen is not shell:
            await self._app.screen.dismiss(None)
        shell.dismiss(Again(shell.at))

    def banner(self) -> OwnLine | None:
        """The line that says whose it is, for a screen that does not know; None before somebody entered."""
        return OwnLine(self._session) if self._session is not None else None

    async def _choose(self) -> tuple[Patient, bool] | None:
        """The person, and whether a representative acts for them; None when nobody is chosen."""
        today = day_of(self._connection.clock())
        people = await self._connection.people()
        title = _("Côté usager : entrer dans Mon espace santé comme…")
        picked = await self._app.push_screen_wait(who(title, people, today))
        if not picked:
            return None
        person = people[int(str(picked[0]))]
        if not person.is_minor(today) or not person.representatives:
            return person, False
        acting = await self._app.push_screen_wait(acting_for(person, today))
        return (person, acting[0] == REPRESENTATIVE) if acting else None

    def _advance(self, later: timedelta) -> str:
        """Move the time forward; what is to be said of it."""
        assert self._connection.movable is not None, "offered only then"
        try:
            now = self._connection.movable.advance(later)
        except UsageError as error:
            return error.message
        return _("On est le {day}.").format(day=words.day(now))

    async def _enter(self, person: Patient, *, representative: bool) -> PatientSession:
        connection = self._connection
        return await enter(connection.client, person.ins, connection.clock, representative=representative)
