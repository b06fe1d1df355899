"""An app with our themes and filters that counts its frames, for widgets alone."""

from collections.abc import Callable
from typing import Any

import pytest
from textual._compositor import ChopsUpdate, CompositorUpdate
from textual.app import App, ComposeResult
from textual.filter import LineFilter
from textual.screen import Screen
from textual.widget import Widget

from dmptui.theme import install
from dmptui.widgets.safe_lines import line_filters

TRUECOLOR = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "fr_FR.UTF-8"}


class Host(App[Any]):
    """Shows the widgets it is given, in TRUECOLOR unless told otherwise.

    Attributes:
        frames: for each frame sent, the spans (y, x1, x2) it repaints; none for a whole screen.
        heard: messages of our widgets that reached the app.
    """

    ENABLE_COMMAND_PALETTE = False

    def __init__(self, *widgets: Widget, environ: dict[str, str] | None = None) -> None:
        super().__init__()
        self.animation_level = "none"
        environ = TRUECOLOR if environ is None else environ
        install(self, environ)
        self._our_filters = line_filters(environ)
        self._widgets = widgets
        self.frames: list[list[tuple[int, int, int]]] = []
        self.heard: list[Any] = []

    def compose(self) -> ComposeResult:
        yield from self._widgets

    def get_line_filters(self) -> list[LineFilter]:
        return list(self._our_filters)

    def _display(self, screen: Screen[Any], renderable: Any) -> None:
        if isinstance(renderable, CompositorUpdate):
            self.frames.append(renderable.spans if isinstance(renderable, ChopsUpdate) else [])
        super()._display(screen, renderable)

    def on_record_list_highlighted(self, message: Any) -> None:
        self.heard.append(message)

    on_record_list_selected = on_reader_moved = on_record_list_highlighted
    on_prompt_changed = on_prompt_submitted = on_prompt_cancelled = on_record_list_highlighted


@pytest.fixture
def host() -> Callable[..., Host]:
    return Host


@pytest.fixture
def lines_of() -> Callable[[Widget], list[str]]:
    """The lines of a widget as text, without trailing blanks."""

    def lines(widget: Widget) -> list[str]:
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]

    return lines
