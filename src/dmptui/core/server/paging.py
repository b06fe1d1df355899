"""The next pages: what ``Bundle.link[next]`` names, kept here so that no URL says what was asked."""

import secrets
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from starlette.responses import Response

if TYPE_CHECKING:
    from dmptui.core.server.context import Call

_MOST = 1000

Following = Callable[["Call"], Awaitable[Response]]
"""Answers the next page."""


@dataclass(frozen=True, slots=True)
class Pages:
    """The next pages promised, the oldest forgotten first; each serves one token only."""

    _kept: OrderedDict[str, tuple[bytes, Following]] = field(default_factory=OrderedDict)

    def keep(self, digest: bytes, following: Following) -> str:
        """Promise a page to a token; its name."""
        name = secrets.token_urlsafe(16)
        self._kept[name] = (digest, following)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return name

    def find(self, name: str) -> tuple[bytes, Following] | None:
        """The token a page was promised to and the page, or None when it is forgotten."""
        return self._kept.get(name)
