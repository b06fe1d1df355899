"""From « a » to a receipt: the form, what is checked, the recap, what is sent."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from textual.app import App

from dmptui.core.deposit.preparation import Prepared
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.rules.changing import Change
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.screens.deposit.draft import Draft
from dmptui.screens.deposit.file import folder_as_typed
from dmptui.screens.deposit.form import DepositForm
from dmptui.screens.deposit.receipt import recap, receipt
from dmptui.screens.deposit.values import type_choices, wishes_of
from dmptui.screens.parts import words
from dmptui.screens.parts.failed import Failed

_RECENT = 5


class Depositing:
    """Deposits in an open record. What was typed stays until it is sent, or the record is left.

    Args:
        app: shows the screens; must be called from one of its workers.
        session: the professional at work.
        record: the open record.
        recent: codes of the types chosen last, the most recent first; added to.
        wrote: called when a document is deposited, before that is shown.
    """

    def __init__(
        self, app: App[Any], session: Session, record: Record, recent: list[str], wrote: Callable[[], None]
    ) -> None:
        self._app = app
        self._wrote = wrote
        self._session = session
        self._record = record
        self._recent = recent
        self._drafts: dict[str, Draft] = {}
        self._folder = folder_as_typed(Path.cwd())

    async def add(self) -> str:
        """Ask for a document and send it; its id, or nothing when the form was left."""
        proposed = {
            "acted": words.day(self._record.today()),
            "setting": self._session.role.situation.setting,
        }
        begun = Draft(self._folder, values=proposed, proposed=proposed)
        return await self._fill_in("", _("Ajouter un document"), begun, self._record.deposit)

    async def replace(self, old: Document) -> str:
        """Ask for the new version of a document and send it; its id, or nothing when it was not."""
        if self._record.may_change(old, Change.REPLACE).refused:
            await self._refused(old)
            return ""
        told = {
            "type": old.type.code,
            "title": old.title,
            "acted": words.day(self._record.today()),
            "setting": old.setting.code if old.setting else self._session.role.situation.setting,
            "comment": old.description,
        }
        title = _("Remplacer « {title} »").format(title=old.title)

        async def send(prepared: Prepared) -> str:
            return await self._record.replace(old, prepared)

        return await self._fill_in(old.id, title, Draft(self._folder, None, told, told), send, old)

    async def _refused(self, old: Document) -> None:
        """Try, so that the attempt is traced, and show why not."""
        try:
            await self._record.change(old, Change.REPLACE)
        except DmpError as error:
            self._app.post_message(Failed(error))

    async def _fill_in(
        self,
        key: str,
        title: str,
        begun: Draft,
        send: Callable[[Prepared], Awaitable[str]],
        replaced: Document | None = None,
    ) -> str:
        """Show the form until it is sent or left; ``key`` is that of what is typed in it."""
        sent: list[str] = []

        async def submit(draft: Draft) -> bool:
            document_id = await self._submit(draft, send, replaced)
            if document_id:
                sent.append(document_id)
            return bool(document_id)

        def keep(draft: Draft) -> None:
            self._drafts[key] = draft

        form = DepositForm(
            self._record,
            title,
            self._drafts.get(key, begun),
            types=type_choices(self._session.role.practitioner.profession, self._recent),
            submit=submit,
            keep=keep,
            hiding=replaced is None,
        )
        await self._app.push_screen_wait(form)
        if sent:
            self._drafts.pop(key, None)
        return "".join(sent)

    async def _submit(
        self, draft: Draft, send: Callable[[Prepared], Awaitable[str]], replaced: Document | None
    ) -> str:
        """Check, show, send; the id of the document, or nothing. Errors are shown here."""
        assert draft.source is not None, "checked by the form"
        try:
            prepared = await self._session.prepare_deposit(
                self._record.patient.ins, draft.source, wishes_of(draft.values)
            )
            if self._record.may_deposit(prepared).allowed:  # else the refusal comes before the recap
                shown = recap(self._record, prepared, draft.source.name, replaced)
                if await self._app.push_screen_wait(shown) is None:
                    return ""
            document_id = await send(prepared)
        except DmpError as error:
            self._app.post_message(Failed(error))
            return ""
        self._wrote()
        code, self._folder = prepared.document.type.code, draft.path.rpartition("/")[0] + "/"
        self._recent[:] = [code, *(other for other in self._recent if other != code)][:_RECENT]
        await self._app.push_screen_wait(receipt(self._record, prepared, document_id, self._session.clock()))
        return document_id
