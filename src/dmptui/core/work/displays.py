"""The page that is displayed: what it reads by itself is a part of its one trace (CSP R1111-46)."""

import asyncio
from collections.abc import Callable
from datetime import datetime

from dmptui.core.client import DmpClient
from dmptui.core.errors import DmpError
from dmptui.core.model.ins import Ins
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction


class Displays:
    """The pages of an open record that read documents to fill themselves.

    Args:
        client, token, ins: of the record.
        clock: gives the time, aware.
    """

    def __init__(self, client: DmpClient, token: str, ins: Ins, clock: Callable[[], datetime]) -> None:
        self._client = client
        self._token = token
        self._ins = ins
        self._clock = clock
        self._page: DisplayedPage | None = None
        self._announced: dict[DisplayedPage, asyncio.Task[bool]] = {}

    def begin(self, page: DisplayedPage) -> None:
        """This page is displayed: the server is told, whatever there is to read.

        What was being read for the page before goes on as a part of this one: a reading is shared.
        """
        self._page = page
        if page not in self._announced:
            self._announced[page] = asyncio.create_task(self._announce(page))

    async def show(self, page: str) -> None:
        """The same, of a page by its code, once the server was told."""
        self.begin(DisplayedPage(page))
        await self.current()

    async def current(self) -> str:
        """The page whose trace an automatic reading is a part of, once that is kept; empty without one."""
        page = self._page
        if page is None:
            return ""
        return page.value if await asyncio.shield(self._announced[page]) else ""

    async def _announce(self, page: DisplayedPage) -> bool:
        """Whether the server keeps such a trace: on one that does not, each reading has its own."""
        trace = Trace(at=self._clock(), actor_id="", actor="", action=TraceAction.DISPLAY, object=page.value)
        try:
            await self._client.history.display(self._token, trace, self._ins)
        except DmpError:
            return False
        return True
