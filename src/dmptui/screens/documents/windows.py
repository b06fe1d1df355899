"""The documents of a selection, of which some windows are held: they come as one scrolls."""

import asyncio
from collections.abc import Callable

from dmptui.core.errors import NotFound
from dmptui.core.model.document import Document
from dmptui.core.model.selection import Heading, Selection, Window
from dmptui.core.text import _
from dmptui.core.work.listing import Listing
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.screens.parts.shelf import Shelf
from dmptui.screens.parts.windows import SIZE, HeldWindows


class DocumentWindows(HeldWindows[ListedDocument]):
    """The documents of a selection.

    Args:
        listing: of the record.
        selection: which documents, in which order.
        headings: its groups, in order.
        prepare: makes a document ready for the list.
    """

    def __init__(
        self,
        listing: Listing,
        selection: Selection,
        headings: tuple[Heading, ...],
        prepare: Callable[[Document], ListedDocument],
    ) -> None:
        super().__init__(
            sum(heading.number for heading in headings), self._window, lambda item: item.document.id
        )
        self._listing = listing
        self._selection = selection
        self._prepare = prepare
        self.headings = headings

    async def load_around(self, document_id: str) -> None:
        """Ask the window of a document, if it is in the selection; else the first one."""
        self.keep(await self._listing.window(self._selection, 0, SIZE, document_id))

    def keep(self, window: Window[Document]) -> None:
        """Hold a window that came."""
        self.hold(window.offset, tuple(map(self._prepare, window.items)))

    async def _window(self, offset: int) -> tuple[ListedDocument, ...]:
        window = await self._listing.window(self._selection, offset, SIZE)
        return tuple(map(self._prepare, window.items))


async def opened(
    listing: Listing,
    selection: Selection,
    prepare: Callable[[Document], ListedDocument],
    near: str = "",
) -> DocumentWindows:
    """The documents of a selection: their number, and the first window; the one of ``near`` too, if any.

    Raises:
        DmpError: the server failed.
    """
    headings, first = await asyncio.gather(listing.headings(selection), listing.window(selection, 0, SIZE))
    windows = DocumentWindows(listing, selection, headings, prepare)
    windows.keep(first)
    if near and windows.number > SIZE and windows.place(near) is None:
        await windows.load_around(near)
    return windows


class WindowShelf(Shelf):
    """The documents of a selection, to be read one after the other.

    Args:
        windows: of the selection.
    """

    def __init__(self, windows: DocumentWindows) -> None:
        super().__init__(())
        self._windows = windows

    def __len__(self) -> int:
        return self._windows.number

    def place(self, document: Document) -> int:
        """See Shelf."""
        return self._windows.place(document.id) or 0

    async def at(self, place: int) -> Document:
        """See Shelf."""
        if self._windows.at(place) is None:
            await self._windows.load(place // SIZE)
        found = self._windows.at(place)
        if found is None:
            raise NotFound(_("Ce document n'est plus dans la liste. Revenez-y : F5 la redemande."))
        return found.document
