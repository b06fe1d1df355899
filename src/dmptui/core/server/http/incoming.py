"""The body of a request as it comes: it must not dawdle, and all of them together must fit in memory."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from starlette.types import Message, Receive

from dmptui.core.server.http.errors import BadRequest
from dmptui.core.text import _

_MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Pool:
    """What the bodies being received may take.

    Attributes:
        held: bytes of all of them; beyond, 503.
        patience: seconds each may take…
        speed: … and one more for so many bytes received: a slow line sends it all, a trickle does not.
    """

    held: int = 128 * _MIB
    patience: float = 10
    speed: int = 16 * 1024


class Incoming:
    """One body.

    Args:
        receive: of ASGI.
        pool: see Pool.
        timer: seconds, on a clock that never goes back.
        hold: adds to the bytes of all the bodies; the sum.
        expected: whether the headers announce a body.

    Attributes:
        held: its bytes.
        complete: whether it came to its end; true when there is none.
    """

    def __init__(
        self,
        receive: Receive,
        pool: Pool,
        timer: Callable[[], float],
        hold: Callable[[int], int],
        *,
        expected: bool,
    ) -> None:
        self._receive, self._pool, self._timer, self._hold = receive, pool, timer, hold
        self._since = timer()
        self.held = 0
        self.complete = not expected

    async def receive(self) -> Message:
        """The next message.

        Raises:
            BadRequest: 408, it dawdles; 503, the pool is full.
        """
        if self.complete:
            return await self._receive()
        late = self._since + self._pool.patience + self.held / self._pool.speed
        try:
            async with asyncio.timeout(max(0.0, late - self._timer())):
                message = await self._receive()
        except TimeoutError as error:
            sentence = _("La demande met trop de temps à arriver. Vérifiez le réseau, puis recommencez.")
            raise BadRequest(408, "timeout", sentence) from error
        size = len(message.get("body", b""))
        self.held += size
        self.complete = not message.get("more_body", False)
        if self._hold(size) > self._pool.held:
            raise busy()
        return message


def busy() -> BadRequest:
    """503: too much is asked at once."""
    sentence = _("Le serveur est très sollicité. Recommencez dans un instant.")
    return BadRequest(503, "transient", sentence, {"Retry-After": "1"})
