"""One message, whole."""

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.model.message import Message
from dmptui.core.text import N_
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.messages.lines import whole
from dmptui.screens.parts.own_line import OwnLine
from dmptui.widgets.chrome import FooterLine, Rule
from dmptui.widgets.reader import Reader

register(
    "own_message",
    N_("Message de Mon espace santé"),
    Action("document", ("enter", "o"), N_("document joint"), N_("Ouvre le document joint.")),
)


class MessageScreen(Screen[bool]):
    """A message; dismissed with whether its document is wanted.

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
        refused = () if self._message.document_id else ("document",)
        self.query_one(FooterLine).show_keys(footer(self.PLACE), refused)

    def action_document(self) -> None:
        """Read the document that goes with it."""
        if self._message.document_id:
            self.dismiss(True)  # noqa: FBT003  the screen's own answer

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss(False)  # noqa: FBT003  the screen's own answer
