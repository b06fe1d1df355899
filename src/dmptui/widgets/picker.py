"""A modal list to pick from: typing filters, the arrows move, enter chooses, Esc goes back."""

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from dmptui.core.terminology.folding import fold
from dmptui.core.text import _, ngettext
from dmptui.theme import Tone
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Key, Row

_AROUND = 7
"""Lines of the box that are not choices: its edges, the title, what is typed, a rule, the keys, a blank."""

_WIDEST = 34
"""Cells of the widest note."""


class Choice(NamedTuple):
    """Something to pick.

    Attributes:
        key: what is given back.
        title: what is read, and filtered.
        note: dim, on the right: a key, a number, a code; filtered too.
        group: the heading it is under; those of a group follow one another.
    """

    key: Key
    title: str
    note: str = ""
    group: str = ""


class Picker(ModalScreen[tuple[Key, ...] | None]):
    """Pick one of several, or several of them (space).

    Dismissed with the keys picked, in the order of the choices, or None for Esc.

    Args:
        title: what is picked: « Type de document ».
        choices: all of them.
        picked: keys that are picked already; the cursor is on the first.
        many: whether several may be picked.
    """

    DEFAULT_CSS = """
    Picker { align: center middle; background: transparent; }
    Picker > Vertical {
        width: 72; max-width: 90%; max-height: 80%;
        border: solid $secondary; background: $background;
    }
    """

    def __init__(
        self, title: str, choices: Sequence[Choice], *, picked: Sequence[Key] = (), many: bool = False
    ) -> None:
        super().__init__()
        self._title = title
        self._choices = choices
        self._folded = [fold(f"{choice.title} {choice.note}") for choice in choices]
        self._picked = list(picked)
        self._many = many
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The title, what is typed, the choices, the keys."""
        note = max((cell_len(choice.note) for choice in self._choices), default=0)
        with Vertical() as box:
            box.styles.height = len(_with_groups(self._choices)) + _AROUND
            yield TextLine([(self._title, Tone.STRONG)], id="title")
            yield TextLine(id="typed")
            yield Rule()
            yield _Choices(
                [Column("", 10, weight=1), Column("", min(note, _WIDEST), align="right", role=Tone.DIM)]
            )
            yield TextLine(self._keys(), id="keys")

    def on_mount(self) -> None:
        """Show all choices."""
        self._show(self._picked[0] if self._picked else None)

    def on_record_list_selected(self, message: RecordList.Selected) -> None:
        """Give back what is picked."""
        self.dismiss(self._in_order() if self._many and self._picked else (message.key,))

    def on_key(self, event: events.Key) -> None:
        """Type, erase, pick, go back."""
        if event.key == "escape":
            self.dismiss(None)
        elif event.key == "space" and self._many:
            self._toggle()
        elif event.key == "backspace":
            self._type(self._typed[:-1])
        elif event.character is not None and event.is_printable:
            self._type(self._typed + event.character)
        else:
            return
        event.stop()

    @property
    def _list(self) -> RecordList:
        return self.query_one(RecordList)

    def _type(self, text: str) -> None:
        self._typed = text
        self._show(self._list.key)

    def _toggle(self) -> None:
        key = self._list.key
        if key is not None:
            self._picked = (
                [k for k in self._picked if k != key] if key in self._picked else [*self._picked, key]
            )
            self._show(key)

    def _show(self, keep: Key | None) -> None:
        words = fold(self._typed).split()
        kept = [
            choice
            for choice, text in zip(self._choices, self._folded, strict=True)
            if all(word in text for word in words)
        ]
        rows = [
            line if isinstance(line, Group) else Row(line.key, (self._box(line) + line.title, line.note))
            for line in _with_groups(kept)
        ]
        count = ngettext("{n} choix", "{n} choix", len(kept)).format(n=len(kept))
        typed = (self._typed or _("taper pour filtrer"), Tone.NORMAL if self._typed else Tone.DIM)
        self.query_one("#typed", TextLine).show([typed], [(count, Tone.DIM)])
        self._list.set_rows(rows, keep=keep, empty=_("Rien de ce nom.") + "\n" + _("Retour arrière efface"))

    def _box(self, choice: Choice) -> str:
        if not self._many:
            return ""
        return "[x] " if choice.key in self._picked else "[ ] "

    def _in_order(self) -> tuple[Key, ...]:
        return tuple(choice.key for choice in self._choices if choice.key in self._picked)

    def _keys(self) -> list[tuple[str, str]]:
        keys = [(_("Entrée"), "key"), (" " + _("choisir") + "   ", Tone.NORMAL)]
        if self._many:
            keys += [(_("Espace"), "key"), (" " + _("cocher") + "   ", Tone.NORMAL)]
        return [*keys, (_("Échap"), "key"), (" " + _("revenir"), Tone.NORMAL)]


def _with_groups(choices: Sequence[Choice]) -> list[Choice | Group]:
    """The choices, each group after its heading."""
    lines: list[Choice | Group] = []
    group = ""
    for choice in choices:
        if choice.group != group:
            group = choice.group
            lines.append(Group(group))
        lines.append(choice)
    return lines


class _Choices(RecordList, inherit_bindings=False):
    """The list without its letters, which are typed, and without a header line of its own."""

    BINDINGS = [
        Binding("up", "move(-1)", show=False),
        Binding("down", "move(1)", show=False),
        Binding("pageup", "page(-1)", show=False),
        Binding("pagedown", "page(1)", show=False),
        Binding("home", "first", show=False),
        Binding("end", "last", show=False),
        Binding("enter", "select", show=False),
    ]
