"""The store on a plain FHIR R4 server: it is searched, not trusted to compare, sort or page as we do.

Resources keep their ids: they are created by ``PUT Kind/id``, so that the references between them and the
ids that follow from a content (a resend makes no second document) hold. A server that doesn't let its
clients choose ids is refused when it is opened.
"""

import asyncio
import base64
import binascii
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import NamedTuple
from weakref import WeakValueDictionary

from dmptui.core.errors import NotFound
from dmptui.core.fhir import bundle as bundles
from dmptui.core.fhir.json import Json, child, text
from dmptui.core.rules.condition import is_about
from dmptui.core.store.base import NEW, Content, Page, Store, StoredResource, Write
from dmptui.core.store.matching import Named, matches
from dmptui.core.store.moments import microseconds
from dmptui.core.store.query import Query
from dmptui.core.store.remote.about import NamedDocuments
from dmptui.core.store.remote.exchange import Ask, Exchange, changed
from dmptui.core.store.remote.plain import plain
from dmptui.core.store.remote.resource import IndexedResource, incoming, outgoing
from dmptui.core.store.remote.search import (
    DAY,
    count_form,
    countable,
    moment,
    order_of,
    page_form,
    sortable,
    split_cursor,
)
from dmptui.core.store.remote.upstream import FHIR_JSON, unreadable
from dmptui.core.store.remote.visits import RemoteVisits
from dmptui.core.text import _

_MARGIN = 2 * DAY
"""How far from its place the server may put a resource: it may sort dates as texts, whatever their zone."""
_MORE = 10
_WALK = 500


class _PageItem(NamedTuple):
    """A resource of a page, in its order."""

    at: int
    id: str
    row: StoredResource


class RemoteStore(Store):
    """Resources on a server; nothing else writes there.

    A commit first reads the versions it replaces, then sends them with it, so that a write is refused
    whether somebody came before or in between. Two dmptui that create the same id at the same moment are
    told apart only by a server that honours ``If-None-Match: *``.
    """

    def __init__(self, exchange: Exchange) -> None:
        self.exchange = exchange
        self.visits = RemoteVisits(self.search)
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def read(self, kind: str, resource_id: str) -> StoredResource:
        """See Store."""
        found = await self.exchange.read(f"{kind}/{resource_id}")
        if found is None:
            raise NotFound(_("Cet élément n'existe pas, ou n'existe plus."), cause=f"no such {kind}")
        return incoming(found).row

    async def search(self, query: Query) -> Page:
        """See Store."""
        return (await self.search_all((query,)))[0]

    async def search_all(self, queries: Sequence[Query]) -> list[Page]:
        """See Store."""
        firsts = await self.exchange.searches([self._ask(query, query.count + _MORE) for query in queries])
        return [await self._page(query, first) for query, first in zip(queries, firsts, strict=True)]

    async def counts(self, queries: Sequence[Query]) -> list[int]:
        """See Store."""
        asked = [self._parts(query) for query in queries]
        numbers = iter(await self._counts([one for some in asked for one in some]))
        return [sum(next(numbers) for _one in some) for some in asked]

    def _parts(self, query: Query) -> tuple[Query, ...]:
        """What the server can count in the place of a search; itself when it cannot count it all."""
        parts = plain(query)
        known = parts is not None and all(countable(one, self.exchange.abilities) for one in parts)
        return parts if parts is not None and known else (query,)

    async def _counts(self, queries: Sequence[Query]) -> list[int]:
        """How many each search finds: said by the server where it can be asked, else by reading them."""
        abilities = self.exchange.abilities
        answerable = [query for query in queries if countable(query, abilities)]
        answers = await self.exchange.searches(
            [Ask(query.kind, partial(count_form, query, abilities)) for query in answerable]
        )
        # What a refused search taught may make its answer a wider one: its total is not the number.
        totals = {
            query: found.get("total")
            for query, found in zip(answerable, answers, strict=True)
            if countable(query, abilities)
        }
        if any(not isinstance(total, int) for total in totals.values()):
            abilities.counting = False
        return [
            total if isinstance(total := totals.get(query), int) else await self._walk(query)
            for query in queries
        ]

    async def content(self, content_id: str) -> Content:
        """See Store."""
        answer = await self.exchange.upstream.get(f"Binary/{content_id}")
        if answer.status in (404, 410):
            raise NotFound(_("Le contenu de ce document n'existe pas, ou n'existe plus."), cause="no content")
        if answer.status >= 400:
            raise unreadable(f"HTTP {answer.status} for a Binary")
        if answer.content_type not in (FHIR_JSON, "application/json"):
            return Content(content_id, answer.content_type, answer.body)
        binary = answer.json()
        try:
            data = base64.b64decode(binary["data"], validate=True)
            return Content(content_id, text(binary["contentType"]), data)
        except (binascii.Error, ValueError, TypeError, KeyError) as error:
            raise unreadable("not a Binary") from error

    async def commit(self, writes: Sequence[Write | Content], now: datetime) -> None:
        """See Store.

        Raises:
            Conflict: see Store.
            InvalidContent: the server's own checks refuse a resource.
        """
        places = [place_of(write) for write in writes]
        if len(set(places)) < len(places):
            raise changed("the same id twice")
        async with AsyncExitStack() as held:
            for place in sorted(places):
                await held.enter_async_context(self._lock(place))
            found = await self.exchange.reads(places)
            entries = [_entry(*pair, now) for pair in zip(writes, found, strict=True)]
            if entries:
                await self.exchange.transaction(entries)

    async def close(self) -> None:
        """See Store."""
        await self.exchange.upstream.close()

    def _lock(self, place: str) -> asyncio.Lock:
        """The lock of what is kept at a place, for the time of a commit."""
        lock = self._locks.get(place) or asyncio.Lock()
        self._locks[place] = lock
        return lock

    def _ask(self, query: Query, count: int) -> Ask:
        return Ask(query.kind, partial(page_form, query, self.exchange.abilities, count))

    async def _page(self, query: Query, first: Json) -> Page:
        """A page of a search, whose first Bundle is known: read on until its order is certain."""
        descending = query.sort.startswith("-")
        is_sorted = sortable(query, self.exchange.abilities)
        found: dict[str, _PageItem] = {}
        seen: list[int] = []
        named = NamedDocuments(self.search)
        async with aclosing(self._bundles(query, first)) as sent:
            async for bundle in sent:
                received = [incoming(resource) for resource in bundles.resources(bundle, query.kind)]
                if is_about(query.condition):
                    await named.look_up(one.rows for one in received)
                _take(query, received, named, found, seen)
                if is_sorted and _is_certain(query, found, seen):
                    break
        certain = sorted(found.values(), reverse=descending)
        rows = certain[: query.count]
        has_more = len(certain) > query.count
        return Page(tuple(f.row for f in rows), f"{rows[-1].at}:{rows[-1].id}" if has_more and rows else "")

    async def _bundles(self, query: Query, bundle: Json) -> AsyncGenerator[Json, None]:
        """The Bundles of a search, to the last: one after another, or at once when no link leads on."""
        followed: set[str] = set()
        yield bundle
        number = sum(1 for _resource in bundles.resources(bundle, query.kind))
        total = bundle.get("total")
        if not bundles.next_page(bundle) and isinstance(total, int) and total > number:
            bundle = await self.exchange.search(self._ask(query, total))
            yield bundle
        while following := bundles.next_page(bundle):
            if following in followed:
                raise unreadable("pages in a circle")
            followed.add(following)
            bundle = await self.exchange.page(following)
            yield bundle

    async def _walk(self, query: Query) -> int:
        """How many a search finds, one by one."""
        number, cursor = 0, ""
        while True:
            page = await self.search(_continued(query, cursor))
            number, cursor = number + len(page.rows), page.cursor
            if not cursor:
                return number


