"""The documents of an open record that tell vaccinations, asked by their types: no other is listed."""

from dmptui.core.insight.vaccination_record import CHILD_EXAMS, SYNTHESES
from dmptui.core.model.document import Document
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.work.listing import Pages
from dmptui.core.work.record import Record


class VaccinationDocuments:
    """Those that were not replaced, archived or not: what an archived one tells was done.

    Args:
        record: the open record.
        others: with the child's examinations and the latest synthèse, which tell other things too.
    """

    def __init__(self, record: Record, *, others: bool) -> None:
        self._listing = record.listing
        self._others = others
        self._types = VACCINATION_TYPES + (CHILD_EXAMS if others else ())

    async def pages(self) -> Pages:
        """The latest act first, a piece at a time; the synthèse, which tells of other acts, is the first."""
        synthesis = await self._synthesis() if self._others else None
        if synthesis is not None:
            yield (synthesis,)
        async for page in self._listing.current(*self._types):
            yield page

    async def number(self) -> int:
        """How many there are, the synthèse left out."""
        return await self._listing.number(*self._types)

    async def _synthesis(self) -> Document | None:
        async for page in self._listing.current(*SYNTHESES, size=1):
            for document in page:
                return document
        return None
