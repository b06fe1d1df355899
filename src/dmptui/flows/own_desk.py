"""The desk of Mon espace santé: the screens its pages lead to, what is asked before something is written."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Any

from textual.app import App

from dmptui.core.deposit.preparation import PreparedDocument, Source
from dmptui.core.documents.text import clean_line
from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.flows.filling import Filling, Submit
from dmptui.screens.deposit.draft import Draft
from dmptui.screens.deposit.form import DepositForm
from dmptui.screens.deposit.values import own_lines, own_problems, own_wishes_of
from dmptui.screens.parts import words
from dmptui.screens.parts.own_line import OwnLine
from dmptui.theme import Tone
from dmptui.widgets.dialog import Deed, Dialog


class OwnSpaceDesk:
    """Gives the pages of Mon espace santé what ``screens.parts.desk.OwnDesk`` promises.

    Args:
        app: shows the screens.
        session: of the person.
        since: from when something is new; None until it was asked.
    """

    def __init__(self, app: App[Any], session: PatientSession, since: datetime | None) -> None:
        self._app = app
        self._session = session
        self.since = since
        self.writes = 0
        self._filling = Filling[Draft](app, self.wrote)

    def wrote(self) -> None:
        """Something was written."""
        self.writes += 1

    async def read(self, document: Document, documents: Sequence[Document]) -> Document:
        """Read a document, and from there the others of a list."""
        from dmptui.screens.reader.page import DocumentScreen

        screen = DocumentScreen(self._session, OwnLine(self._session), document, documents)
        last = await self._app.push_screen_wait(screen)
        return last or document

    async def change(self, document: Document, change: Change) -> bool:
        """Change a document; a refusal is tried all the same, so that it is traced."""
        row = CHANGES[change]
        title, warning = _(row.to_patient.title), row.to_patient.warning
        if warning and self._session.may_change(document, change).allowed:
            tone = Tone.DANGER if row.without_return else Tone.NORMAL
            dialog = self._question(title, [(_("Document"), document.title)], [_(warning)], tone)
            if await self._app.push_screen_wait(dialog) is None:
                return False
        if await self._filling.attempt(self._session.change(document, change)) is None:
            return False
        self.wrote()
        facts = [(_("Document"), document.title), (_("Désormais"), _(row.to_patient.done))]
        await self._app.push_screen_wait(self._receipt(facts))
        return True

    async def add(self) -> bool:
        """Deposit a document."""
        return await self._deposit("", _("Ajouter un document"), Draft(), self._session.deposit)

    async def replace(self, document: Document) -> bool:
        """Deposit the new version of a document."""
        if self._session.may_change(document, Change.REPLACE).refused:
            await self._filling.attempt(self._session.change(document, Change.REPLACE))
            return False

        async def send(prepared: PreparedDocument) -> str:
            return await self._session.replace(document, prepared)

        begun = Draft(values={"type": document.type.code, "title": document.title})
        title = _("Remplacer « {title} »").format(title=document.title)
        return await self._deposit(document.id, title, begun, send)

    async def _deposit(
        self, replaced: str, title: str, begun: Draft, send: Callable[[PreparedDocument], Awaitable[str]]
    ) -> bool:
        session = self._session
        alone = session.patient.is_minor(session.today()) and not session.representative

        def form(draft: Draft, submit: Submit, keep: Callable[[Draft], None]) -> DepositForm:
            return DepositForm(
                OwnLine(session),
                title,
                draft,
                lines=own_lines(hiding=not replaced, from_representatives=alone),
                problems=own_problems,
                clock=session.clock,
                submit=submit,
                keep=keep,
            )

        async def deliver(draft: Draft) -> str:
            assert draft.source is not None, "checked by the form"
            prepared = await session.prepare_deposit(draft.source, own_wishes_of(draft.values))
            facts = _facts(draft.source, prepared)
            sendable = session.may_deposit(prepared).allowed
            return await self._filling.deliver(
                self._question(_("Déposer"), facts, prepared.warnings, Tone.NORMAL) if sendable else None,
                lambda: send(prepared),
                lambda _id: self._receipt([(_("Déposé"), prepared.document.title)]),
            )

        return bool(await self._filling.fill_in(form, begun, deliver, replaced))

    def _question(
        self, title: str, facts: Sequence[tuple[str, str]], paragraphs: Sequence[str], tone: Tone
    ) -> Dialog:
        """What is to be confirmed, in front of whose record it is."""
        return Dialog(
            _("{what}, dans le dossier de").format(what=title),
            identity=self._identity,
            facts=facts,
            paragraphs=paragraphs,
            deeds=[Deed("o", _("Oui, je le confirme"), tone=tone)],
        )

    def _receipt(self, facts: Sequence[tuple[str, str]]) -> Dialog:
        return Dialog(_("C'est fait, dans le dossier de"), identity=self._identity, facts=facts)

    @property
    def _identity(self) -> str:
        return words.boxed_identity(self._session.patient, self._session.today())


def _facts(source: Source, prepared: PreparedDocument) -> list[tuple[str, str]]:
    document = prepared.document
    masked = Visibility.HIDDEN_FROM_PROFESSIONALS in document.visibility
    hidden = Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility
    readers = [
        _("masqué aux professionnels") if masked else _("visible des professionnels autorisés"),
        _("non visible des représentants légaux") if hidden else "",
    ]
    return [
        (_("Fichier"), clean_line(source.name)),
        (_("Type"), document.type.display),
        (_("Titre"), document.title),
        (_("Confidentialité"), ", ".join(part for part in readers if part)),
    ]
