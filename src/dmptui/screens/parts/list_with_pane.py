"""A list, and a pane that says more of the line under the cursor."""

from textual.app import ComposeResult
from textual.containers import Container
from textual.widget import Widget

WIDE = 120
"""Columns from which a pane stands beside its list."""


class ListWithPane(Container):
    """The pane stands beside the list where there is room.

    Elsewhere it is not there, unless it has the class ``under`` (below the list, some lines high: the page
    says how many) or was opened: it then takes the place of the list.

    Args:
        lists: one, or several of which the page shows one.
        pane: what says more.

    Attributes:
        opened: whether the pane has the keyboard.
    """

    DEFAULT_CSS = """
    ListWithPane { layout: vertical; height: 1fr; }
    ListWithPane.beside { layout: horizontal; }
    ListWithPane > .pane { display: none; height: 1fr; }
    ListWithPane.under > .pane { display: block; height: 9; }
    ListWithPane.beside > .pane { display: block; height: 1fr; width: 36%; }
    ListWithPane.alone > .pane { display: block; }
    ListWithPane.alone > .list { display: none; }
    """

    def __init__(self, *lists: Widget, pane: Widget) -> None:
        super().__init__()
        self._lists = lists
        self._pane = pane
        self._needed = True
        self.opened = False
        pane.add_class("pane")
        for each in lists:
            each.add_class("list")

    def compose(self) -> ComposeResult:
        """The lists, then the pane."""
        yield from self._lists
        yield self._pane

    def on_resize(self) -> None:
        """The pane goes beside the list, or leaves it the room."""
        self._place()

    def need(self, *, pane: bool) -> None:
        """Whether there is something to say beside the list: not of an empty one."""
        self._needed = pane
        self._place()

    def open(self, *, pane: bool) -> None:
        """Give the keyboard to the pane, or back to the list."""
        self.show(pane=pane)
        (self._pane if pane else self._lists[0]).focus()

    def show(self, *, pane: bool) -> None:
        """Show the pane or the list, where there is room for one; the keyboard stays where it is."""
        self.opened = pane
        self._place()

    def _place(self) -> None:
        beside = self.size.width >= WIDE and self._needed
        self.set_class(beside, "beside")
        self.set_class(self.opened and not beside, "alone")
