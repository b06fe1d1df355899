"""A page of a record, a professional's or one's own: the widget, and its entry in a list of pages."""

from asyncio import Event
from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.widget import Widget

from dmptui.actions import Action, footer

if TYPE_CHECKING:
    from dmptui.core.work.patient_session import PatientSession
    from dmptui.core.work.record import Record
    from dmptui.screens.parts.desk import Desk, OwnDesk


class Page(Widget):
    """What a page is: a widget that fills the space between the rule and the footer.

    Attributes:
        PLACE: its place in the registry of actions.
        PARTS: the places of the parts it shows: ``("list",)``.
    """

    PLACE: str
    PARTS: tuple[str, ...] = ()
    DEFAULT_CSS = "Page { layout: vertical; height: 1fr; background: $background; }"
    _back: Event | None = None

    class GoTo(Message):
        """Another page is wanted; ``place`` is its ``PLACE``."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    async def on_screen(self) -> None:
        """Wait until the page is on the screen: what it reads holds back no key of another."""
        while not (self.display and self.screen.is_active):
            self._back = self._back or Event()
            self._back.clear()
            await self._back.wait()

    def come_back(self) -> None:
        """It is on the screen again: what waited for that goes on."""
        if self._back is not None:
            self._back.set()

    def take_keyboard(self) -> None:
        """Focus what the keys are for when the page is shown: its first list or text, unless it says else."""
        for widget in self.query("RecordList, Reader").results():
            widget.focus()
            break

    def step_back(self) -> bool:
        """Undo one step inside the page (a filter, a search); False when there is none."""
        return False

    def offered(self) -> tuple[Action, ...]:
        """What the footer shows."""
        return footer(self.PLACE)

    def refused(self) -> Collection[str]:
        """The ids of its actions that are not possible in this record: the footer dims them."""
        return ()

    def refresh_data(self) -> None:
        """Ask the server again: something was written since the page was shown last."""


class PageEntry(NamedTuple):
    """A page, in the order of the web DMP; its key is its number, unless it has one of its own.

    Attributes:
        place: the ``PLACE`` of the page.
        title, short: its name, and the one a narrow terminal shows.
        letter: its key, when it is not its number.
    """

    place: str
    title: str
    short: str
    module: str
    name: str
    letter: str = ""

    def make(self, record: "Record | PatientSession", desk: "Desk | OwnDesk") -> Page:
        """The page on a record, a professional's or one's own; its module is imported now."""
        made: Callable[[object, object], Page] = getattr(import_module(self.module), self.name)
        return made(record, desk)
