"""Mes documents: all that the person may see, and what they decide of it."""

from dataclasses import dataclass

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.documents.lines import about, columns, kept, rows
from dmptui.screens.parts.desk import OwnDesk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.preview import Preview
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList

register(
    "own_documents",
    N_("Mes documents"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document ; la lecture est tracée.")),
    Action("search", ("/",), N_("chercher"), N_("Ne garde que les documents qui ont ces mots.")),
    Action(
        "mask",
        ("m",),
        N_("masquer"),
        N_("Masque le document aux professionnels, ou le leur montre à nouveau."),
    ),
    Action("add", ("a",), N_("ajouter"), N_("Dépose un document dans Mon espace santé.")),
    Action("change('delete')", ("S",), N_("supprimer"), N_("Supprime ce que vous avez déposé."), shown=False),
    Action("replace", ("R",), N_("remplacer"), N_("Dépose une nouvelle version de ce que vous avez déposé.")),
    Action(
        "archive", ("A",), N_("archiver"), N_("Archive ce que vous avez déposé, ou l'en sort."), shown=False
    ),
    Action(
        "change('show-to-representatives')",
        ("L",),
        N_("montrer aux représentants légaux"),
        N_("Sans retour, pour une personne mineure."),
        shown=False,
    ),
    Action(
        "old_versions",
        ("v",),
        N_("anciens"),
        N_("Montre ou cache les anciennes versions et les documents archivés."),
        shown=False,
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)


@dataclass(frozen=True, slots=True)
class _Filter:
    """What is typed, and whether archived documents and old versions are shown."""

    typed: str = ""
    old: bool = False


class OwnDocumentsPage(Page):
    """The documents the person sees: those not visible to them yet are not there at all.

    Args:
        session: of the person.
        desk: what leads to other screens.
    """

    PLACE = "own_documents"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, session: PatientSession, desk: OwnDesk) -> None:
        super().__init__()
        self._session = session
        self._desk = desk
        self._documents: list[Document] = []
        self._choice = _Filter()
        self._coming = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """How many there are, the list, the pane, the line to type in."""
        yield TextLine(id="status")
        yield ListWithPane(RecordList(columns()), pane=Preview())
        yield Prompt(_("Chercher :"), hint=_("un titre, un type, un auteur"))

    def on_mount(self) -> None:
        """Ask for the documents."""
        self.action_reload()

    def refresh_data(self) -> None:
        """Something was written."""
        self.action_reload()

    def step_back(self) -> bool:
        """Forget what was typed."""
        if not self._choice.typed:
            return False
        self._apply(_Filter(old=self._choice.old))
        return True

    # Actions

    async def action_search(self) -> None:
        """Type words."""
        await self.query_one(Prompt).open(self._choice.typed)

    def action_old_versions(self) -> None:
        """Show or hide what was replaced or archived."""
        self._apply(_Filter(self._choice.typed, not self._choice.old))

    def action_mask(self) -> None:
        """Hide the document from the professionals, or show it to them again."""
        document = self._here
        if document is not None:
            masked = Visibility.HIDDEN_FROM_PROFESSIONALS in document.visibility
            self.action_change(Change.UNMASK if masked else Change.MASK)

    def action_archive(self) -> None:
        """Put the document in the archives, or take it out."""
        document = self._here
        if document is not None:
            self.action_change(Change.UNARCHIVE if document.archived else Change.ARCHIVE)

    @work(exclusive=True, group="writing")
    async def action_change(self, change: str) -> None:
        """Change the document under the cursor."""
        document = self._here
        if document is not None and await self._desk.change(document, Change(change)):
            self.action_reload()

    @work(exclusive=True, group="writing")
    async def action_add(self) -> None:
        """Deposit a document."""
        if await self._desk.add():
            self.action_reload()

    @work(exclusive=True, group="writing")
    async def action_replace(self) -> None:
        """Deposit a new version of the document under the cursor."""
        document = self._here
        if document is not None and await self._desk.replace(document):
            self.action_reload()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        self._read()

    @work(exclusive=True, group="reading")
    async def _read(self) -> None:
        document = self._here
        if document is not None:
            documents = kept(self._documents, self._choice.typed, old=self._choice.old)
            last = await self._desk.read(document, documents)
            self.query_one(RecordList).go_to(last.id)

    @work(exclusive=True, group="documents")
    async def action_reload(self) -> None:
        """Ask the server."""
        self.query_one(RecordList).wait(_("Vos documents arrivent…"))
        found: list[Document] = []
        try:
            async for page in self._session.documents():
                found += page
                if not self._documents:  # the first page is read while the others come
                    self._documents, self._coming = list(found), True
                    self._show()
            self._documents, self._failed = found, False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._coming = False
        self._show()

    # Showing

    @property
    def _here(self) -> Document | None:
        """The document under the cursor."""
        key = self.query_one(RecordList).key
        return next((document for document in self._documents if document.id == key), None)

    def _apply(self, choice: _Filter) -> None:
        self._choice = choice
        self._show()

    def _show(self) -> None:
        record_list = self.query_one(RecordList)
        documents = kept(self._documents, self._choice.typed, old=self._choice.old)
        record_list.set_rows(rows(documents), keep=record_list.key, empty=self._empty())
        hidden = 0 if self._choice.old else sum(map(hidden_by_default, self._documents))
        count = ngettext("{n} document", "{n} documents", len(documents)).format(n=len(documents))
        if self._coming:
            count += " …"
        elif hidden:
            count += " · " + _("{n} anciens ou archivés (v)").format(n=hidden)
        left: list[tuple[str, Role]] = []
        if self._failed and self._documents:
            left = [(_("liste incomplète — F5 : redemander"), Tone.WARNING)]
        elif self._choice.typed:
            left = [(f"« {self._choice.typed} »", Tone.STRONG)]
        self.query_one("#status", TextLine).show(left, [(count if self._documents else "", Tone.DIM)])

    def _empty(self) -> str:
        if self._failed:
            return _("Vos documents n'ont pas pu être lus.") + "\n" + _("F5 : redemander")
        if self._documents:
            return _("Aucun document avec ces mots.") + "\n" + _("Échap : tout montrer")
        return _("Aucun document.") + "\n" + _("a : en ajouter un")

    @on(RecordList.Highlighted)
    def _preview(self, message: RecordList.Highlighted) -> None:
        message.stop()
        document = self._here
        self.query_one(Preview).show(lambda width: about(document, width) if document else ())

    @on(Prompt.Changed)
    def _filter(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(_Filter(message.value, self._choice.old))

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(RecordList).focus()
        if isinstance(message, Prompt.Cancelled):
            self._apply(_Filter(old=self._choice.old))
