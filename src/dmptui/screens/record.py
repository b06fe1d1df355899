"""The shell of an open record: whose it is, its pages, and the page on the screen."""

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import bindings, footer
from dmptui.core.record import Record
from dmptui.core.text import _
from dmptui.screens.banner import IdentityLine
from dmptui.screens.desk import Desk
from dmptui.screens.pages import PAGES, Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, PagesLine, Rule


class RecordScreen(Screen[None]):
    """The shell; dismissed when the record is left.

    Args:
        record: the open record.
        desk: what its pages ask for.
    """

    BINDINGS = bindings("record")
    DEFAULT_CSS = "RecordScreen { background: $background; }"

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._pages: dict[int, Page] = {}
        self._writes_seen: dict[int, int] = {}
        self._current = 0

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        page = self._pages[self._current]
        return (page.PLACE, *page.PARTS, "record")

    def compose(self) -> ComposeResult:
        """The identity, the pages, the first of them, the keys."""
        yield IdentityLine(self._record)
        yield PagesLine()
        yield Rule()
        self._pages[0] = PAGES[0].make(self._record, self._desk)
        yield self._pages[0]
        yield FooterLine()

    def on_mount(self) -> None:
        """Show which page it is."""
        self._show_current()

    async def action_go(self, index: int) -> None:
        """To a page; one that was shown before is as it was left."""
        if index == self._current:
            return
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

    def action_back(self) -> None:
        """One step back in the page, or leave the record."""
        if not self._pages[self._current].step_back():
            self.dismiss(None)

    async def on_page_go_to(self, message: Page.GoTo) -> None:
        """To the page another page leads to."""
        await self.action_go(next(i for i, entry in enumerate(PAGES) if entry.place == message.place))

    def on_screen_resume(self) -> None:
        """Another screen was left, which may have written something."""
        self._refresh_current()

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self.query_one(FooterLine).show_status(text, tone)

    def _show_current(self) -> None:
        page = self._pages[self._current]
        titles = [(_(entry.title), _(entry.short)) for entry in PAGES]
        self.query_one(PagesLine).show_pages(titles, self._current)
        keys = self.query_one(FooterLine)
        keys.show_status("")
        keys.show_keys(footer(page.PLACE))
        for widget in page.query("RecordList, Reader").results():
            widget.focus()
            break
        self._refresh_current()

    def _refresh_current(self) -> None:
        seen = self._writes_seen.setdefault(self._current, self._desk.writes)
        if seen != self._desk.writes and self._current in self._pages:
            self._writes_seen[self._current] = self._desk.writes
            self._pages[self._current].refresh_data()
