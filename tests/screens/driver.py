"""The program driven by keys, over a copy of the demonstration DMP, on a day that does not change."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from time import monotonic
from typing import Any

from textual import events
from textual.driver import Driver
from textual.keys import _character_to_key
from textual.pilot import Pilot

from dmptui.app import DmpApp
from dmptui.core.demo.identities import identities
from dmptui.core.demo.patients import patient, people
from dmptui.core.machine.settings import Settings
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.flows.context import RecordContext
from dmptui.screens.pages import PAGES
from dmptui.screens.record.screen import RecordScreen
from dmptui.screens.summary.page import SummaryPage
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

NOW = datetime(2026, 11, 23, 14, 32, tzinfo=timezone(timedelta(hours=1)))
TRUECOLOR = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "fr_FR.UTF-8"}
NUMBER = {entry.place: str(n) for n, entry in enumerate(PAGES, 1)}
"""The key of each page of a record."""
LONGEST = 30
"""Seconds after which nothing will ever come: no test judges the speed of the machine."""


def patient_of(key: str) -> Patient:
    """A person of the demonstration table, as they are on the day of the tests."""
    number, row = next((n, r) for n, r in enumerate(people()) if r.key == key)
    return patient(row, number, day_of(NOW))


@dataclass(slots=True)
class Dmp:
    """The program on its screen."""

    app: DmpApp
    pilot: Pilot[Any]

    @property
    def lines(self) -> list[str]:
        """What the screen shows, line by line, as the terminal gets it."""
        lines = [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips()]
        return lines + [""] * (self.app.size.height - len(lines))  # a screen that is not laid out yet

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def list(self) -> RecordList:
        """The list of the screen."""
        return self._lists[0]

    @property
    def _lists(self) -> Sequence[RecordList]:
        shown = self.app.screen.query(RecordList).results()
        return [x for x in shown if all(node.display for node in x.ancestors_with_self)]

    async def keys(self, *keys: str) -> None:
        """Press keys, one after the other, as fast as a person can."""
        for key in keys:
            await self.burst(key)

    async def types(self, text: str) -> None:
        """Type a text."""
        await self.burst(*text)

    async def burst(self, *keys: str) -> None:
        """Keys that come all at once, as from a reader of barcodes."""
        for key in keys:
            self.presses(key)
        await self.pilot.pause()

    def presses(self, key: str) -> None:
        """Press a key without waiting for all that it begins: what is looked at next is waited for."""
        single = len(key) == 1
        self._driver.send_message(
            events.Key(_character_to_key(key) if single else key, key if single else None)
        )

    @property
    def _driver(self) -> Driver:
        assert self.app._driver is not None
        return self.app._driver

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for a condition; a failure shows the screen."""
        end = monotonic() + LONGEST
        while not holds():
            assert monotonic() < end, f"the screen is still\n{self.text}"
            await asyncio.sleep(0.005)
            await self.pilot._wait_for_screen()

    async def sees(self, *texts: str) -> None:
        """Wait until the screen shows all these texts."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def sees_no(self, *texts: str) -> None:
        """Wait until the screen shows none of these texts."""
        await self.until(lambda: not any(text in self.text for text in texts))

    async def log_in(self, family: str, situation: int = 0) -> None:
        """From Connexion to Mes patients."""
        await self.until(lambda: "Connexion" in self.text and bool(self._lists))
        chosen = next(i for i in identities() if f" {family} " in i.name)
        self.list.go_to(chosen.ps_id)
        await self.keys("enter")
        if len(chosen.situations) > 1:
            await self.sees("situation d'exercice")
            await self.keys(*["down"] * situation, "enter")
        await self.sees("Mes patients")
        await self.until(lambda: not self.list.is_waiting)

    async def ask_for(self, key: str) -> None:
        """Ask to open a record, by the INS typed."""
        await self._type_ins_of(key)
        await self.keys("enter")

    async def _type_ins_of(self, key: str) -> None:
        await self.keys("i")
        await self.sees("INS :")
        await self.types(patient_of(key).ins.value)
        await self.sees("clé juste")

    async def open(self, key: str, *, summarised: bool = False) -> None:
        """Open a record that needs no consent, and wait for its documents.

        Args:
            key: of the patient.
            summarised: whether the Récapitulatif, shown first, first reads all that it reads.
        """
        await self._type_ins_of(key)
        self.presses("enter")
        if summarised:
            await self.summarised()
        await self.opened()
        await self.arrived()

    async def summarised(self) -> None:
        """Wait until the Récapitulatif has read all that it reads: one that is left reads no more."""
        await self.until(lambda: bool(self._shells and self._shells[0].query(SummaryPage)))
        summary = self._shells[0].query_one(SummaryPage)
        await self.until(lambda: summary._overview.whole)
        await self.until(lambda: all(w.is_finished for w in self.app.workers if w.group == "summary"))

    async def opened(self) -> None:
        """Wait for a record, and go to its documents."""
        await self.until(lambda: bool(self._shells))
        await self.page("documents")

    async def page(self, place: str) -> None:
        """To a page of the record, by its number."""
        shell = self._shells[0]
        if shell.places[0] != place:
            await self.keys(NUMBER[place])
        await self.until(lambda: shell.places[0] == place)

    async def done_today(self) -> Sequence[Row]:
        """The lines of one's own visit of today, which is unfolded on the page Accès."""
        await self.page("traces")
        await self.sees(" traces")
        rows = [row for row in self.list.rows if isinstance(row, Row)]
        self.list.go_to(next(row.key for row in rows if row.cells[:2] == ("aujourd'hui 14:32", "vous")))
        await self.keys("enter")
        await self.until(lambda: bool(self._unfolded))
        return self._unfolded

    @property
    def _unfolded(self) -> Sequence[Row]:
        """The lines of the visits that are unfolded."""
        return [row for row in self.list.rows if isinstance(row, Row) and isinstance(row.key, tuple)]

    @property
    def _shells(self) -> Sequence[RecordScreen]:
        """The open record, even under a dialog."""
        return [screen for screen in self.app.screen_stack if isinstance(screen, RecordScreen)]

    async def arrived(self) -> None:
        """Wait until the list has arrived whole."""
        await self.until(lambda: not self.list.is_waiting and " …" not in self.lines[3])


@asynccontextmanager
async def driven(
    settings: Settings,
    size: tuple[int, int] = (80, 24),
    environ: dict[str, str] | None = None,
    context: RecordContext | None = None,
) -> AsyncIterator[Dmp]:
    """The program, started."""
    app = DmpApp(settings, environ or TRUECOLOR, clock=lambda: NOW, context=context)
    async with app.run_test(size=size) as pilot:
        yield Dmp(app, pilot)
