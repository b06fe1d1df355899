"""The shell of Mon espace santé: whose it is, its pages, and the page on the screen."""

from datetime import timedelta
from typing import NamedTuple

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import bindings, footer
from dmptui.core.text import N_, _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.pages import OWN_PAGES
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.own_line import OwnLine
from dmptui.screens.parts.page import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, PagesLine, Rule
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
    """Mon espace santé is to be entered again: on the same page, so much later."""

    at: str
    later: timedelta = timedelta()


class OwnScreen(Screen[Again | None]):
    """The shell; dismissed when the person leaves, or must enter again.

    Args:
        session: of the person.
        desk: what its pages ask for.
        at: the place of the page to begin on; the first one when empty.
        movable: whether the time can be moved.
        told: said at the end of the last line.
    """

    BINDINGS = bindings("own")
    DEFAULT_CSS = "OwnScreen { background: $background; }"

    def __init__(
        self, session: PatientSession, desk: OwnDesk, *, at: str = "", movable: bool, told: str = ""
    ) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._movable = movable
        self._told = told
        self._pages: dict[int, Page] = {}
        self._writes_seen: dict[int, int] = {}
        self._current = _index(at) if at and session.may_use().allowed else 0

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        page = self._pages[self._current]
        return (page.PLACE, *page.PARTS, "own")

    @property
    def at(self) -> str:
        """The place of the page on the screen."""
        return OWN_PAGES[self._current].place

    def compose(self) -> ComposeResult:
        """Whose it is, the pages, one of them, the keys."""
        yield OwnLine(self._session)
        yield PagesLine()
        yield Rule()
        yield self._made(self._current)
        yield FooterLine()

    def on_mount(self) -> None:
        """Show which page it is."""
        self._show_current()
        self.show_status(self._told)

    async def action_go(self, index: int) -> None:
        """To a page; one that was shown before is as it was left. Without a profile, only the first."""
        usable = self._session.may_use()
        if index and usable.refused:
            self.show_status(usable.reason, Tone.WARNING)
            return
        if index == self._current:
            return
        with self.app.batch_update():
            self._pages[self._current].display = False
            if index in self._pages:
                self._pages[index].display = True
            else:
                await self.mount(self._made(index), before=self.query_one(FooterLine))
            self._current = index
            self._show_current()

    async def action_turn(self, step: int) -> None:
        """To the next or the previous page, round and round."""
        await self.action_go((self._current + step) % len(OWN_PAGES))

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
        if not self._pages[self._current].step_back():
            self.dismiss(None)

    async def on_page_go_to(self, message: Page.GoTo) -> None:
        """To the page another page leads to."""
        await self.action_go(_index(message.place))

    def on_screen_resume(self) -> None:
        """Another screen was left, which may have written something."""
        self._refresh_current()

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    def _made(self, index: int) -> Page:
        self._pages[index] = OWN_PAGES[index].make(self._session, self._desk)
        return self._pages[index]

    def _show_current(self) -> None:
        page = self._pages[self._current]
        titles = [(_(entry.title), _(entry.short)) for entry in OWN_PAGES]
        self.query_one(PagesLine).show_pages(titles, self._current)
        keys = self.query_one(FooterLine)
        keys.show_status("")
        keys.show_keys(footer(page.PLACE))
        page.take_keyboard()
        self._refresh_current()

    def _refresh_current(self) -> None:
        seen = self._writes_seen.setdefault(self._current, self._desk.writes)
        if seen != self._desk.writes and self._current in self._pages:
            self._writes_seen[self._current] = self._desk.writes
            self._pages[self._current].refresh_data()


def _index(place: str) -> int:
    return next(i for i, entry in enumerate(OWN_PAGES) if entry.place == place)
