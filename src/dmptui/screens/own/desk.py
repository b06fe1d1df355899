"""What a page of Mon espace santé asks of the program, because another screen gives it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from dmptui.core.model.document import Document
from dmptui.core.rules.changing import Change


class OwnDesk(Protocol):
    """The program, as the pages of Mon espace santé know it. Its methods are called from a worker.

    Attributes:
        writes: how many times something was written since the person came.
        since: from when something is new; None until it was asked.
    """

    writes: int
    since: datetime | None

    async def read(self, document: Document, listed: Sequence[Document]) -> Document:
        """Read a document, and from there the others of a list; the one that was on the screen last."""

    async def add(self) -> bool:
        """Deposit a document; whether one was."""

    async def replace(self, document: Document) -> bool:
        """Deposit the new version of a document; whether one was."""

    async def change(self, document: Document, change: Change) -> bool:
        """Change a document, after a confirmation where it matters; whether it was."""

    def wrote(self) -> None:
        """Something was written: the other pages ask again when they are shown."""
