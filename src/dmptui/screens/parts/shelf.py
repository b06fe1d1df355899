"""The documents one reads one after the other: those of a list, that may come by and by."""

from collections.abc import Sequence

from dmptui.core.model.document import Document


class Shelf:
    """The documents of a list, in order.

    Args:
        documents: all of them.
    """

    def __init__(self, documents: Sequence[Document]) -> None:
        self._documents = documents

    def __len__(self) -> int:
        return len(self._documents)

    def place(self, document: Document) -> int:
        """The place of a document, from 0; 0 when it is not among them."""
        return next((i for i, d in enumerate(self._documents) if d.id == document.id), 0)

    async def at(self, place: int) -> Document:
        """The document of a place.

        Raises:
            DmpError: it had to be asked, and did not come.
        """
        return self._documents[place]
