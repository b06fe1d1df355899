"""Carnet de vaccination: every injection once, by date or by disease, with the documents that tell it."""

from collections.abc import Collection, Sequence
from contextlib import aclosing
from time import monotonic

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.insight.vaccination_record import SECTION as VACCINATIONS
from dmptui.core.insight.vaccination_record import Dose, doses, to_read
from dmptui.core.insight.vaccination_words import count_words
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.screens.vaccinations.detail import DoseDetail
from dmptui.screens.vaccinations.rows import columns, rows
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.record_list import RecordList

register(
    "vaccinations",
    N_("Vaccination"),
    Action("select", ("enter",), N_("détail"), N_("Montre tout ce qui est dit de l'injection, et par qui.")),
    Action(
        "by_disease",
        ("b",),
        N_("par maladie"),
        N_("Groupe les injections par maladie, ou les remet par date."),
    ),
    Action("source", ("o",), N_("document"), N_("Ouvre le document dont vient la ligne, à sa section.")),
    Action("write", ("n",), N_("écrire une note"), N_("Écrit une note de vaccination.")),
    Action(
        "read_others",
        ("e",),
        N_("lire aussi les certificats"),
        N_("Lit les examens de l'enfant et la dernière synthèse ; chaque lecture est tracée."),
    ),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande les documents au serveur."), shown=False),
)

_REPAINT_EVERY = 0.25
"""Seconds between two repaints while documents arrive."""

_WIDEST = 72
"""Cells of a sentence in the middle of the page."""


