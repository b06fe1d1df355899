"""The desk of an open record: the screens its pages lead to, one after the other."""

from collections.abc import Sequence
from typing import Any

from textual.app import App

from dmptui.core.model.document import Document
from dmptui.core.record import Record


class RecordDesk:
    """Gives the pages of a record what ``screens.desk.Desk`` promises.

    Args:
        app: shows the screens.
        record: the open record.
    """

    def __init__(self, app: App[Any], record: Record) -> None:
        self._app = app
        self._record = record
        self.writes = 0

    async def read(self, document: Document, listed: Sequence[Document], words: str = "") -> Document:
        """Read a document, and from there the others of a list."""
        from dmptui.screens.document import DocumentScreen

        last = await self._app.push_screen_wait(DocumentScreen(self._record, document, listed, words))
        return last or document
