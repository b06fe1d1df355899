"""The screen of an open record: whose it is, and its pages."""

from typing import NamedTuple

from textual import work
from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import bindings
from dmptui.core.work.record import Record
from dmptui.screens.pages import PAGES
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.identity_line import IdentityLine
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.record_request import RecordRequest
from dmptui.screens.parts.shell import Shell
from dmptui.theme import Tone
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Key, Row

_DOCUMENTS = "documents"


class NextRecord(NamedTuple):
    """The record that takes the place of another, and the page it begins on: the first one when empty."""

    record: Record
    at: str


class RecordScreen(Screen[NextRecord | None]):
    """Dismissed when the record is left, with the one that follows it if there is one.

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
        self._shell = Shell(PAGES, record, desk, at)

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        page = self._shell.page
        return (page.PLACE, *page.PARTS, "record")

    @property
    def impossible(self) -> tuple[str, ...]:
        """The ids of the actions of a record that make no sense in this one: the palette leaves them out."""
        return () if self._record.attending else ("end_attending",)

    @property
    def at(self) -> str:
        """The place of the page on the screen."""
        return self._shell.at

    def compose(self) -> ComposeResult:
        """Whose record, its pages."""
        yield IdentityLine(self._record)
        yield self._shell

    async def action_go(self, index: int) -> None:
        """To a page."""
        await self._shell.go(index)

    async def action_turn(self, step: int) -> None:
        """To the next or the previous page, round and round."""
        await self._shell.turn(step)

    def action_previous_record(self) -> None:
        """Ask for the record that was on the screen before this one."""
        self.post_message(RecordRequest())

    @work(exclusive=True, group="attending")
    async def action_end_attending(self) -> None:
        """No longer be this person's médecin traitant; one's rights change, so the record is left."""
        if await self._desk.end_attending():
            self.dismiss(None)

    def action_back(self) -> None:
        """One step back in the page, or leave the record."""
        if not self._shell.page.step_back():
            self.dismiss(None)

    async def on_page_go_to(self, message: Page.GoTo) -> None:
        """To the page another page leads to."""
        await self._shell.go(self._shell.index_of(message.place))

    def on_screen_resume(self) -> None:
        """Another screen was left, which may have written something."""
        self._shell.refresh_current()

    # What the palette offers of the page Documents

    def documents(self) -> list[Row]:
        """The rows of the documents it lists; none before it was shown once."""
        record_list = self._list
        return [row for row in record_list.rows if isinstance(row, Row)] if record_list is not None else []

    async def read(self, key: Key) -> None:
        """Read the document of this row, from its page."""
        await self._shell.go(self._shell.index_of(_DOCUMENTS))
        record_list = self._list
        assert record_list is not None, "the page Documents is there"
        record_list.go_to(key)
        record_list.action_select()

    @property
    def _list(self) -> RecordList | None:
        """The list of the page Documents, if that was shown."""
        pages = (page for page in self.query(Page).results() if page.PLACE == _DOCUMENTS)
        return next((page.query(RecordList).first() for page in pages), None)

    # Saying

    def wait(self, text: str) -> None:
        """Say what is awaited, in 150 ms; nothing any more when empty."""
        self._shell.wait(text)

    def show_status(self, text: str, tone: Tone = Tone.DIM) -> None:
        """Say something at the end of the last line."""
        self._shell.show_status(text, tone)
