"""Colours: six meanings and a few roles of text, as styles, in four palettes.

A meaning is always carried by a word or a glyph as well: the palette ``dmptui-mono`` has no colour at all.
An app takes them in two lines::

    install(self, environ)                                     # in __init__
    def get_line_filters(self): return self._line_filters      # line_filters(environ), see safe_lines
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum
from typing import TYPE_CHECKING, Any

from rich.style import Style
from textual.theme import BUILTIN_THEMES, Theme

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget


class Tone(StrEnum):
    """The six meanings."""

    NORMAL = "normal"
    DIM = "dim"
    """Already read, metadata, what is always the same."""
    STRONG = "strong"
    """New, selected."""
    GOOD = "good"
    WARNING = "warning"
    DANGER = "danger"


Role = str | Enum
"""A meaning or a role of text. The members of an enumeration of documents are known by their names."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The styles of one theme.

    Attributes:
        theme: what Textual itself draws with.
        styles: style of each role, by its lower-case name.
    """

    theme: Theme
    styles: Mapping[str, Style]
    _styles: dict[Role, Style] = field(default_factory=dict, repr=False, compare=False)

    @property
    def name(self) -> str:
        """Name of the theme, as ``App.theme`` has it."""
        return self.theme.name

    def __getitem__(self, role: Role) -> Style:
        """The style of a role; that of normal text for a role this palette does not know."""
        style = self._styles.get(role)
        if style is None:
            name = role.name if isinstance(role, Enum) else role
            style = self._styles[role] = self.styles.get(name.lower(), self.styles["normal"])
        return style


def palette_of(widget: "Widget") -> Palette:
    """The palette of the theme on the screen; the dark one for a theme that is not ours."""
    return PALETTES.get(widget.app.theme, DARK)


def choose_theme(environ: Mapping[str, str]) -> str:
    """The theme a terminal can show.

    Args:
        environ: the environment: ``NO_COLOR`` (no-color.org: any non-empty value), ``TERM``, ``COLORTERM``,
            and ``COLORFGBG`` (``"0;15"``: the few terminals that tell their background).

    Returns:
        The name of a palette.
    """
    term = environ.get("TERM", "")
    if environ.get("NO_COLOR") or term in ("", "dumb") or term.startswith(("vt1", "vt2", "vt5")):
        return MONO.name
    if environ.get("COLORTERM", "") not in ("truecolor", "24bit") and "256color" not in term:
        return ANSI.name
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return LIGHT.name if background in ("7", "15") else DARK.name


def install(app: "App[Any]", environ: Mapping[str, str]) -> None:
    """Give an app the four themes, and choose the one its terminal can show."""
    for palette in PALETTES.values():
        app.register_theme(palette.theme)
    app.theme = choose_theme(environ)


def next_theme(name: str) -> str:
    """The theme after this one, round and round; a terminal without colours keeps none."""
    names = [other for other in PALETTES if other != MONO.name]
    return name if name not in names else names[(names.index(name) + 1) % len(names)]


def _truecolor(name: str, *, dark: bool, **inks: str) -> Palette:
    """A palette on its own paper; every colour is ``#rrggbb``."""
    paper, ink = inks["paper"], inks["ink"]

    def on_paper(colour: str, **attributes: Any) -> Style:
        return Style(color=colour, bgcolor=paper, **attributes)

    styles = {
        "normal": on_paper(ink),
        "dim": on_paper(inks["dim"]),
        "strong": on_paper(inks["strong"], bold=True),
        "good": on_paper(inks["good"]),
        "warning": on_paper(inks["warning"]),
        "danger": on_paper(inks["danger"], bold=True),
        "title": on_paper(inks["strong"], bold=True),
        "section": on_paper(inks["accent"], bold=True),
        "subsection": on_paper(inks["accent"]),
        "media": on_paper(inks["warning"]),
        "label": on_paper(inks["dim"]),
        "emphasis": on_paper(inks["strong"], italic=True),
        "link": on_paper(inks["accent"], underline=True),
        "key": on_paper(inks["accent"]),
        "page": on_paper(inks["strong"], bold=True, underline=True),
        "header": on_paper(inks["dim"]),
        "band": on_paper(inks["dim"]),
        "rule": on_paper(inks["rule"]),
        # Reverse of what is read: a terminal that ignores the colours still shows the bar.
        "cursor": Style(color=inks["bar"], bgcolor=paper, reverse=True),
        "cursor_blurred": Style(color=inks["strong"], bgcolor=inks["shade"]),
        "match": Style(color=ink, bgcolor=inks["shade"], underline=True),
        "match_current": Style(color=inks["mark"], bgcolor=paper, reverse=True, bold=True),
        "emergency": Style(color="#ffffff", bgcolor=inks["alarm"], bold=True),
        "own": Style(color="#ffffff", bgcolor="#005f5f", bold=True),
    }
    theme = Theme(
        name=name, dark=dark, primary=inks["accent"], secondary=inks["dim"], accent=inks["accent"],
        foreground=ink, background=paper, surface=paper, panel=paper, boost=paper,
        success=inks["good"], warning=inks["warning"], error=inks["danger"],
    )  # fmt: skip
    return Palette(theme, styles)


