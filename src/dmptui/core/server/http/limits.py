"""What a server open to others accepts of them: how much, how fast, how often, and under which name.

The embedded server has none of this: nobody but its own program reaches it.
"""

import ipaddress
import re
from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dmptui.core.server.http import answers, boundary
from dmptui.core.server.http.body import MAX_BYTES
from dmptui.core.server.http.incoming import Incoming, Pool, busy
from dmptui.core.server.http.rates import Rate, Rates, peer_of
from dmptui.core.text import _

_ONCE = (b"authorization", b"content-type", b"content-length", b"host")
_HOST = re.compile(r"(\[[0-9a-fA-F:.]+\]|[A-Za-z0-9._-]+)(:\d{1,5})?")
_NOT_LOGINS = ("/auth/identities", "/auth/token", "/auth/revoke")
_HEADERS = [
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
]
_ENCRYPTED = (b"strict-transport-security", b"max-age=31536000")
_POOL = Pool()
_LOGINS = Rate(burst=120, per_second=2)
_ANONYMOUS = Rate(burst=240, per_second=4)
_FAILURES = Rate(burst=30, per_second=0.5)


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits: decisions of the project.

    Attributes:
        requests: served at once; beyond, 503.
        url, headers: bytes of an address, of all the headers.
        pool: of the bodies being received.
        logins: of one peer, successful or not.
        anonymous: other requests of one peer without a token.
        failures: answers 401 to one peer; beyond, 429. Those whose token is good are served all the same,
            for a whole hospital may be one peer.
        local: only for this machine: it is asked for by an address or ``localhost``, so that a web page
            cannot reach it under a name of its own (DNS rebinding).
        encrypted: served with TLS.
    """

    requests: int = 200
    url: int = 8192
    headers: int = 16 * 1024
    pool: Pool = _POOL
    logins: Rate = _LOGINS
    anonymous: Rate = _ANONYMOUS
    failures: Rate = _FAILURES
    local: bool = False
    encrypted: bool = False


class Guard:
    """ASGI middleware around a DMP served to others.

    Args:
        app: the DMP.
        limits: see Limits.
        timer: seconds, on a clock that never goes back.
    """

    def __init__(self, app: ASGIApp, limits: Limits, timer: Callable[[], float]) -> None:
        self._app = app
        self._limits = limits
        self._timer = timer
        self._headers = [*_HEADERS, _ENCRYPTED] if limits.encrypted else _HEADERS
        self._logins = Rates(limits.logins)
        self._anonymous = Rates(limits.anonymous)
        self._failures = Rates(limits.failures)
        self._requests = 0
        self._held = 0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or say why not."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = _headers(scope)
        expected = headers is None or b"transfer-encoding" in headers or b"content-length" in headers
        incoming = Incoming(receive, self._limits.pool, self._timer, self._hold, expected=expected)
        refusal = _unclear() if headers is None else self._refusal(scope, headers)
        if refusal is not None:
            boundary.log(scope, refusal.status_code)
            await refusal(scope, receive, self._adding(incoming, send))
            return
        self._requests += 1
        try:
            await self._app(scope, incoming.receive, self._counting(scope, self._adding(incoming, send)))
        finally:
            self._requests -= 1
            self._held -= incoming.held

    def _hold(self, size: int) -> int:
        self._held += size
        return self._held

    def _adding(self, incoming: Incoming, send: Send) -> Send:
        """``send``, with our headers; the connection ends when the body was not read to its end."""

        async def add(message: Message) -> None:
            if message["type"] == "http.response.start":
                more = [] if incoming.complete else [(b"connection", b"close")]
                message = {**message, "headers": [*message["headers"], *self._headers, *more]}
            await send(message)

        return add

    def _counting(self, scope: Scope, send: Send) -> Send:
        """``send``, with 429 instead of 401 for a peer that had too many of them."""
        instead: Response | None = None

        async def count(message: Message) -> None:
            nonlocal instead
            if message["type"] == "http.response.start" and message["status"] == 401:
                wait = self._failures.take(peer_of(scope), self._timer())
                instead = _too_many(wait) if wait else None
                if instead is not None:
                    await instead(scope, _nothing, send)
            if instead is None:
                await send(message)

        return count

    def _refusal(self, scope: Scope, headers: dict[bytes, bytes]) -> Response | None:
        """What is answered before the DMP is asked anything; None when it may be."""
        if self._requests >= self._limits.requests:
            return answers.bad_request(busy())
        if len(scope["raw_path"]) + len(scope["query_string"]) > self._limits.url:
            return answers.error(414, "too-long", _("Cette adresse est trop longue. Utilisez « _search »."))
        if sum(len(name) + len(value) for name, value in scope["headers"]) > self._limits.headers:
            return answers.error(431, "too-long", _("Les en-têtes de cette demande sont trop longs."))
        if self._limits.local and not _is_local(headers[b"host"].decode("latin-1")):
            message = _("Ce serveur n'est pas celui de cette adresse. Utilisez celle qu'il a annoncée.")
            return answers.error(421, "not-found", message)
        if int(headers.get(b"content-length", b"0")) > MAX_BYTES:
            message = _("Cet envoi est trop volumineux. Envoyez moins à la fois.")
            return answers.error(413, "too-long", message)
        return None if b"authorization" in headers else self._too_often(scope)

    def _too_often(self, scope: Scope) -> Response | None:
        path = scope["path"]
        if path == "/auth/token":
            return None  # its token is in the form: a wrong one counts among the failures
        is_login = path.startswith("/auth/") and path not in _NOT_LOGINS
        wait = (self._logins if is_login else self._anonymous).take(peer_of(scope), self._timer())
        return _too_many(wait) if wait else None


def _headers(scope: Scope) -> dict[bytes, bytes] | None:
    """The headers, or None when two readers could understand them in two ways."""
    headers: dict[bytes, bytes] = {}
    for name, value in scope["headers"]:
        if name in headers and name in _ONCE:
            return None
        headers[name] = value
    length = headers.get(b"content-length", b"0")
    both = b"transfer-encoding" in headers and b"content-length" in headers
    named = _HOST.fullmatch(headers.get(b"host", b"").decode("latin-1"))
    return headers if named and not both and length.isdigit() and len(length) < 20 else None


def _is_local(host: str) -> bool:
    name = host.rpartition(":")[0] if re.search(r":\d+$", host) else host
    if name.lower() == "localhost":
        return True
    try:
        ipaddress.ip_address(name.strip("[]"))
    except ValueError:
        return False
    return True


def _unclear() -> Response:
    return answers.error(400, "structure", _("Les en-têtes de cette demande ne sont pas acceptables."))


def _too_many(wait: float) -> Response:
    seconds = ceil(wait)
    message = _("Trop de demandes. Recommencez dans {seconds} s.").format(seconds=seconds)
    return answers.error(429, "throttled", message, {"Retry-After": str(seconds)})


async def _nothing() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}
