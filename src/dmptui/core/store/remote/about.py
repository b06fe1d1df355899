"""The documents that others are about: a server joins nothing, so they are looked up beside."""

import json
from collections.abc import Awaitable, Callable, Iterable
from itertools import groupby

from dmptui.core.fhir import systems
from dmptui.core.store.base import Page
from dmptui.core.store.indexes import Rows, rows_of
from dmptui.core.store.matching import names_in, names_of
from dmptui.core.store.query import Query, Token

_KIND = "DocumentReference"
_AT_ONCE = 50


class NamedDocuments(dict[tuple[str, str], Rows]):
    """The index rows of documents by patient and name, see ``matching.Named``; each is looked up once.

    Args:
        search: one page of the store.
    """

    def __init__(self, search: Callable[[Query], Awaitable[Page]]) -> None:
        super().__init__()
        self._search = search
        self._met: set[tuple[str, str]] = set()

    async def look_up(self, found: Iterable[Rows]) -> None:
        """Look up the documents that some resources are about."""
        new = {(rows.patient, name) for rows in found for name in names_in(rows)} - self._met
        self._met |= new
        for patient, pairs in groupby(sorted(new), key=lambda pair: pair[0]):
            names = [name for _patient, name in pairs]
            for start in range(0, len(names), _AT_ONCE):
                await self._some(patient, tuple(names[start : start + _AT_ONCE]))

    async def _some(self, patient: str, names: tuple[str, ...]) -> None:
        await self._keep(Query(_KIND, patient, ids=names, count=len(names)))
        old = tuple((systems.ENTRY_ID, name) for name in names if (patient, name) not in self)
        if old:
            await self._keep(Query(_KIND, patient, tokens=(Token("identifier", old),), count=len(old)))

    async def _keep(self, query: Query) -> None:
        for row in (await self._search(query)).rows:
            rows = rows_of(json.loads(row.text))
            self.update({(rows.patient, name): rows for name in names_of(_KIND, rows)})
