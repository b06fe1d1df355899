"""Récapitulatif: what must be known of a record first, on one page."""

import asyncio
from dataclasses import replace
from typing import Any

from textual import on, work
from textual.app import ComposeResult
from textual.containers import Container

from dmptui.actions import Action, bindings, register
from dmptui.core.errors import DmpError, RecordClosed, SessionExpired
from dmptui.core.insight.summary.alerts import alerts, news
from dmptui.core.insight.summary.digest import (
    Block,
    Line,
    Reading,
    VaccinationReadings,
    last_documents,
)
from dmptui.core.insight.summary.results import biology, vaccinations
from dmptui.core.insight.summary.synthesis import synthesis
from dmptui.core.insight.summary.team import attending_words, circle_words
from dmptui.core.model.clinical import Entries
from dmptui.core.model.document import Document
from dmptui.core.text import N_
from dmptui.core.work.overview import Facts, at_opening, coming
from dmptui.core.work.record import Record
from dmptui.screens.parts.desk import Desk
from dmptui.screens.parts.failed import Failed
from dmptui.screens.parts.page import Page
from dmptui.screens.summary.digest import SummaryList
from dmptui.screens.summary.rows import detail, parts
from dmptui.theme import Tone
from dmptui.widgets.awaited import LOADING_DELAY
from dmptui.widgets.chrome import Rule, TextLine
from dmptui.widgets.preview import Preview

register(
    "summary",
    N_("Récapitulatif"),
    Action(
        "select",
        ("enter",),
        N_("ouvrir"),
        N_("Lit le document d'où vient la ligne, à sa section, ou va à sa page."),
    ),
    Action("column(1)", ("right",), N_("colonne de droite"), shown=False),
    Action("column(-1)", ("left",), N_("colonne de gauche"), shown=False),
    Action("reload", ("f5",), N_("recharger"), N_("Redemande tout au serveur."), shown=False),
)

_WIDE = 120
"""Columns from which the synthesis stands beside the rest."""


