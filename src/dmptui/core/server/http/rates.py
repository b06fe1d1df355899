"""How often somebody unknown may ask: counted by peer, in a bounded memory."""

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field

from starlette.types import Scope

PEERS = 10_000
"""Peers remembered; beyond, the one seen least recently is forgotten."""


def peer_of(scope: Scope) -> str:
    """Who is at the other end: an IPv4 address, or the /64 network of an IPv6 one (it has them all)."""
    client = scope.get("client")
    try:
        address = ipaddress.ip_address(client[0].partition("%")[0] if client else "")
    except ValueError:
        return "?"
    if isinstance(address, ipaddress.IPv6Address):
        mapped = address.ipv4_mapped
        return str(mapped) if mapped else str(ipaddress.IPv6Network((int(address) >> 64 << 64, 64)))
    return str(address)


@dataclass(frozen=True, slots=True)
class Rate:
    """``burst`` at once, then ``per_second``."""

    burst: int
    per_second: float


class Rates:
    """A bucket of allowances for each peer, filled again with time."""

    def __init__(self, rate: Rate) -> None:
        self._rate = rate
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, peer: str, now: float) -> float:
        """Take one allowance: 0 when there was one, else the seconds until there is.

        Args:
            peer: who.
            now: seconds, on a clock that never goes back.
        """
        left, since = self._buckets.pop(peer, (float(self._rate.burst), now))
        left = min(self._rate.burst, left + (now - since) * self._rate.per_second)
        missing = max(0.0, 1 - left)
        self._buckets[peer] = (left if missing else left - 1, now)
        if len(self._buckets) > PEERS:
            self._buckets.popitem(last=False)
        return missing / self._rate.per_second


@dataclass(slots=True)
class Strangers:
    """Which refusals of somebody unknown are traced: one by peer and minute, and ``most`` in all.

    They concern no record, and an outsider must not be able to fill the disk with them.
    """

    most: int = 60
    _traced: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def is_traced(self, peer: str, now: float) -> bool:
        """Whether the refusal of this peer is to be traced; if so, its next ones of the minute are not.

        Args:
            peer: who.
            now: seconds.
        """
        while self._traced and now - next(iter(self._traced.values())) >= 60:
            self._traced.popitem(last=False)
        if peer in self._traced or len(self._traced) >= self.most:
            return False
        self._traced[peer] = now
        return True
