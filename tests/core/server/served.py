"""A small DMP behind a real socket, as `dmptui serve` puts it there."""

import asyncio
import threading
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from dmptui.commands.serve import listening, server_of
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.server.app import create_app
from dmptui.core.server.http.limits import Guard, Limits
from dmptui.core.store.base import Write
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.sqlite.store import SqliteStore
from dmptui.core.store.sqlite.tokens import SqliteTokens
from tests.core.server.dmp_world import EVERYONE, NOW, World


@dataclass
class Served(World):
    """A world whose requests go through the network of this machine."""

    address: tuple[str, int] = ("", 0)

    async def raw(self, request: bytes, *, more: bytes = b"") -> bytes:
        """Send bytes as they are, then ``more``; all that comes back before the connection ends."""
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(request)
        writer.write(more)
        try:
            return await asyncio.wait_for(reader.read(), 10)
        except ConnectionResetError:
            return b""
        finally:
            writer.close()

    async def is_healthy(self) -> bool:
        """Whether it still answers."""
        return (await self.client.get("/fhir/metadata")).status_code == 200


@asynccontextmanager
async def served(folder: Path, limits: Limits | None = None) -> AsyncIterator[Served]:
    """A world whose directory knows EVERYONE, served on the loopback."""
    database = Database(folder / "dmp.sqlite")
    store, now = SqliteStore(database), [NOW]
    app = create_app(store, SqliteTokens(database), clock=lambda: now[0])
    place = listening("127.0.0.1", 0)
    server = server_of(Guard(app, limits or Limits(local=True), time.monotonic))
    thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[place])))
    thread.start()
    host, port = place.getsockname()
    try:
        async with httpx.AsyncClient(base_url=f"http://{host}:{port}") as client:
            world = Served(store, client, now, (host, port))
            await world.add([Write(r) for role in EVERYONE for r in to_fhir(role.practitioner)])
            yield world
    finally:
        server.should_exit = True
        await asyncio.to_thread(thread.join)
        await store.close()
