"""The only box: an identity, what is about to happen, what has to be ticked, and actions of one key each."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.screen import ModalScreen
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import key_label
from dmptui.core.text import _
from dmptui.theme import Role, Tone, palette_of
from dmptui.widgets.cells import fit, printable, wrap
from dmptui.widgets.glyphs import CURSOR
from dmptui.widgets.paint import Spans, paint

_NAME = 18
"""Cells of the names of facts."""


class Check(NamedTuple):
    """A box to tick: its id, its sentence, whether it is ticked at first."""

    id: str
    text: str
    ticked: bool = False


class Answer(NamedTuple):
    """What was decided: the key of the action, and the ids of the boxes ticked."""

    key: str
    ticked: frozenset[str]


def _allowed(_ticked: frozenset[str]) -> str:
    return ""


class Deed(NamedTuple):
    """An action of a dialog.

    Attributes:
        key: the one that does it, a letter or ``"enter"``.
        title: French, the verb first.
        refusal: why it is not possible with these boxes ticked; nothing when it is.
        tone: `Tone.DANGER` for what cannot be undone.
    """

    key: str
    title: str
    refusal: Callable[[frozenset[str]], str] = _allowed
    tone: Role = Tone.NORMAL


class Dialog(ModalScreen[Answer | None]):
    """Ask before something is done. Dismissed with an answer, or None (Esc or q).

    Args:
        title: what is asked: « Ouvrir le DMP de ».
        identity: whose record it is, the same line as on the page; nothing when no one's.
        facts: what it is about, a name and a value a line.
        paragraphs: what the user has to know.
        checks: boxes to tick.
        deeds: what can be done; without any the dialog only tells something, and Enter closes it.
        emergency: paints the identity on the red of « BRIS DE GLACE ».
    """

    DEFAULT_CSS = """
    Dialog { align: center middle; background: transparent; }
    Dialog > _Body {
        width: 76; max-width: 100%; height: auto; max-height: 100%;
        border: solid $secondary; background: $background;
    }
    """

    def __init__(
        self,
        title: str,
        *,
        identity: str = "",
        facts: Sequence[tuple[str, str]] = (),
        paragraphs: Sequence[str] = (),
        checks: Sequence[Check] = (),
        deeds: Sequence[Deed] = (),
        emergency: bool = False,
    ) -> None:
        super().__init__()
        self._title = title
        self._identity = identity
        self._facts = facts
        self._paragraphs = paragraphs
        self._checks = checks
        self._deeds = deeds
        self._emergency = emergency
        self._ticked = frozenset(check.id for check in checks if check.ticked)
        self._at = 0
        self._insisted = ""

    def compose(self) -> ComposeResult:
        """One widget: its lines are few."""
        yield _Body(self._lines)

    def on_key(self, event: events.Key) -> None:
        """Every key is the dialog's."""
        event.stop()
        if event.key in ("escape", "q"):
            self.dismiss(None)
        elif event.key in ("up", "down", "k", "j") and self._checks:
            step = 1 if event.key in ("down", "j") else -1
            self._at = max(0, min(len(self._checks) - 1, self._at + step))
            self.query_one(_Body).refresh()
        elif event.key == "space" and self._checks:
            self._ticked ^= {self._checks[self._at].id}
            self._insisted = ""
            self.query_one(_Body).refresh()
        else:
            self._do(event.key)

    def _do(self, key: str) -> None:
        """Do what a key stands for; Enter, with boxes to tick, for the first of the deeds.

        What is not possible yet is said where it stands, brighter.
        """
        if key == "enter" and not self._deeds:
            self.dismiss(None)
        meant = self._deeds[0].key if key == "enter" and self._checks else key
        for deed in self._deeds:
            if deed.key not in (key, meant):
                continue
            if not deed.refusal(self._ticked):
                self.dismiss(Answer(deed.key, self._ticked))
            else:
                self._insisted = deed.key
                self.query_one(_Body).refresh()
            return

    def _lines(self, width: int, height: int) -> list[Spans]:
        """The lines, without blank ones when the screen is too low for them, then with less explanation."""
        body = [
            ("   " + line, Tone.NORMAL) for text in self._paragraphs for line in [*wrap(text, width - 6), ""]
        ]
        head = [[], *self._heading(width), [], *self._fact_lines(width)]
        tail = self._decisions(width)
        lines = [*head, *([span] for span in body), *tail, []]
        if len(lines) <= height:
            return lines
        kept = [[span] for span in body if span[0].strip()]
        tight = [line for line in (*head, *tail) if line]
        cut = max(1, height - len(tight))
        if len(kept) > cut:
            kept = [*kept[: cut - 1], [("   …", Tone.NORMAL)]]
        middle = len([line for line in head if line])
        return [*tight[:middle], *kept, *tight[middle:]]

    def _decisions(self, width: int) -> list[Spans]:
        room = width - 6
        lines: list[Spans] = []
        for index, check in enumerate(self._checks):
            lines += self._check_lines(index, check, room)
        if self._checks:
            lines.append([])
        for deed in self._deeds:
            lines += self._deed_lines(deed, room)
        leave, title = ("escape", _("Revenir sans rien faire")) if self._deeds else ("enter", _("Fermer"))
        lines.append([("   " + fit(key_label(leave), 8), "key"), (title, Tone.NORMAL)])
        return lines

    def _heading(self, width: int) -> list[Spans]:
        title: Spans = [(f" {self._title}", Tone.NORMAL if self._identity else Tone.STRONG)]
        if not self._identity:
            return [title]
        who = fit(self._identity, min(cell_len(printable(self._identity)), width - 2))
        return [title, [(f" {who} ", "emergency" if self._emergency else Tone.STRONG)]]

    def _fact_lines(self, width: int) -> list[Spans]:
        lines: list[Spans] = []
        for name, value in self._facts:
            first, *others = wrap(value, width - _NAME - 6)
            lines.append([("   " + fit(name, _NAME), Tone.DIM), (first, Tone.NORMAL)])
            lines += [[(" " * (_NAME + 3) + other, Tone.NORMAL)] for other in others]
        return [*lines, []] if lines else []

    def _check_lines(self, index: int, check: Check, room: int) -> list[Spans]:
        here = index == self._at
        box = "[x] " if check.id in self._ticked else "[ ] "
        first, *others = wrap(check.text, room - len(box))
        mark = f" {CURSOR.sign} " if here else "   "
        lines: list[Spans] = [[(mark, Tone.STRONG), (box + first, "cursor" if here else Tone.NORMAL)]]
        return lines + [[(" " * 7 + other, Tone.NORMAL)] for other in others]

    def _deed_lines(self, deed: Deed, room: int) -> list[Spans]:
        refusal = deed.refusal(self._ticked)
        key = "   " + fit(key_label(deed.key), 8)
        if not refusal:
            return [[(key, "key"), (deed.title, deed.tone)]]
        first, *others = wrap(f"{deed.title} — {refusal}", room - 8)
        tone = Tone.WARNING if self._insisted == deed.key else Tone.DIM
        return [[(key + first, tone)], *([(" " * 11 + other, tone)] for other in others)]


class _Body(Widget, can_focus=True):
    """The lines of the dialog, as many as it needs."""

    ALLOW_SELECT = False

    def __init__(self, lines: Callable[[int, int], list[Spans]]) -> None:
        super().__init__()
        self._make = lines

    @property
    def _room(self) -> int:
        """Lines inside the edges of the tallest box."""
        return self.screen.size.height - 2

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:  # noqa: ARG002  Textual's
        """As many lines as it has."""
        return len(self._make(width, self._room))

    def render_line(self, y: int) -> Strip:
        """One of them."""
        width = self.size.width
        lines = self._make(width, self._room)
        return paint(lines[y] if y < len(lines) else (), palette_of(self), width)
