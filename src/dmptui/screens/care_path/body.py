"""The middle of the care path: the line of life with what its cell holds, or another list; the pane."""

from collections.abc import Collection, Mapping, Sequence

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message

from dmptui.core.insight.care_path import Event, LifeLine, Zoom
from dmptui.core.insight.care_path_words import KINDS
from dmptui.core.text import _, ngettext
from dmptui.core.work.record import Record
from dmptui.screens.care_path import lanes as line
from dmptui.screens.care_path import rows
from dmptui.screens.care_path.items import Item, Target, key_of, keyed, lines_of, opened, row_of
from dmptui.screens.care_path.words import View
from dmptui.screens.parts.list_with_pane import ListWithPane
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine
from dmptui.widgets.lanes import LaneRow, Lanes
from dmptui.widgets.preview import Preview
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Key, LazyRows, Row


class CarePathBody(Vertical):
    """Shows a view of the care path; the cursor chooses in it.

    Args:
        record: the open record.

    Attributes:
        view: what is shown.
    """

    DEFAULT_CSS = """
    CarePathBody { height: 1fr; }
    """

    class Chosen(Message):
        """Something that opens a document was chosen."""

        def __init__(self, leads: Target) -> None:
            super().__init__()
            self.leads = leads

    def __init__(self, record: Record) -> None:
        super().__init__()
        self.view = View.LIFE
        self._record = record
        self._life = LifeLine(Zoom.MONTH)
        self._items: Mapping[Key, Item] = {}
        self._empty = ""

    def compose(self) -> ComposeResult:
        """The line of life, what its cell holds, the lists, the pane."""
        yield Lanes()
        yield TextLine(id="cell")
        lists = {
            View.EPISODES: rows.episode_columns(),
            View.PAID: rows.paid_columns(),
            View.CIRCLE: rows.carer_columns(),
            View.LIFE: rows.event_columns(),
        }
        yield ListWithPane(*(RecordList(each, id=view) for view, each in lists.items()), pane=Preview())

    def on_mount(self) -> None:
        """Begin with the line of life."""
        self.turn_to(View.LIFE)

    @property
    def items(self) -> Collection[Item]:
        """What is in the list."""
        return self._items.values()

    @property
    def list(self) -> RecordList:
        """The list of the view."""
        return self.query_one(f"#{self.view}", RecordList)

    @property
    def lanes(self) -> Lanes:
        """The line of life."""
        return self.query_one(Lanes)

    def turn_to(self, view: View) -> None:
        """Another view; what it holds is to be shown next."""
        self.view = view
        for each in View:
            record_list = self.query_one(f"#{each}", RecordList)
            record_list.display = record_list.can_focus = each is view
        self.query_one(ListWithPane).set_class(view is not View.LIFE, "under")
        for widget in (self.lanes, self.query_one("#cell")):
            widget.display = view is View.LIFE

    def take_keyboard(self) -> None:
        """Focus the line of life, or the list."""
        (self.lanes if self.view is View.LIFE else self.list).focus()

    # Showing

    def show_life(
        self,
        life: LifeLine,
        lane_rows: Sequence[LaneRow],
        present: int,
        *,
        near: int | None,
        empty: str,
    ) -> None:
        """Show other lanes, and what the cell under the cursor holds.

        Args:
            life: what is on them.
            lane_rows: how they are shown.
            present: the cell of today.
            near: see ``Lanes.show``.
            empty: said when the cell holds nothing.
        """
        self._life, self._empty = life, empty
        self.lanes.show(lane_rows, line.ticks_of(life.zoom), present, near=near)

    def fill(
        self, items: Sequence[Item | Group], empty: str, by_key: Mapping[Key, Item] | None = None
    ) -> None:
        """Show other items in the list of the view; ``empty`` is said when there are none.

        Args:
            items: and the headers between.
            empty: said when there are none.
            by_key: the items by their keys, when they are many.
        """
        record_list, failed = self.list, self._record.findings.failures
        event_row = rows.paid_row if self.view is View.PAID else self._event_row
        self._items = keyed(items) if by_key is None else by_key
        made = LazyRows(items, lambda item: row_of(item, event_row, failed), key_of)
        record_list.set_rows(made, keep=record_list.key, empty=empty)
        self._show_pane()

    def _event_row(self, event: Event) -> Row:
        new = event.paid is None and self._record.discovery.is_new(event.document)
        return rows.event_row(event, new=new)

    def _show_pane(self) -> None:
        item = self._items.get(self.list.key)
        self.query_one(Preview).show(lambda width: lines_of(item, self._record.discovery.is_new, width))

    @on(RecordList.Highlighted)
    def _preview(self, message: RecordList.Highlighted) -> None:
        message.stop()
        if message.record_list is self.list:
            self._show_pane()

    # Choosing

    @on(Lanes.Moved)
    def _show_cell(self, message: Lanes.Moved) -> None:
        message.stop()
        if self.view is not View.LIFE:
            return
        shown = self.lanes
        kind = line.ORDER[shown.lane]
        zoom = self._life.zoom
        found = () if shown.cell is None else self._life.events(kind, shown.cell)
        words = [(line.cell_words(shown.cell, zoom), Tone.STRONG)] if shown.cell is not None else []
        if found:
            number = ngettext("{n} acte", "{n} actes", len(found)).format(n=len(found))
            words.append((f"   {_(KINDS[kind][1])}   {number}", Tone.DIM))
        self.query_one("#cell", TextLine).show(words, [(_(line.ZOOMS[zoom]), Tone.DIM)])
        before = self.list.key
        self.fill(found, self._empty)
        if before not in self._items:
            self.list.action_first()

    @on(Lanes.Chosen)
    def _enter_cell(self, message: Lanes.Chosen) -> None:
        message.stop()
        if len(self._items) == 1:
            self.list.action_select()
        else:
            self.list.focus()

    @on(RecordList.Selected)
    def _choose(self, message: RecordList.Selected) -> None:
        message.stop()
        chosen = self._items.get(message.key)
        leads = opened(chosen, self._items.values()) if chosen is not None else None
        if leads is not None:
            self.post_message(self.Chosen(leads))
