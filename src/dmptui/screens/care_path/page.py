"""Parcours de soins: the line of life, the episodes, the reimbursements, the cercle de soins."""

from collections.abc import AsyncIterator
from dataclasses import replace
from time import monotonic

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import bindings
from dmptui.core.errors import DmpError
from dmptui.core.insight.care_circle import carers
from dmptui.core.insight.care_path import Zoom, cell_of, lanes
from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.document import Document
from dmptui.core.rules.first_search import first_search_limit
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.care_path.actions import PLACE
from dmptui.screens.care_path.body import CarePathBody
from dmptui.screens.care_path.choices import choose_filter
from dmptui.screens.care_path.filter import Filter
from dmptui.screens.care_path.items import Target, by_document, by_year, in_circle
from dmptui.screens.care_path.lanes import lane_rows, same_time
from dmptui.screens.care_path.sources import Sources
from dmptui.screens.care_path.words import Progress, View, empty, status
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.prompt import Prompt

_REPAINT_EVERY = 0.25
"""Seconds between two repaints while pages of a long record arrive."""


class CarePathPage(Page):
    """What was done for the person, in time.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = PLACE
    PARTS = ("lanes", "list")
    BINDINGS = bindings(PLACE)

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._sources = Sources()
        self._filter = Filter()
        self._zoom = Zoom.MONTH
        self._count = 0
        self._team: tuple[CareTeamMember, ...] | None = None
        self._team_failed = False
        self._whole = False
        self._loading = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What filters, what is shown, the line to type in."""
        yield TextLine(id="status")
        yield CarePathBody(self._record)
        yield Prompt(_("Filtrer :"), hint=_("titre, auteur, type, date"))

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._load()

    def on_resize(self) -> None:
        """More or less of the filters fits."""
        self._show_status()

    def take_keyboard(self) -> None:
        """Focus the line of life, or the list that is shown."""
        self._body.take_keyboard()

    @property
    def _body(self) -> CarePathBody:
        return self.query_one(CarePathBody)

    def step_back(self) -> bool:
        """From the list to the line of life, then remove the filters."""
        body = self._body
        if body.view is not View.LIFE:
            self.action_view(body.view)
        elif body.list.has_focus:
            body.take_keyboard()
        elif self._filter.active:
            self.action_clear()
        else:
            return False
        return True

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self.action_reload()

    # Actions

    def action_view(self, view: str) -> None:
        """Show the episodes, the reimbursements or the circle; the same a second time, the line of life."""
        body, choice = self._body, View(view)
        body.turn_to(View.LIFE if choice is body.view else choice)
        self._show()
        body.take_keyboard()
        if body.view is View.PAID:
            self._read_paid()
        elif body.view is View.CIRCLE and self._team is None:
            self._ask_for_team()

    def action_zoom(self, steps: int) -> None:
        """Shorter or longer cells, on the same time."""
        self._zoom_to(self._zoom.moved(steps))

    def action_cycle_zoom(self) -> None:
        """The next scale, round and round."""
        self._zoom_to(Zoom((self._zoom.value + 1) % len(Zoom)))

    async def action_search(self) -> None:
        """Type words to filter with."""
        await self.query_one(Prompt).open(self._filter.words)

    @work
    async def action_facets(self) -> None:
        """Choose what to filter by, then the values."""
        today = self._record.today()
        self._apply(await choose_filter(self.app, self._filter, self._sources.entries, today))

    def action_clear(self) -> None:
        """Remove all filters."""
        self._apply(self._filter.cleared())

    def action_old(self) -> None:
        """Show or hide what was replaced or archived."""
        self._apply(replace(self._filter, old=not self._filter.old))

    def action_widen(self) -> None:
        """Search the whole record."""
        if not self._whole and not self._loading:
            self._whole = True
            self._load_more(self._record.listing.whole() if self._failed else self._record.listing.older())

    def action_reload(self) -> None:
        """Ask the server again, for what was asked before."""
        self._sources.forget()
        self._record.findings.failures.clear()
        self._team = None
        self._load()
        if self._body.view is View.CIRCLE:
            self._ask_for_team()

    def _apply(self, criteria: Filter) -> None:
        self._filter = criteria
        self._show()

    def _zoom_to(self, zoom: Zoom) -> None:
        if self._body.view is View.LIFE:
            cell = self._body.lanes.cell
            near = None if cell is None else same_time(cell, self._zoom, zoom)
            self._zoom = zoom
            self._show_life(near)

    # What comes

    def _load(self) -> None:
        self._body.list.wait(_("Le parcours arrive…"))
        self._load_more(self._record.listing.whole() if self._whole else self._record.listing.recent())

    @work(exclusive=True, group="documents")
    async def _load_more(self, pages: AsyncIterator[tuple[Document, ...]]) -> None:
        self._loading, self._failed = True, False
        painted = monotonic()
        try:
            async for page in pages:
                self._sources.add(page)
                if monotonic() - painted > _REPAINT_EVERY:
                    self._show()
                    painted = monotonic()
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        finally:
            self._loading = False
        self._show()
        if self._body.view is View.PAID:
            self._read_paid()

    @work(exclusive=True, group="paid")
    async def _read_paid(self) -> None:
        """Read the données de remboursement that were not; the latest first, each reading is traced."""
        unread = self._sources.unread(self._filter)
        if not unread:
            return
        self._body.list.wait(_("Lecture des données de remboursement…"))
        try:
            async for document, entries in self._record.findings.of_many(unread):
                self._sources.add_paid(document, entries)
        except DmpError as error:
            self.post_message(Failed(error))
        self._show()

    @work(exclusive=True, group="circle")
    async def _ask_for_team(self) -> None:
        self._body.list.wait(_("Le cercle de soins arrive…"))
        self._team_failed = False
        try:
            self._team = await self._record.care_team()
        except DmpError as error:
            self._team_failed = True
            self.post_message(Failed(error))
            self._body.fill((), self._empty())
        self._show()

    # Choosing

    @on(CarePathBody.Chosen)
    def _choose(self, message: CarePathBody.Chosen) -> None:
        message.stop()
        self._read(message.leads)

    @work(group="reading")
    async def _read(self, leads: Target) -> None:
        last = await self._desk.read(leads.document, leads.listed, section=leads.section)
        self._body.list.go_to((last.id, 0))

    @on(Prompt.Changed)
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(replace(self._filter, words=message.value))

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self.take_keyboard()
        if isinstance(message, Prompt.Cancelled):
            self._apply(replace(self._filter, words=""))

    # Showing

    def _show(self) -> None:
        body = self._body
        match body.view:
            case View.LIFE:
                self._show_life()
            case View.EPISODES:
                self._show_episodes()
            case View.PAID:
                failures = self._record.findings.failures
                unreadable = [d for d in self._sources.unread(self._filter) if d.id in failures]
                paid = by_document(self._sources.reimbursements(self._filter), unreadable)
                body.fill(paid, self._empty())
            case View.CIRCLE if self._team is not None:
                circle = carers(self._team, self._record.patient, self._sources.documents)
                body.fill(in_circle(*circle), self._empty())
        self._show_status()

    def _show_life(self, near: int | None = None) -> None:
        """The lanes; the cursor goes close to a cell, or stays close to where it is."""
        events, today, zoom = self._sources.shown(self._filter), self._record.today(), self._zoom
        found, self._count = lanes(events, zoom), len(events)
        since = 0 if self._whole else cell_of(first_search_limit(today), zoom)
        shown = lane_rows(found, self._record.patient, since, self._progress().unread)
        self._body.show_life(found, shown, zoom, cell_of(today, zoom), near=near, empty=self._empty())

    @work(exclusive=True, group="episodes")
    async def _show_episodes(self) -> None:
        """Put the documents in episodes; of a long record, that takes a while."""
        found = by_year(await self._sources.episodes(self._filter))
        if self._body.view is View.EPISODES:
            self._body.fill(found, self._empty())
            self._show_status()

    def _empty(self) -> str:
        return empty(self._body.view, self._progress(), self._filter)

    def _progress(self) -> Progress:
        failed = self._failed or (self._body.view is View.CIRCLE and self._team_failed)
        unread = len(self._sources.unread(self._filter))
        return Progress(self._whole, self._loading, failed, unread, self._sources.any_read, self._count)

    def _show_status(self) -> None:
        body = self._body
        left, right = status(body.view, self._progress(), self._filter, body.items, self.size.width)
        self.query_one("#status", TextLine).show(left, right)
