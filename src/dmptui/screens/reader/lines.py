"""The lines above a document: its tabs, its title, what must be known about it."""

from collections.abc import Sequence

from rich.cells import cell_len

from dmptui.actions import key_label
from dmptui.core.text import _, ngettext
from dmptui.screens.reader.sheets import KEYS, Sheet
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import fit, printable
from dmptui.widgets.chrome import TextLine

_AROUND = 4
"""Cells of the line of tabs that are neither names nor the place in the list."""


class TabsLine(TextLine):
    """The tabs of what is open, each after its key, and the place in the list."""

    def __init__(self) -> None:
        super().__init__()
        self._tabs: list[tuple[str, tuple[str, str], bool]] = []
        self._place = ""

    def show_tabs(self, sheet: Sheet | None, place: str) -> None:
        """Show those of a sheet, or the way back from one that has a single tab; none while it comes."""
        self._tabs = []
        if sheet is not None:
            self._tabs = [(KEYS[tab], sheet.title_of(tab), tab is sheet.at) for tab in sheet.tabs]
        if len(self._tabs) == 1:
            back = _("revenir au document")
            self._tabs = [(key_label("escape"), (back, back), False)]
        self._place = place
        self.on_resize()

    def on_resize(self) -> None:
        """The names that fit, whole or short."""
        room = self.size.width - len(self._place) - _AROUND
        size = sum(len(names[0]) + 4 for _key, names, _here in self._tabs)
        which = 0 if size <= room else 1
        spans: list[tuple[str, Role]] = []
        for key, names, here in self._tabs:
            spans.append((f"{key} ", "page" if here else "key"))
            spans.append((names[which], "page" if here else Tone.DIM))
            spans.append(("  ", Tone.NORMAL))
        self.show(spans[:-1], [(self._place, Tone.DIM)])


class TitleRule(TextLine):
    """A thin line with a title in it."""

    def __init__(self) -> None:
        super().__init__()
        self._title = ""

    def show_title(self, title: str) -> None:
        """Show another title."""
        self._title = title
        self.on_resize()

    def on_resize(self) -> None:
        """More or less of it fits."""
        room = max(0, self.size.width - 2)
        title = fit(self._title, min(cell_len(printable(self._title)), max(0, room - 6)))
        rest = max(0, room - 4 - cell_len(title))
        self.show([("── ", "rule"), (title, Tone.NORMAL), (" " + "─" * rest, "rule")])


class WarningLine(TextLine):
    """What to know before talking about a document; all of it is in its tab « Métadonnées »."""

    def __init__(self) -> None:
        super().__init__()
        self._warnings: Sequence[str] = ()
        self._faults = ""

    def show_warnings(self, warnings: Sequence[str], faults: int) -> None:
        """Show them, and how many faults its file has."""
        self._warnings = warnings
        number = ngettext("{n} anomalie du fichier", "{n} anomalies du fichier", faults).format(n=faults)
        self._faults = number + " " + _("(4 : toutes)") if faults else ""
        self.on_resize()

    def on_resize(self) -> None:
        """The whole of them, or how many there are."""
        sentence = "  ".join(self._warnings)
        if len(self._warnings) > 1 and len(sentence) + len(self._faults) + 4 > self.size.width:
            sentence = self._warnings[0]
            more = len(self._warnings) - 1
            others = ngettext("{n} autre avertissement", "{n} autres avertissements", more).format(n=more)
            self.show([(sentence, Tone.WARNING)], [(f"+ {others} (4)", Tone.WARNING)])
            return
        self.show([(sentence, Tone.WARNING)], [(self._faults, Tone.DIM)] if self._faults else ())


def place_in(index: int, total: int) -> str:
    """``2 sur 37  ‹ ›``."""
    return _("{n} sur {total}").format(n=index + 1, total=total) + "  ‹ ›"
