"""Filling an empty server with more than one transaction holds."""

from collections.abc import Callable, Sequence
from datetime import datetime

from dmptui.core.store.base import Content, Write
from dmptui.core.store.remote.exchange import Exchange
from dmptui.core.store.remote.store import RemoteStore, place_of, upsert

PIECE = 50
"""Entries of a transaction: Medplum takes no more."""


class FillingStore(RemoteStore):
    """A server nobody uses yet: a commit is cut in pieces, each whole or not at all.

    One that was interrupted is done again from the start, over what is there; it is complete when the kinds
    of ``last`` are there.

    Args:
        exchange: the server.
        last: kinds that are written after all the others.
        progress: called with how many are written, and how many there will be.
    """

    def __init__(
        self, exchange: Exchange, *, last: Sequence[str], progress: Callable[[int, int], None]
    ) -> None:
        super().__init__(exchange)
        self._last = frozenset(last)
        self._progress = progress

    async def commit(self, writes: Sequence[Write | Content], now: datetime) -> None:
        """Keep them all, whatever was there under their ids.

        Raises:
            InvalidContent: the server's own checks refuse a resource.
            Unavailable: the server stopped answering; the pieces before are kept.
        """
        ordered = sorted(writes, key=lambda write: place_of(write).partition("/")[0] in self._last)
        for start in range(0, len(ordered), PIECE):
            piece = ordered[start : start + PIECE]
            await self.exchange.transaction([upsert(write, now) for write in piece])
            self._progress(start + len(piece), len(ordered))