class VaccinationsPage(Page):
    """The vaccinations of a record, whatever their age.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "vaccinations"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._documents: list[Document] = []
        self._read: dict[str, tuple[Document, Entries]] = {}
        self._found: tuple[Dose, ...] = ()
        self._diseases = False
        self._others = False
        self._reading = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What was read, the injections, one of them whole."""
        yield TextLine(id="status")
        yield ListWithPane(RecordList(columns(), id="doses"), pane=DoseDetail(id="detail"))

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._load()

    def on_show(self) -> None:
        """The keyboard goes to what is on the screen."""
        if self._placed.opened:
            self._detail.focus()

    def step_back(self) -> bool:
        """Leave the detail."""
        left = self._placed.opened
        if left:
            self._placed.open(pane=False)
        return left

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self._load()

    def refused(self) -> Collection[str]:
        """A note is not for every profession."""
        return () if self._record.may_write_vaccination_note().allowed else ("write",)

    # Actions

    def action_by_disease(self) -> None:
        """Group by disease, or list by date."""
        self._diseases = not self._diseases
        self._placed.open(pane=False)
        self._show()
        self._list.action_first()

    def action_read_others(self) -> None:
        """Read the documents that tell vaccinations among other things."""
        if not self._others:
            self._others = True
            self._load()

    @work(group="writing")
    async def action_write(self) -> None:
        """Write a note; a profession that may not is told why."""
        await self._desk.write_vaccination_note()

    def action_reload(self) -> None:
        """Ask the server again, also for what could not be read."""
        self._record.findings.failures.clear()
        self._load()

    def action_source(self) -> None:
        """Open the document of the line."""
        document = self._document_under_cursor
        if document is not None:
            sections = self._read[document.id][1].remaining(VACCINATIONS) if document.id in self._read else ()
            self._open_document(document, [document], section=sections[0].index if sections else None)
            return
        dose = self._dose
        if dose is not None:
            mention = (self._detail.mention if self._placed.opened else None) or dose.mentions[0]
            documents = [each.document for each in dose.mentions]
            source = mention.vaccination.source
            words = f'"{mention.lot}"' if mention.lot and mention.lot in source.narrative else ""
            self._open_document(mention.document, documents, words, source.section_index)

    @work(group="reading")
    async def _open_document(
        self, document: Document, documents: Sequence[Document], words: str = "", section: int | None = None
    ) -> None:
        await self._desk.read(document, documents, words, section)

    # What comes

    @work(exclusive=True, group="vaccinations")
    async def _load(self) -> None:
        """Ask for the list of documents, then read them; what they say is shown as it comes."""
        self._list.wait(_("Les vaccinations arrivent…"))
        self._reading, self._failed = True, False
        try:
            self._documents = await self._wanted()
            ids = {document.id for document in self._documents}
            self._read = {key: read for key, read in self._read.items() if key in ids}
            await self._read_all()
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._reading = False
        self._compute()

    async def _wanted(self) -> list[Document]:
        pages = self._record.listing.whole() if self._others else self._record.listing.recent()
        return to_read([d async for page in pages for d in page], others=self._others)

    async def _read_all(self) -> None:
        painted = monotonic()
        readable = filter(may_hold_entries, self._documents)
        async with aclosing(self._record.findings.of_many(readable)) as coming:
            async for document, entries in coming:
                self._read[document.id] = document, entries
                if monotonic() - painted > _REPAINT_EVERY:
                    self._compute()
                    painted = monotonic()

    def _compute(self) -> None:
        self._found = doses(self._read.values())
        self._show()

    # What is chosen

    @property
    def _list(self) -> RecordList:
        return self.query_one("#doses", RecordList)

    @property
    def _placed(self) -> ListWithPane:
        return self.query_one(ListWithPane)

    @property
    def _detail(self) -> DoseDetail:
        return self.query_one(DoseDetail)

    @property
    def _dose(self) -> Dose | None:
        """The injection under the cursor; the key of its row ends with its own."""
        key = self._list.key
        return next((d for d in self._found if isinstance(key, tuple) and d.key == key[1:]), None)

    @property
    def _document_under_cursor(self) -> Document | None:
        return next((d for d in self._documents if d.id == self._list.key), None)

    @on(RecordList.Highlighted, "#doses")
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._detail.show(self._dose, self._found)

    @on(RecordList.Selected, "#doses")
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if self._document_under_cursor is not None:
            self.action_source()
        elif self._dose is not None:
            self._placed.open(pane=True)

    @on(RecordList.Highlighted, "#detail")
    def _stop(self, message: RecordList.Highlighted) -> None:
        message.stop()

    @on(RecordList.Selected, "#detail")
    def _choose_telling(self, message: RecordList.Selected) -> None:
        message.stop()
        self.action_source()

    # Showing

    def _show(self) -> None:
        others, fuller = ((), ()) if self._reading else (self._without, self._fuller)
        lines = rows(self._found, others, fuller, self._apart, diseases=self._diseases)
        self._list.set_rows(lines, keep=self._list.key, empty=self._empty())
        self._placed.need(pane=bool(self._list.rows))
        self._list.set_sorted(None if self._diseases else 0, descending=True)
        if self._placed.opened and self._dose is None:
            self._placed.open(pane=False)
        self._detail.show(self._dose, self._found)
        self._say()

    @property
    def _without(self) -> list[Document]:
        """The documents of vaccination from which nothing could be taken: files, and those not readable."""
        empty = {key for key, (_document, entries) in self._read.items() if not entries.vaccinations}
        ids = {*self._read.keys() - empty, *self._record.findings.apart}
        return [d for d in self._documents if d.id not in ids and d.type.code in VACCINATION_TYPES]

    @property
    def _apart(self) -> list[Document]:
        """Those that are about somebody else."""
        return [d for d in self._documents if d.id in self._record.findings.apart]

    @property
    def _fuller(self) -> list[Document]:
        """The documents whose text says more of vaccinations than the injections that are listed."""
        without = self._without
        return [
            d for d, entries in self._read.values() if entries.remaining(VACCINATIONS) and d not in without
        ]

    def _say(self) -> None:
        count = count_words(self._found)
        read = ngettext("{n} document lu", "{n} documents lus", len(self._read)).format(n=len(self._read))
        order = _("par maladie") if self._diseases else _("par date")
        left: list[tuple[str, Role]] = [(f"{count} · {read}", Tone.NORMAL)]
        if self._reading:
            progress = _("lecture : {n} sur {wanted}").format(n=len(self._read), wanted=len(self._documents))
            left = [(f"{count} · {progress}", Tone.NORMAL)]
        elif self._failed:
            left.append((_("   carnet incomplet — F5 : redemander"), Tone.WARNING))
        elif not self._others:
            left.append((_(" — e : lire aussi les certificats"), Tone.NORMAL))
        self.query_one("#status", TextLine).show(left, [(order, Tone.DIM)])

    def _empty(self) -> str:
        if self._failed:
            return _("Les vaccinations n'ont pas pu être lues.") + "\n" + _("F5 : redemander")
        if self._reading:
            return _("Les vaccinations arrivent…")
        absent = _("Aucune vaccination dans ce DMP que vous puissiez lire.")
        if not self._others:
            absent += "\n" + _("e : chercher aussi dans les examens de l'enfant et la dernière synthèse")
        decision = self._record.may_write_vaccination_note()
        sentence = _("n : écrire une note de vaccination") if decision.allowed else decision.reason
        return "\n".join([absent, *wrap(sentence, _WIDEST)])
