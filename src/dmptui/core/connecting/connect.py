"""A way to the DMP: a server on the network, or the embedded one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import httpx

from dmptui.core.client import DmpClient, Transport
from dmptui.core.errors import UsageError
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.connecting.embedded import EmbeddedServer
    from dmptui.core.demo.time import MovableClock
    from dmptui.core.model.patient import Patient

_EMBEDDED_URL = "http://dmptui.invalid"
"""A host nobody can have (RFC 6761): the embedded server is never looked for on the network."""


@dataclass(frozen=True, slots=True)
class Connection:
    """An open way to a DMP.

    Attributes:
        client: its transactions.
        clock: the time of the DMP, aware: sessions must go by it.
        others_present: another dmptui was using the same data folder when this one came.
    """

    client: DmpClient
    clock: Callable[[], datetime]
    others_present: bool = False
    _embedded: "EmbeddedServer | None" = None

    @property
    def movable(self) -> "MovableClock | None":
        """The time of the embedded DMP, which can be moved forward; None for a server, whose time cannot."""
        return self._embedded.clock if self._embedded else None

    async def people(self) -> "tuple[Patient, ...]":
        """Everybody of the embedded DMP, as they stand now; nobody for a server, which does not tell.

        Raises:
            Unavailable: the database cannot be read.
        """
        return await self._embedded.people() if self._embedded else ()

    async def close(self) -> None:
        """Give back the connections and, for the embedded server, its data."""
        await self.client.close()
        if self._embedded is not None:
            await self._embedded.close()


async def connect(settings: Settings, clock: Callable[[], datetime]) -> Connection:
    """Reach the server of the settings; without one, open the embedded DMP, made at the first start.

    Args:
        settings: ``server``, ``timeout``, ``page_size``, ``data_dir``.
        clock: the real time, aware; that of the embedded server may be ahead.

    Raises:
        UsageError: the address of the server is not one.
        Unavailable: the data folder or its database cannot be used.
    """
    if settings.server:
        http = httpx.AsyncClient(base_url=_address(settings.server), timeout=settings.timeout)
        return Connection(_client(http, settings), clock)
    from dmptui.core.connecting.embedded import open_embedded  # the server: not for those who use another

    embedded = await open_embedded(settings, clock)
    transport = httpx.ASGITransport(embedded.app, raise_app_exceptions=False)
    http = httpx.AsyncClient(base_url=_EMBEDDED_URL, transport=transport)
    return Connection(_client(http, settings), embedded.clock, embedded.others_present, embedded)


def _client(http: httpx.AsyncClient, settings: Settings) -> DmpClient:
    return DmpClient(Transport(http), page_size=settings.page_size)


def _address(server: str) -> str:
    """The address of a server, with or without ``/fhir`` at its end."""
    try:
        url = httpx.URL(server)
    except httpx.InvalidURL as error:
        raise _not_an_address(server) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _not_an_address(server)
    return str(url).rstrip("/").removesuffix("/fhir")


def _not_an_address(server: str) -> UsageError:
    return UsageError(
        _("« {server} » n'est pas l'adresse d'un serveur : elle commence par https:// ou http://.").format(
            server=server
        )
    )
