"""The documents of a record by window (project): what a list shows, and what it counts."""

from dmptui.core.client.reading import documents_of
from dmptui.core.client.statement import Statement
from dmptui.core.client.transport import Transport
from dmptui.core.fhir import bundle, systems
from dmptui.core.fhir import selection as wire
from dmptui.core.fhir.json import Json, expect
from dmptui.core.fhir.patient import ins_system
from dmptui.core.model.document import Document
from dmptui.core.model.ins import Ins
from dmptui.core.model.selection import Counted, Heading, Selection, Window

_SEARCH = "/fhir/DocumentReference/_search"
_FACETS = "/fhir/DocumentReference/$facets"


class Windows:
    """What ``DmpClient.windows`` does; every method raises a ``DmpError`` when it fails."""

    def __init__(self, transport: Transport, statement: Statement) -> None:
        self._transport = transport
        self._statement = statement

    async def offered(self) -> bool:
        """Whether the server lists by window, as it states itself; one that states nothing does not."""
        return await self._statement.offers(systems.FACETS_OPERATION)

    async def window(
        self, token: str, ins: Ins, selection: Selection, offset: int, size: int, around: str = ""
    ) -> Window[Document]:
        """Some documents of a selection.

        Args:
            token: of the record.
            ins: of the patient.
            selection: which documents, in which order.
            offset: the place of the first, from 0: a multiple of ``size``.
            size: how many at most.
            around: id of a document: the window it is in, if it is in the selection.
        """
        place = {"_offset": str(offset), "_count": str(size)} | ({"around": around} if around else {})
        page = await self._search(token, ins, selection, place)
        return Window(bundle.offset(page), await documents_of(page))

    async def headings(self, token: str, selection: Selection) -> tuple[Heading, ...]:
        """The groups of a selection, in its order: together, all its documents."""
        parameters = wire.operation(selection, wire.HEADING)
        return wire.headings_from_fhir(await self._transport.post_json(_FACETS, token, parameters))

    async def counts(self, token: str, selection: Selection, facet: str) -> tuple[Counted, ...]:
        """How many documents of a selection have each value of one of ``selection.COUNTED_BY``."""
        parameters = wire.operation(selection, facet)
        return wire.counts_from_fhir(await self._transport.post_json(_FACETS, token, parameters))

    async def total(self, token: str, ins: Ins, selection: Selection) -> int:
        """How many documents a selection has."""
        place = {"_offset": "0", "_count": "1", "_total": "accurate"}
        return bundle.total(await self._search(token, ins, selection, place)) or 0

    async def _search(self, token: str, ins: Ins, selection: Selection, more: dict[str, str]) -> Json:
        person = {"patient.identifier": f"{ins_system(ins)}|{ins.value}"}
        query = wire.to_query(selection) | person | more
        return expect(await self._transport.post_form(_SEARCH, token, query), "Bundle")
