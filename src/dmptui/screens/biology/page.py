"""Biologie: each analysis over time, from the values that the reports give in codes."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult
from textual.worker import Worker, get_current_worker

from dmptui.actions import bindings
from dmptui.core.errors import DmpError
from dmptui.core.insight.biology import Series
from dmptui.core.insight.biology_words import failed, fuller, without_values
from dmptui.core.model.document import Document
from dmptui.core.rules.identity_words import apart
from dmptui.core.text import _, ngettext
from dmptui.core.work.biology_reports import READ_FIRST, Reports
from dmptui.core.work.record import Record
from dmptui.screens.biology.actions import PLACE
from dmptui.screens.biology.detail import AnalysisDetail
from dmptui.screens.biology.rows import (
    CHAPTER,
    SORTED_COLUMN,
    SORTS,
    Filter,
    Line,
    columns,
    documents,
    key_of,
    row_of,
    rows,
)
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.growth import Growth
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.screens.parts.page import Page
from dmptui.theme import Role, Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import LazyRows


class BiologyPage(Page):
    """The analyses of a record.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = PLACE
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    BiologyPage ListWithPane.beside > .pane { width: 1fr; }
    BiologyPage ListWithPane.beside > .list { width: 60%; min-width: 80; }
    """

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._reports = Reports(record)
        self._series: dict[object, Series] = {}
        self._filter = Filter()
        self._all = False
        self._listing = False
        self._reader: Worker[None] | None = None
        self._failed = False

    def compose(self) -> ComposeResult:
        """What was read and what filters, the analyses, the detail of one, the line to type in."""
        yield TextLine(id="status")
        yield ListWithPane(RecordList(columns(), id="analyses"), pane=AnalysisDetail())
        yield Prompt(_("Filtrer :"), hint=_("une analyse, un chapitre"))

    def on_mount(self) -> None:
        """Ask for the reports."""
        self._load()

    def on_show(self) -> None:
        """The keyboard goes to what is on the screen."""
        if self._placed.opened:
            self._detail.focus_values()

    def on_resize(self) -> None:
        """More or less of the filters fits."""
        self._say()

    def step_back(self) -> bool:
        """Stop reading, else leave the detail, else remove the filters."""
        if self._reading:
            self.workers.cancel_group(self, "biology")
            self._compute_again()
        elif self._placed.opened:
            self._placed.open(pane=False)
        elif self._filter.active:
            self.action_clear()
        else:
            return False
        return True

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self._load()

    # Actions

    async def action_search(self) -> None:
        """Type words to filter with; the list is what they filter."""
        self._placed.show(pane=False)
        await self.query_one(Prompt).open(self._filter.words)

    def action_outside(self) -> None:
        """Keep the analyses whose last value is not normal, or all."""
        self._apply(replace(self._filter, outside=not self._filter.outside))

    def action_clear(self) -> None:
        """Remove all filters."""
        self._apply(replace(self._filter, words="", outside=False))

    @work(group="choosing")
    async def action_sort(self) -> None:
        """Choose the order."""
        choices = [Choice(name, _(title)) for name, title in SORTS.items()]
        picked = await self.app.push_screen_wait(Picker(_("Trier"), choices, picked=[self._filter.sort]))
        if picked:
            self._apply(replace(self._filter, sort=str(picked[0])))
            self._analyses.action_first()

    def action_read_all(self) -> None:
        """Read the reports that were not."""
        if self._reports.unread:
            self._all, self._failed = True, False
            self._read_more()

    def action_point(self, step: int) -> None:
        """To the next or the previous value of the analysis, where they are on the screen."""
        if self._detail.display:
            self._detail.move(step)

    def action_reload(self) -> None:
        """Ask the server again, also for what could not be read."""
        self._reports.forget_failures()
        self._load()

    def _apply(self, criteria: Filter) -> None:
        self._filter = criteria
        self._show()

    # What comes

    @work(exclusive=True, group="listing")
    async def _load(self) -> None:
        """Ask for the list of reports, and read those that are to be as soon as they are listed."""
        self._analyses.wait(_("Les comptes rendus de biologie arrivent…"))
        self._failed, self._listing, growth = False, True, Growth(READ_FIRST)
        try:
            async for count in self._reports.ask():
                if growth.is_due(count):
                    self._show_listed()
                await self.on_screen()
        except DmpError as error:
            self._fail(error)
        self._listing = False
        self._show_listed()

    def _show_listed(self) -> None:
        """Reports were listed: read those that are to be, or show that there are more."""
        if not self._failed and not self._reading and self._reports.is_left(everything=self._all):
            self._read_more()
        elif self._analyses.rows or not self._listing:
            self._show()

    def _fail(self, error: DmpError) -> None:
        self._failed = True
        self.post_message(Failed(error))

    @work(exclusive=True, group="biology")
    async def _read_more(self) -> None:
        """Read the first reports, or all that are listed; what they say is shown as it comes."""
        self._reader, growth = get_current_worker(), Growth(2)
        self._say()
        try:
            while self._reports.is_left(everything=self._all):  # more may be listed meanwhile
                async for count in self._reports.read(everything=self._all):
                    await self.on_screen()
                    if growth.is_due(count):
                        await self._compute()
                    else:
                        self._say()
        except DmpError as error:
            self._fail(error)
        self._reader = None
        await self._compute()

    @property
    def _reading(self) -> bool:
        """Whether reports are coming; no more as soon as it was stopped."""
        return self._reader is not None and not self._reader.is_cancelled

    @work(exclusive=True, group="computing")
    async def _compute_again(self) -> None:
        """Show what was read before it was stopped."""
        self._all = False
        await self._compute()

    async def _compute(self) -> None:
        made = await asyncio.to_thread(self._reports.series)
        self._series = {each.key: each for each in made}
        self._show()

    # What is chosen

    @property
    def _analyses(self) -> RecordList:
        return self.query_one("#analyses", RecordList)

    @property
    def _placed(self) -> ListWithPane:
        return self.query_one(ListWithPane)

    @property
    def _detail(self) -> AnalysisDetail:
        return self.query_one(AnalysisDetail)

    @on(RecordList.Highlighted, "#analyses")
    def _highlight(self, message: RecordList.Highlighted) -> None:
        message.stop()
        self._detail.show(self._series.get(message.key))

    @on(RecordList.Selected, "#analyses")
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        if message.key in self._series:
            self._placed.open(pane=True)
            self._detail.focus_values()
            return
        reports = self._reports
        for listed in (reports.fuller, [*reports.without_values, *reports.failed, *reports.apart]):
            chosen = next((d for d in listed if d.id == message.key), None)
            if chosen is not None:
                self._open_document(chosen, listed, reports.section_to_read(chosen))
                return

    @on(RecordList.Selected, "#points")
    def _choose_point(self, message: RecordList.Selected) -> None:
        message.stop()
        point, analysis = self._detail.point, self._detail.series
        if point is not None and analysis is not None:
            listed = [each.origins[0].document for each in reversed(analysis.points)]
            origin = point.origins[0]
            self._open_document(
                origin.document, list({d.id: d for d in listed}.values()), origin.source.section_index
            )

    @work(group="reading")
    async def _open_document(
        self, document: Document, listed: Sequence[Document], section: int | None = None
    ) -> None:
        await self._desk.read(document, listed, section=section)

    @on(Prompt.Changed)
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(replace(self._filter, words=message.value))
        self._analyses.action_first()

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self._analyses.focus()
        if isinstance(message, Prompt.Cancelled):
            self._apply(replace(self._filter, words=""))

    # Showing

    def _show(self) -> None:
        record_list = self._analyses
        analyses = self._filter.kept(self._series.values())
        lines: list[Line] = [*rows(analyses, self._filter)]
        if not self._filter.words:
            empty, lost = self._reports.without_values, self._reports.failed
            is_whole = not self._filter.active and self._filter.sort == CHAPTER
            more = self._reports.fuller if is_whole else []
            lines += documents(more, fuller(len(more)))
            lines += documents(empty, without_values(len(empty))) + documents(lost, failed(len(lost)))
            lines += documents(self._reports.apart, apart(len(self._reports.apart)))
        record_list.set_rows(LazyRows(lines, row_of, key_of), keep=record_list.key, empty=self._empty())
        column = SORTED_COLUMN[self._filter.sort]
        record_list.set_sorted(column, descending=bool(column))
        self._detail.show(self._series.get(record_list.key))
        self._say()

    def _say(self) -> None:
        """What was read, which key reads more, what filters, how many analyses there are."""
        spans: list[tuple[str, Role]] = [self._status()]
        for chip in self._filter.chips():
            spans += [("   ", Tone.NORMAL), (chip, Tone.STRONG)]
        count = sum(1 for _kept in self._filter.kept(self._series.values()))
        number = ngettext("{n} analyse", "{n} analyses", count).format(n=count) if self._series else ""
        self.query_one("#status", TextLine).show(spans, [(number, Tone.DIM)])

    def _status(self) -> tuple[str, Role]:
        reports = self._reports
        read, total = reports.count, len(reports.readable)
        if self._failed:
            return _("liste incomplète — F5 : redemander"), Tone.WARNING
        if self._reading:
            goal = max(read, total if self._all else min(total, READ_FIRST))
            return _("lecture : {n} sur {wanted} — Échap : arrêter").format(n=read, wanted=goal), Tone.NORMAL
        if not total:
            return "", Tone.NORMAL
        sentence = ngettext("{n} compte rendu lu", "{n} comptes rendus lus", read).format(n=read)
        if reports.unread:
            known = f"{total} …" if self._listing else total
            sentence += _(" sur {known} — e : lire les autres").format(known=known)
        return sentence, Tone.NORMAL

    def _empty(self) -> str:
        if self._reading or self._listing:
            return ""
        if self._failed:
            return _("Les comptes rendus n'ont pas pu être lus.") + "\n" + _("F5 : redemander")
        if self._filter.active and self._series:
            return _("Aucune analyse avec ces filtres.") + "\n" + _("Échap : effacer les filtres")
        if self._reports.unread:
            return _("Aucune valeur dans les comptes rendus lus.") + "\n" + _("e : lire les autres")
        return _("Aucun compte rendu de biologie que vous puissiez lire.")
