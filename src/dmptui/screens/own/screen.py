"""The screen of Mon espace santé: whose it is, and its pages."""

from datetime import timedelta
from typing import NamedTuple

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import bindings
from dmptui.core.model.patient import Patient
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.pages import OWN_PAGES
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.own_line import OwnLine
from dmptui.screens.parts.own_page import OwnPage
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.shell import Shell
from dmptui.theme import Tone
from dmptui.widgets.picker import Choice, Picker

_STEPS = {
    1: N_("1 jour"),
    7: N_("1 semaine"),
    14: N_("2 semaines : ce qui attend une annonce est signalé"),
    42: N_("6 semaines : un profil notifié s'ouvre"),
    365: N_("1 an : une autorisation expire"),
}
"""Days the time may be moved by, and what each lets one see."""


class Again(NamedTuple):
    """Mon espace santé is to be entered again: on the same page, so much later, or after that of a child."""

    at: str
    later: timedelta = timedelta()
    child: Patient | None = None


class OwnScreen(Screen[Again | None]):
    """Dismissed when the person leaves, or must enter again.

    Args:
        session: of the person.
        desk: what its pages ask for.
        at: the place of the page to begin on; the first one when empty.
        movable: whether the time can be moved.
        notice: shown at the end of the last line.
    """

    BINDINGS = bindings("own")
    DEFAULT_CSS = "OwnScreen { background: $background; }"

    def __init__(
        self, session: PatientSession, desk: OwnDesk, *, at: str = "", movable: bool, notice: str = ""
    ) -> None:
        super().__init__()
        self._session = session
        self._movable = movable
        self._notice = notice
        usable = session.may_use().allowed
        self._shell = Shell(OWN_PAGES, session, desk, at if usable else "")

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        page = self._shell.page
        return (page.PLACE, *page.PARTS, "own")

    @property
    def at(self) -> str:
        """The place of the page on the screen."""
        return self._shell.at

    def compose(self) -> ComposeResult:
        """Whose it is, the pages."""
        yield OwnLine(self._session)
        yield self._shell

    def on_mount(self) -> None:
        """Say what there is to say."""
        self.show_status(self._notice)

    async def action_go(self, index: int) -> None:
        """To a page. Without a profile, only the first."""
        usable = self._session.may_use()
        if index and usable.refused:
            self.show_status(usable.reason, Tone.WARNING)
        else:
            await self._shell.go(index)

    async def action_turn(self, step: int) -> None:
        """To the next or the previous page, round and round."""
        await self.action_go((self._shell.index_of(self.at) + step) % len(OWN_PAGES))

    def action_advance(self) -> None:
        """Choose how much later it becomes; the person enters again then."""
        if not self._movable:
            self.show_status(_("Le temps d'un serveur ne s'avance pas."), Tone.WARNING)
            return
        choices = [Choice(days, _(title)) for days, title in _STEPS.items()]
        self.app.push_screen(Picker(_("Avancer le temps de la démonstration"), choices), self._advance)

    def _advance(self, picked: tuple[object, ...] | None) -> None:
        if picked:
            self.dismiss(Again(self.at, timedelta(days=int(str(picked[0])))))

    def action_back(self) -> None:
        """One step back in the page, or leave Mon espace santé."""
        if not self._shell.page.step_back():
            self.dismiss(None)

    def on_own_page_child_wanted(self, message: OwnPage.ChildWanted) -> None:
        """To the space of a child, and back to this one then."""
        self.dismiss(Again(self.at, child=message.child))

    async def on_page_go_to(self, message: Page.GoTo) -> None:
        """To the page another page leads to."""
        await self.action_go(self._shell.index_of(message.place))

    def on_screen_resume(self) -> None:
        """Another screen was left, which may have written something."""
        self._shell.refresh_current()

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self._shell.show_status(text, tone)
