"""The visits of a record, from all its traces: a plain FHIR server groups nothing."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace

from dmptui.core.model.selection import Counted
from dmptui.core.model.visit import Step, Visit, VisitSelection, Years, counts_of, visits_of, years_of
from dmptui.core.rules.condition import Condition
from dmptui.core.store.base import Page, Visits
from dmptui.core.store.query import Query
from dmptui.core.store.step import KIND, step_in

_PAGE = 500


class RemoteVisits(Visits):
    """The visits of what a search finds.

    Args:
        search: one page of the store.
    """

    def __init__(self, search: Callable[[Query], Awaitable[Page]]) -> None:
        self._search = search

    async def window(
        self, patient: str, selection: VisitSelection, seen: Condition, offset: int, count: int
    ) -> tuple[Visit, ...]:
        """See Visits."""
        steps = [step async for step in self._steps(patient, selection, seen)]
        return tuple(visits_of(steps)[offset : offset + count])

    async def years(self, patient: str, selection: VisitSelection, seen: Condition) -> Years:
        """See Visits."""
        return years_of([step async for step in self._steps(patient, selection, seen)])

    async def counts(
        self, patient: str, selection: VisitSelection, seen: Condition, facet: str
    ) -> tuple[Counted, ...]:
        """See Visits."""
        return counts_of([step async for step in self._steps(patient, selection, seen)], facet)

    async def _steps(self, patient: str, selection: VisitSelection, seen: Condition) -> AsyncIterator[Step]:
        query = Query(KIND, patient, condition=seen, sort="date", count=_PAGE)
        while True:
            page = await self._search(query)
            for row in page.rows:
                step = step_in(json.loads(row.text))
                if step is not None and selection.keeps(step):
                    yield step
            if not page.cursor:
                return
            query = replace(query, cursor=page.cursor)
