"""What a page asks of the program, because another screen gives it: in an open record, in one's own."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from dmptui.core.model.document import Document
    from dmptui.core.rules.change_table import Change
    from dmptui.screens.parts.shelf import Shelf


class Desk(Protocol):
    """The program, as the pages of an open record know it.

    Each method shows other screens and returns when they are left: call it from a worker. Errors are shown
    there, once.

    Attributes:
        writes: how many times something was written since the record was opened; a page shown again after
            it changed asks the server again.
    """

    writes: int

    async def read(
        self,
        document: "Document",
        documents: "Sequence[Document] | Shelf",
        words: str = "",
        section: int | None = None,
    ) -> "Document":
        """Read a document, and from there the others of a list.

        Args:
            document: to be read first.
            documents: the documents of the list it is in, in order.
            words: looked for at once, as if they had been typed in the reader.
            section: where it is opened, counted from 0 in reading order; its beginning when None.

        Returns:
            The one on the screen when the reader was left.
        """

    async def preferences(self) -> dict[str, str]:
        """What the professional chose on their screens, by name; the server keeps it.

        Raises:
            DmpError: the server failed.
        """

    async def save_preference(self, name: str, value: str) -> None:
        """Keep one of them.

        Raises:
            DmpError: the server failed.
        """

    async def add(self) -> str:
        """Deposit a document; its id, or nothing when none was."""

    async def replace(self, document: "Document") -> str:
        """Deposit the new version of a document; its id, or nothing when none was."""

    async def change(
        self, documents: "Sequence[Document]", change: "Change | None" = None
    ) -> "tuple[Document, ...]":
        """Change documents, each on its own, and show what became of them.

        Args:
            documents: as they were listed.
            change: its contrary is made when all of them have it already; None asks which one.

        Returns:
            Those that were changed, as they then stand.
        """

    async def write_vaccination_note(self) -> str:
        """Write a note de vaccination; the id of the document, or nothing when none was written."""

    async def write_message(self, attached: "Document | None" = None) -> str:
        """Write to the patient, with a document or not; the id of the message, or nothing."""

    async def end_attending(self) -> bool:
        """Declare that one is no longer this person's médecin traitant; whether it is so now."""


class OwnDesk(Protocol):
    """The program, as the pages of Mon espace santé know it. Its methods are called from a worker.

    Attributes:
        writes: how many times something was written since the person came.
        since: from when something is new; None until it was asked.
    """

    writes: int
    since: "datetime | None"

    async def read(self, document: "Document", documents: "Sequence[Document]") -> "Document":
        """Read a document, and from there the others of a list; the one that was on the screen last."""

    async def add(self) -> bool:
        """Deposit a document; whether one was."""

    async def replace(self, document: "Document") -> bool:
        """Deposit the new version of a document; whether one was."""

    async def change(self, document: "Document", change: "Change") -> bool:
        """Change a document, after a confirmation where it matters; whether it was."""

    def wrote(self) -> None:
        """Something was written: the other pages ask again when they are shown."""
