"""One message, whole."""

from enum import StrEnum

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.model.message import Message
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.messages.lines import whole
from dmptui.screens.parts.own_line import OwnLine
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule
from dmptui.widgets.reader import Reader

register(
    "own_message",
    N_("Message de Mon espace santé"),
    Action("document", ("enter", "o"), N_("document joint"), N_("Ouvre le document joint.")),
    Action("reply", ("r",), N_("répondre"), N_("Répond au professionnel qui a écrit.")),
)


class Wanted(StrEnum):
    """What is wanted of a message that was read."""

    DOCUMENT = "document"
    REPLY = "reply"


class MessageScreen(Screen[Wanted | None]):
    """A message; dismissed with what is wanted of it.

    Args:
        session: of the person.
        message: what is read.
    """

    PLACE = "own_message"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "MessageScreen { background: $background; }"

    def __init__(self, session: PatientSession, message: Message) -> None:
        super().__init__()
        self._session = session
        self._message = message

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return (self.PLACE, "reader")

    def compose(self) -> ComposeResult:
        """Whose it is, the message, the keys."""
        yield OwnLine(self._session)
        yield Rule()
        yield Reader()
        yield FooterLine()

    def on_mount(self) -> None:
        """Show it."""
        reader = self.query_one(Reader)
        reader.show(lambda width: whole(self._message, width))
        reader.focus()
        possible = {"document": bool(self._message.document_id), "reply": self._may_reply}
        keys = [action for action in footer(self.PLACE) if possible.get(action.id, True)]
        self.query_one(FooterLine).show_keys(keys)

    def action_document(self) -> None:
        """Read the document that goes with it."""
        if self._message.document_id:
            self.dismiss(Wanted.DOCUMENT)
        else:
            self.query_one(FooterLine).show_status(_("Aucun document joint."), Tone.WARNING)

    def action_reply(self) -> None:
        """Answer it."""
        decision = self._session.may_reply(self._message)
        if decision.allowed:
            self.dismiss(Wanted.REPLY)
        else:
            self.query_one(FooterLine).show_status(decision.reason, Tone.WARNING)

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    @property
    def _may_reply(self) -> bool:
        return self._session.may_reply(self._message).allowed
