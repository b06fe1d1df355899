"""Documents: the list of a record, filtered as one types, the patient's own apart."""

from collections.abc import Awaitable, Sequence
from contextlib import suppress
from time import monotonic

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import bindings
from dmptui.core.errors import DmpError
from dmptui.core.model.document import Document
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.first_search import FIRST_SEARCH_YEARS
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.documents import choices
from dmptui.screens.documents import saved as documents_saved
from dmptui.screens.documents.actions import PLACE
from dmptui.screens.documents.facets import Facet, FacetValue
from dmptui.screens.documents.filter import SORTS, Filter
from dmptui.screens.documents.groups import grouped, headers
from dmptui.screens.documents.query import MOST_HITS, Progress
from dmptui.screens.documents.source import DocumentSource
from dmptui.screens.documents.windows import DocumentWindows, WindowShelf
from dmptui.screens.parts import words
from dmptui.screens.parts.chips import squeezed
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.document_pane import preview
from dmptui.screens.parts.document_rows import (
    AWAITED,
    ListedDocument,
    columns,
    document_row,
    key_of,
)
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.screens.parts.windows import Filling
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.marked_list import MarkedList
from dmptui.widgets.preview import Preview
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, LazyRows, Row, SpannedRows

_REPAINT_EVERY = 0.25
"""Seconds between two repaints while pages of a long record arrive."""


