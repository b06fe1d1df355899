"""What the reader of a document asks of who reads: an open record, or a person in Mon espace santé."""

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import date

    from dmptui.core.model.access import AccessMode
    from dmptui.core.model.content import Content
    from dmptui.core.model.document import Document
    from dmptui.core.model.patient import Patient


class Reading(Protocol):
    """A record, as far as one reads in it; see ``work.record.Record``.

    Attributes:
        patient: whose it is.
        mode: how it was opened.
    """

    patient: "Patient"
    mode: "AccessMode"

    def today(self) -> "date":
        """The day it is, in the zone of the days."""

    def warnings_on(self, document: "Document") -> tuple[str, ...]:
        """What to know before talking about this document."""

    async def read(self, document: "Document") -> "Content":
        """The content of a document; the server traces it.

        Raises:
            DmpError: it may not be read, or the server failed.
        """

    async def versions(self, document: "Document") -> "tuple[Document, ...]":
        """Every version of a document that may be read, itself among them, the latest deposit first.

        Raises:
            DmpError: the server failed.
        """
