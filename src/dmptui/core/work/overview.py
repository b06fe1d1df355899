"""What the Récapitulatif asks of an open record: few documents, whatever the record has."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from dmptui.core.errors import DmpError, InvalidContent, NotFound, Refused
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.insight.summary.digest import (
    BIOLOGY,
    DIRECTIVES,
    HISTORY,
    LIAISON,
    READ_VACCINATIONS,
    SHOWN_DOCUMENTS,
    SYNTHESES,
    Reading,
    RecordOverview,
    VaccinationReadings,
    biology_of,
    synthesis_of,
    vaccinations_of,
)
from dmptui.core.model.clinical import Entries
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document, Visibility
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.work.listing import PIECE
from dmptui.core.work.record import Record

_PIECE = 10
"""Documents asked at a time for the latest of a type: some may be archived, or about somebody else."""

Facts = Mapping[str, Any]
"""Fields of ``RecordOverview`` that have come."""
Read = Callable[[Document], Awaitable[Entries | DmpError]]
"""The entries of a document, or why there are none."""


class _Kind(NamedTuple):
    """A document that is read: the field it fills, the types the latest of each is asked of, the choice."""

    field: str
    types: Sequence[Sequence[str]]
    latest_of: Callable[[Sequence[Document]], Reading]


_SYNTHESIS = _Kind("synthesis", (SYNTHESES, (LIAISON,)), synthesis_of)
_BIOLOGY = _Kind("biology", (BIOLOGY,), biology_of)


def at_opening(record: Record) -> RecordOverview:
    """What is known before anything is asked."""
    granted = record.authorisation
    until = day_of(granted.until) if granted and granted.team and granted.until else None
    return RecordOverview(record.today(), record.mode, record.emergency_reason, until)


async def overview(record: Record) -> RecordOverview:
    """All that the Récapitulatif shows; what could not be read of a document is in its place.

    Raises:
        DmpError: the news or a list could not be had.
    """

    async def read(document: Document) -> Entries | DmpError:
        try:
            return await record.findings.of(document)
        except (Refused, NotFound, InvalidContent) as error:
            return error

    known = replace(at_opening(record), news=await record.discovery.news())
    async for facts in coming(record, read):
        known = replace(known, **facts)
    return known


async def coming(record: Record, read: Read) -> AsyncIterator[Facts]:
    """What the documents of a record say, as it comes: each kind is asked, then read, before the next.

    Raises:
        DmpError: a list could not be had; or what ``read`` raises.
    """
    asked = _Asked(record, read)
    await asked.latest((), SHOWN_DOCUMENTS)
    yield asked.listed
    for kind in (_SYNTHESIS, _BIOLOGY):
        async for facts in asked.kind(kind):
            yield facts
    for code in DIRECTIVES:
        await asked.latest((code,), 1)
    yield {**asked.listed, "whole": True}
    async for facts in asked.vaccinations():
        yield facts
    async for facts in asked.unshown():
        yield facts


class _Asked:
    """The documents that were asked so far."""

    def __init__(self, record: Record, read: Read) -> None:
        self._record = record
        self._read = read
        self._found: dict[str, Document] = {}

    @property
    def listed(self) -> Facts:
        """Those that have come."""
        return {"listed": tuple(self._found.values())}

    async def latest(self, types: Sequence[str], number: int, *, archived: bool = False) -> None:
        """Ask for documents until so many may be shown: one of somebody else gives its place to another."""
        async for page in self._record.listing.current(*types, size=_PIECE):
            self._found |= {document.id: document for document in page}
            number -= sum(archived or not hidden_by_default(document) for document in self._own(page))
            if number <= 0:
                return

    async def kind(self, kind: _Kind) -> AsyncIterator[Facts]:
        """The latest of a kind, to be read, then read; one of somebody else gives its place to another."""
        while True:
            for types in kind.types:
                await self.latest(types, 1)
            reading = kind.latest_of(self._own(self._found.values()))
            yield {kind.field: reading}
            document = reading.document
            if document is None:
                return
            entries = await self._entries(document)
            if not self._is_apart(document):
                yield {kind.field: replace(reading, found=entries)}
                return
            yield self._apart

    async def vaccinations(self) -> AsyncIterator[Facts]:
        """The same of the last documents of vaccination, among all there are."""
        number = await self._record.listing.number(*VACCINATION_TYPES)
        while True:
            await self.latest((HISTORY,), 1, archived=True)
            await self.latest(VACCINATION_TYPES, READ_VACCINATIONS, archived=True)
            chosen = vaccinations_of(self._own(self._found.values()))
            total = number - sum(d.type.code in VACCINATION_TYPES for d in self._apart["apart"])
            yield {"vaccination": VaccinationReadings(chosen.readings, total)}
            documents = [reading.document for reading in chosen.readings if reading.document is not None]
            entries = await asyncio.gather(*map(self._entries, documents))
            if not any(map(self._is_apart, documents)):
                readings = tuple(map(Reading, documents, entries))
                yield {"vaccination": VaccinationReadings(readings, total)}
                return
            yield self._apart

    async def unshown(self) -> AsyncIterator[Facts]:
        """What the professional wrote and hid from the patient, and may show."""
        found: dict[str, Document] = {}
        hidden = {"security-label": Visibility.HIDDEN_FROM_PATIENT.value, "author": self._record.author}
        async for page in self._record.listing.pages(hidden, PIECE):
            found |= {d.id: d for d in page if is_to_announce(self._record, d)}
            yield {"unshown": tuple(found.values())}
        yield {"unshown": tuple(found.values())}

    async def _entries(self, document: Document) -> Entries | DmpError | None:
        return await self._read(document) if may_hold_entries(document) else None

    def _own(self, documents: Iterable[Document]) -> list[Document]:
        """Without those that were found to be about somebody else."""
        return [document for document in documents if not self._is_apart(document)]

    def _is_apart(self, document: Document) -> bool:
        return document.id in self._record.findings.apart

    @property
    def _apart(self) -> Facts:
        return {"apart": tuple(filter(self._is_apart, self._found.values()))}


def is_to_announce(record: Record, document: Document) -> bool:
    """Whether the professional hid it from the patient, and may show it."""
    hidden = Visibility.HIDDEN_FROM_PATIENT in document.visibility
    return hidden and record.may_change(document, Change.SHOW_TO_PATIENT).allowed
