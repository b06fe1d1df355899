"""The pages of a record: a page is one file of ``screens`` and one line here."""

from collections.abc import Callable, Collection
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from textual.message import Message
from textual.widget import Widget

from dmptui.actions import Action, register
from dmptui.core.text import N_

if TYPE_CHECKING:
    from dmptui.core.patient_session import PatientSession
    from dmptui.core.record import Record
    from dmptui.screens.desk import Desk
    from dmptui.screens.own.desk import OwnDesk


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

    def take_keyboard(self) -> None:
        """Focus what the keys are for when the page is shown: its first list or text, unless it says else."""
        for widget in self.query("RecordList, Reader").results():
            widget.focus()
            break

    def step_back(self) -> bool:
        """Undo one step inside the page (a filter, a search); False when there is none."""
        return False

    def refused(self) -> Collection[str]:
        """The ids of its actions that are not possible in this record: the footer dims them."""
        return ()

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

    def make(self, record: "Record | PatientSession", desk: "Desk | OwnDesk") -> Page:
        """The page on a record, a professional's or one's own; its module is imported now."""
        made: Callable[[object, object], Page] = getattr(import_module(self.module), self.name)
        return made(record, desk)


PAGES = (
    PageEntry("summary", N_("Récapitulatif"), N_("Récap"), "dmptui.screens.summary", "SummaryPage"),
    PageEntry("documents", N_("Documents"), N_("Docs"), "dmptui.screens.documents", "DocumentsPage"),
    PageEntry(
        "care_path", N_("Parcours de soins"), N_("Parcours"), "dmptui.screens.care_path", "CarePathPage"
    ),
    PageEntry(
        "vaccinations", N_("Vaccination"), N_("Vaccins"), "dmptui.screens.vaccinations", "VaccinationsPage"
    ),
    PageEntry("directives", N_("Directives"), N_("Direct."), "dmptui.screens.directives", "DirectivesPage"),
    PageEntry("biology", N_("Biologie"), N_("Bio"), "dmptui.screens.biology", "BiologyPage"),
    PageEntry("traces", N_("Accès"), N_("Accès"), "dmptui.screens.traces", "TracesPage"),
    PageEntry("messages", N_("Messages"), N_("Msg"), "dmptui.screens.messages", "MessagesPage"),
)

register(
    "record",
    N_("Dans un dossier"),
    *(Action(f"go({i})", (str(i + 1),), entry.title, shown=False) for i, entry in enumerate(PAGES)),
    Action(
        "end_attending",
        ("f4",),
        N_("ne plus être son médecin traitant"),
        N_("Demande confirmation, puis ferme le dossier."),
        shown=False,
    ),
    Action("turn(1)", ("tab",), N_("page suivante du dossier"), shown=False),
    Action("turn(-1)", ("shift+tab",), N_("page précédente du dossier"), shown=False),
    Action(
        "previous_record",
        ("f3",),
        N_("dossier précédent"),
        N_("Ferme ce dossier et revient à celui d'avant, sur la page où il était."),
        shown=False,
    ),
)
