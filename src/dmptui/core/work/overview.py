"""What the Récapitulatif asks of an open record, and all of it asked at once."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dmptui.core.errors import DmpError, InvalidContent, NotFound, Refused
from dmptui.core.insight.findings import may_hold_entries
from dmptui.core.insight.summary.digest import (
    BIOLOGY,
    DIRECTIVES,
    LIAISON,
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
from dmptui.core.rules.changing import Change
from dmptui.core.rules.first_search import VACCINATION_TYPES
from dmptui.core.rules.reading import hidden_by_default
from dmptui.core.work.listing import Pages
from dmptui.core.work.record import Record

KINDS: dict[str, Callable[[Sequence[Document]], Reading]] = {
    "synthesis": synthesis_of,
    "biology": biology_of,
}
"""What is read of a record, in this order: at most one document of each; then those of vaccination."""


def at_opening(record: Record) -> RecordOverview:
    """What is known before anything is asked."""
    granted = record.authorisation
    until = day_of(granted.until) if granted and granted.until else None
    return RecordOverview(record.today(), record.mode, record.emergency_reason, until)


def is_to_announce(record: Record, document: Document) -> bool:
    """Whether the professional hid it from the patient, and may show it."""
    hidden = Visibility.HIDDEN_FROM_PATIENT in document.visibility
    return hidden and record.may_change(document, Change.SHOW_TO_PATIENT).allowed


async def needed(record: Record) -> Pages:
    """The documents the Récapitulatif is made of, the newest first, a page at a time; some come twice.

    Of a long record, few: the last ones, the latest of each kind that is read, all those of vaccination, and
    those that are to be announced.
    """
    listing = record.listing
    async for page in _until(listing.whole(), SHOWN_DOCUMENTS):
        yield page
    for types in (SYNTHESES, (LIAISON,), BIOLOGY, *((code,) for code in DIRECTIVES)):
        async for page in _until(listing.of_types(*types), 1):
            yield page
    async for page in listing.of_types(*VACCINATION_TYPES):
        yield page
    async for page in listing.pages({"security-label": Visibility.HIDDEN_FROM_PATIENT.value}):
        yield page


async def _until(pages: Pages, number: int) -> Pages:
    """Pages, until they hold so many documents that are current and not archived."""
    found = 0
    async for page in pages:
        yield page
        found += sum(not hidden_by_default(document) for document in page)
        if found >= number:
            return


async def overview(record: Record) -> RecordOverview:
    """All that the Récapitulatif shows; what could not be read of a document is in its place.

    Raises:
        DmpError: the news or the list could not be had.
    """
    known = replace(at_opening(record), news=await record.discovery.news())
    found = [document async for page in record.listing.whole() for document in page]
    readings = {kind: await _latest(record, found, latest_of) for kind, latest_of in KINDS.items()}
    vaccination = await _vaccinations(record, found)
    apart = record.findings.apart
    return replace(
        known,
        listed=tuple(found),
        whole=True,
        unshown=tuple(d for d in found if is_to_announce(record, d)),
        apart=tuple(d for d in found if d.id in apart),
        synthesis=readings["synthesis"],
        biology=readings["biology"],
        vaccination=vaccination,
    )


async def _latest(
    record: Record, found: Sequence[Document], latest_of: Callable[[Sequence[Document]], Reading]
) -> Reading:
    """The latest of a kind, read; one that is about somebody else gives its place to the one before it."""
    while True:
        reading = latest_of([d for d in found if d.id not in record.findings.apart])
        document = reading.document
        if document is None or not may_hold_entries(document):
            return reading
        entries = await _entries(record, document)
        if document.id not in record.findings.apart:
            return replace(reading, found=entries)


async def _vaccinations(record: Record, found: Sequence[Document]) -> VaccinationReadings:
    """The last documents of vaccination, read; those about somebody else give their places to others."""
    while True:
        chosen = vaccinations_of([d for d in found if d.id not in record.findings.apart])
        documents = [reading.document for reading in chosen.readings if reading.document is not None]
        entries = [await _entries(record, d) if may_hold_entries(d) else None for d in documents]
        if not any(d.id in record.findings.apart for d in documents):
            return replace(chosen, readings=tuple(map(Reading, documents, entries)))


async def _entries(record: Record, document: Document) -> Entries | DmpError:
    try:
        return await record.findings.of(document)
    except (Refused, NotFound, InvalidContent) as error:
        return error
