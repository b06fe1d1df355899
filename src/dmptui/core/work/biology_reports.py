"""The reports of biology of an open record: which were read, and what they said."""

from collections.abc import AsyncGenerator, Callable, Collection
from contextlib import aclosing

from dmptui.core.insight.biology import REPORT, Series
from dmptui.core.insight.biology_series import series
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.model.clinical import Entries, NarrativeSection
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.work.record import Record

READ_FIRST = 8
"""Reports read when the page is opened: each reading leaves a trace that the patient sees."""


class Reports:
    """The reports of a record.

    Args:
        record: the open record.

    Attributes:
        reports: those the professional may read, the latest first; replaced and archived ones are left out.
        readable: those of them that may give values.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._read: dict[str, tuple[Document, Entries]] = {}
        self._list([])

    def _list(self, found: Collection[Document]) -> None:
        self.reports: list[Document] = []
        self.readable: list[Document] = []
        self._places: dict[str, int] = {}
        self._files: list[str] = []
        self._add(found)

    def _add(self, found: Collection[Document]) -> None:
        for document in found:
            self._places[document.id] = len(self.reports)
            self.reports.append(document)
            if may_hold_entries(document):
                self.readable.append(document)
            else:
                self._files.append(document.id)

    async def ask(self) -> AsyncGenerator[int, None]:
        """Ask for the list, the latest first; after each piece, how many came.

        At first they are listed as they come. Later, they take the place of the others when all have come,
        and what was read of those that are still there is kept.

        Raises:
            DmpError: the server failed; the list is as it was, or what came of the first.
        """
        found: list[Document] = []
        is_first = not self.reports
        async for page in self._record.listing.current(REPORT):
            shown = [document for document in page if not hidden_by_default(document)]
            found += shown
            if is_first:
                self._add(shown)
            yield len(found)
        self._list(sorted(found, key=lambda document: document.act_date, reverse=True))
        self._read = {key: read for key, read in self._read.items() if key in self._places}

    def keep(self, wanted: Callable[[Document], bool]) -> None:
        """Leave the other reports out."""
        self._list(list(filter(wanted, self.reports)))

    async def read(self, *, everything: bool) -> AsyncGenerator[int, None]:
        """Read the latest reports, or all; after each, how many are read.

        Raises:
            DmpError: the server failed, or the session is over; what was read is kept.
        """
        batch = self._batch(everything=everything)
        async with aclosing(self._record.findings.of_many(batch)) as coming:
            async for document, entries in coming:
                self._read[document.id] = document, entries
                yield len(self._read)

    def is_left(self, *, everything: bool) -> bool:
        """Whether ``read`` would read some that were not."""
        return bool({d.id for d in self._batch(everything=everything)} - self._settled)

    def _batch(self, *, everything: bool) -> list[Document]:
        return self.readable if everything else self.readable[:READ_FIRST]

    @property
    def _settled(self) -> set[str]:
        """Those that were read, in vain or not."""
        findings = self._record.findings
        return self._read.keys() | findings.failures.keys() | findings.apart.keys()

    def series(self) -> tuple[Series, ...]:
        """The analyses of what was read; long enough for a thread."""
        return series(list(self._read.values()))

    def forget_failures(self) -> None:
        """Reports that could not be read are asked for again."""
        self._record.findings.failures.clear()

    @property
    def count(self) -> int:
        """How many were read."""
        return len(self._read)

    def _listed(self, ids: Collection[str]) -> list[Document]:
        """Those of some ids, in the order of the list."""
        places = sorted(self._places[each] for each in ids if each in self._places)
        return [self.reports[place] for place in places]

    @property
    def failed(self) -> list[Document]:
        """Those that could not be read."""
        return self._listed(self._record.findings.failures.keys() - self._record.findings.apart.keys())

    @property
    def apart(self) -> list[Document]:
        """Those that are about somebody else."""
        return self._listed(self._record.findings.apart.keys())

    @property
    def without_values(self) -> list[Document]:
        """Those known to give no value: files, and those that were read in vain."""
        empty = {key for key, (_document, entries) in self._read.items() if not entries.lab_results}
        return self._listed(empty.union(self._files))

    @property
    def fuller(self) -> list[Document]:
        """Those that give values, and whose text says more."""
        return self._listed(
            [key for key, (_document, read) in self._read.items() if read.lab_results and read.remaining()]
        )

    def sections_to_read(self, document: Document) -> tuple[NarrativeSection, ...]:
        """The sections whose text says more than its values; none when they are not known."""
        read = self._read.get(document.id)
        return tuple(read[1].remaining()) if read else ()

    def section_to_read(self, document: Document) -> int | None:
        """The first of them."""
        return next((section.index for section in self.sections_to_read(document)), None)

    @property
    def unread(self) -> int:
        """How many are still to be read."""
        return len(self.readable) - sum(each in self._places for each in self._settled)
