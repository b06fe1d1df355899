"""Aide et ressources: what a training gives, in a text that is read, searched and has a sommaire."""

from textual import on, work
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.text import N_, _
from dmptui.screens.resources.text import lay_out, read_help
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.reader import Reader

register(
    "help_text",
    N_("Aide et ressources"),
    Action("contents", ("s",), N_("sommaire"), N_("Choisit une section ou une question.")),
    Action(
        "search", ("/",), N_("chercher"), N_("Cherche des mots dans ce texte ; N le suivant, P le précédent.")
    ),
)

_EVERYWHERE = ("record", "list", "reader")
"""Places whose keys are the same on several pages."""


class ResourcesScreen(Screen[None]):
    """The packaged text, over any page.

    Args:
        banner: the line that never leaves the screen of an open record.
    """

    BINDINGS = bindings("help_text")
    DEFAULT_CSS = "ResourcesScreen { background: $background; }"

    def __init__(self, banner: Widget | None = None) -> None:
        super().__init__()
        self._banner = banner

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("help_text", "reader")

    def compose(self) -> ComposeResult:
        """Whose record is open, the title, the text, the line to type in, the keys."""
        if self._banner is not None:
            yield self._banner
        yield TextLine([(_("Aide et ressources"), Tone.STRONG)], [(_("34 22 : assistance DMP"), Tone.DIM)])
        yield Rule()
        yield Reader()
        yield Prompt(_("Chercher :"), hint=_("des mots de ce texte"))
        yield FooterLine(footer("help_text"))

    def on_mount(self) -> None:
        """Lay the text out."""
        text = read_help()
        reader = self.query_one(Reader)
        reader.show(lambda width: lay_out(text, _EVERYWHERE, width))
        reader.focus()

    # Actions

    @work
    async def action_contents(self) -> None:
        """Choose a section or a question."""
        reader = self.query_one(Reader)
        choices = [
            Choice(index, "  " * (getattr(mark, "level", 1) - 1) + mark.title)
            for index, mark in enumerate(reader.sections)
        ]
        here = [] if reader.section is None else [reader.section]
        picked = await self.app.push_screen_wait(Picker(_("Sommaire"), choices, picked=here))
        if picked:
            reader.go_to_section(int(str(picked[0])))

    async def action_search(self) -> None:
        """Type words to look for."""
        await self.query_one(Prompt).open()

    def action_back(self) -> None:
        """From a search to the text; from the text to the page."""
        if self.query_one(Reader).matches != (0, 0):
            self._look_for("")
        else:
            self.dismiss(None)

    # What comes back

    @on(Reader.Moved)
    def _show_place(self, message: Reader.Moved) -> None:
        message.stop()
        at, found = message.reader.matches
        place = (
            _("{n} sur {total} · N suivant").format(n=at, total=found)
            if found
            else f"{message.reader.percent} %"
        )
        self.query_one(FooterLine).show_status(place)

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _search(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self._look_for(message.value.strip() if isinstance(message, Prompt.Submitted) else "")

    def _look_for(self, typed: str) -> None:
        reader, status = self.query_one(Reader), self.query_one(FooterLine)
        found = reader.search(typed)
        reader.focus()
        if typed and not found:
            status.show_status(_("« {words} » : pas dans cette aide").format(words=typed), Tone.WARNING)
        else:
            self._show_place(Reader.Moved(reader))
