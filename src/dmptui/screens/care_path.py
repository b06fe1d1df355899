"""Parcours de soins: the line of life, the episodes, the reimbursements, the cercle de soins."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from time import monotonic

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container

from dmptui.actions import bindings
from dmptui.core.care_circle import carers
from dmptui.core.care_path import Event, Kind, Lane, Zoom, cell_of, lanes
from dmptui.core.errors import DmpError
from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.document import Document
from dmptui.core.record import Record, first_search_limit
from dmptui.core.text import _, ngettext
from dmptui.screens import care_path_lanes as line
from dmptui.screens import care_path_rows as rows
from dmptui.screens.care_path_actions import PLACE
from dmptui.screens.care_path_choices import choose_filter
from dmptui.screens.care_path_filter import KINDS, Filter
from dmptui.screens.care_path_held import Held
from dmptui.screens.care_path_items import (
    Item,
    Opened,
    by_document,
    by_year,
    in_circle,
    key_of,
    lines_of,
    opened,
    row_of,
)
from dmptui.screens.care_path_words import Known, View, empty, said
from dmptui.screens.desk import Desk
from dmptui.screens.failed import Failed
from dmptui.screens.pages import Page
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.lanes import Lanes
from dmptui.widgets.preview import Preview
from dmptui.widgets.prompt import Prompt
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Key, LazyRows, Row

_REPAINT_EVERY = 0.25
"""Seconds between two repaints while pages of a long record arrive."""

_WIDE = 120
"""Columns from which the pane stands beside the list."""


class CarePathPage(Page):
    """What was done for the person, in time.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = PLACE
    PARTS = ("lanes", "list")
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    CarePathPage > Container { layout: vertical; height: 1fr; }
    CarePathPage.beside > Container { layout: horizontal; }
    CarePathPage Preview { height: 9; }
    CarePathPage.life Preview { display: none; }
    CarePathPage.beside Preview { display: block; height: 1fr; width: 36%; }
    """

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__(classes=View.LIFE)
        self._record = record
        self._desk = desk
        self._held = Held()
        self._filter = Filter()
        self._view = View.LIFE
        self._zoom = Zoom.MONTH
        self._lanes: dict[Kind, Lane] = {}
        self._shown: dict[Key, Item] = {}
        self._count = 0
        self._team: tuple[CareTeamMember, ...] | None = None
        self._team_failed = False
        self._whole = False
        self._loading = False
        self._failed = False

    def compose(self) -> ComposeResult:
        """What filters, the line of life, what its cell holds, the lists, the pane, the line to type in."""
        yield TextLine(id="said")
        yield Lanes()
        yield TextLine(id="cell")
        with Container():
            for view, columns in (
                (View.EPISODES, rows.episode_columns()),
                (View.PAID, rows.paid_columns()),
                (View.CIRCLE, rows.carer_columns()),
                (View.LIFE, rows.event_columns()),
            ):
                yield RecordList(columns, id=view)
            yield Preview()
        yield Prompt(_("Filtrer :"), hint=_("titre, auteur, type, date"))

    def on_mount(self) -> None:
        """Ask for the documents."""
        self._turn_to(View.LIFE)
        self._load()

    def on_show(self) -> None:
        """The page is on the screen again: give the keyboard to what it shows."""
        self._take_keyboard()

    def on_resize(self) -> None:
        """The pane goes beside the list, or under it."""
        self.set_class(self.size.width >= _WIDE, "beside")
        self._show_said()

    def step_back(self) -> bool:
        """From the list to the line of life, then remove the filters."""
        if self._view is not View.LIFE:
            self.action_view(self._view)
        elif self._list.has_focus:
            self.query_one(Lanes).focus()
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
        wanted = View(view)
        self._turn_to(View.LIFE if wanted is self._view else wanted)
        self._show()
        self._take_keyboard()
        if self._view is View.PAID:
            self._read_paid()
        elif self._view is View.CIRCLE and self._team is None:
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
        self._apply(await choose_filter(self.app, self._filter, self._held.seen, today))

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
            self._load_more(self._record.all_documents() if self._failed else self._record.older_documents())

    def action_reload(self) -> None:
        """Ask the server again, for what was asked before."""
        self._held.forget()
        self._record.findings.failures.clear()
        self._team = None
        self._load()
        if self._view is View.CIRCLE:
            self._ask_for_team()

    def _apply(self, wanted: Filter) -> None:
        self._filter = wanted
        self._show()

    def _zoom_to(self, zoom: Zoom) -> None:
        if self._view is View.LIFE:
            cell = self.query_one(Lanes).cell
            near = None if cell is None else line.same_time(cell, self._zoom, zoom)
            self._zoom = zoom
            self._show_life(near)

    # What comes

    def _load(self) -> None:
        self._list.wait(_("Le parcours arrive…"))
        self._load_more(self._record.all_documents() if self._whole else self._record.recent_documents())

    @work(exclusive=True, group="documents")
    async def _load_more(self, pages: AsyncIterator[tuple[Document, ...]]) -> None:
        self._loading, self._failed = True, False
        painted = monotonic()
        try:
            async for page in pages:
                self._held.add(page)
                if monotonic() - painted > _REPAINT_EVERY:
                    self._show()
                    painted = monotonic()
        except DmpError as error:
            self._failed = True
            self.post_message(Failed(error))
        finally:
            self._loading = False
        self._show()
        if self._view is View.PAID:
            self._read_paid()

    @work(exclusive=True, group="paid")
    async def _read_paid(self) -> None:
        """Read the données de remboursement that were not; the latest first, each reading is traced."""
        unread = self._held.unread(self._filter)
        if not unread:
            return
        self._list.wait(_("Lecture des données de remboursement…"))
        try:
            async for document, entries in self._record.findings.of_many(unread):
                self._held.add_paid(document, entries)
        except DmpError as error:
            self.post_message(Failed(error))
        self._show()

    @work(exclusive=True, group="circle")
    async def _ask_for_team(self) -> None:
        self._list.wait(_("Le cercle de soins arrive…"))
        self._team_failed = False
        try:
            self._team = await self._record.care_team()
        except DmpError as error:
            self._team_failed = True
            self.post_message(Failed(error))
            self._fill(())
        self._show()

    # Choosing

    @on(Lanes.Moved)
    def _show_cell(self, message: Lanes.Moved) -> None:
        message.stop()
        if self._view is not View.LIFE:
            return
        shown = self.query_one(Lanes)
        kind = line.ORDER[shown.lane]
        found = () if shown.cell is None else self._lanes[kind].cells.get(shown.cell, ())
        words = [(line.cell_words(shown.cell, self._zoom), Tone.STRONG)] if shown.cell is not None else []
        if found:
            number = ngettext("{n} acte", "{n} actes", len(found)).format(n=len(found))
            words.append((f"   {_(KINDS[kind][1])}   {number}", Tone.DIM))
        self.query_one("#cell", TextLine).show(words, [(_(line.ZOOMS[self._zoom]), Tone.DIM)])
        before = self._list.key
        self._fill(found)
        if before not in self._shown:
            self._list.action_first()

    @on(Lanes.Chosen)
    def _enter_cell(self, message: Lanes.Chosen) -> None:
        message.stop()
        if len(self._shown) == 1:
            self._list.action_select()
        else:
            self._list.focus()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        chosen = self._shown.get(message.key)
        leads = opened(chosen, self._shown.values()) if chosen is not None else None
        if leads is not None:
            self._read(leads)

    @work(group="reading")
    async def _read(self, leads: Opened) -> None:
        last = await self._desk.read(leads.document, leads.listed, section=leads.section)
        self._list.go_to((last.id, 0))

    @on(RecordList.Highlighted)
    def _preview(self, message: RecordList.Highlighted) -> None:
        message.stop()
        if message.record_list is self._list:
            self._show_pane()

    @on(Prompt.Changed)
    def _filter_words(self, message: Prompt.Changed) -> None:
        message.stop()
        self._apply(replace(self._filter, words=message.value))

    @on(Prompt.Submitted)
    @on(Prompt.Cancelled)
    def _leave_prompt(self, message: Prompt.Submitted | Prompt.Cancelled) -> None:
        message.stop()
        message.prompt.close()
        self._take_keyboard()
        if isinstance(message, Prompt.Cancelled):
            self._apply(replace(self._filter, words=""))

    # Showing

    @property
    def _list(self) -> RecordList:
        return self.query_one(f"#{self._view}", RecordList)

    def _take_keyboard(self) -> None:
        (self.query_one(Lanes) if self._view is View.LIFE else self._list).focus()

    def _turn_to(self, view: View) -> None:
        self._view = view
        for each in View:
            shown = self.query_one(f"#{each}", RecordList)
            shown.display = shown.can_focus = each is view
        self.set_class(view is View.LIFE, "life")
        for widget in (self.query_one(Lanes), self.query_one("#cell")):
            widget.display = view is View.LIFE

    def _show(self) -> None:
        match self._view:
            case View.LIFE:
                self._show_life()
            case View.EPISODES:
                self._fill(by_year(self._held.episodes(self._filter)))
            case View.PAID:
                self._show_paid()
            case View.CIRCLE if self._team is not None:
                self._fill(in_circle(*carers(self._team, self._record.patient, self._held.documents)))
        self._show_said()

    def _show_life(self, near: int | None = None) -> None:
        """The lanes; the cursor goes close to a cell, or stays close to where it is."""
        events, today = self._held.shown(self._filter), self._record.today()
        self._lanes, self._count = lanes(events, self._zoom), len(events)
        since = 0 if self._whole else cell_of(first_search_limit(today), self._zoom)
        found = line.lane_rows(self._lanes, self._record.patient, since, self._known().unread)
        present = cell_of(today, self._zoom)
        self.query_one(Lanes).show(found, line.ticks_of(self._zoom), present, near=near)

    def _show_paid(self) -> None:
        failures = self._record.findings.failures
        unreadable = [d for d in self._held.unread(self._filter) if d.id in failures]
        self._fill(by_document(self._held.reimbursements(self._filter), unreadable))

    def _fill(self, items: Sequence[Item | Group]) -> None:
        listed, failed = self._list, self._record.findings.failures
        event_row = rows.paid_row if self._view is View.PAID else self._event_row
        self._shown = {key_of(item): item for item in items if not isinstance(item, Group)}
        made = LazyRows(items, lambda item: row_of(item, event_row, failed), key_of)
        listed.set_rows(made, keep=listed.key, empty=empty(self._view, self._known(), self._filter))
        self._show_pane()

    def _event_row(self, event: Event) -> Row:
        new = event.paid is None and self._record.is_new(event.document)
        return rows.event_row(event, new=new)

    def _show_pane(self) -> None:
        pane, item = self.query_one(Preview), self._shown.get(self._list.key)
        pane.show(lambda width: lines_of(item, self._record.is_new, width))

    def _known(self) -> Known:
        failed = self._failed or (self._view is View.CIRCLE and self._team_failed)
        unread = len(self._held.unread(self._filter))
        return Known(self._whole, self._loading, failed, unread, self._held.any_read, self._count)

    def _show_said(self) -> None:
        left, right = said(self._view, self._known(), self._filter, self._shown.values(), self.size.width)
        self.query_one("#said", TextLine).show(left, right)
