"""The shell of an open record: whose it is, its pages, and the page on the screen."""

from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import bindings, footer
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.pages import PAGES
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.identity_line import IdentityLine
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.record_wanted import RecordWanted
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, PagesLine, Rule
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Key, Row

_DOCUMENTS = next(i for i, entry in enumerate(PAGES) if entry.place == "documents")


class Following(NamedTuple):
    """The record that takes the place of another, and the page it begins on: the first one when empty."""

    record: Record
    at: str


class RecordScreen(Screen[Following | None]):
    """The shell; dismissed when the record is left, with the one that follows it if there is one.

    Args:
        record: the open record.
        desk: what its pages ask for.
        at: the place of the page to begin on; the first one when empty.
    """

    BINDINGS = bindings("record")
    DEFAULT_CSS = "RecordScreen { background: $background; }"

    def __init__(self, record: Record, desk: Desk, at: str = "") -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._pages: dict[int, Page] = {}
        self._writes_seen: dict[int, int] = {}
        self._current = _index(at) if at else 0

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        page = self._pages[self._current]
        return (page.PLACE, *page.PARTS, "record")

    @property
    def impossible(self) -> tuple[str, ...]:
        """The ids of the actions of a record that make no sense in this one: the palette leaves them out."""
        return () if self._record.attending else ("end_attending",)

    @property
    def at(self) -> str:
        """The place of the page on the screen."""
        return PAGES[self._current].place

    def compose(self) -> ComposeResult:
        """The identity, the pages, the first of them, the keys."""
        yield IdentityLine(self._record)
        yield PagesLine()
        yield Rule()
        self._pages[self._current] = PAGES[self._current].make(self._record, self._desk)
        yield self._pages[self._current]
        yield FooterLine()

    def on_mount(self) -> None:
        """Show which page it is."""
        self._show_current()

    async def action_go(self, index: int) -> None:
        """To a page; one that was shown before is as it was left."""
        if index == self._current:
            return
        with self.app.batch_update():
            self._pages[self._current].display = False
            if index in self._pages:
                self._pages[index].display = True
            else:
                self._pages[index] = PAGES[index].make(self._record, self._desk)
                await self.mount(self._pages[index], before=self.query_one(FooterLine))
            self._current = index
            self._show_current()

    async def action_turn(self, step: int) -> None:
        """To the next or the previous page, round and round."""
        await self.action_go((self._current + step) % len(PAGES))

    def action_previous_record(self) -> None:
        """Ask for the record that was on the screen before this one."""
        self.post_message(RecordWanted())

    @work(exclusive=True, group="attending")
    async def action_end_attending(self) -> None:
        """No longer be this person's médecin traitant; one's rights change, so the record is left."""
        if await self._desk.end_attending():
            self.dismiss(None)

    def action_back(self) -> None:
        """One step back in the page, or leave the record."""
        if not self._pages[self._current].step_back():
            self.dismiss(None)

    async def on_page_go_to(self, message: Page.GoTo) -> None:
        """To the page another page leads to."""
        await self.action_go(_index(message.place))

    def on_screen_resume(self) -> None:
        """Another screen was left, which may have written something."""
        self._refresh_current()

    # What the palette offers of the page Documents

    def documents(self) -> list[Row]:
        """The rows of the documents it lists; none before it was shown once."""
        if _DOCUMENTS not in self._pages:
            return []
        rows = self._pages[_DOCUMENTS].query(RecordList).first().rows
        return [row for row in rows if isinstance(row, Row)]

    async def read(self, key: Key) -> None:
        """Read the document of this row, from its page."""
        await self.action_go(_DOCUMENTS)
        listed = self._pages[_DOCUMENTS].query(RecordList).first()
        listed.go_to(key)
        listed.action_select()

    # Saying

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self.query_one(FooterLine).wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    def _show_current(self) -> None:
        page = self._pages[self._current]
        titles = [(_(entry.title), _(entry.short)) for entry in PAGES]
        self.query_one(PagesLine).show_pages(titles, self._current)
        keys = self.query_one(FooterLine)
        keys.show_status("")
        keys.show_keys(footer(page.PLACE), page.refused())
        page.take_keyboard()
        self._refresh_current()

    def _refresh_current(self) -> None:
        seen = self._writes_seen.setdefault(self._current, self._desk.writes)
        if seen != self._desk.writes and self._current in self._pages:
            self._writes_seen[self._current] = self._desk.writes
            self._pages[self._current].refresh_data()


def _index(place: str) -> int:
    return next(i for i, entry in enumerate(PAGES) if entry.place == place)
