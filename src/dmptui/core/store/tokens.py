"""Where the server keeps its tokens: never a token, only its SHA-256."""

from datetime import datetime
from typing import NamedTuple, Protocol


class TokenRow(NamedTuple):
    """A token at rest.

    Attributes:
        digest: SHA-256 of the token.
        session: SHA-256 of the session token it comes from; its own for a session.
        expires: microseconds since 1970.
        claims: JSON.
    """

    digest: bytes
    session: bytes
    expires: int
    claims: str


class TokenStore(Protocol):
    """Where tokens are kept."""

    async def add(self, row: TokenRow, now: datetime) -> None:
        """Keep a token, and forget those expired for a day."""
        ...

    async def find(self, digest: bytes) -> TokenRow | None:
        """The token with this digest, expired or not."""
        ...

    async def forget(self, digest: bytes) -> None:
        """Forget a token, and for a session the tokens that come from it."""
        ...
