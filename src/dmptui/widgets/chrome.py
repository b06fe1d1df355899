"""The fixed lines around the content: whose record, which page, which keys; and a rule."""

from collections.abc import Collection, Sequence

from rich.cells import cell_len
from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, key_label
from dmptui.core.text import _
from dmptui.theme import Role, Tone, palette_of
from dmptui.widgets.awaited import Awaited
from dmptui.widgets.cells import fit, printable
from dmptui.widgets.paint import Spans, paint


class TextLine(Widget):
    """One line: spans on the left, spans on the right. It repaints only when it changes."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "TextLine { width: 1fr; height: 1; }"

    def __init__(self, left: Spans = (), right: Spans = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._left: Spans = tuple(left)
        self._right: Spans = tuple(right)
        self._ground: Role = Tone.NORMAL

    @property
    def text(self) -> str:
        """The line as it is painted, for tests and for what is read aloud."""
        return self.render_line(0).text

    def show(self, left: Spans, right: Spans = (), *, ground: Role = Tone.NORMAL) -> None:
        """Show this.

        Args:
            left: what is cut last.
            right: kept whole while the line is wide enough for it.
            ground: role the whole line is painted with when it is not normal text.
        """
        content = (tuple(left), tuple(right), ground)
        if content != (self._left, self._right, self._ground):
            self._left, self._right, self._ground = content
            self.refresh()

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  there is only one
        """The line, with a blank cell at both ends."""
        width = self.size.width
        right = _shorten(self._right, max(width // 2, width - 4 - _size(self._left)))
        left = _shorten(self._left, width - 3 - _size(right) if right else width - 2)
        blank = " " * (width - 2 - _size(left) - _size(right))
        spans = [(" ", Tone.NORMAL), *left, (blank, Tone.NORMAL), *right, (" ", Tone.NORMAL)]
        if self._ground != Tone.NORMAL:
            spans = [("".join(text for text, _role in spans), self._ground)]
        return paint(spans, palette_of(self), width)

    def notify_style_update(self) -> None:
        """Another theme: paint again."""
        super().notify_style_update()
        self.refresh()


class PagesLine(TextLine):
    """The numbered pages of a record: « 1 Récapitulatif  ▸2 Documents »."""

    def __init__(self) -> None:
        super().__init__()
        self._titles: Sequence[tuple[str, str]] = ()
        self._letters: Sequence[str] = ()
        self._current = 0

    def show_pages(
        self, titles: Sequence[tuple[str, str]], current: int, letters: Sequence[str] = ()
    ) -> None:
        """Show the pages.

        Args:
            titles: the name of each and a shorter one, numbered from 1 in this order.
            current: index of the page on the screen.
            letters: the key of each when it is not its number, or empty.
        """
        self._titles, self._current, self._letters = titles, current, letters
        self.on_resize()

    def on_resize(self) -> None:
        """The names that fit: whole, short, or only that of the page on the screen."""
        whole, short = ([title for title, _short in self._titles], [short for _title, short in self._titles])
        alone = [title if index == self._current else "" for index, title in enumerate(short)]
        names = next((n for n in (whole, short) if _pages_size(n) <= self.size.width - 2), alone)
        spans: list[tuple[str, Role]] = []
        for index, name in enumerate(names):
            here = index == self._current
            key = self._letters[index] if index < len(self._letters) else ""
            spans.append((f"{key or index + 1} ", "page" if here else "key"))
            spans.append((name, "page" if here else Tone.DIM))
            spans.append(("  " if name else "", Tone.NORMAL))
        self.show(spans[:-1])


class FooterLine(TextLine):
    """The keys of this place on the left, the status on the right."""

    def __init__(self, actions: Sequence[Action] = (), *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._actions = tuple(actions)
        self._refused: frozenset[str] = frozenset()
        self._status: tuple[str, Role] = ("", Tone.NORMAL)
        self._awaited = Awaited()

    def show_keys(self, actions: Sequence[Action], refused: Collection[str] = ()) -> None:
        """Show the keys of a place.

        Args:
            actions: of the registry, see `dmptui.actions.footer`.
            refused: ids of those that are not possible here now: dim.
        """
        self._actions, self._refused = tuple(actions), frozenset(refused)
        self._compose_line()

    def show_status(self, text: str, tone: Role = Tone.DIM) -> None:
        """Show the status; the role is said by its words too (« Erreur : … »)."""
        self._awaited.end()
        self._status = (text, tone)
        self._compose_line()

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms unless another status comes first; nothing is awaited when empty."""
        self.show_status("")
        if text:
            self._awaited.begin(self, lambda: self.show_status(text))

    def on_mount(self) -> None:
        """Show the first keys."""
        self._compose_line()

    def on_resize(self) -> None:
        """Other keys fit."""
        self._compose_line()

    def _compose_line(self) -> None:
        status = [self._status] if self._status[0] else []
        room = self.size.width - 2 - (_size(status) + 2 if status else 0)
        self.show(self._keys_in(room), status)

    def _keys_in(self, room: int) -> Spans:
        """The keys that fit; the last one (« ? aide ») stays, and tells where the others are."""
        labels = [(key_label(action.keys[0]), _(action.title), action.id) for action in self._actions]
        sizes = [cell_len(key) + 1 + cell_len(title) + 3 for key, title, _id in labels]
        while len(labels) > 1 and sum(sizes) - 3 > room:
            del labels[-2], sizes[-2]
        spans: list[tuple[str, Role]] = []
        for key, title, action_id in labels:
            refused = action_id in self._refused
            spans.append((key, Tone.DIM if refused else "key"))
            spans.append((f" {title}", Tone.DIM if refused else Tone.NORMAL))
            spans.append(("   ", Tone.NORMAL))
        return spans[:-1]


class Rule(Widget):
    """A thin line."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Rule { width: 1fr; height: 1; }"

    def render_line(self, y: int) -> Strip:  # noqa: ARG002  there is only one
        """The line, with a blank cell at both ends."""
        width = self.size.width
        return paint([(" " + "─" * (width - 2), "rule")], palette_of(self), width)


def _pages_size(names: Sequence[str]) -> int:
    """Cells of the numbered names, two blanks between them."""
    return sum(cell_len(name) + 4 for name in names) - 2


def _size(spans: Spans) -> int:
    return sum(cell_len(printable(text)) for text, _role in spans)


def _shorten(spans: Spans, room: int) -> Spans:
    """The spans in at most ``room`` cells, cut with an ellipsis."""
    if _size(spans) <= room:
        return spans
    kept: list[tuple[str, Role]] = []
    for text, role in spans:
        size = cell_len(printable(text))
        if size >= room:
            return [*kept, (fit(text + " ", room) if room > 0 else "", role)]
        kept.append((text, role))
        room -= size
    return kept
