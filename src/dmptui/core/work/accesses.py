"""Who came into a record: its traces by visit, asked by windows."""

from dmptui.core.client import DmpClient
from dmptui.core.model.ins import Ins
from dmptui.core.model.selection import Counted
from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import (
    Step,
    Visit,
    VisitSelection,
    Years,
    counts_of,
    lines_of,
    step_of,
    visits_of,
    years_of,
)


class Accesses:
    """The visits of one record; a server that does not group traces has them all taken, and grouped here.

    Args:
        client, token, ins: of the record.
        me: id of who asks; empty for the person or a representative.
    """

    def __init__(self, client: DmpClient, token: str, ins: Ins, me: str = "") -> None:
        self._client = client
        self._token = token
        self._ins = ins
        self._taken: list[Trace] | None = None
        self.me = me

    def forget(self) -> None:
        """What was taken: the server is asked again."""
        self._taken = None

    async def window(self, selection: VisitSelection, offset: int, size: int) -> tuple[Visit, ...]:
        """``size`` visits at most from the place ``offset``, in the order of ``visit.visits_of``."""
        if await self._client.history.offered():
            return await self._client.history.window(self._token, selection, offset, size)
        return tuple(visits_of(await self._steps(selection))[offset : offset + size])

    async def years(self, selection: VisitSelection) -> Years:
        """How many visits there are."""
        if await self._client.history.offered():
            return await self._client.history.years(self._token, selection)
        return years_of(await self._steps(selection))

    async def counts(self, selection: VisitSelection, facet: str) -> tuple[Counted, ...]:
        """How many visits have each value of one of ``visit.COUNTED_BY``."""
        if await self._client.history.offered():
            return await self._client.history.counts(self._token, selection, facet)
        return counts_of(await self._steps(selection), facet)

    async def lines(self, visit: Visit) -> list[Trace]:
        """What was done in a visit, the first first; what pages read by themselves is one line."""
        if await self._client.history.offered():
            return lines_of(await self._client.history.lines(self._token, self._ins, visit.id))
        return lines_of(trace for trace in await self._all() if step_of(trace).visit == visit.id)

    async def _steps(self, selection: VisitSelection) -> list[Step]:
        return [step for step in map(step_of, await self._all()) if selection.keeps(step)]

    async def _all(self) -> list[Trace]:
        if self._taken is None:
            pages = self._client.traces(self._token, self._ins)
            self._taken = [trace async for page in pages for trace in page]
        return self._taken
