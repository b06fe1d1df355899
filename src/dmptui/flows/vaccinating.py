"""From a vaccination to its note: the form, the recap, what is sent."""

from collections.abc import Callable, Mapping
from typing import Any

from textual.app import App

from dmptui.core.deposit.vaccination_note import prepare_note
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.core.writing.vaccination import Shot
from dmptui.flows.filling import Filling, Submit
from dmptui.screens.deposit.receipt import recap, receipt
from dmptui.screens.parts import words
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
        self._session = session
        self._record = record
        self._filling = Filling[Mapping[str, str]](app, wrote)

    async def write(self) -> str:
        """Ask for a vaccination and send its note; the id of the document, or nothing."""
        record = self._record
        if record.may_write_vaccination_note().refused:
            empty = Shot(on=record.today(), vaccine="")
            await self._filling.attempt(record.write_vaccination_note(empty))
            return ""

        def form(
            values: Mapping[str, str], submit: Submit, keep: Callable[[Mapping[str, str]], None]
        ) -> VaccinationForm:
            return VaccinationForm(record, values, submit=submit, keep=keep)

        begun = {"on": words.day(record.today()), "kind": "first"}
        return await self._filling.fill_in(form, begun, self._deliver)

    async def _deliver(self, shot: Shot) -> str:
        record, role, now = self._record, self._session.role, self._session.clock()
        prepared = prepare_note(shot, patient=record.patient, role=role, now=now)
        return await self._filling.deliver(
            recap(record, prepared, details=details_of(shot)),
            lambda: record.deposit(prepared),
            lambda document_id: receipt(record, prepared, document_id, now),
        )
