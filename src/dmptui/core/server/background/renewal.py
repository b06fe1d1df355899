"""The index of the store, made anew when its definition changed: a little at a time, when nobody waits."""

import asyncio
from contextlib import suppress

from dmptui.core.errors import Unavailable
from dmptui.core.server.background.quiet import Quiet
from dmptui.core.store.base import Store

_AT_ONCE = 25
"""Resources renewed at a time: some milliseconds, during which nobody else writes."""
_START_SECONDS, _PAUSE_SECONDS, _LOOK_SECONDS = 1.0, 0.02, 60.0
"""Before it begins, between two batches, and before it looks whether another version wrote in the file."""


class Renewal:
    """Renews the index of a store in the background.

    Args:
        store: see ``Store.renew``.
        quiet: notified of each request, which the renewal lets pass.
    """

    def __init__(self, store: Store, quiet: Quiet) -> None:
        self._store = store
        self._quiet = quiet
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Renew what is to be, and what will be."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Leave the rest for the next time."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        await asyncio.sleep(_START_SECONDS)
        while True:
            with suppress(Unavailable):  # a full disk, too many processes: the next time
                await self.finish()
            await asyncio.sleep(_LOOK_SECONDS)

    async def finish(self) -> None:
        """Renew all that is to be, batch by batch.

        Raises:
            Unavailable: the store failed; the batches before are kept.
        """
        await self._quiet.wait()
        while await self._store.renew(_AT_ONCE):
            await asyncio.sleep(_PAUSE_SECONDS)
            await self._quiet.wait()
