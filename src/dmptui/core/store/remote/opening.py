"""Opening a store on a FHIR server: its address, our credentials, what it says it can do."""

import httpx

from dmptui.core.errors import DmpError, UsageError
from dmptui.core.store.remote.capabilities import read_statement
from dmptui.core.store.remote.exchange import Exchange
from dmptui.core.store.remote.store import RemoteStore
from dmptui.core.store.remote.upstream import Upstream
from dmptui.core.text import _

_HEADERS = {
    # HAPI answers a search from the one before for a minute: a right withdrawn must be seen at once.
    "Cache-Control": "no-cache",
    # A parameter that is not known is an error (FHIR R4, 3.1.1.1): ignored, it makes a count too large.
    "Prefer": "return=minimal, handling=strict",
}


async def open_store(
    url: str, *, token: str = "", seconds: float = 30, transport: httpx.AsyncBaseTransport | None = None
) -> RemoteStore:
    """The store on the FHIR R4 server at ``url``.

    Args:
        url: its FHIR base.
        token: the bearer token it asks for, if any.
        seconds: how long an answer is waited for.
        transport: instead of the network.

    Raises:
        UsageError: the address is not one.
        Unavailable: it does not answer, or cannot keep what a store promises.
    """
    http = httpx.AsyncClient(
        base_url=_base(url),
        timeout=seconds,
        transport=transport,
        headers=_HEADERS | ({"Authorization": f"Bearer {token}"} if token else {}),
    )
    upstream = Upstream(http)
    try:
        statement = (await upstream.get("metadata")).json()
        return RemoteStore(Exchange(upstream, read_statement(statement)))
    except DmpError:
        await upstream.close()
        raise


def _base(address: str) -> httpx.URL:
    try:
        url = httpx.URL(address)
    except httpx.InvalidURL as error:
        raise _not_an_address(address) from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _not_an_address(address)
    return url


def _not_an_address(address: str) -> UsageError:
    return UsageError(
        _(
            "« {address} » n'est pas l'adresse d'un serveur FHIR : elle commence par https:// ou http://."
        ).format(address=address)
    )
