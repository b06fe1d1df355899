"""From « répondre » to a receipt, in Mon espace santé: the form, what is read again, what is sent."""

from collections.abc import Callable
from typing import Any

from textual.app import App

from dmptui.core.model.message import Message
from dmptui.core.rules.messaging import MAX_SUBJECT
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.flows.filling import Filling, Submit
from dmptui.screens.messages.form import Draft, MessageForm
from dmptui.screens.parts import words
from dmptui.screens.parts.own_line import OwnLine
from dmptui.theme import Tone
from dmptui.widgets.dialog import Deed, Dialog


class Replying:
    """Writes the answers of a person. What was written to each message stays until it is sent.

    Args:
        app: shows the screens; must be called from one of its workers.
        session: of the person, or of a representative.
        wrote: called when an answer is sent, before that is shown.
    """

    def __init__(self, app: App[Any], session: PatientSession, wrote: Callable[[], None]) -> None:
        self._session = session
        self._filling = Filling[Draft](app, wrote)

    async def write(self, received: Message) -> str:
        """Ask for an answer and send it; its id, or nothing when the form was left.

        Args:
            received: what is answered; ``PatientSession.may_reply`` allows it.
        """

        def form(draft: Draft, submit: Submit, keep: Callable[[Draft], None]) -> MessageForm:
            return MessageForm(
                OwnLine(self._session),
                _("Répondre à {who}").format(who=received.sender),
                _("dans sa messagerie, pour ce dossier"),
                draft,
                submit=submit,
                keep=keep,
            )

        async def deliver(draft: Draft) -> str:
            return await self._filling.deliver(
                self._recap(received, draft),
                lambda: self._session.reply(received, draft.subject, draft.text),
                lambda _id: self._receipt(received, draft),
            )

        begun = Draft(subject=subject_of(received))
        return await self._filling.fill_in(form, begun, deliver, received.id)

    def _recap(self, received: Message, draft: Draft) -> Dialog:
        read = _("{who} lira cette réponse dans votre dossier, tant qu'il lui est ouvert.").format(
            who=received.sender
        )
        session = self._session
        alone = session.patient.is_minor(session.today()) and not session.representative
        hidden = [_("Vos représentants légaux ne la verront pas.")] if alone else []
        return Dialog(
            _("Répondre à {who}, au sujet de").format(who=received.sender),
            identity=self._identity,
            facts=self._facts(received, draft),
            paragraphs=[draft.text, read, *hidden],
            deeds=[Deed("enter", _("Envoyer"), tone=Tone.STRONG)],
        )

    def _receipt(self, received: Message, draft: Draft) -> Dialog:
        sent = (_("Envoyé le"), words.minute(self._session.clock()))
        title = _("Réponse envoyée, au sujet de")
        return Dialog(title, identity=self._identity, facts=[*self._facts(received, draft), sent])

    def _facts(self, received: Message, draft: Draft) -> list[tuple[str, str]]:
        return [(_("À"), received.sender), (_("Objet"), draft.subject)]

    @property
    def _identity(self) -> str:
        return words.boxed_identity(self._session.patient, self._session.today())


def subject_of(received: Message) -> str:
    """The subject of an answer, before it is changed."""
    return _("Re : {subject}").format(subject=received.subject)[:MAX_SUBJECT]
