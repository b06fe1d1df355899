"""The results of a search, page by page: every page of the same search tells the same total."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

from starlette.responses import Response

from dmptui.core.rules.condition import Condition
from dmptui.core.server.http.context import Call, Following
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query


@dataclass(frozen=True, slots=True)
class Results:
    """A page of what a search finds.

    Attributes:
        rows: of this page.
        total: how many the whole search finds; None when it is not counted.
        following: answers the next page; None on the last.
    """

    rows: tuple[StoredResource, ...]
    total: int | None
    following: Following | None


@dataclass(frozen=True, slots=True)
class Search:
    """A search that is being read; ``total`` is None until its first page has been counted.

    Its condition is that of the moment: each page is of what may be seen when it is asked.
    """

    query: Query
    total: int | None = None

    def under(self, condition: Condition) -> "Search":
        """The same search, of what the asker may see now."""
        return replace(self, query=replace(self.query, condition=condition))

    async def page(self, call: Call, following: "Next") -> Results:
        """The page; nothing but its total with ``_summary=count``, no total with ``_total=none``.

        Args:
            call: the request.
            following: answers a request for the next page.
        """
        store = call.context.store
        if call.params.is_count:
            return Results((), (await store.counts([self.query]))[0], None)
        page = await store.search(self.query)
        total = self.total
        if total is None and not page.cursor and not self.query.cursor:
            total = len(page.rows)
        elif total is None and call.params.is_counted:
            total = (await store.counts([self.query]))[0]
        search = Search(replace(self.query, cursor=page.cursor), total)
        return Results(page.rows, total, (lambda call: following(call, search)) if page.cursor else None)


Next = Callable[[Call, Search], Awaitable[Response]]
"""Answers the page of a search that goes on."""
