"""The pages of a record: a page is one file of ``screens`` and one line here."""

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.widget import Widget

from dmptui.actions import Action, register
from dmptui.core.text import N_

if TYPE_CHECKING:
    from dmptui.core.record import Record
    from dmptui.screens.desk import Desk


class Page(Widget):
    """What a page is: a widget that fills the space between the rule and the footer.

    Attributes:
        PLACE: its place in the registry of actions.
        PARTS: the places of the parts it shows: ``("list",)``.
    """

    PLACE: str
    PARTS: tuple[str, ...] = ()
    DEFAULT_CSS = "Page { layout: vertical; height: 1fr; background: $background; }"

    class GoTo(Message):
        """Another page is wanted; ``place`` is its ``PLACE``."""

        def __init__(self, place: str) -> None:
            super().__init__()
            self.place = place

    def step_back(self) -> bool:
        """Undo one step inside the page (a filter, a search); False when there is none."""
        return False

    def refresh_data(self) -> None:
        """Ask the server again: something was written since the page was shown last."""


class PageEntry(NamedTuple):
    """A page, in the order of the web DMP; its key is its number.

    Attributes:
        place: the ``PLACE`` of the page.
        title, short: its name, and the one a narrow terminal shows.
    """

    place: str
    title: str
    short: str
    module: str
    name: str

    def make(self, record: "Record", desk: "Desk") -> Page:
        """The page on a record; its module is imported now."""
        made: Callable[[Record, Desk], Page] = getattr(import_module(self.module), self.name)
        return made(record, desk)


PAGES = (
    PageEntry("documents", N_("Documents"), N_("Docs"), "dmptui.screens.documents", "DocumentsPage"),
    PageEntry("traces", N_("Accès"), N_("Accès"), "dmptui.screens.traces", "TracesPage"),
)

register(
    "record",
    N_("Dans un dossier"),
    *(Action(f"go({i})", (str(i + 1),), entry.title, shown=False) for i, entry in enumerate(PAGES)),
    Action("turn(1)", ("tab",), N_("page suivante du dossier"), shown=False),
    Action("turn(-1)", ("shift+tab",), N_("page précédente du dossier"), shown=False),
)
