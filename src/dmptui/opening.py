"""From « open this person's record » to an open record: the dialogs in between, one after the other."""

from datetime import date
from typing import Any

from textual.app import App

from dmptui.core.errors import Refused
from dmptui.core.model.access import AccessMode
from dmptui.core.model.ins import Ins
from dmptui.core.record import Record
from dmptui.core.session import Approach, Session
from dmptui.screens.opening import (
    REGULATION,
    URGENCY,
    RefusalScreen,
    consent_dialog,
    declaration_of,
    reason_form,
)


class Opening:
    """Opens records, for one session.

    Args:
        app: shows the dialogs; must be called from one of its workers.
        session: the professional at work.
        kept: reasons typed and left, by INS; what was typed is there again when the form comes back.
    """

    def __init__(self, app: App[Any], session: Session, kept: dict[Ins, str]) -> None:
        self._app = app
        self._session = session
        self._kept = kept

    async def open(self, ins: Ins) -> Record | None:
        """The record, or None when it was refused or left.

        Raises:
            DmpError: the server failed.
        """
        approach = await self._session.approach(ins)
        decision = approach.decide()
        if decision.allowed:
            return await self._session.open(approach)
        if decision.refused:
            return await self._refused(approach, AccessMode.NORMAL)
        return await self._ask(approach)

    @property
    def _today(self) -> date:
        return self._session.clock().date()

    async def _ask(self, approach: Approach) -> Record | None:
        answer = await self._app.push_screen_wait(consent_dialog(approach, self._today))
        if answer is None:
            return None
        if answer.key == URGENCY:
            return await self._break_glass(approach)
        if answer.key == REGULATION:
            return await self._session.open(approach, AccessMode.CENTRE_15)
        return await self._session.open(approach, declaration=declaration_of(approach, answer.ticked))

    async def _break_glass(self, approach: Approach) -> Record | None:
        def keep(typed: dict[str, str]) -> None:
            self._kept[approach.ins] = typed["reason"]

        form = reason_form(approach, self._today, self._kept.get(approach.ins, ""), keep)
        typed = await self._app.push_screen_wait(form)
        if typed is None:
            return None
        keep(typed)
        return await self._session.open(approach, AccessMode.BREAK_GLASS, reason=typed["reason"])

    async def _refused(self, approach: Approach, mode: AccessMode) -> Record | None:
        """Try, so that the attempt is traced, and show why not."""
        try:
            return await self._session.open(approach, mode)
        except Refused:
            screen = RefusalScreen(approach, approach.decide(mode), self._today)
            wanted = await self._app.push_screen_wait(screen)
            return await self._break_glass(approach) if wanted == URGENCY else None