class SummaryPage(Page):
    """Alerts, what is new, the synthesis, the last documents, biology and vaccinations.

    Args:
        record: the open record.
        desk: what leads to other screens.
    """

    PLACE = "summary"
    PARTS = ("list",)
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = """
    SummaryPage > Container { layout: horizontal; height: 1fr; }
    SummaryPage #left { width: 46%; }
    SummaryPage.narrow #left { width: 1fr; }
    SummaryPage.narrow #right { display: none; }
    SummaryPage Preview { height: 3; }
    SummaryPage.narrow Preview { height: 2; }
    """

    def __init__(self, record: Record, desk: Desk) -> None:
        super().__init__()
        self._record = record
        self._desk = desk
        self._late = False
        self._seen = record.discovery.seen
        self._blocks: dict[str, list[Block]] = {"left": [], "right": []}
        self._overview = at_opening(record)
        self._status, self._pane = TextLine(), Preview()
        self._left, self._right = SummaryList(id="left"), SummaryList(id="right")

    def compose(self) -> ComposeResult:
        """Who follows the person, the two columns, and where the line under the cursor comes from."""
        yield self._status
        with Container():
            yield self._left
            yield self._right
        yield Rule()
        yield self._pane

    def on_mount(self) -> None:
        """Ask for everything, once the page is on the screen."""
        self.call_after_refresh(self._load)

    def on_show(self) -> None:
        """The keys are for the lines."""
        self._left.focus()

    def on_resize(self) -> None:
        """One column or two."""
        self.set_class(self.size.width < _WIDE, "narrow")
        if self.has_class("narrow"):
            self._left.focus()
        self._show()

    def come_back(self) -> None:
        """What was read or marked seen meanwhile is new no more."""
        super().come_back()
        if self._seen != self._record.discovery.seen:
            self._renew_news()

    def refresh_data(self) -> None:
        """Ask again: something was written."""
        self._load()

    # Actions

    def action_column(self, step: int) -> None:
        """To the other column."""
        right = step > 0 and not self.has_class("narrow")
        (self._right if right else self._left).focus()

    def action_reload(self) -> None:
        """Ask the server again."""
        self._load()

    @on(SummaryList.Selected)
    def _choose(self, message: SummaryList.Selected) -> None:
        message.stop()
        line = self._line(message.shown)
        if line is not None and line.document is not None:
            self._read(line.document, line.section, message.shown)
        elif line is not None:
            self.post_message(self.GoTo(line.page))

    @work(group="reading")
    async def _read(self, document: Document, section: int | None, column: SummaryList) -> None:
        documents = [line.document for block in self._blocks[str(column.id)] for line in block.lines]
        await self._desk.read(
            document, list(dict.fromkeys(d for d in documents if d is not None)), section=section
        )

    # What comes

    @work(exclusive=True, group="summary")
    async def _load(self) -> None:
        """Ask for the news, the documents, then the few that are read; each block is shown as it comes."""
        self._late = False
        self.set_timer(LOADING_DELAY, self._be_late)
        await asyncio.gather(self._ask_news(), self._ask_documents(), self._ask_team())

    def _be_late(self) -> None:
        self._late = True
        self._show()

    @work(exclusive=True, group="news")
    async def _renew_news(self) -> None:
        await self._ask_news()

    async def _ask_news(self) -> None:
        self._seen = self._record.discovery.seen
        try:
            self._learn(news=await self._record.discovery.news())
        except DmpError as error:
            self._learn(news=error)
            self._fail(error)

    async def _ask_documents(self) -> None:
        """What the page is made of, and what is read of it; what was there stays until it has come again."""
        try:
            async for facts in coming(self._record, self._read_one):
                await self.on_screen()
                self._learn(**{name: facts[name] for name in facts if not self._keeps(name, facts)})
        except DmpError as error:
            self._learn(listed=error)
            self._fail(error)

    def _keeps(self, name: str, facts: Facts) -> bool:
        """Whether what was there is more than what has come so far."""
        if name == "listed":
            return bool(self._overview.documents) and self._overview.whole and "whole" not in facts
        fact, known = facts[name], getattr(self._overview, name)
        return known is not None and isinstance(fact, Reading | VaccinationReadings) and fact.waiting

    async def _read_one(self, document: Document) -> Entries | DmpError:
        try:
            return await self._record.findings.of(document)
        except DmpError as error:
            self._fail(error)
            return error

    def _fail(self, error: DmpError) -> None:
        """A block says what it misses in its place, but for the end of the session or of the access."""
        if isinstance(error, SessionExpired | RecordClosed):
            self.post_message(Failed(error))

    async def _ask_team(self) -> None:
        """Who follows the person; an error is told by the other questions."""
        try:
            team = await self._record.care_team()
        except DmpError:
            return
        attending = attending_words(team, self._record.patient, myself=self._record.attending)
        self._status.show([(attending, Tone.DIM)], [(circle_words(team), Tone.DIM)])

    # Showing

    def _learn(self, **what: Any) -> None:
        self._overview = replace(self._overview, **what)
        self._show()

    def _show(self) -> None:
        overview, late = self._overview, self._late
        first, second = (
            [alerts(overview), news(overview)],
            [last_documents(overview), biology(overview), vaccinations(overview)],
        )
        narrow = self.has_class("narrow")
        left = [*first, *synthesis(overview), *second] if narrow else [*first, *second]
        self._blocks = {"left": left, "right": [] if narrow else synthesis(overview)}
        for column in (self._left, self._right):
            column.show(list(parts(self._blocks[str(column.id)], late=late)))

    def _line(self, column: SummaryList) -> Line | None:
        """The line under the cursor of a column."""
        if not isinstance(column.key, tuple):
            return None
        block, at = column.key
        return self._blocks[str(column.id)][block].lines[at]

    @on(SummaryList.Highlighted)
    def _preview(self, message: SummaryList.Highlighted) -> None:
        message.stop()
        if message.shown.has_focus:
            line = self._line(message.shown)
            self._pane.show(lambda width: detail(line, width) if line else ())
