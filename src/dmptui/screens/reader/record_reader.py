"""One document of an open record: read, and changed from there."""

from collections.abc import Sequence

from textual import work

from dmptui.actions import bindings
from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.rules.change_table import Change
from dmptui.core.work.record import Record
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.identity_line import IdentityLine
from dmptui.screens.parts.shelf import Shelf
from dmptui.screens.reader.actions import PLACE, WRITING_PLACE
from dmptui.screens.reader.page import DocumentScreen


class RecordDocumentScreen(DocumentScreen):
    """The reader of an open record; dismissed with the document that was on the screen.

    Args:
        record: the open record.
        desk: what leads to other screens.
        document, listed, words, section: see ``DocumentScreen``.
    """

    PLACES = (PLACE, WRITING_PLACE)
    BINDINGS = bindings(WRITING_PLACE)

    def __init__(
        self,
        record: Record,
        desk: Desk,
        document: Document,
        documents: Sequence[Document] | Shelf,
        words: str = "",
        section: int | None = None,
    ) -> None:
        super().__init__(record, IdentityLine(record), document, documents, words, section)
        self._desk = desk

    @work(exclusive=True, group="writing")
    async def action_add(self) -> None:
        """Deposit another document."""
        await self._desk.add()

    @work(exclusive=True, group="writing")
    async def action_replace(self) -> None:
        """Deposit the new version of this document; the list then shows it."""
        if await self._desk.replace(self.document):
            self.dismiss(self.document)

    @work(exclusive=True, group="writing")
    async def action_change(self, change: str) -> None:
        """Change this document, and show it as it then stands; ask how when not told."""
        writes = self._desk.writes
        changed = await self._desk.change([self.document], Change(change) if change else None)
        if changed and changed[0].status is not DocumentStatus.DELETED:
            self.show_changed(changed[0])
        elif self._desk.writes != writes:  # deleted, replaced, or changed by somebody else
            self.dismiss(self.document)