def _terminal(name: str, **colours: str) -> Palette:
    """A palette of attributes and of the terminal's own colours, on the terminal's own background.

    Only the eight first colours, with bold: the Linux console does not show the bright ones.
    """

    def ink(role: str, **attributes: Any) -> Style:
        return Style(color=colours.get(role), **attributes)

    styles = {
        "normal": Style(),
        "dim": Style(dim=True),
        "strong": Style(bold=True),
        "good": ink("good"),
        "warning": ink("warning", bold=True),
        "danger": ink("danger", bold=True),
        "title": Style(bold=True),
        "section": ink("accent", bold=True),
        "subsection": ink("accent", underline=True),
        "media": ink("warning", bold=True),
        "label": Style(dim=True),
        "emphasis": Style(underline=True),
        "link": ink("accent", underline=True),
        "key": ink("accent", bold=True),
        "page": Style(bold=True, underline=True),
        "header": Style(dim=True),
        "band": Style(dim=True),
        "rule": Style(dim=True),
        "cursor": Style(reverse=True),
        "cursor_blurred": Style(bold=True),
        "match": Style(underline=True),
        "match_current": Style(reverse=True, bold=True),
        "emergency": Style(color=colours.get("danger"), bold=True, reverse=True),
        "own": Style(color=colours.get("accent"), bold=True, reverse=True),
    }
    theme = Theme(
        name=name, ansi=True, primary="ansi_cyan", secondary="ansi_default", accent="ansi_cyan",
        foreground="ansi_default", background="ansi_default", surface="ansi_default",
        panel="ansi_default", boost="ansi_default",
        success="ansi_green", warning="ansi_yellow", error="ansi_red",
        variables=BUILTIN_THEMES["ansi-dark"].variables,
    )  # fmt: skip
    return Palette(theme, styles)


DARK = _truecolor(
    "dmptui-dark", dark=True,
    paper="#17191b", ink="#d6d2c8", dim="#938f86", strong="#f6f2e8", accent="#8db4d4",
    good="#93b87c", warning="#d8aa55", danger="#ee8577",
    rule="#43474a", shade="#2b2f33", bar="#c6d3dd", mark="#e0b860", alarm="#8e1f1a",
)  # fmt: skip

LIGHT = _truecolor(
    "dmptui-light", dark=False,
    paper="#faf7f0", ink="#2c2b28", dim="#6d6961", strong="#0c0c0b", accent="#1f527f",
    good="#39682a", warning="#8a5200", danger="#a51d1d",
    rule="#cdc8bd", shade="#e9e4d8", bar="#2f4a62", mark="#7a4d00", alarm="#9c1c17",
)  # fmt: skip

ANSI = _terminal("dmptui-ansi", good="green", warning="yellow", danger="red", accent="cyan")

MONO = _terminal("dmptui-mono")

PALETTES = {palette.name: palette for palette in (DARK, LIGHT, ANSI, MONO)}
