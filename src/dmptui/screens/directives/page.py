"""Directives anticipées: what the person wants, in their own words, and who speaks for them."""

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.insight.directives import (
    DIRECTIVES,
    KINDS,
    SYNTHESES,
    DirectiveRecall,
    recalled_by,
    statements,
)
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.directives.rows import columns, key_of, rows
from dmptui.screens.parts import words
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.document_pane import preview
from dmptui.screens.parts.document_rows import ListedDocument
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.paint import Spans
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

register(
    "directives",
    N_("Directives anticipées"),
    Action("select", ("enter",), N_("lire"), N_("Ouvre le document ; la lecture est tracée.")),
    Action(
        "old_versions",
        ("v",),
        N_("anciennes versions"),
        N_("Montre ou cache les versions remplacées et les documents archivés."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande la liste au serveur."), shown=False),
)


class DirectivesPage(Page):
    """What the person wrote about the end of life and their rights, whenever they did.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "directives"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._documents: list[Document] = []
        self._recalled: list[DirectiveRecall] = []
        self._old = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What there is in a sentence, the list, and the pane that says more."""
        yield TextLine(id="status")
        pane = ListWithPane(RecordList(columns()), pane=Preview())
        yield pane.add_class("under")

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._load()

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self._load()

    # Actions

    def action_old_versions(self) -> None:
        """Show or hide what was replaced or archived."""
        self._old = not self._old
        self._show()

    def action_reload(self) -> None:
        """Ask the server again."""
        self._load()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        document = self._document_of(message.key)
        if document is not None:
            self._read(document)

    @work(group="reading")
    async def _read(self, document: Document) -> None:
        documents = [d for row in self._rows() if (d := self._document_of(row.key)) is not None]
        last = await self._desk.read(document, list(dict.fromkeys(documents)))
        self.query_one(RecordList).go_to(last.id)

    # What comes

    @work(exclusive=True, group="directives")
    async def _load(self) -> None:
        """Ask for the directives, which are never too old, and for the syntheses that recall some."""
        self.query_one(RecordList).wait(_("Les directives arrivent…"))
        found: list[Document] = []
        try:
            async for page in self._record.listing.of_types(*KINDS, *SYNTHESES):
                found += page
            self._documents = [d for d in found if d.type.code in KINDS]
            self._recalled = await recalled_by(found, self._record.findings)
            self._failed = False
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._show()

    # Showing

    def _rows(self) -> list[Row]:
        return [row for row in self.query_one(RecordList).rows if isinstance(row, Row)]

    def _document_of(self, key: object) -> Document | None:
        """The document of a row: itself, or the synthesis that recalls a directive."""
        own = (d for d in self._documents if d.id == key)
        return next(own, None) or next((r.document for r in self._recalled if key_of(r) == key), None)

    def _show(self) -> None:
        record_list = self.query_one(RecordList)
        found = rows(self._documents, self._recalled, old=self._old)
        record_list.set_rows(found, keep=record_list.key, empty=self._empty())
        self._show_status()

    def _show_status(self) -> None:
        hidden = sum(map(hidden_by_default, self._documents))
        right = ngettext("{n} ancienne version (v)", "{n} anciennes versions (v)", hidden).format(n=hidden)
        left: tuple[str, Role] = ("", Tone.NORMAL)
        if self._failed and self._documents:
            left = (_("liste incomplète — F5 : redemander"), Tone.WARNING)
        elif self._documents and not any(d.type.code == DIRECTIVES for d in self._documents):
            left = (
                _("Aucune directive anticipée que vous puissiez lire ; d'autres volontés :"),
                Tone.WARNING,
            )
        shown = [(right, Tone.DIM)] if hidden and not self._old else []
        self.query_one("#status", TextLine).show([left], shown)

    def _empty(self) -> str:
        if self._failed:
            return _("Les directives n'ont pas pu être lues.") + "\n" + _("F5 : redemander")
        if self._documents:
            return _("Il n'y a que d'anciennes versions.") + "\n" + _("v : les montrer")
        absent = _("Aucune directive anticipée dans ce DMP que vous puissiez lire.")
        patient = self._record.patient
        if patient.is_minor(self._record.today()):  # CSP L1111-11: of age only
            return absent + "\n" + _("Une personne mineure n'en écrit pas : il faut être majeur.")
        advice = _("Demandez à {who} si des directives existent, et où elles sont.")
        deposit = _("Elles se déposent dans Mon espace santé, et se changent à tout moment.")
        return "\n".join((absent, advice.format(who=words.person(patient)), deposit))

    @on(RecordList.Highlighted)
    def _preview(self, message: RecordList.Highlighted) -> None:
        message.stop()
        recalled = next((r for r in self._recalled if key_of(r) == message.key), None)
        document = self._document_of(message.key)
        pane = self.query_one(Preview)
        if recalled is not None:
            pane.show(lambda width: _lines(recalled, width))
        elif document is not None:
            item = ListedDocument.of(document, new=self._record.discovery.is_new(document))
            pane.show(lambda width: preview(item, (), width))
        else:
            pane.show(lambda _width: ())


def _lines(recalled: DirectiveRecall, width: int) -> list[Spans]:
    """What the pane says of a recalled directive, and where it is written."""
    first, *others = [part for part in statements(recalled.directive) if part] or [_("Directive anticipée")]
    document = recalled.document
    source = _("Inscrit dans : {title}, {date}").format(
        title=document.title, date=words.day(document.act_date)
    )
    texts = ((first, Tone.STRONG), *((other, Tone.NORMAL) for other in others), (source, Tone.DIM))
    return [[(line, tone)] for text, tone in texts for line in wrap(text, max(10, width))]
