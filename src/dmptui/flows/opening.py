"""From « open this person's record » to an open record: the dialogs in between, one after the other."""

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial
from typing import Any, TypeVar

from textual.app import App

from dmptui.core.errors import Refused
from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import day_of
from dmptui.core.model.ins import Ins
from dmptui.core.text import _
from dmptui.core.work.doorstep import Doorstep
from dmptui.core.work.record import Record
from dmptui.core.work.session import Approach, Session
from dmptui.screens.opening.dialogs import (
    REGULATION,
    SECRET,
    URGENCY,
    RefusalScreen,
    consent_dialog,
    declaration_of,
    reason_form,
)

T = TypeVar("T")


class Opening:
    """Opens records, for one session.

    Args:
        app: shows the dialogs; must be called from one of its workers.
        session: the professional at work.
        kept: reasons typed and left, by INS; what was typed is there again when the form comes back.
        waiting: called with what is awaited when the server is asked, with nothing when it has answered.

    Attributes:
        refused: whether the rules said no, and the screen why.
    """

    def __init__(
        self, app: App[Any], session: Session, kept: dict[Ins, str], waiting: Callable[[str], None]
    ) -> None:
        self._app = app
        self._session = session
        self._kept = kept
        self._waiting = waiting
        self.refused = False

    async def open(self, ins: Ins, *, secret: bool = False) -> Record | None:
        """The record, or None when it was refused or left.

        Args:
            ins: whose.
            secret: by connexion secrète.

        Raises:
            DmpError: the server failed.
        """
        approach = await self._awaited(self._session.approach(ins))
        decision = approach.decide()
        if decision.refused:
            return await self._refused(approach)
        if decision.allowed and not approach.standing.informs:
            return await self._awaited(self._session.open(approach, secret=secret))
        return await self._ask(approach, secret=secret)

    async def _awaited(self, answer: Awaitable[T]) -> T:
        self._waiting(_("Le dossier s'ouvre…"))
        try:
            return await answer
        finally:
            self._waiting("")

    @property
    def _today(self) -> date:
        return day_of(self._session.clock())

    async def _ask(self, approach: Approach, *, secret: bool) -> Record | None:
        dialog = consent_dialog(approach, self._session.clock(), secret=secret)
        answer = await self._app.push_screen_wait(dialog)
        if answer is None:
            return None
        if answer.key == URGENCY:
            return await self._break_glass(approach)
        if answer.key == REGULATION:
            return await self._awaited(self._session.open(approach, AccessMode.CENTRE_15))
        declared = declaration_of(approach, answer.ticked)
        secret = SECRET in answer.ticked
        return await self._awaited(self._session.open(approach, declaration=declared, secret=secret))

    async def _break_glass(self, approach: Approach) -> Record | None:
        def keep(typed: dict[str, str]) -> None:
            self._kept[approach.ins] = typed["reason"]

        form = reason_form(approach, self._today, self._kept.get(approach.ins, ""), keep)
        typed = await self._app.push_screen_wait(form)
        if typed is None:
            return None
        keep(typed)
        reason = typed["reason"]
        return await self._awaited(self._session.open(approach, AccessMode.BREAK_GLASS, reason=reason))

    async def _refused(self, approach: Approach) -> Record | None:
        """Try, so that the attempt is traced, and show why not."""
        self.refused = True
        try:
            return await self._awaited(self._session.open(approach))
        except Refused:
            await self._stay_out(approach)
            return None

    async def _stay_out(self, approach: Approach) -> None:
        """Show why not; what may be done all the same is to deposit."""
        from dmptui.flows.depositing import Depositing

        door = Doorstep.of(self._session, approach.patient)
        depositing = door and Depositing(
            self._app, self._session, door, [], lambda: None, _("dossier non ouvert")
        )
        page = partial(RefusalScreen, approach, approach.decide(), self._today, feeds=door is not None)
        while await self._app.push_screen_wait(page()) and depositing:
            await depositing.add()
