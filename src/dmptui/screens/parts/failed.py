"""What a page says when it met an error it cannot show itself, and the dialog that shows it."""

from collections.abc import Mapping

from textual.message import Message

from dmptui.core.errors import DmpError, NotFound, RecordClosed, Refused, SessionExpired, Unavailable
from dmptui.core.text import N_, _
from dmptui.widgets.dialog import Dialog

TITLES: Mapping[type[DmpError], str] = {
    NotFound: N_("Introuvable"),
    RecordClosed: N_("Dossier refermé"),
    Refused: N_("Accès refusé"),
    SessionExpired: N_("Session terminée"),
    Unavailable: N_("Le DMP ne répond pas"),
}
"""What the one dialog of errors is called."""


class Failed(Message):
    """The program shows the error once; it bubbles up to it."""

    def __init__(self, error: DmpError) -> None:
        super().__init__()
        self.error = error


def error_dialog(error: DmpError) -> Dialog:
    """The dialog of errors: what is true and what to do, and the rule of a refusal."""
    sentences = [error.message]
    if isinstance(error, Refused) and error.source:
        sentences.append(_("Règle : {source}").format(source=error.source))
    title = TITLES.get(type(error), N_("La demande n'a pas abouti"))
    return Dialog(_(title), paragraphs=sentences)