class DocumentsPage(Page):
    """The documents of a record.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = PLACE
    PARTS = ("list", "marks")
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._source = DocumentSource(record)
        self._taken = self._source.taken
        self._rows: list[ListedDocument] = []
        self._filter = Filter()
        self._progress = Progress()
        self._deposited = ""
        self._seen = record.discovery.seen
        self._filling = Filling(lambda: self._source.windows, lambda: self.query_one(RecordList).arrive())

    def compose(self) -> ComposeResult:
        """What filters, the list and the pane that says more, the lines to type in."""
        yield TextLine(id="filters")
        yield ListWithPane(MarkedList(columns()), pane=Preview())
        yield Prompt(_("Filtrer :"), hint=_("titre, auteur, type, date"), id="words")
        yield Prompt(_("Chercher dans les documents :"), hint=_("des mots de leur texte"), id="contents")

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._load()

    def step_back(self) -> bool:
        """Remove the filters."""
        if not self._filter.active:
            return False
        self.action_clear()
        return True

    def come_back(self) -> None:
        """What was read or marked seen meanwhile is new no more."""
        super().come_back()
        if self._seen != self._record.discovery.seen:
            self._count_new()

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self.action_reload()

    # Actions

    async def action_search(self) -> None:
        """Type words to filter with."""
        await self.query_one("#words", Prompt).open(self._filter.words)

    async def action_search_contents(self) -> None:
        """Type words to look for in the texts."""
        await self.query_one("#contents", Prompt).open(self._filter.contents)

    @work
    async def action_facets(self) -> None:
        """Choose what to filter by, then the values."""
        try:
            self._apply(await choices.choose_facet(self.app, self._filter, self._count))
        except DmpError as error:
            self.post_message(Failed(error))

    def action_clear(self) -> None:
        """Remove all filters."""
        self._taken.forget_hits()
        self._apply(self._filter.cleared())

    @work
    async def action_sort(self) -> None:
        """Choose the column of the sort."""
        self._apply(await choices.choose_sort(self.app, self._filter), top=True)

    @work
    async def action_group(self) -> None:
        """Choose what the list is grouped by."""
        self._apply(await choices.choose_group(self.app, self._filter))

    @work
    async def action_saved(self) -> None:
        """Take back a filter that was kept, keep this one, or forget some."""
        try:
            saved = documents_saved.read((await self._desk.preferences()).get(documents_saved.NAME, ""))
            criteria, kept = await choices.choose_saved(self.app, self._filter, saved)
            if kept is not saved:
                await self._desk.save_preference(documents_saved.NAME, documents_saved.written(kept))
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._apply(criteria)

    @work
    async def action_lot(self) -> None:
        """Keep what was sent with this document."""
        item = self._source.get(self.query_one(RecordList).key)
        if item is None:
            return
        try:
            lot = await self._record.listing.lot_of(item.document)
        except DmpError as error:
            self.post_message(Failed(error))
            return
        self._apply(self._filter.of_lot(lot, words.day(item.document.date)))

    def action_widen(self) -> None:
        """Search the whole record."""
        if not self._source.whole and not (self._progress.loading and self._source.windows is None):
            self._source.whole = True
            self._show()

    def action_old_versions(self) -> None:
        """Show or hide the versions that were replaced."""
        self._apply(self._filter.toggled("old_versions"))

    def action_archived(self) -> None:
        """Show or hide what is archived."""
        self._apply(self._filter.toggled("archived"))

    def action_reload(self) -> None:
        """Ask the server again, for what was asked before."""
        self._source.forget()
        if self._filter.contents:
            self._search(self._filter.contents)
        else:
            self._load()

    def _apply(self, criteria: Filter | None, *, top: bool = False) -> None:
        if criteria is not None:
            self._filter = criteria
            self._show(top=top)

    @work(exclusive=True, group="writing")
    async def action_add(self) -> None:
        """Deposit a document."""
        self._go_to_deposited(await self._desk.add())

    @work(exclusive=True, group="writing")
    async def action_replace(self) -> None:
        """Deposit the new version of the document under the cursor."""
        item = self._source.get(self.query_one(MarkedList).key)
        if item is not None:
            self._go_to_deposited(await self._desk.replace(item.document))

    @work(exclusive=True, group="writing")
    async def action_change(self, change: str) -> None:
        """Change the documents that are marked, else the one under the cursor; ask how when not told."""
        record_list = self.query_one(MarkedList)
        documents = self._source.of_rows(record_list.marked or {record_list.key})
        if documents and await self._desk.change(documents, Change(change) if change else None):
            record_list.action_unmark()

    @work(exclusive=True, group="writing")
    async def action_seen(self) -> None:
        """Mark seen the documents that are marked, else the one under the cursor."""
        record_list = self.query_one(MarkedList)
        documents = self._source.of_rows(record_list.marked or {record_list.key})
        await self._mark_seen(self._record.discovery.mark(documents))
        record_list.action_unmark()

    @work(exclusive=True, group="writing")
    async def action_all_seen(self) -> None:
        """Mark seen all that is new, if it is confirmed."""
        if self._progress.new and await choices.all_seen(self.app, self._record, self._progress.new):
            await self._mark_seen(self._record.discovery.mark_all(self._source.asked_at))

    async def _mark_seen(self, marked: Awaitable[None]) -> None:
        try:
            await marked
        except DmpError as error:
            self.post_message(Failed(error))
        self._count_new()

    @work(exclusive=True, group="new")
    async def _count_new(self) -> None:
        """How many documents are new; the list does not wait for it."""
        self._seen = self._record.discovery.seen
        self.query_one(RecordList).refresh()
        with suppress(DmpError):  # what failed is said of the list
            self._progress.new = await self._source.new()
            self._show_filters()

    def _go_to_deposited(self, document_id: str) -> None:
        """The cursor goes to a new document: now if the list has it already, else when it comes."""
        self._deposited = document_id
        if document_id:
            self._show()

    @on(MarkedList.Marked)
    def _count_marked(self, message: MarkedList.Marked) -> None:
        message.stop()
        self._source.pick(self.query_one(MarkedList).marked)
        self._show_filters()

    # What comes

    def _load(self) -> None:
        self.query_one(RecordList).wait(_("Les documents arrivent…"))
        self._show()
        self._count_new()

    def _show(self, *, top: bool = False) -> None:
        """Show what the filters keep; at the top, or where the cursor was."""
        if self._filter.contents:
            self._show_taken(top=top)
        else:
            self._ask(top=top)

    @work(exclusive=True, group="documents")
    async def _ask(self, *, top: bool) -> None:
        """Ask the server for what the filters keep; only the answer to the last question is shown."""
        criteria, key = self._filter, self.query_one(RecordList).key
        near = self._deposited or ("" if top or key is None else str(key))
        try:
            windows = await self._source.open(criteria, near)
            self._progress.known = await self._source.known(criteria) if windows and criteria.chips() else 0
        except DmpError as error:
            self._fail(error)
            return
        if windows is None:
            self._show_taken(top=top)
            if not self._progress.loading:
                self._take()
            return
        self._progress.failed = self._record.incomplete
        self._show_windows(windows, top=top)

    @work(exclusive=True, group="taking")
    async def _take(self) -> None:
        """Take the list whole, if it is not, and show what the filters keep as it comes."""
        self._progress.loading, self._progress.failed = True, False
        painted = 0.0
        try:
            async for page in self._source.missing():
                self._taken.add(page)
                if self._source.windows is None and monotonic() - painted > _REPAINT_EVERY:
                    self._show_taken()
                    painted = monotonic()
            self._progress.failed = self._record.incomplete
        except DmpError as error:
            self._fail(error)
        finally:
            self._progress.loading = False
        if self._source.windows is None:
            self._show_taken()

    def _fail(self, error: DmpError) -> None:
        self._progress.failed = True
        self.post_message(Failed(error))
        self.query_one(RecordList).set_empty(self._empty)
        self._show_filters()

    def _want(self) -> None:
        """Rows are looked at that have not come: ask for them, once the screen is painted."""
        if self._filling.begin():
            self.call_later(self._fill)

    @work(group="windows")
    async def _fill(self) -> None:
        """Ask for the windows that are looked at."""
        try:
            await self._filling.fill()
        except DmpError as error:
            self._fail(error)
        self._show_filters()

    async def _count(self, facet: Facet) -> Sequence[FacetValue]:
        """What can be picked of a facet."""
        if self._source.windows is not None and not self._filter.contents:
            return await self._source.count(facet)
        return facet.values(self._taken.known(self._filter), self._record.today())

    @work(exclusive=True, group="contents")
    async def _search(self, words: str) -> None:
        """Search the texts of the whole record."""
        self._taken.forget_hits()
        self._progress.unsearched = 0
        self._filter = self._filter.containing(words)
        self.query_one(RecordList).wait(_("Recherche dans les documents…"))
        try:
            async for found in self._record.listing.search(words):
                self._taken.add_hits(found.hits)
                self._progress.unsearched += found.waiting
                if len(self._taken.known(self._filter)) >= MOST_HITS:
                    break
        except DmpError as error:
            self._filter = self._filter.containing("")
            self.post_message(Failed(error))
        self._show(top=True)

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        chosen = self._source.get(message.key)
        if chosen is not None:
            self._read(chosen.document)

    @work(group="reading")
    async def _read(self, document: Document) -> None:
        """Read a document; the list comes back on the one that was read last."""
        windows = self._source.windows
        documents = WindowShelf(windows) if windows else [each.document for each in self._rows]
        last = await self._desk.read(document, documents, self._filter.contents)
        self.query_one(RecordList).go_to(last.id)

    @on(RecordList.Highlighted)
    def _say_more(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._preview(message.key)

    @on(Prompt.Changed, "#words")
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(self._filter.saying(message.value), top=True)

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.query_one(RecordList).focus()
        if message.prompt.id == "contents":
            if isinstance(message, Prompt.Submitted) and message.value.strip():
                self._search(message.value.strip())
        elif isinstance(message, Prompt.Cancelled):
            self._apply(self._filter.saying(""))

    # Showing

    def _show_windows(self, windows: DocumentWindows, *, top: bool) -> None:
        rows = SpannedRows(
            headers(windows.headings, self._filter.group, self._record.patient),
            item=windows.at,
            place=windows.place,
            make=self._row,
            awaited=AWAITED,
        )
        self._progress.shown = windows.number
        self._source.windows, windows.want = windows, self._want
        self._show_rows(rows, top=top)
        self._want()

    def _show_taken(self, *, top: bool = False) -> None:
        criteria = self._filter
        self._source.windows = None
        self._rows = self._taken.shown(criteria)
        rows = grouped(self._rows, criteria.group, self._record.patient)
        if criteria.group:
            self._rows = [each for each in rows if isinstance(each, ListedDocument)]
        self._progress.shown = len(self._rows)
        self._progress.known = len(self._taken.known(criteria))
        self._show_rows(LazyRows(rows, self._row_of, key_of), top=top)

    def _row_of(self, item: ListedDocument | Group) -> Row | Group:
        return item if isinstance(item, Group) else self._row(item)

    def _row(self, item: ListedDocument) -> Row:
        """The row of a document, new or not as of now."""
        return document_row(item._replace(new=self._record.discovery.is_new(item.document)))

    def _show_rows(self, rows: Sequence[Row | Group], *, top: bool) -> None:
        criteria, found = self._filter, self.query_one(RecordList)
        self.query_one(ListWithPane).set_class(bool(criteria.contents), "under")
        keep: object = found.key
        if self._source.get(self._deposited) is not None:
            keep, self._deposited = self._deposited, ""
        found.set_rows(rows, keep=keep, empty=self._empty)
        column = next(i for i, sort in enumerate(SORTS) if sort.id == criteria.sort)
        found.set_sorted(column, descending=criteria.descending)
        if top:
            found.action_first()
        self._show_filters()
        self._preview(found.key)

    @property
    def _empty(self) -> str:
        return self._progress.empty(self._filter, whole=self._source.whole)

    def _preview(self, key: object) -> None:
        pane = self.query_one(Preview)
        item = self._source.get(key)
        if pane.display and item is not None:
            excerpts = self._taken.excerpts(item)
            pane.show(lambda width: preview(item, excerpts, width))
        else:
            pane.show(lambda _width: ())

    def on_resize(self) -> None:
        """More or less of the filters fits; the pane has room, or not."""
        self._show_filters()
        self.call_after_refresh(lambda: self._preview(self.query_one(RecordList).key))

    def _show_filters(self) -> None:
        criteria, progress = self._filter, self._progress
        marked = len(self.query_one(MarkedList).marked)
        windows = self._source.windows
        coming = progress.loading or (windows is not None and windows.coming)
        number = progress.number(criteria, marked, coming=coming)
        limited = not (self._source.whole or criteria.contents or criteria.new_only)
        recent = [_("moins de {n} ans (e : tout)").format(n=FIRST_SEARCH_YEARS)] if limited else []
        room = self.size.width - len(number) - sum(map(len, recent)) - 8
        chips = [(text, Tone.NORMAL) for text in recent]
        chips += [(text, Tone.STRONG) for text in squeezed(criteria.chips(), room)]
        spans = [part for chip in chips for part in (chip, ("   ", Tone.NORMAL))]
        tone = Tone.WARNING if progress.failed else Tone.DIM
        self.query_one("#filters", TextLine).show(spans[:-1], [(number, tone)])
