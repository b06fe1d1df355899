"""Carnet de vaccination: every injection once, by date or by disease, with the documents that tell it."""

import asyncio
from collections.abc import AsyncGenerator, Collection, Iterable, Sequence
from contextlib import aclosing, suppress

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.insight.vaccination_record import SECTION as VACCINATIONS
from dmptui.core.insight.vaccination_record import Dose, Lookalikes, doses
from dmptui.core.insight.vaccination_words import count_words
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.record import Record
from dmptui.core.work.vaccination_documents import VaccinationDocuments
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.growth import Growth
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

_SHOWN_EVERY = 4
"""Documents read between two showings, while there are few."""

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
        self._documents: dict[str, Document] = {}
        self._settled: Collection[str] = ()
        self._read: dict[str, tuple[Document, Entries]] = {}
        self._found: tuple[Dose, ...] = ()
        self._alike = Lookalikes()
        self._count = ""
        self._done = 0
        self._number = 0
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
        """Ask for the documents, the latest first, and read them as they come; what they say is shown."""
        self._list.wait(_("Les vaccinations arrivent…"))
        self._reading, self._failed, self._number = True, False, 0
        asked = VaccinationDocuments(self._record, others=self._others)
        try:
            await asyncio.gather(self._ask_number(asked), self._read_all(asked))
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        self._reading = False
        await self._compute()

    async def _ask_number(self, asked: VaccinationDocuments) -> None:
        """How many are to be read; an error is told by the other question."""
        with suppress(DmpError):
            self._number = await asked.number()

    async def _read_all(self, asked: VaccinationDocuments) -> None:
        """Read each piece of the list before the next is asked; what is gone is forgotten at the end."""
        listed: dict[str, Document] = {}
        self._done, growth = 0, Growth(_SHOWN_EVERY)
        async for page in asked.pages():
            await self.on_screen()
            self._documents |= {document.id: document for document in page}
            async for document, entries in self._entries(page):
                self._read[document.id] = document, entries
                self._done += 1
                self._say()
                if growth.is_due(self._done):
                    await self._compute()
            listed |= {document.id: document for document in page}
            self._done, self._settled = len(listed), listed.keys()
            if growth.is_due(self._done):
                await self._compute()
        self._documents = listed
        self._read = {key: read for key, read in self._read.items() if key in listed}

    async def _entries(self, page: Iterable[Document]) -> AsyncGenerator[tuple[Document, Entries], None]:
        """What some documents say, while the page is on the screen."""
        async with aclosing(self._record.findings.of_many(filter(may_hold_entries, page))) as coming:
            async for each in coming:
                await self.on_screen()
                yield each

    async def _compute(self) -> None:
        """Put together what was read: of thousands of injections, that takes a while."""
        read = list(self._read.values())
        self._found, self._alike, self._count = await asyncio.to_thread(_put_together, read)
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
        return self._documents.get(str(self._list.key))

    @on(RecordList.Highlighted, "#doses")
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._detail.show(self._dose, self._alike)

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
        fuller = () if self._reading else self._fuller
        lines = rows(self._found, self._alike, self._without, fuller, self._apart, diseases=self._diseases)
        self._list.set_rows(lines, keep=self._list.key, empty=self._empty())
        self._placed.need(pane=bool(self._list.rows))
        self._list.set_sorted(None if self._diseases else 0, descending=True)
        if self._placed.opened and self._dose is None:
            self._placed.open(pane=False)
        self._detail.show(self._dose, self._alike)
        self._say()

    @property
    def _without(self) -> list[Document]:
        """The documents of vaccination from which nothing could be taken: files, and those not readable."""
        empty = {key for key, (_document, entries) in self._read.items() if not entries.vaccinations}
        ids = {*self._read.keys() - empty, *self._record.findings.apart}
        settled = (d for d in self._documents.values() if d.id in self._settled)
        return [d for d in settled if d.id not in ids and d.type.code in VACCINATION_TYPES]

    @property
    def _apart(self) -> list[Document]:
        """Those that are about somebody else."""
        return [d for d in self._documents.values() if d.id in self._record.findings.apart]

    @property
    def _fuller(self) -> list[Document]:
        """The documents whose text says more of vaccinations than the injections that are listed."""
        without = {document.id for document in self._without}
        return [
            d for d, entries in self._read.values() if entries.remaining(VACCINATIONS) and d.id not in without
        ]

    def _say(self) -> None:
        count = self._count or count_words(())
        read = ngettext("{n} document lu", "{n} documents lus", len(self._read)).format(n=len(self._read))
        order = _("par maladie") if self._diseases else _("par date")
        left: list[tuple[str, Role]] = [(f"{count} · {read}", Tone.NORMAL)]
        if self._reading:
            progress = _("lecture : {n} sur {wanted}").format(
                n=self._done, wanted=max(self._number, self._done)
            )
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


def _put_together(read: Iterable[tuple[Document, Entries]]) -> tuple[tuple[Dose, ...], Lookalikes, str]:
    """The injections, what finds those that may be the same, and how many there are, in words."""
    found = doses(read)
    return found, Lookalikes(found), count_words(found)
