"""HTTP/1.1 as uvicorn speaks it, without patience for those who only hold a connection."""

import asyncio
import json
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from dmptui.core.fhir.outcome import outcome
from dmptui.core.text import _

HEADERS_SECONDS = 10.0
"""For the first line and the headers of a request, from the first byte or from the connection."""
CONNECTIONS, CONNECTIONS_OF_ONE = 800, 256
"""At once: in all, and of one address."""
READING_SECONDS, READ_AT_LEAST = 10.0, 64 * 1024
"""Every so many seconds, whoever is sent a document must have taken at least so many bytes of it."""


class GuardedProtocol(H11Protocol):
    """One connection. uvicorn itself waits for ever for headers, and for a reader."""

    _late: asyncio.TimerHandle | None = None
    _stuck: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for a request, unless there are too many connections."""
        super().connection_made(transport)
        peer = self.client[0] if self.client else ""
        transports = (other.transport for other in self.connections)
        same = sum(1 for other in transports if (other.get_extra_info("peername") or ("",))[0] == peer)
        if len(self.connections) > CONNECTIONS or same > CONNECTIONS_OF_ONE:
            transport.abort()
            return
        self._hurry()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self._in_time()
        self._unstuck()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Time the headers; the body is timed where it is read."""
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._in_time()
        elif self._late is None:
            self._hurry()

    def on_response_complete(self) -> None:
        """Wait for the next request, for as long as a kept connection may, unless it has begun."""
        self._in_time()
        super().on_response_complete()
        if self.conn.trailing_data[0]:
            self._hurry()

    def pause_writing(self) -> None:
        """Watch a reader that is slower than we are."""
        super().pause_writing()
        self._watch(self.transport.get_write_buffer_size())

    def resume_writing(self) -> None:
        """It has read enough."""
        self._unstuck()
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002  uvicorn's own sentence, in English
        """What is not HTTP gets an OperationOutcome too, and the end of the connection."""
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            sentence = _("Cette demande n'est pas du HTTP lisible.")
            body = json.dumps(outcome("structure", sentence), ensure_ascii=False).encode()
            headers = [
                (b"content-type", b"application/fhir+json"),
                (b"content-length", str(len(body)).encode()),
                (b"connection", b"close"),
            ]
            events: list[Any] = [
                h11.Response(status_code=400, headers=headers, reason=b"Bad Request"),
                h11.Data(data=body),
                h11.EndOfMessage(),
            ]
            for event in events:
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _watch(self, before: int) -> None:
        def look() -> None:
            left = self.transport.get_write_buffer_size()
            if before - left < READ_AT_LEAST:
                self.transport.abort()
            else:
                self._watch(left)

        self._stuck = self.loop.call_later(READING_SECONDS, look)

    def _hurry(self) -> None:
        self._late = self.loop.call_later(HEADERS_SECONDS, self.transport.abort)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _unstuck(self) -> None:
        if self._stuck is not None:
            self._stuck.cancel()
            self._stuck = None
