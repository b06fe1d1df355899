"""What is said of something that has not come yet, unless it comes first."""

from collections.abc import Callable

from textual.timer import Timer
from textual.widget import Widget

LOADING_DELAY = 0.150
"""Seconds before the program says that it is waiting: what comes sooner needs no word."""


class Awaited:
    """One thing that is awaited, and said to be once it is late."""

    def __init__(self) -> None:
        self._timer: Timer | None = None

    def __bool__(self) -> bool:
        """Whether it is awaited."""
        return self._timer is not None

    def begin(self, widget: Widget, say: Callable[[], object]) -> None:
        """Await it: ``say`` is called in 150 ms, by this widget, unless `end` is called first."""
        self.end()

        def be_late() -> None:
            # A timer that is stopped may be due already, on a busy machine: its message is still to come.
            if self._timer is timer:
                say()

        timer = self._timer = widget.set_timer(LOADING_DELAY, be_late)

    def end(self) -> None:
        """It came, or is awaited no more."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
