"""From « écrire » to a receipt: the form, what is read again, what is sent."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from textual.app import App

from dmptui.core.model.document import Document
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session
from dmptui.flows.filling import Filling, Submit
from dmptui.screens.messages.form import Draft, MessageForm
from dmptui.screens.parts import words
from dmptui.screens.parts.identity_line import IdentityLine
from dmptui.theme import Tone
from dmptui.widgets.dialog import Deed, Dialog


class Messaging:
    """Writes messages to the patient of an open record. What was written stays until it is sent.

    Args:
        app: shows the screens; must be called from one of its workers.
        session: the professional at work.
        record: the open record.
        wrote: called when a message is sent, before that is shown.
    """

    def __init__(self, app: App[Any], session: Session, record: Record, wrote: Callable[[], None]) -> None:
        self._session = session
        self._record = record
        self._filling = Filling[Draft](app, wrote)

    async def write(self, attached: Document | None = None) -> str:
        """Ask for a message and send it; its id, or nothing when the form was left.

        Args:
            attached: goes with it, in the place of the document of what was begun before.
        """
        record = self._record
        if not record.may_write_message(attached).allowed:
            await self._filling.attempt(record.write_message("", "", attached))
            return ""

        def form(draft: Draft, submit: Submit, keep: Callable[[Draft], None]) -> MessageForm:
            begun = draft if attached is None else replace(draft, attached=attached)
            return MessageForm(
                IdentityLine(record),
                _("Écrire à {who}").format(who=words.person(record.patient)),
                _("dans sa messagerie de Mon espace santé"),
                begun,
                record=record,
                submit=submit,
                keep=keep,
            )

        return await self._filling.fill_in(form, Draft(), self._deliver)

    async def _deliver(self, draft: Draft) -> str:
        record = self._record
        return await self._filling.deliver(
            recap(record, draft),
            lambda: record.write_message(draft.subject, draft.text, draft.attached),
            lambda message_id: receipt(record, draft, message_id, self._session.clock()),
        )


def recap(record: Record, draft: Draft) -> Dialog:
    """What is about to be sent, and to whom, to be confirmed with Enter."""
    person = words.person(record.patient)
    notified = _("{who} en sera {told}, et pourra le relire à tout moment.").format(
        who=person.capitalize(), told=words.agreed(record.patient, _("notifié"), _("notifiée"))
    )
    return _dialog(
        record,
        _("Envoyer un message à"),
        [
            (_("Objet"), draft.subject),
            (_("Document joint"), _titled(draft.attached) or _("aucun")),
            (_("Texte"), _("{n} caractères").format(n=len(draft.text))),
        ],
        [draft.text, notified],
        [Deed("enter", _("Envoyer"), tone=Tone.STRONG)],
    )


def receipt(record: Record, draft: Draft, message_id: str, at: datetime) -> Dialog:
    """What the DMP answered."""
    facts = [
        (_("Objet"), draft.subject),
        (_("Document joint"), _titled(draft.attached)),
        (_("Envoyé le"), words.minute(at)),
        (_("Identifiant"), message_id),
    ]
    return _dialog(record, _("Message envoyé à"), [(name, value) for name, value in facts if value])


def _dialog(
    record: Record,
    title: str,
    facts: list[tuple[str, str]],
    paragraphs: list[str] | None = None,
    deeds: list[Deed] | None = None,
) -> Dialog:
    patient = record.patient
    identity = words.boxed_identity(patient, record.today())
    whole = [] if patient.ins.grouped in identity else [("INS", patient.ins.grouped)]
    return Dialog(
        title,
        identity=identity,
        facts=[*whole, *facts],
        paragraphs=paragraphs or (),
        deeds=deeds or (),
        emergency=record.mode.is_emergency,
    )


def _titled(document: Document | None) -> str:
    return f"{document.title} ({words.day(document.act_date)})" if document is not None else ""
