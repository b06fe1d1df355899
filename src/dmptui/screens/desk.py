"""What a page asks of the program, because another screen gives it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from dmptui.core.model.document import Document


class Desk(Protocol):
    """The program, as the pages of an open record know it.

    Each method shows other screens and returns when they are left: call it from a worker. Errors are shown
    there, once.

    Attributes:
        writes: how many times something was written since the record was opened; a page shown again after
            it changed asks the server again.
    """

    writes: int

    async def read(self, document: "Document", listed: "Sequence[Document]", words: str = "") -> "Document":
        """Read a document, and from there the others of a list.

        Args:
            document: to be read first.
            listed: the documents of the list it is in, in order.
            words: looked for at once, as if they had been typed in the reader.

        Returns:
            The one on the screen when the reader was left.
        """
