"""Lines of a form as long as a screen: typed, or chosen, each with what is wrong with it beside it."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, Static

from dmptui.core.text import _
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.glyphs import CURSOR
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.typing_in import LineInput

LABEL = 20
"""Cells of the labels."""


class Line(NamedTuple):
    """A line of the form.

    Attributes:
        id: of its value.
        label: before it.
        hint: an example, while nothing is typed.
        choices: what may be chosen, by keys that are texts; without any, it is typed.
    """

    id: str
    label: str
    hint: str = ""
    choices: Sequence[Choice] = ()


class Fields(Vertical):
    """Lines to fill in: ↑ ↓ and Tab move, Enter sends; on a list to choose from, Enter opens it.

    Args:
        lines: from top to bottom.
        values: what they begin with, by id.
        id: of the widget.
    """

    DEFAULT_CSS = """
    Fields { height: auto; }
    Fields LineInput { margin: 0 1; }
    """

    class Changed(Message):
        """Another value was typed or chosen."""

        def __init__(self, line: str, value: str) -> None:
            super().__init__()
            self.line = line
            self.value = value

    class Submitted(Message):
        """Enter: the form decides whether it can be sent."""

    def __init__(self, lines: Sequence[Line], values: Mapping[str, str], *, id: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id)
        self._lines = lines
        self._begun = values

    def compose(self) -> ComposeResult:
        """The lines."""
        for line in self._lines:
            yield _Field(line, self._begun.get(line.id, ""))

    @property
    def values(self) -> dict[str, str]:
        """What is typed or chosen, by id."""
        return {field.line.id: field.value for field in self.query(_Field)}

    def put(self, values: Mapping[str, str]) -> None:
        """Fill in some lines."""
        for field in self.query(_Field):
            if field.line.id in values:
                field.put(values[field.line.id])

    def say(self, problems: Mapping[str, str]) -> None:
        """Show what is wrong, by id; nothing is wrong with the others."""
        for field in self.query(_Field):
            field.say(problems.get(field.line.id, ""))

    def go_to(self, line: str) -> None:
        """Give the keyboard to a line."""
        self._field(line).take_keyboard()

    def choose(self, line: str) -> None:
        """Open the list of a line."""
        self._field(line).choose()

    def on_key(self, event: events.Key) -> None:
        """Move between the lines."""
        if event.key in ("down", "up"):
            event.stop()
            self.screen.focus_next() if event.key == "down" else self.screen.focus_previous()

    def _field(self, line: str) -> "_Field":
        return next(field for field in self.query(_Field) if field.line.id == line)


class _Field(Vertical):
    """One line: its label, its value, and under it what is wrong."""

    DEFAULT_CSS = f"""
    _Field {{ height: auto; }}
    _Field Horizontal {{ height: 1; }}
    _Field .label {{ width: {LABEL}; }}
    _Field .problem {{ padding: 0 1 0 {LABEL + 1}; color: $warning; display: none; }}
    """

    def __init__(self, line: Line, value: str) -> None:
        super().__init__()
        self.line = line
        self._value = value

    def compose(self) -> ComposeResult:
        """The label, the value, what is wrong."""
        with Horizontal():
            yield TextLine().add_class("label")
            if self.line.choices:
                yield _Chosen(self.line, self._value)
            else:
                yield LineInput(self._value, hint=self.line.hint)
        yield Static(classes="problem", markup=False)

    def on_mount(self) -> None:
        """Show the label."""
        self._show_label(here=False)

    @property
    def value(self) -> str:
        """What is typed, or the key of what is chosen."""
        return self._typed.value.strip() if not self.line.choices else self.query_one(_Chosen).value

    @property
    def _typed(self) -> Input:
        return self.query_one(Input)

    def put(self, value: str) -> None:
        """Fill it in."""
        if self.line.choices:
            self.query_one(_Chosen).put(value)
        elif self._typed.value.strip() != value:
            self._typed.value = value
            self._typed.cursor_position = len(value)

    def say(self, problem: str) -> None:
        """Show what is wrong with it."""
        line = self.query_one(".problem", Static)
        line.update(Content(problem))
        line.display = bool(problem)

    def take_keyboard(self) -> None:
        """Type in it, or choose."""
        self.screen.set_focus(self.query_one(_Chosen) if self.line.choices else self._typed)

    def choose(self) -> None:
        """Open its list."""
        self.take_keyboard()
        self.query_one(_Chosen).ask()

    def on_descendant_focus(self) -> None:
        """The keyboard is here."""
        self._show_label(here=True)

    def on_descendant_blur(self) -> None:
        """It is elsewhere."""
        self._show_label(here=False)

    def _show_label(self, *, here: bool) -> None:
        sign, tone = (CURSOR.sign, Tone.STRONG) if here else (" ", Tone.DIM)
        self.query_one(".label", TextLine).show([(f"{sign} {self.line.label}", tone)])

    @on(Input.Changed)
    def _tell(self, message: Input.Changed) -> None:
        message.stop()
        self.post_message(Fields.Changed(self.line.id, message.value.strip()))

    @on(Input.Submitted)
    def _send(self, message: Input.Submitted) -> None:
        message.stop()
        self.post_message(Fields.Submitted())


class _Chosen(TextLine, can_focus=True):
    """What is chosen; of two things, Space takes the other one."""

    def __init__(self, line: Line, value: str) -> None:
        super().__init__()
        self._line = line
        self._here = False
        self.value = value

    def on_mount(self) -> None:
        """Show it."""
        self._show()

    def put(self, value: str) -> None:
        """Choose this."""
        if value != self.value:
            self.value = value
            self._show()
            self.post_message(Fields.Changed(self._line.id, value))

    def ask(self) -> None:
        """Open the list."""
        picker = Picker(self._line.label, self._line.choices, picked=[self.value] if self.value else [])
        self.app.push_screen(picker, self._picked)

    def _picked(self, picked: tuple[object, ...] | None) -> None:
        if picked:
            self.put(str(picked[0]))
            self.screen.focus_next()

    def on_key(self, event: events.Key) -> None:
        """Choose, or send."""
        two = len(self._line.choices) == 2
        if two and event.key in ("space", "left", "right"):
            self.put(next(str(c.key) for c in self._line.choices if c.key != self.value))
        elif event.key == "enter" and two:
            self.post_message(Fields.Submitted())
        elif event.key in ("space", "enter"):
            self.ask()
        else:
            return
        event.stop()

    def on_focus(self) -> None:
        """Say how to change it."""
        self._here = True
        self._show()

    def on_blur(self) -> None:
        """Only what is chosen."""
        self._here = False
        self._show()

    def _show(self) -> None:
        title = next((c.title for c in self._line.choices if c.key == self.value), self.value)
        if not self._here:
            self.show([(title or self._line.hint, Tone.NORMAL if title else Tone.DIM)])
            return
        way = _("Espace : changer") if len(self._line.choices) == 2 else _("Entrée : choisir")
        self.show([(title or self._line.hint, "cursor")], [(way, Tone.DIM)])