def place_of(write: Write | Content) -> str:
    """Where a write is kept: ``Kind/id``."""
    if isinstance(write, Content):
        return f"Binary/{write.id}"
    return f"{write.resource['resourceType']}/{write.resource['id']}"


def upsert(write: Write | Content, now: datetime) -> Json:
    """The entry of a transaction that keeps a resource, whatever was there."""
    if isinstance(write, Content):
        data = base64.b64encode(write.data).decode()
        resource = {"resourceType": "Binary", "id": write.id, "contentType": write.content_type, "data": data}
    else:
        resource = outgoing(write.resource, write.expected + 1, now)
    return {"resource": resource, "request": {"method": "PUT", "url": place_of(write)}}


def _entry(write: Write | Content, found: Json | None, now: datetime) -> Json:
    """The entry that keeps a resource over the version found, when it is the one expected."""
    expected = NEW if isinstance(write, Content) else write.expected
    version = NEW if found is None else 1 if isinstance(write, Content) else incoming(found).row.version
    if version != expected:
        raise changed("version mismatch")
    entry = upsert(write, now)
    if found is None:
        entry["request"]["ifNoneMatch"] = "*"
    elif tag := text(child(found, "meta").get("versionId")):
        entry["request"]["ifMatch"] = f'W/"{tag}"'
    return entry


def _take(
    query: Query,
    received: Sequence[IndexedResource],
    named: Named,
    found: dict[str, _PageItem],
    seen: list[int],
) -> None:
    """Add the matches among those received to those found, and the moments of all of them to those seen."""
    name = f"{query.kind}.{order_of(query)}"
    for row, rows in received:
        at = dict(rows.moments)[name]
        seen.append(at)
        if matches(query, row.id, rows, named) and _is_after_cursor(query, at, row.id):
            found[row.id] = _PageItem(at, row.id, row)


def _is_after_cursor(query: Query, at: int, resource_id: str) -> bool:
    if not query.cursor:
        return True
    place, here = split_cursor(query.cursor), (at, resource_id)
    return here < place if query.sort.startswith("-") else here > place


def _is_certain(query: Query, found: dict[str, _PageItem], seen: list[int]) -> bool:
    """Whether nothing the server has yet to send can come before the end of the page.

    It is so when the server does sort, and enough was found further than the margin from the last it sent.
    """
    if not seen:
        return False
    sign = -1 if query.sort.startswith("-") else 1
    margin = _MARGIN // timedelta(microseconds=1)
    moments = [sign * microseconds(moment(at)) for at in seen]
    latest = moments[0]
    for at in moments:
        if at < latest - margin:
            return False
        latest = max(latest, at)
    ready = [f for f in found.values() if sign * microseconds(moment(f.at)) < latest - margin]
    return len(ready) > query.count


def _continued(query: Query, cursor: str) -> Query:
    return replace(query, cursor=cursor, count=_WALK)
