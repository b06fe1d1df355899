"""May this professional write to the patient, in the mailbox of Mon espace santé, and the patient answer?

Who may write: any professional whose record is open (project); the patient may block them, and it does not
open. Who may answer: whoever sees the message in Mon espace santé (project). See ``laws``.
"""

from datetime import datetime

from dmptui.core.model.document import Document
from dmptui.core.model.message import Message, MessageKind
from dmptui.core.model.patient import DmpState
from dmptui.core.rules import laws, lifecycle
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.rules.patient_view import hidden_from_patient
from dmptui.core.text import _

MAX_SUBJECT = 255
MAX_TEXT = 10_000
"""Characters of the text of a message."""


def write(state: DmpState) -> Decision:
    """Decide whether the patient can be written to: their mailbox opens at their first login."""
    if state is DmpState.ACTIVATED:
        return allowed(laws.MESSAGES)
    return refused(
        _("Cette personne n'a pas activé son profil Mon espace santé : elle ne recevrait pas le message."),
        laws.MESSAGES,
        _("Remettez-lui l'information par un autre moyen, ou invitez-la à activer son profil."),
    )


def reply(received: Message, state: DmpState) -> Decision:
    """Decide whether the person may answer what came to their mailbox.

    Args:
        received: what they answer: a message, not a notification, and nothing that they wrote.
        state: where their profile stands.
    """
    usable = lifecycle.use(state)
    if usable.refused:
        return usable
    if received.kind is MessageKind.MESSAGE and not received.is_reply:
        return allowed(laws.MESSAGES)
    return not_received()


def not_received() -> Decision:
    """The refusal of an answer to what no professional wrote to the person."""
    return refused(
        _("On ne répond qu'à un message reçu d'un professionnel."),
        laws.MESSAGES,
        _("Une notification et vos propres réponses n'attendent pas de réponse."),
    )


def attach(document: Document, now: datetime) -> Decision:
    """Decide whether a document that the professional may read goes with a message.

    A message must not reveal what the patient does not see yet.
    """
    if hidden_from_patient(document, now):
        return refused(
            _("Ce document n'est pas visible du patient : un message ne peut pas le joindre."),
            laws.ANNOUNCEMENT,
            _("Annoncez-le d'abord à la personne ; son auteur peut ensuite le lui rendre visible."),
        )
    return allowed(laws.ANNOUNCEMENT)


def fits(subject: str, text: str) -> Decision:
    """Whether a message is complete, and not too long."""
    if not subject.strip():
        return refused(_("Un message a besoin d'un objet."), PROJECT, _("Écrivez-le en quelques mots."))
    if not text.strip():
        return refused(_("Ce message est vide."), PROJECT, _("Écrivez son texte."))
    if len(subject) > MAX_SUBJECT:
        return refused(_("L'objet dépasse 255 caractères."), PROJECT, _("Raccourcissez-le."))
    if len(text) > MAX_TEXT:
        return refused(
            _("Le texte du message dépasse 10 000 caractères."),
            PROJECT,
            _("Raccourcissez-le, ou déposez un document."),
        )
    return allowed(PROJECT)
