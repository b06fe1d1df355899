"""The desk of an open record: the screens its pages lead to, one after the other."""

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from textual.app import App

from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from dmptui.core.work.record import Record
from dmptui.core.work.session import Session

if TYPE_CHECKING:
    from dmptui.flows.changing import Changing
    from dmptui.flows.depositing import Depositing
    from dmptui.flows.messaging import Messaging
    from dmptui.flows.vaccinating import Vaccinating
    from dmptui.screens.parts.shelf import Shelf


class RecordDesk:
    """Gives the pages of a record what ``screens.parts.desk.Desk`` promises.

    Args:
        app: shows the screens.
        session: the professional's, who opened it.
        record: the open record.
        recent: codes of the types of documents chosen last, in any record; added to.
    """

    def __init__(self, app: App[Any], session: Session, record: Record, recent: list[str]) -> None:
        self._app = app
        self._session = session
        self._record = record
        self._recent = recent
        self.writes = 0

    async def read(
        self,
        document: Document,
        documents: "Sequence[Document] | Shelf",
        words: str = "",
        section: int | None = None,
    ) -> Document:
        """Read a document, and from there the others of a list."""
        from dmptui.screens.reader.record_reader import RecordDocumentScreen

        last = await self._app.push_screen_wait(
            RecordDocumentScreen(self._record, self, document, documents, words, section)
        )
        return last or document

    async def preferences(self) -> dict[str, str]:
        """What the professional chose on their screens, kept by the server."""
        return await self._session.preferences()

    async def save_preference(self, name: str, value: str) -> None:
        """Keep one of them."""
        await self._session.save_preference(name, value)

    async def add(self) -> str:
        """Deposit a document."""
        return await self._depositing.add()

    async def replace(self, document: Document) -> str:
        """Deposit the new version of a document."""
        return await self._depositing.replace(self._record, document)

    async def change(
        self, documents: Sequence[Document], change: Change | None = None
    ) -> tuple[Document, ...]:
        """Change documents."""
        change = change or await self._changing.choose(documents)
        if change is None:
            return ()
        if change is Change.REPLACE:
            await self.replace(documents[0])
            return ()
        return tuple(o.after for o in await self._changing.make(documents, change) if o.after is not None)

    async def write_vaccination_note(self) -> str:
        """Write a note de vaccination."""
        return await self._vaccinating.write()

    async def write_message(self, attached: Document | None = None) -> str:
        """Write to the patient."""
        return await self._messaging.write(attached)

    async def end_attending(self) -> bool:
        """Declare that one is no longer this person's médecin traitant."""
        return await self._changing.end_attending(self._session)

    def _wrote(self) -> None:
        self.writes += 1

    @cached_property
    def _depositing(self) -> "Depositing":
        from dmptui.flows.depositing import Depositing

        return Depositing(self._app, self._session, self._record, self._recent, self._wrote)

    @cached_property
    def _changing(self) -> "Changing":
        from dmptui.flows.changing import Changing

        return Changing(self._app, self._record, self._wrote)

    @cached_property
    def _messaging(self) -> "Messaging":
        from dmptui.flows.messaging import Messaging

        return Messaging(self._app, self._session, self._record, self._wrote)

    @cached_property
    def _vaccinating(self) -> "Vaccinating":
        from dmptui.flows.vaccinating import Vaccinating

        return Vaccinating(self._app, self._session, self._record, self._wrote)
