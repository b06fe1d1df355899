"""The `?` page: every key of a place, made from the registry, and what the signs mean."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

from dmptui.actions import Action, help_sections, key_label
from dmptui.core.text import N_, _
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import fit, wrap
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.glyphs import LEGEND
from dmptui.widgets.reader import Reader

Line = Sequence[tuple[str, Role]]


_KEYS = (
    Action("section(1)", ("n",), N_("section suivante")),
    Action("page(1)", ("space",), N_("page suivante")),
    Action("back", ("escape",), N_("revenir")),
)


class HelpSection(NamedTuple):
    """Where a heading of the help is."""

    line: int
    title: str


class HelpPage(NamedTuple):
    """The help laid out for a width."""

    lines: Sequence[Line]
    sections: Sequence[HelpSection]


class HelpScreen(Screen[None]):
    """Shows the keys of the places given: those of a page, and of the parts it is made of.

    Args:
        places: names in the registry, the page first.
        banner: the line that never leaves the screen of an open record.
    """

    BINDINGS = [Binding("escape", "back", show=False)]
    DEFAULT_CSS = "HelpScreen { background: $background; }"

    def __init__(self, *places: str, banner: Widget | None = None) -> None:
        super().__init__()
        self._places = places
        self._banner = banner

    def compose(self) -> ComposeResult:
        """Whose record it is, a title, the text, the keys."""
        if self._banner is not None:
            yield self._banner
        yield TextLine([(_("Les touches de cette page"), Tone.STRONG)])
        yield Rule()
        yield Reader()
        yield FooterLine(_KEYS)

    def on_mount(self) -> None:
        """Lay the help out."""
        self.query_one(Reader).show(lambda width: help_page(self._places, width))

    def action_back(self) -> None:
        """Back to the page."""
        self.dismiss(None)


def help_page(places: Sequence[str], width: int) -> HelpPage:
    """The keys of the places, then of what works everywhere, then the signs."""
    lines: list[Line] = []
    sections: list[HelpSection] = []

    def head(title: str) -> None:
        lines.append(())
        sections.append(HelpSection(len(lines), title))
        lines.append([(title, "section")])

    for title, actions in help_sections(*places):
        head(title)
        lines += [line for action in actions for line in key_lines(action, width)]
    head(_("Signes"))
    lines += [[(f"  {glyph.sign}  ", Tone.STRONG), (_(glyph.word), Tone.NORMAL)] for glyph in LEGEND]
    return HelpPage(lines, sections)


def key_lines(action: Action, width: int) -> list[Line]:
    """The keys of an action and what it does, in columns."""
    keys = "  " + " ".join(key_label(key) for key in action.keys)
    keys = fit(keys, max(20, cell_len(keys) + 2))
    title = _(action.title)
    sentence = _(action.help) if action.help else title[:1].upper() + title[1:] + "."
    first, *others = wrap(sentence, max(10, min(90, width) - cell_len(keys)))
    indent = " " * cell_len(keys)
    return [[(keys, "key"), (first, Tone.NORMAL)], *([(indent + other, Tone.NORMAL)] for other in others)]
