"""From « a » to a receipt: the form, what is checked, the recap, what is sent."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Protocol

from textual.app import App

from dmptui.core.deposit.preparation import PreparedDocument
from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.decision import Decision
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.flows.filling import Filling, Submit
from dmptui.screens.deposit.draft import Draft
from dmptui.screens.deposit.file import folder_as_typed
from dmptui.screens.deposit.form import DepositForm
from dmptui.screens.deposit.receipt import recap, receipt
from dmptui.screens.deposit.values import lines, problems, type_choices, wishes_of
from dmptui.screens.parts import words
from dmptui.screens.parts.identity_line import IdentityLine, Place

_RECENT = 5


class Fed(Place, Protocol):
    """A record that is fed."""

    def may_deposit(self, prepared: PreparedDocument) -> Decision:
        """The rule's answer to a deposit here."""
        ...

    async def deposit(self, prepared: PreparedDocument) -> str:
        """Send it; the id of the document."""
        ...


class Depositing:
    """Deposits in a record. What was typed stays until it is sent, or the record is left.

    Args:
        app: shows the screens; must be called from one of its workers.
        session: the professional at work.
        record: the record.
        recent: codes of the types chosen last, the most recent first; added to.
        wrote: called when a document is deposited, before that is shown.
        aside: said beside the identity, when the record is not open.
    """

    def __init__(
        self,
        app: App[Any],
        session: Session,
        record: Fed,
        recent: list[str],
        wrote: Callable[[], None],
        aside: str = "",
    ) -> None:
        self._session = session
        self._record = record
        self._recent = recent
        self._filling = Filling[Draft](app, wrote)
        self._folder = folder_as_typed(Path.cwd())
        self._aside = aside

    async def add(self) -> str:
        """Ask for a document and send it; its id, or nothing when the form was left."""
        proposed = {
            "acted": words.day(self._record.today()),
            "setting": self._session.role.situation.setting,
        }
        begun = Draft(self._folder, values=proposed, proposed=proposed)
        return await self._fill_in(_("Ajouter un document"), begun, self._record.deposit)

    async def replace(self, record: Record, old: Document) -> str:
        """Ask for the new version of a document of the open record and send it.

        Returns:
            Its id, or nothing when it was not sent.
        """
        if record.may_change(old, Change.REPLACE).refused:
            await self._filling.attempt(record.change(old, Change.REPLACE))
            return ""
        proposed = {
            "type": old.type.code,
            "title": old.title,
            "acted": words.day(self._record.today()),
            "setting": old.setting.code if old.setting else self._session.role.situation.setting,
            "comment": old.description,
        }
        title = _("Remplacer « {title} »").format(title=old.title)

        async def send(prepared: PreparedDocument) -> str:
            return await record.replace(old, prepared)

        return await self._fill_in(title, Draft(self._folder, None, proposed, proposed), send, old)

    async def _fill_in(
        self,
        title: str,
        begun: Draft,
        send: Callable[[PreparedDocument], Awaitable[str]],
        replaced: Document | None = None,
    ) -> str:
        record, patient = self._record, self._record.patient
        types = type_choices(self._session.role.practitioner.profession, self._recent)

        def form(draft: Draft, submit: Submit, keep: Callable[[Draft], None]) -> DepositForm:
            return DepositForm(
                IdentityLine(record, self._aside),
                title,
                draft,
                lines=lines(types, minor=patient.is_minor(record.today()), hiding=replaced is None),
                problems=lambda values: problems(values, patient, record.today()),
                clock=self._session.clock,
                submit=submit,
                keep=keep,
            )

        async def deliver(draft: Draft) -> str:
            return await self._deliver(draft, send, replaced)

        return await self._filling.fill_in(form, begun, deliver, replaced.id if replaced else "")

    async def _deliver(
        self, draft: Draft, send: Callable[[PreparedDocument], Awaitable[str]], replaced: Document | None
    ) -> str:
        assert draft.source is not None, "checked by the form"
        record = self._record
        prepared = await self._session.prepare_deposit(
            record.patient.ins, draft.source, wishes_of(draft.values)
        )
        sendable = record.may_deposit(prepared).allowed
        question = recap(record, prepared, draft.source.name, replaced) if sendable else None
        sent = await self._filling.deliver(
            question,
            lambda: send(prepared),
            lambda document_id: receipt(record, prepared, document_id, self._session.clock()),
        )
        if sent:
            code, self._folder = prepared.document.type.code, draft.path.rpartition("/")[0] + "/"
            self._recent[:] = [code, *(other for other in self._recent if other != code)][:_RECENT]
        return sent
