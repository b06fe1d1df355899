"""The pages of a record, a professional's or one's own: their names, one of them, and its keys."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from dmptui.core.model.trace import DisplayedPage
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.core.work.record import Record
from dmptui.screens.parts.desk import Desk, OwnDesk
from dmptui.screens.parts.page import Page, PageEntry
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, PagesLine, Rule

_DISPLAYED = {
    "summary": DisplayedPage.SUMMARY,
    "care_path": DisplayedPage.CARE_PATH,
    "vaccinations": DisplayedPage.VACCINATIONS,
    "directives": DisplayedPage.DIRECTIVES,
    "biology": DisplayedPage.BIOLOGY,
}
"""The pages that read documents to fill themselves, by their place: their display is one trace."""


class Shell(Vertical):
    """Shows one page at a time; one that was shown before is as it was left.

    Args:
        entries: the pages, in order.
        record: the open record, or one's own.
        desk: what the pages ask for.
        at: the place of the page to begin on; the first one when empty.
    """

    def __init__(
        self,
        entries: Sequence[PageEntry],
        record: Record | PatientSession,
        desk: Desk | OwnDesk,
        at: str = "",
    ) -> None:
        super().__init__()
        self._entries = entries
        self._record = record
        self._desk = desk
        self._pages: dict[int, Page] = {}
        self._writes_seen: dict[int, int] = {}
        self._current = self.index_of(at) if at else 0
        self._made(self._current)  # there before it is on the screen: a key may already ask where one is

    @property
    def page(self) -> Page:
        """The one on the screen."""
        return self._pages[self._current]

    @property
    def at(self) -> str:
        """The place of the page on the screen."""
        return self._entries[self._current].place

    def index_of(self, place: str) -> int:
        """Where a page is among the others."""
        return next(i for i, entry in enumerate(self._entries) if entry.place == place)

    def compose(self) -> ComposeResult:
        """The names of the pages, one of them, its keys."""
        yield PagesLine()
        yield Rule()
        yield self.page
        yield FooterLine()

    def on_mount(self) -> None:
        """Show which page it is."""
        self._show_current()

    async def go(self, index: int) -> None:
        """To a page."""
        if index == self._current:
            return
        with self.app.batch_update():
            self.page.display = False
            if index in self._pages:
                self._pages[index].display = True
            else:
                await self.mount(self._made(index), before=self.query_one(FooterLine))
            self._current = index
            self._show_current()

    async def turn(self, step: int) -> None:
        """To the next or the previous page, round and round."""
        await self.go((self._current + step) % len(self._entries))

    def refresh_current(self) -> None:
        """The page is on the screen: have it go on, and ask again if something was written meanwhile."""
        self.page.come_back()
        writes = self._writes_seen.setdefault(self._current, self._desk.writes)
        if writes != self._desk.writes and self._current in self._pages:
            self._writes_seen[self._current] = self._desk.writes
            self.page.refresh_data()

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self.query_one(FooterLine).wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    def _made(self, index: int) -> Page:
        self._begin_display(index)
        self._pages[index] = self._entries[index].make(self._record, self._desk)
        return self._pages[index]

    def _begin_display(self, index: int) -> None:
        """What the page reads by itself is a part of its display."""
        page = _DISPLAYED.get(self._entries[index].place)
        if page is not None and isinstance(self._record, Record):
            self._record.displays.begin(page)

    def _show_current(self) -> None:
        self._begin_display(self._current)
        titles = [(_(entry.title), _(entry.short)) for entry in self._entries]
        letters = [entry.letter for entry in self._entries]
        self.query_one(PagesLine).show_pages(titles, self._current, letters)
        keys = self.query_one(FooterLine)
        keys.show_status("")
        keys.show_keys(self.page.offered(), self.page.refused())
        self.page.take_keyboard()
        self.refresh_current()
