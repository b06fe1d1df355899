"""A line of the form of a message that does something on Enter: choose a document, send."""

from textual import events
from textual.message import Message

from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.fields import LABEL
from dmptui.widgets.glyphs import CURSOR


class ActLine(TextLine, can_focus=True):
    """A line of a form that does something on Enter.

    Args:
        id: of the widget.
        label: before what was chosen.
        way: what Enter does, shown while the keyboard is there.
    """

    class Done(Message):
        """Enter, or Space."""

        def __init__(self, line: "ActLine") -> None:
            super().__init__()
            self.line = line

        @property
        def control(self) -> "ActLine":
            """The line."""
            return self.line

    def __init__(self, id: str, label: str, way: str) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._label = label
        self._way = way
        self._value = ""
        self._here = False

    def tell(self, text: str) -> None:
        """Show what was chosen."""
        self._value = text
        self._show()

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def on_focus(self) -> None:
        """Say what Enter does."""
        self._here = True
        self._show()

    def on_blur(self) -> None:
        """Only what it is."""
        self._here = False
        self._show()

    def on_key(self, event: events.Key) -> None:
        """Do it, or go to another line."""
        if event.key in ("enter", "space"):
            self.post_message(self.Done(self))
        elif event.key in ("down", "up"):
            self.screen.focus_next() if event.key == "down" else self.screen.focus_previous()
        else:
            return
        event.stop()

    def _show(self) -> None:
        sign, tone = (CURSOR.sign, Tone.STRONG) if self._here else (" ", Tone.DIM)
        label = f"{sign} {self._label}".ljust(LABEL)
        value: tuple[str, Role] = (self._value, "cursor" if self._here else Tone.NORMAL)
        self.show([(label, tone), value], [(self._way, Tone.DIM)] if self._here else ())
