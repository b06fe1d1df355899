"""Fields to type in where no key overtakes another.

Textual runs an editing key only when it has bubbled up to the program, after letters that were typed later: a
Backspace followed at once by a letter would erase that letter. Here it is run at once.
"""

import re
from collections.abc import Sequence

from textual import events
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input


def editing_keys(bindings: Sequence[BindingType]) -> dict[str, str]:
    """The keys that a field of Textual edits with, and the action of each; not Enter, which is the form's."""
    return {
        key: binding.action
        for binding in bindings
        if isinstance(binding, Binding)
        for key in binding.key.split(",")
        if key != "enter"
    }


async def edit(field: Widget, event: events.Key, keys: dict[str, str]) -> None:
    """Run the editing action of a key, if it has one, before any other key is read."""
    action = keys.get(event.key)
    if action is not None:
        event.stop()
        event.prevent_default()
        await field.run_action(action)


class LineInput(Input):
    """A field of one line, its cursor still.

    Args:
        value: to begin with.
        hint: shown dim while nothing is typed.
        id: of the widget.
    """

    DEFAULT_CSS = """
    LineInput, LineInput:focus {
        width: 1fr; height: 1; padding: 0; border: none;
        background: $background; background-tint: $background 0%;
    }
    LineInput > .input--cursor { background: $background; color: $foreground; text-style: reverse; }
    """

    _KEYS = editing_keys(Input.BINDINGS)

    def __init__(self, value: str = "", *, hint: str = "", id: str | None = None) -> None:  # noqa: A002
        super().__init__(value, placeholder=hint, compact=True, select_on_focus=False, id=id)
        self.cursor_blink = False

    async def on_key(self, event: events.Key) -> None:
        """Edit."""
        await edit(self, event, self._KEYS)

    def on_paste(self, event: events.Paste) -> None:
        r"""Keep the first line whole: Textual also cuts it at the separators of a bar code (``\x1d``)."""
        line = re.split(r"[\r\n]", event.text, maxsplit=1)[0]
        whole = "".join(character if character.isprintable() else " " for character in line)
        event.prevent_default()
        event.stop()
        if whole:
            self.replace(whole, *self.selection)
