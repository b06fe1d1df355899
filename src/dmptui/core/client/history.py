"""The traces of a record by visit (project), the lines of one visit, and the display of a page."""

from collections.abc import Iterable

from dmptui.core.client.paging import pages
from dmptui.core.client.statement import Statement
from dmptui.core.client.transport import Transport
from dmptui.core.fhir import audit_event, bundle, systems
from dmptui.core.fhir import visits as wire
from dmptui.core.fhir.json import Json, expect
from dmptui.core.fhir.patient import ins_system
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.ins import Ins
from dmptui.core.model.selection import Counted
from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import Visit, VisitSelection, Years

_VISITS = "/fhir/AuditEvent/$visites"
_LINES = 500
"""Lines of a visit asked at once."""


class History:
    """What ``DmpClient.history`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport, statement: Statement) -> None:
        self._transport = transport
        self._statement = statement

    async def offered(self) -> bool:
        """Whether the server groups traces by visit, as it states itself."""
        return await self._statement.offers(systems.VISITS_OPERATION)

    async def window(
        self, token: str, selection: VisitSelection, offset: int, size: int
    ) -> tuple[Visit, ...]:
        """``size`` visits at most from the place ``offset``."""
        place = [("_offset", str(offset)), ("_count", str(size))]
        return wire.visits_from_fhir(await self._ask(token, selection, place))

    async def years(self, token: str, selection: VisitSelection) -> Years:
        """How many visits there are."""
        return wire.years_from_fhir(await self._ask(token, selection, [("facet", wire.YEARS)]))

    async def counts(self, token: str, selection: VisitSelection, facet: str) -> tuple[Counted, ...]:
        """How many visits have each value of one of ``visit.COUNTED_BY``."""
        return wire.counts_from_fhir(await self._ask(token, selection, [("facet", facet)]))

    async def lines(self, token: str, ins: Ins, visit: str) -> tuple[Trace, ...]:
        """The traces of a visit, the first first."""
        query = {
            "patient.identifier": f"{ins_system(ins)}|{ins.value}",
            "visit": visit,
            "_sort": "date",
            "_count": str(_LINES),
            "_total": "none",
        }
        return tuple(
            [
                audit_event.from_fhir(found)
                async for page in pages(self._transport, "AuditEvent", token, query)
                for found in bundle.resources(page, "AuditEvent")
            ]
        )

    async def display(self, token: str, trace: Trace, ins: Ins) -> None:
        """Say that a page is displayed, before it reads anything."""
        resource = audit_event.to_fhir(trace, subject_of(ins))
        await self._transport.post_json("/fhir/AuditEvent", token, resource)

    async def _ask(self, token: str, selection: VisitSelection, more: Iterable[tuple[str, str]]) -> Json:
        answer = await self._transport.post_json(
            _VISITS, token, wire.operation([*wire.to_pairs(selection), *more])
        )
        return expect(answer, "Parameters")
