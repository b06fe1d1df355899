"""One line to type in: a search, an INS, a reason. The field is made when the line first opens."""

from rich.cells import cell_len
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.message import Message
from textual.widgets import Input

from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.typing_in import LineInput


class Prompt(Horizontal):
    """A label, what is typed, and a word on it. Hidden until `open`.

    Esc closes it and keeps what was typed for the next time.

    Args:
        label: before what is typed.
        hint: shown dim while nothing is typed.
        id: of the widget.
    """

    DEFAULT_CSS = """
    Prompt { height: 1; width: 1fr; display: none; background: $background; }
    """

    class _Typed(Message):
        def __init__(self, prompt: "Prompt", value: str) -> None:
            super().__init__()
            self.prompt = prompt
            self.value = value

        @property
        def control(self) -> "Prompt":
            """The prompt."""
            return self.prompt

    class Changed(_Typed):
        """Another character was typed or removed."""

    class Submitted(_Typed):
        """Enter: the page decides whether to `close` it or to `say` what is wrong."""

    class Cancelled(_Typed):
        """Esc: the prompt is closed; ``value`` is what it keeps."""

    def __init__(self, label: str, *, hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._label = label
        self._hint = hint
        self._input: LineInput | None = None
        self._typed = ""

    def compose(self) -> ComposeResult:
        """The label and the word; the field comes with `open`."""
        yield _Words("label", self._label, Tone.STRONG)
        yield _Words("word", "", Tone.WARNING)

    @property
    def value(self) -> str:
        """What is typed, or was when it closed."""
        return self._input.value if self._input is not None else self._typed

    async def open(self, value: str | None = None) -> None:
        """Show the field and give it the keyboard.

        Args:
            value: to begin with; what was typed last time when None.
        """
        if self._input is None:
            self._input = LineInput(self._typed, hint=self._hint)
            await self.mount(self._input, after=0)
        if value is not None:
            with self.prevent(Input.Changed):
                self._input.value = value
        self._input.cursor_position = len(self._input.value)
        self.display = True
        self.screen.set_focus(self._input)  # at once: `focus` waits, and the keys meanwhile are another's

    def close(self) -> None:
        """Hide the field; the page gives the keyboard to something else."""
        self.say("")
        self.display = False

    def forget(self) -> None:
        """Begin with nothing the next time: what was typed has served."""
        if self._input is not None:
            with self.prevent(Input.Changed):
                self._input.value = ""

    def say(self, word: str, tone: Role = Tone.WARNING) -> None:
        """Show a word after the field: what is wrong with what is typed, how many were found."""
        self.query_one(".word", _Words).put(word, tone)

    @on(events.Key)
    def _cancel(self, event: events.Key) -> None:
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.close()
            self.post_message(self.Cancelled(self, self.value))

    async def on_input_changed(self, event: Input.Changed) -> None:
        """Pass it on as ours."""
        event.stop()
        self.say("")
        self.post_message(self.Changed(self, event.value))

    async def on_input_submitted(self, event: Input.Submitted) -> None:
        """Pass it on as ours."""
        event.stop()
        self.post_message(self.Submitted(self, event.value))


class _Words(TextLine):
    """A few words as wide as they are."""

    def __init__(self, name: str, text: str, tone: Role) -> None:
        super().__init__(((text, tone),))
        self.add_class(name)
        self.styles.width = _width(text)
        self._text = text

    def put(self, text: str, tone: Role) -> None:
        """Show other words."""
        if text != self._text:
            self._text = text
            self.styles.width = _width(text)
        self.show(((text, tone),))


def _width(text: str) -> int:
    """Its cells, and a blank one at both ends."""
    return cell_len(text) + 2 if text else 0
