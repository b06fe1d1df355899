"""The next pages: what ``Bundle.link[next]`` names, kept here so that no URL says what was asked."""

import secrets
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Generic, TypeVar

_T = TypeVar("_T")

_MOST = 1000


@dataclass(frozen=True, slots=True)
class Pages(Generic[_T]):
    """The next pages promised, the oldest forgotten first; each serves one token only.

    What is kept of a page is up to who promises it.
    """

    _kept: OrderedDict[str, tuple[bytes, _T]] = field(default_factory=OrderedDict)

    def keep(self, digest: bytes, following: _T) -> str:
        """Promise a page to a token; its name."""
        name = secrets.token_urlsafe(16)
        self._kept[name] = (digest, following)
        if len(self._kept) > _MOST:
            self._kept.popitem(last=False)
        return name

    def find(self, name: str) -> tuple[bytes, _T] | None:
        """The token a page was promised to and the page, or None when it is forgotten."""
        return self._kept.get(name)
