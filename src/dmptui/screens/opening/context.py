"""What stands behind the record of a contextual access: nothing of anybody, while it opens."""

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action
from dmptui.core.model.ins import Ins
from dmptui.core.model.patient import Patient
from dmptui.core.text import N_, _
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine

_GIVE_UP = Action("back", ("escape",), N_("abandonner"))


class ContextScreen(Screen[None]):
    """Takes the place of Mes patients when another software names the record; dismissed when it is given up.

    Args:
        place: the server's name.
    """

    DEFAULT_CSS = "ContextScreen { background: $background; } ContextScreen #space { height: 1fr; }"

    known: tuple[Patient, ...] = ()
    """The other patients of this professional: they were not asked for."""

    def __init__(self, place: str) -> None:
        super().__init__()
        self._place = place

    def compose(self) -> ComposeResult:
        """The title, and what is awaited."""
        yield TextLine([("dmptui", Tone.STRONG)], [(self._place, Tone.DIM)])
        yield TextLine([(_("Le dossier demandé s'ouvre…"), Tone.NORMAL)])
        yield Rule()
        yield TextLine(id="space")
        yield FooterLine([_GIVE_UP])

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self.query_one(FooterLine).wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    def come_back(self, ins: Ins) -> None:
        """The record was left: the program ends, there is nothing to show."""

    def action_back(self) -> None:
        """Give up the opening."""
        self.dismiss(None)
