"""Documents changed: what is asked first, each tried on its own, what became of it."""

from collections.abc import Callable, Sequence
from typing import Any

from textual.app import App

from dmptui.core.errors import Conflict, DmpError, NotFound, Refused
from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.screens.changes import dialogs as changes
from dmptui.screens.changes.dialogs import Outcome
from dmptui.screens.parts.failed import Failed


class Changing:
    """Changes documents of an open record.

    Args:
        app: shows the screens; must be called from one of its workers.
        record: the open record.
        wrote: called when a document is no longer as it was listed, before that is shown.
    """

    def __init__(self, app: App[Any], record: Record, wrote: Callable[[], None]) -> None:
        self._app = app
        self._record = record
        self._wrote = wrote

    async def choose(self, documents: Sequence[Document]) -> Change | None:
        """Ask what to do; None when nothing is."""
        answer = await self._app.push_screen_wait(changes.choice(self._record, documents))
        return changes.chosen(self._record, answer.key, documents) if answer is not None else None

    async def make(self, documents: Sequence[Document], change: Change) -> tuple[Outcome, ...]:
        """Make a change of each document, and show what became of them.

        Args:
            documents: as they were listed.
            change: any but a replacement; its contrary is made when all have it already.

        Returns:
            What became of each; nothing when it was not confirmed.
        """
        change = self._record.or_contrary(change, documents)
        allowed = any(self._record.may_change(document, change).allowed for document in documents)
        if changes.is_without_return(change) and allowed:
            dialog = changes.confirmation(self._record, documents, change)
            if await self._app.push_screen_wait(dialog) is None:
                return ()
        if len(documents) == 1:
            return (await self._make_one(documents[0], change),)
        outcomes = await self._make_all(documents, change)
        if any(outcome.is_new for outcome in outcomes):
            self._wrote()
        await self._app.push_screen_wait(changes.Outcomes(self._record, outcomes, change))
        return outcomes

    async def end_attending(self, session: Session) -> bool:
        """Ask, then declare that one is no longer this person's médecin traitant; whether it is so now."""
        dialog = changes.end_of_attending(self._record)
        if self._record.attending and await self._app.push_screen_wait(dialog) is None:
            return False
        try:
            await session.end_attending(self._record.patient)
        except DmpError as error:
            self._app.post_message(Failed(error))
            return False
        return True

    async def _make_one(self, document: Document, change: Change) -> Outcome:
        try:
            outcome = Outcome(document, await self._record.change(document, change))
        except Conflict as error:
            self._wrote()
            await self._app.push_screen_wait(changes.overtaken())
            return Outcome(document, refusal=error.message, overtaken=True)
        except DmpError as error:
            self._app.post_message(Failed(error))
            return Outcome(document, refusal=error.message)
        self._wrote()
        await self._app.push_screen_wait(changes.done(self._record, outcome, change))
        return outcome

    async def _make_all(self, documents: Sequence[Document], change: Change) -> tuple[Outcome, ...]:
        """Try each; a fault that is not about one document stops the others."""
        outcomes: list[Outcome] = []
        fault = ""
        for document in documents:
            if fault:
                outcomes.append(Outcome(document, refusal=_("Pas essayé : {why}").format(why=fault)))
                continue
            try:
                outcomes.append(Outcome(document, await self._record.change(document, change)))
            except Conflict:
                refusal = _("Modifié par quelqu'un d'autre : relu, recommencez. Rien n'a été écrasé.")
                outcomes.append(Outcome(document, refusal=refusal, overtaken=True))
            except (Refused, NotFound) as error:
                outcomes.append(Outcome(document, refusal=error.message))
            except DmpError as error:
                fault = error.message
                outcomes.append(Outcome(document, refusal=fault))
        return tuple(outcomes)
