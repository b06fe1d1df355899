"""A modal form of a few lines to type in: Tab moves, Enter sends, Esc goes back and keeps what was typed."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, Static

from dmptui.core.text import _
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.typing_in import LineInput


class Field(NamedTuple):
    """A line to type in: its id, its label, an example or advice shown while it is empty."""

    id: str
    label: str
    hint: str = ""


class Form(ModalScreen[dict[str, str] | None]):
    """Ask for a few texts. Dismissed with what was typed, by field, or None for Esc.

    Args:
        title: what is asked.
        fields: from top to bottom.
        check: why what is typed cannot be sent; empty when it can.
        typed: what the fields begin with.
        identity: whose record it is, when the form is about one.
        paragraphs: what the user has to know.
        send: what Enter does.
        emergency: paints the identity on the red of « BRIS DE GLACE ».
        keep: called with what was typed when the form is left by Esc.
    """

    DEFAULT_CSS = """
    Form { align: center middle; background: transparent; }
    Form > Vertical {
        width: 76; max-width: 100%; height: auto; border: solid $secondary; background: $background;
    }
    Form Horizontal { height: 1; }
    Form .label { width: 16; }
    Form Static { padding: 0 1 1 1; }
    Form #problem { margin-top: 1; }
    """

    def __init__(
        self,
        title: str,
        fields: Sequence[Field],
        *,
        check: Callable[[dict[str, str]], str] = lambda _typed: "",
        typed: Mapping[str, str] | None = None,
        identity: str = "",
        paragraphs: Sequence[str] = (),
        send: str = "",
        emergency: bool = False,
        keep: Callable[[dict[str, str]], None] = lambda _typed: None,
    ) -> None:
        super().__init__()
        self._title = title
        self._fields = fields
        self._check = check
        self._typed = dict(typed or {})
        self._identity = identity
        self._paragraphs = paragraphs
        self._send_title = send or _("valider")
        self._emergency = emergency
        self._keep = keep

    def compose(self) -> ComposeResult:
        """The title, the identity, the fields, what is wrong, the keys."""
        with Vertical():
            yield TextLine([(self._title, Tone.STRONG)])
            if self._identity:
                yield TextLine([(self._identity, Tone.STRONG)], id="identity")
            yield Rule()
            for paragraph in self._paragraphs:
                yield Static(paragraph, markup=False)
            for field in self._fields:
                with Horizontal():
                    yield TextLine([(field.label, Tone.DIM)]).add_class("label")
                    yield LineInput(self._typed.get(field.id, ""), hint=field.hint, id=field.id)
            yield TextLine(id="problem")
            yield TextLine(self._keys(), id="keys")

    def on_mount(self) -> None:
        """The first field has the keyboard."""
        if self._emergency:
            line = self.query_one("#identity", TextLine)
            line.show([(self._identity, Tone.STRONG)], ground="emergency")
        self.set_focus(self.query(Input).first())  # at once: `focus` waits, and keys meanwhile are lost

    @property
    def typed(self) -> dict[str, str]:
        """What is typed, by field."""
        return {str(field.id): field.value.strip() for field in self.query(Input)}

    def on_key(self, event: events.Key) -> None:
        """Move between the fields, or leave."""
        if event.key == "escape":
            event.stop()
            self._keep(self.typed)
            self.dismiss(None)
        elif event.key in ("down", "up"):
            event.stop()
            self.focus_next() if event.key == "down" else self.focus_previous()

    @on(Input.Changed)
    def _unsay(self, message: Input.Changed) -> None:
        message.stop()
        self.query_one("#problem", TextLine).show(())

    @on(Input.Submitted)
    def _send(self, message: Input.Submitted) -> None:
        message.stop()
        problem = self._check(self.typed)
        if problem:
            self.query_one("#problem", TextLine).show([(problem, Tone.WARNING)])
        else:
            self.dismiss(self.typed)

    def _keys(self) -> list[tuple[str, str]]:
        pairs = [(_("Entrée"), self._send_title), (_("Échap"), _("revenir"))]
        if len(self._fields) > 1:
            pairs.insert(1, (_("Tab"), _("champ suivant")))
        return [part for key, title in pairs for part in ((key, "key"), (f" {title}   ", Tone.NORMAL))]
