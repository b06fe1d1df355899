"""The documents of a selection, of which some windows are held: they come as one scrolls."""

import asyncio
from collections import OrderedDict
from collections.abc import Callable

from dmptui.core.errors import NotFound
from dmptui.core.model.document import Document
from dmptui.core.model.selection import Heading, Selection, Window
from dmptui.core.text import _
from dmptui.core.work.listing import Listing
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.screens.parts.shelf import Shelf

SIZE = 50
"""Documents of a window: two screens."""
MOST = 10
"""Windows that are held: a list that fits in them is taken whole, the rest comes when it is looked at."""


class DocumentWindows:
    """The documents of a selection.

    Args:
        listing: of the record.
        selection: which documents, in which order.
        headings: its groups, in order.
        prepare: makes a document ready for the list.

    Attributes:
        number: how many documents there are.
        want: called when a document that is looked at has to be asked.
    """

    def __init__(
        self,
        listing: Listing,
        selection: Selection,
        headings: tuple[Heading, ...],
        prepare: Callable[[Document], ListedDocument],
    ) -> None:
        self._listing = listing
        self._selection = selection
        self._prepare = prepare
        self.headings = headings
        self.number = sum(heading.number for heading in headings)
        self.want: Callable[[], None] = lambda: None
        self._held: OrderedDict[int, tuple[ListedDocument, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._at = 0

    @property
    def fits(self) -> bool:
        """Whether all its windows may be held."""
        return self.number <= SIZE * MOST

    @property
    def coming(self) -> bool:
        """Whether windows still come that nobody has to look at."""
        return self.fits and len(self._held) * SIZE < self.number

    def at(self, place: int) -> ListedDocument | None:
        """The document of a place, from 0; None when it has not come: it is then wanted."""
        number, rest = divmod(place, SIZE)
        self._at, window = number, self._held.get(number)
        if window is None:
            if number not in self._wanted:
                self._wanted = [*self._wanted[1 - MOST // 2 :], number]
            self.want()
            return None
        self._held.move_to_end(number)
        return window[rest] if rest < len(window) else None

    def place(self, key: object) -> int | None:
        """The place of the document of a key, if it is held."""
        return next(
            (
                number * SIZE + rest
                for number, window in self._held.items()
                for rest, item in enumerate(window)
                if item.document.id == key
            ),
            None,
        )

    def get(self, key: object) -> ListedDocument | None:
        """The document of a key, if it is held."""
        place = self.place(key)
        return None if place is None else self._held[place // SIZE][place % SIZE]

    def needed(self) -> int | None:
        """The window to ask now: what is looked at, the last first; then what is near, or all that fits."""
        while self._wanted:
            number = self._wanted.pop()
            if number not in self._held:
                return number
        last = -(-self.number // SIZE)
        near = range(last) if self.fits else (self._at + 1, self._at - 1)
        return next((number for number in near if 0 <= number < last and number not in self._held), None)

    async def load(self, number: int) -> None:
        """Ask a window.

        Raises:
            DmpError: it did not come.
        """
        self.keep(await self._listing.window(self._selection, number * SIZE, SIZE))

    async def load_around(self, document_id: str) -> None:
        """Ask the window of a document, if it is in the selection; else the first one."""
        self.keep(await self._listing.window(self._selection, 0, SIZE, document_id))

    def keep(self, window: Window[Document]) -> None:
        """Hold a window that came, and let go of the one that was looked at the longest ago."""
        number = window.offset // SIZE
        self._held[number] = tuple(map(self._prepare, window.items))
        self._held.move_to_end(number)
        while len(self._held) > MOST:
            self._held.popitem(last=False)


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
