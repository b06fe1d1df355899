"""The reports of biology of an open record: which were read, and what they said."""

from collections.abc import AsyncGenerator
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
    """

    def __init__(self, record: Record) -> None:
        self.reports: list[Document] = []
        self._record = record
        self._read: dict[str, tuple[Document, Entries]] = {}

    async def ask(self) -> None:
        """Ask for the list; what was read of those that are still there is kept.

        Raises:
            DmpError: the server failed; the list is as it was.
        """
        found: list[Document] = []
        async for page in self._record.listing.of_types(REPORT):
            found += (document for document in page if not hidden_by_default(document))
        self.reports = sorted(found, key=lambda document: document.act_date, reverse=True)
        ids = {document.id for document in self.reports}
        self._read = {key: read for key, read in self._read.items() if key in ids}

    async def read(self, *, everything: bool) -> AsyncGenerator[int, None]:
        """Read the latest reports, or all; after each, how many are read.

        Raises:
            DmpError: the server failed, or the session is over; what was read is kept.
        """
        batch = self.readable if everything else self.readable[:READ_FIRST]
        async with aclosing(self._record.findings.of_many(batch)) as coming:
            async for document, entries in coming:
                self._read[document.id] = document, entries
                yield len(self._read)

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

    @property
    def readable(self) -> list[Document]:
        """Those that may give values, the latest first."""
        return [document for document in self.reports if may_hold_entries(document)]

    @property
    def failed(self) -> list[Document]:
        """Those that could not be read."""
        failures = self._record.findings.failures.keys() - self._record.findings.apart.keys()
        return [document for document in self.reports if document.id in failures]

    @property
    def apart(self) -> list[Document]:
        """Those that are about somebody else."""
        return [document for document in self.reports if document.id in self._record.findings.apart]

    @property
    def without_values(self) -> list[Document]:
        """Those known to give no value: files, and those that were read in vain."""
        empty = {key for key, (_document, entries) in self._read.items() if not entries.lab_results}
        return [d for d in self.reports if d.id in empty or not may_hold_entries(d)]

    @property
    def fuller(self) -> list[Document]:
        """Those that give values, and whose text says more."""
        fuller = {
            key for key, (_document, read) in self._read.items() if read.lab_results and read.remaining()
        }
        return [document for document in self.reports if document.id in fuller]

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
        return len(self.readable) - len({*self._read, *(d.id for d in [*self.failed, *self.apart])})
