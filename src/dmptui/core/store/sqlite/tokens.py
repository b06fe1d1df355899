"""Tokens in the SQLite file."""

import sqlite3
from datetime import datetime

from dmptui.core.store.moments import microseconds
from dmptui.core.store.sqlite.database import Database
from dmptui.core.store.tokens import TokenRow, TokenStore

_DAY = 86_400_000_000
_SELECT = "SELECT hash, session, expires, claims FROM token WHERE hash = ?"


class SqliteTokens(TokenStore):
    """Tokens in the tables of a ``Database``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, row: TokenRow, now: datetime) -> None:
        """See TokenStore."""
        old = microseconds(now) - _DAY

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM token WHERE expires < ?", (old,))
            connection.execute("INSERT INTO token (hash, session, expires, claims) VALUES (?, ?, ?, ?)", row)

        await self._database.writing(work, short=True)

    async def find(self, digest: bytes) -> TokenRow | None:
        """See TokenStore."""
        row = await self._database.glance(lambda c: c.execute(_SELECT, (digest,)).fetchone())
        return TokenRow(*row) if row else None

    async def forget(self, digest: bytes) -> None:
        """See TokenStore."""

        def work(connection: sqlite3.Connection) -> None:
            connection.execute("DELETE FROM token WHERE hash = ? OR session = ?", (digest, digest))

        await self._database.writing(work, short=True)
