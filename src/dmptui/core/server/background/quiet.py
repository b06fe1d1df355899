"""Whether the server has nothing to serve: what can wait is done then."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

SECONDS = 0.5
"""Without a request: then nobody is in the middle of anything."""
AT_MOST = 2.0
"""Seconds that background work waits: on a server that is always busy, it goes on all the same, slowly."""


class Quiet:
    """Follows the requests.

    Args:
        clock: seconds that only go forward.
        sleep: waits so many seconds.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._clock = clock
        self._sleep = sleep
        self._serving = 0
        self._last = clock() - SECONDS

    @contextmanager
    def serving(self) -> Iterator[None]:
        """While a request is served."""
        self._serving += 1
        try:
            yield
        finally:
            self._serving -= 1
            self._last = self._clock()

    async def wait(self) -> None:
        """Until there has been no request for ``SECONDS``, or for ``AT_MOST``."""
        end = self._clock() + AT_MOST
        while True:
            now = self._clock()
            ready = now + SECONDS if self._serving else self._last + SECONDS
            if now >= min(ready, end):
                return
            await self._sleep(min(ready, end) - now)
