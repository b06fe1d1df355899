"""Parcours de soins: the line of life, the episodes, the reimbursements, the cercle de soins."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from contextlib import aclosing
from dataclasses import replace

from textual import on, work
from textual.app import ComposeResult

from dmptui.actions import bindings
from dmptui.core.errors import DmpError
from dmptui.core.insight.care_circle import carers
from dmptui.core.insight.care_path import LifeLine, Zoom, cell_of
from dmptui.core.model.access import CareTeamMember
from dmptui.core.rules.first_search import first_search_limit
from dmptui.core.text import _
from dmptui.core.work.listing import PIECE, Pages
from dmptui.core.work.record import Record
from dmptui.screens.care_path.actions import PLACE
from dmptui.screens.care_path.body import CarePathBody
from dmptui.screens.care_path.choices import choose_filter
from dmptui.screens.care_path.filter import Filter, kept
from dmptui.screens.care_path.items import Item, Target, by_document, by_year, in_circle, keyed
from dmptui.screens.care_path.lanes import lane_rows, same_time
from dmptui.screens.care_path.sources import Sources
from dmptui.screens.care_path.words import Progress, View, empty, status
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.growth import Growth
from dmptui.screens.parts.page import Page
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.rows import Group, Key

_AT_ONCE = 250
"""Events put on the line before the keyboard has its turn: some milliseconds."""


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
        self._life = LifeLine(self._zoom)
        self._placed = 0
        self._drawing = False
        self._team: tuple[CareTeamMember, ...] | None = None
        self._team_failed = False
        self._whole = False
        self._parts = 0
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
        if self._whole:
            return
        self._whole = True
        if not self._loading:
            self._load_more()
        self._show()

    def action_reload(self) -> None:
        """Ask the server again, for what was asked before."""
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
            self._zoom = zoom
            self._draw(None if cell is None else same_time(cell, self._life.zoom, zoom))

    # What comes

    def _load(self) -> None:
        self._body.list.wait(_("Le parcours arrive…"))
        self.workers.cancel_group(self, "life")
        self._sources, self._parts = Sources(), 0
        self._life, self._placed, self._drawing = LifeLine(self._zoom), 0, False
        self._load_more()

    @work(exclusive=True, group="documents")
    async def _load_more(self) -> None:
        """Ask for what was not of the first search, the latest first, then of the rest if it is wanted."""
        self._loading, self._failed, growth = True, False, Growth(PIECE // 2)
        try:
            while (pages := self._next_part()) is not None:
                async for page in pages:
                    await self.on_screen()
                    self._sources.add(page)
                    if growth.is_due(len(self._sources.entries)):
                        self._show_more()
                self._parts += 1
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        finally:
            self._loading = False
        self._show_more()
        if self._body.view is View.PAID:
            self._read_paid()

    def _next_part(self) -> Pages | None:
        if self._parts == 0:
            return self._record.listing.recent(PIECE)
        return self._record.listing.older(PIECE) if self._parts == 1 and self._whole else None

    @work(exclusive=True, group="paid")
    async def _read_paid(self) -> None:
        """Read the données de remboursement that were not; the latest first, each reading is traced."""
        unread = self._sources.unread(self._filter)
        if not unread:
            return
        self._body.list.wait(_("Lecture des données de remboursement…"))
        try:
            growth = Growth()
            async with aclosing(self._record.findings.of_many(unread)) as coming:
                async for document, entries in coming:
                    await self.on_screen()
                    self._sources.add_paid(document, entries)
                    if growth.is_due(len(self._sources.entries)):
                        self._show_more()
        except DmpError as error:
            self.post_message(Failed(error))
        self._show_more()

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
        """What the filter keeps, anew."""
        self._draw()
        self._show_list()

    def _show_more(self) -> None:
        """What has come, with what is there."""
        if not self._drawing:
            self._place(len(self._sources.entries))
            self._show_life()
        self._show_list()

    def _show_list(self) -> None:
        body = self._body
        match body.view:
            case View.EPISODES:
                self._show_episodes()
            case View.PAID:
                failures = self._record.findings.failures
                unreadable = [d for d in self._sources.unread(self._filter) if d.id in failures]
                paid = by_document(self._sources.reimbursements(self._filter), unreadable)
                body.fill(paid, self._empty())
            case View.CIRCLE if self._team is not None:
                self._show_circle(self._team)
        self._show_status()

    def _draw(self, near: int | None = None) -> None:
        """The line of life from its beginning; see ``_show_life`` for ``near``."""
        self._drawing = True
        self._place_all(near)

    @work(exclusive=True, group="life")
    async def _place_all(self, near: int | None) -> None:
        self._life, self._placed = LifeLine(self._zoom), 0
        while len(self._sources.entries) - self._placed > _AT_ONCE:
            self._place(self._placed + _AT_ONCE)
            await asyncio.sleep(0)
        self._place(len(self._sources.entries))
        self._drawing = False
        self._show_life(near)
        self._show_status()

    def _place(self, end: int) -> None:
        """Put on the line the events that came before a place, and are not on it."""
        self._life.add(kept(self._sources.entries[self._placed : end], self._filter))
        self._placed = end

    def _show_life(self, near: int | None = None) -> None:
        """The lanes; the cursor goes close to a cell, or stays close to where it is."""
        if self._body.view is not View.LIFE:
            return
        today, life = self._record.today(), self._life
        since = 0 if self._whole else cell_of(first_search_limit(today), life.zoom)
        shown = lane_rows(life, self._record.patient, since, self._progress().unread)
        self._body.show_life(life, shown, cell_of(today, life.zoom), near=near, empty=self._empty())

    @work(exclusive=True, group="list")
    async def _show_episodes(self) -> None:
        """Put the documents in episodes; of a long record, that takes a while."""
        found = await self._sources.episodes(self._filter)
        self._fill(View.EPISODES, *await asyncio.to_thread(_with_keys, lambda: by_year(found)))

    @work(exclusive=True, group="list")
    async def _show_circle(self, team: Sequence[CareTeamMember]) -> None:
        """Find who deposited what; that too."""
        patient, documents = self._record.patient, self._sources.documents
        found = await asyncio.to_thread(_with_keys, lambda: in_circle(*carers(team, patient, documents)))
        self._fill(View.CIRCLE, *found)

    def _fill(self, view: View, items: Sequence[Item | Group], by_key: Mapping[Key, Item]) -> None:
        if self._body.view is view:
            self._body.fill(items, self._empty(), by_key)
            self._show_status()

    def _empty(self) -> str:
        return empty(self._body.view, self._progress(), self._filter)

    def _progress(self) -> Progress:
        failed = self._failed or (self._body.view is View.CIRCLE and self._team_failed)
        unread = len(self._sources.unread(self._filter))
        return Progress(self._whole, self._loading, failed, unread, self._sources.any_read, self._life.number)

    def _show_status(self) -> None:
        body = self._body
        left, right = status(body.view, self._progress(), self._filter, body.items, self.size.width)
        self.query_one("#status", TextLine).show(left, right)


def _with_keys(
    made: Callable[[], Sequence[Item | Group]],
) -> tuple[Sequence[Item | Group], Mapping[Key, Item]]:
    """Items, and the same by their keys."""
    items = made()
    return items, keyed(items)
