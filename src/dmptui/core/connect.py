"""A way to the DMP: a server on the network, or the embedded one."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import httpx

from dmptui.core.client import DmpClient, Transport
from dmptui.core.errors import UsageError
from dmptui.core.settings import Settings
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.embedded import Embedded

_EMBEDDED_URL = "http://dmptui.invalid"
"""A host nobody can have (RFC 6761): the embedded server is never looked for on the network."""


@dataclass(frozen=True, slots=True)
class Connection:
    """An open way to a DMP.

    Attributes:
        client: its transactions.
        others_present: another dmptui was using the same data folder when this one came.
    """

    client: DmpClient
    others_present: bool = False
    _embedded: "Embedded | None" = None

    async def close(self) -> None:
        """Give back the connections and, for the embedded server, its data."""
        await self.client.close()
        if self._embedded is not None:
            await self._embedded.close()


async def connect(settings: Settings, clock: Callable[[], datetime]) -> Connection:
    """Reach the server of the settings; without one, open the embedded DMP, made at the first start.

    Args:
        settings: ``server``, ``timeout``, ``page_size``, ``data_dir``.
        clock: the time of the embedded server, aware.

    Raises:
        UsageError: the address of the server is not one.
        Unavailable: the data folder or its database cannot be used.
    """
    if settings.server:
        http = httpx.AsyncClient(base_url=_address(settings.server), timeout=settings.timeout)
        return Connection(_client(http, settings))
    from dmptui.core.embedded import open_embedded  # the server: not for those who use another

    embedded = await open_embedded(settings, clock)
    transport = httpx.ASGITransport(embedded.app, raise_app_exceptions=False)
    http = httpx.AsyncClient(base_url=_EMBEDDED_URL, transport=transport)
    return Connection(_client(http, settings), embedded.others_present, embedded)


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
