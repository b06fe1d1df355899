"""From a vaccination to its note: the form, the recap, what is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.app import App

from dmptui.core.deposit.vaccination_note import prepare_note
from dmptui.core.errors import DmpError
from dmptui.core.rules.vaccination import write_note
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.core.writing.vaccination import Shot
from dmptui.screens.deposit.receipt import recap, receipt
from dmptui.screens.parts import words
from dmptui.screens.parts.failed import Failed
from dmptui.screens.vaccinations.form import VaccinationForm, details_of


class Vaccinating:
    """Writes notes de vaccination in an open record. What was typed stays until it is sent.

    Args:
        app: shows the screens; must be called from one of its workers.
        session: the professional at work.
        record: the open record.
        wrote: called when a note is deposited, before that is shown.
    """

    def __init__(self, app: App[Any], session: Session, record: Record, wrote: Callable[[], None]) -> None:
        self._app = app
        self._session = session
        self._record = record
        self._wrote = wrote
        self._values: Mapping[str, str] = {}

    async def write(self) -> str:
        """Ask for a vaccination and send its note; the id of the document, or nothing."""
        if write_note(self._session.role.practitioner.profession).refused:
            await self._refused()
            return ""
        begun = {"on": words.day(self._record.today()), "kind": "first", "route": "intramusculaire"}
        sent: list[str] = []

        async def submit(shot: Shot) -> bool:
            document_id = await self._submit(shot)
            if document_id:
                sent.append(document_id)
            return bool(document_id)

        form = VaccinationForm(self._record, self._values or begun, submit=submit, keep=self._keep)
        await self._app.push_screen_wait(form)
        if sent:
            self._values = {}
        return "".join(sent)

    def _keep(self, values: Mapping[str, str]) -> None:
        self._values = values

    async def _refused(self) -> None:
        """Try, so that the attempt is traced, and show why not."""
        try:
            await self._record.write_vaccination_note(Shot(on=self._record.today(), vaccine=""))
        except DmpError as error:
            self._app.post_message(Failed(error))

    async def _submit(self, shot: Shot) -> str:
        """Show, send; the id of the document, or nothing. Errors are shown here."""
        role, now = self._session.role, self._session.clock()
        try:
            prepared = prepare_note(shot, patient=self._record.patient, role=role, now=now)
            shown = recap(self._record, prepared, details=details_of(shot))
            if await self._app.push_screen_wait(shown) is None:
                return ""
            document_id = await self._record.deposit(prepared)
        except DmpError as error:
            self._app.post_message(Failed(error))
            return ""
        self._wrote()
        await self._app.push_screen_wait(receipt(self._record, prepared, document_id, now))
        return document_id
