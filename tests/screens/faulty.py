"""The embedded DMP behind a network that fails as it is told."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import httpx

from dmptui.core.client import DmpClient, Transport
from dmptui.core.connecting.connect import Connection
from dmptui.core.connecting.embedded import open_embedded
from dmptui.core.machine.settings import Settings

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass
class Network(httpx.AsyncBaseTransport):
    """Answers a request by the first rule its method and path contain, else asks the DMP.

    Attributes:
        rules: part of « POST /fhir/Consent/_search » to what is answered instead.
        changes: part of it to what becomes of the DMP's own answer, as text.
        held: part of it to an event the answer waits for.
        waiting: how many requests are not answered yet.
    """

    inner: httpx.AsyncBaseTransport | None = None
    rules: dict[str, Answer] = field(default_factory=dict)
    changes: dict[str, Callable[[str], str]] = field(default_factory=dict)
    held: dict[str, asyncio.Event] = field(default_factory=dict)
    waiting: int = 0

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.waiting += 1
        try:
            return await self._answer(request)
        finally:
            self.waiting -= 1

    async def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = f"{request.method} {request.url.path}"
        for part, event in self.held.items():
            if part in asked:
                await event.wait()
        for part, answer in self.rules.items():
            if part in asked:
                return answer(request)
        assert self.inner is not None, "connected"
        response = await self.inner.handle_async_request(request)
        for part, change in self.changes.items():
            if part in asked:
                text = change((await response.aread()).decode())
                return httpx.Response(response.status_code, text=text, headers=_type(response))
        return response

    async def connect(self, settings: Settings, clock: Callable[[], datetime]) -> Connection:
        """In the place of `dmptui.core.connecting.connect.connect`."""
        embedded = await open_embedded(settings, clock)
        self.inner = httpx.ASGITransport(embedded.app, raise_app_exceptions=False)
        http = httpx.AsyncClient(base_url="http://dmptui.invalid", transport=self)
        client = DmpClient(Transport(http), page_size=settings.page_size)
        return Connection(client, embedded.clock, _embedded=embedded)


def _type(response: httpx.Response) -> dict[str, str]:
    return {"content-type": response.headers.get("content-type", "")}


def down(request: httpx.Request) -> httpx.Response:
    """Nobody listens."""
    raise httpx.ConnectError("refused", request=request)


def slow(request: httpx.Request) -> httpx.Response:
    """Nothing came in time."""
    raise httpx.ReadTimeout("slow", request=request)


def cut(request: httpx.Request) -> httpx.Response:
    """The answer begins, and the line drops."""

    class Cut(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            yield b'{"resourceType": "Bund'
            raise httpx.ReadError("cut", request=request)

    return httpx.Response(200, stream=Cut())


def says(status: int, body: Any) -> Answer:
    """This status, with JSON or, for a text, with HTML."""
    if isinstance(body, str):
        return lambda _request: httpx.Response(status, html=body)
    return lambda _request: httpx.Response(status, content=json.dumps(body).encode())
