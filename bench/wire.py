"""A client that costs little: HTTP/1.1 by hand over a kept connection: the server is what is timed."""

import asyncio
from dataclasses import dataclass, field
from time import perf_counter
from urllib.parse import urlencode

FORM = "application/x-www-form-urlencoded"


@dataclass
class Times:
    """Seconds each kind of request took, and how many failed."""

    taken: dict[str, list[float]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)

    def at(self, kind: str, part: float) -> float:
        """A quantile in milliseconds: ``part`` of the requests took less."""
        ordered = sorted(self.taken.get(kind, ()))
        return 1000 * ordered[min(len(ordered) - 1, int(part * len(ordered)))] if ordered else float("nan")

    def forget(self) -> None:
        """Start again, after a warm-up."""
        self.taken.clear()
        self.failures.clear()


class Wire:
    """One kept connection of a terminal to a server.

    Args:
        address: (host, port) of the server.
        source: local address to connect from, so that each terminal is a peer of its own; empty for any.
    """

    def __init__(self, address: tuple[str, int], source: str = "") -> None:
        self._address = address
        self._source = (source, 0) if source else None
        self._reader: asyncio.StreamReader | None = None
        self._writer: asyncio.StreamWriter | None = None

    async def ask(
        self,
        path: str,
        *,
        token: str = "",
        form: dict[str, str] | None = None,
        body: bytes = b"",
        kind: str = "",
    ) -> tuple[int, bytes]:
        """Send a GET, or a POST when there is a form or a body; the status and the body of the answer."""
        if form is not None:
            body, kind = urlencode(form).encode(), FORM
        lines = [f"{'POST' if kind else 'GET'} {path} HTTP/1.1", "Host: 127.0.0.1"]
        if token:
            lines.append(f"Authorization: Bearer {token}")
        if kind:
            lines += [f"Content-Type: {kind}", f"Content-Length: {len(body)}"]
        request = "\r\n".join([*lines, "", ""]).encode() + body
        try:
            return await self._exchange(request)
        except (ConnectionError, asyncio.IncompleteReadError):
            self.close()  # an idle connection the server had closed: once more on a new one
            return await self._exchange(request)

    def close(self) -> None:
        """Drop the connection."""
        if self._writer is not None:
            self._writer.close()
        self._reader = self._writer = None

    async def _exchange(self, request: bytes) -> tuple[int, bytes]:
        if self._reader is None or self._writer is None:
            self._reader, self._writer = await asyncio.open_connection(
                *self._address, limit=2**20, local_addr=self._source
            )
        self._writer.write(request)
        head = await self._reader.readuntil(b"\r\n\r\n")
        length = next(
            (int(line[15:]) for line in head.split(b"\r\n") if line[:15].lower() == b"content-length:"), 0
        )
        body = await self._reader.readexactly(length)
        if b"connection: close" in head.lower():
            self.close()
        return int(head[9:12]), body


async def timed(times: Times, kind: str, wire: Wire, path: str, **request: object) -> bytes:
    """Ask, and keep the time it took under ``kind``; anything but 200 is a failure."""
    start = perf_counter()
    status, body = await wire.ask(path, **request)  # type: ignore[arg-type]
    times.taken.setdefault(kind, []).append(perf_counter() - start)
    if status != 200:
        times.failures.append(f"{kind}: {status}")
    return body
