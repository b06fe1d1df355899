"""A page with nothing to show yet, or that cannot: a sentence in the middle, why, the keys that help."""

from typing import TYPE_CHECKING

from textual.strip import Strip
from textual.widget import Widget

from dmptui.actions import Action, key_label
from dmptui.core.text import _
from dmptui.theme import Tone, palette_of
from dmptui.widgets.awaited import Awaited
from dmptui.widgets.cells import wrap
from dmptui.widgets.paint import Spans, centred, paint

if TYPE_CHECKING:
    from collections.abc import Sequence

_WIDEST = 72


class Notice(Widget):
    """Designed content for empty, loading, refused and failed pages."""

    ALLOW_SELECT = False
    DEFAULT_CSS = "Notice { width: 1fr; height: 1fr; }"

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__(id=id)
        self._content: tuple[str, str, str, tuple[Action, ...]] = ("", "", Tone.NORMAL, ())
        self._awaited = Awaited()

    def say(
        self, sentence: str, reason: str = "", *, tone: str = Tone.NORMAL, keys: "Sequence[Action]" = ()
    ) -> None:
        """Show a sentence now.

        Args:
            sentence: what is true.
            reason: why, in one or two sentences.
            tone: of the sentence: `Tone.WARNING` for a refusal, `Tone.DANGER` for a failure.
            keys: the actions that help.
        """
        self._awaited.end()
        self._show(sentence, reason, tone, tuple(keys))

    def wait(self, sentence: str) -> None:
        """Show nothing, then this sentence after 150 ms."""
        self._show("", "", Tone.NORMAL, ())
        self._awaited.begin(self, lambda: self._show(sentence, "", Tone.DIM, ()))

    def render_line(self, y: int) -> Strip:
        """One line of the page, the text about a third from the top."""
        lines = self._lines()
        index = y - max(0, (self.size.height - len(lines)) // 3)
        spans = lines[index] if 0 <= index < len(lines) else ()
        return paint(spans, palette_of(self), self.size.width)

    def _lines(self) -> list[Spans]:
        sentence, reason, tone, keys = self._content
        width = self.size.width
        room = max(10, min(_WIDEST, width - 4))
        lines: list[Spans] = [[(centred(line, width), tone)] for line in wrap(sentence, room)]
        if reason:
            lines += [[], *([(centred(line, width), Tone.DIM)] for line in wrap(reason, room))]
        if keys:
            lines += [[], _key_line(keys, width)]
        return lines

    def _show(self, sentence: str, reason: str, tone: str, keys: tuple[Action, ...]) -> None:
        if self._content != (sentence, reason, tone, keys):
            self._content = (sentence, reason, tone, keys)
            self.refresh()


def _key_line(keys: "Sequence[Action]", width: int) -> Spans:
    labels = [(key_label(action.keys[0]), _(action.title)) for action in keys]
    whole = "   ".join(f"{key} {title}" for key, title in labels)
    blank = centred(whole, width).removesuffix(whole)
    spans: list[tuple[str, str]] = [(blank, Tone.NORMAL)]
    for key, title in labels:
        spans += [(key, "key"), (f" {title}   ", Tone.NORMAL)]
    return spans
