"""The line of life: what was done, by kind, on a scale of days, weeks, months or quarters."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import Enum, StrEnum
from typing import NamedTuple

from dmptui.core.insight.episodes import REIMBURSEMENTS, is_stay
from dmptui.core.model.clinical import Entries, Reimbursement
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.rules.reading import is_from_patient


class Kind(StrEnum):
    """What is on a line of the line of life, in its order."""

    CONSULTATION = "consultation"
    STAY = "stay"
    """In hospital: stays, emergencies, operations, births."""
    BIOLOGY = "biology"
    IMAGING = "imaging"
    MEDICINE = "medicine"
    """Prescriptions, dispensations, what a pharmacist does."""
    VACCINATION = "vaccination"
    CARE = "care"
    """Of nurses and other auxiliaires médicaux."""
    OTHER = "other"
    """Syntheses, plans, certificates, papers."""
    REIMBURSEMENT = "reimbursement"
    PATIENT = "patient"
    """What the person dropped."""


_BY_TYPE = {
    code: kind
    for kind, codes in {
        Kind.STAY: "34112-3 11490-0 15507-7 15508-5 67851-6 34874-8 77436-4 34875-5 60280-5 78341-5 80820-4 "
        "18761-7 86531-1 57057-2 57075-4 89235-6 78489-2 68599-0",
        Kind.BIOLOGY: "11502-2 60568-3 51969-4 96173-0",
        Kind.MEDICINE: "56445-0 78601-2 93024-8",
        Kind.VACCINATION: "11369-6 87273-9 96874-3",
        Kind.CARE: "11506-3 47420-5 29274-8 BIL_AUTO",
    }.items()
    for code in codes.split()
}
"""Types of JDV_J07 that their class does not tell."""

_BY_CLASS = {
    "10": Kind.CONSULTATION,
    "31": Kind.IMAGING,
    "42": Kind.MEDICINE,
    "43": Kind.MEDICINE,
    "45": Kind.MEDICINE,
    REIMBURSEMENTS: Kind.REIMBURSEMENT,
}
"""Classes of JDV_J06; those of the others are ``Kind.OTHER``."""

_PARAMEDICAL = frozenset(f"G15_{n}" for n in (35, 37, 60, 69, 70, 80, 91, 92, 94, 95, 96))
"""Professions of JDV_J01 whose reports are care: nurses, physiotherapists, podiatrists…"""


class Event(NamedTuple):
    """Something that was done.

    Attributes:
        first, last: local days, the same but for a stay; None when the day is not known.
        document: that tells it.
        paid: the line of the données de remboursement, when it is one; ``rank`` is its place among them.
    """

    kind: Kind
    first: date | None
    last: date | None
    document: Document
    paid: Reimbursement | None = None
    rank: int = 0

    @property
    def key(self) -> tuple[str, int]:
        """What identifies it in the record."""
        return self.document.id, self.rank


class Zoom(Enum):
    """How long a cell of the line is, the nearest first."""

    DAY = 0
    WEEK = 1
    MONTH = 2
    QUARTER = 3

    def moved(self, steps: int) -> "Zoom":
        """Nearer (negative) or wider, as far as it goes."""
        return Zoom(max(0, min(len(Zoom) - 1, self.value + steps)))


def kind_of(document: Document) -> Kind:
    """The line a document belongs to."""
    if is_from_patient(document):
        return Kind.PATIENT
    known = _BY_TYPE.get(document.type.code)
    if known is not None:
        return known
    kind = _BY_CLASS.get(document.category.code, Kind.OTHER)
    if kind is Kind.CONSULTATION and document.author.profession in _PARAMEDICAL:
        return Kind.CARE
    return kind


def event_of(document: Document) -> Event:
    """What a document tells."""
    first = day_of(document.act_date)
    last = day_of(document.ended) if document.ended and is_stay(document) else first
    return Event(kind_of(document), first, last, document)


def paid_events(document: Document, entries: Entries) -> list[Event]:
    """What données de remboursement tell, in their order; the date of the text wins over the coded one."""
    found = []
    for rank, paid in enumerate(entries.reimbursements, 1):
        first = paid.source.shown_date(paid.period.start).first_day
        high = paid.period.high.first_day
        last = max(first, high) if first and high else first
        found.append(Event(Kind.REIMBURSEMENT, first, last, document, paid, rank))
    return found


class LifeLine:
    """The lines of all kinds, filled little by little; an event without a day is on none.

    Args:
        zoom: length of a cell.

    Attributes:
        number: how many events were added.
    """

    def __init__(self, zoom: Zoom) -> None:
        self.zoom = zoom
        self.number = 0
        self._cells: dict[Kind, defaultdict[int, list[Event]]] = {kind: defaultdict(list) for kind in Kind}
        self._stays: dict[Kind, set[tuple[int, int]]] = {kind: set() for kind in Kind}

    def add(self, events: Iterable[Event]) -> None:
        """More events, in any order."""
        for event in events:
            self.number += 1
            if event.first is None or event.last is None:
                continue
            at = cell_of(event.first, self.zoom)
            self._cells[event.kind][at].append(event)
            if event.last > event.first:
                self._stays[event.kind].add((at, cell_of(event.last, self.zoom)))

    def counts(self, kind: Kind) -> dict[int, int]:
        """How many events begin in each cell of a line that has some."""
        return {at: len(found) for at, found in self._cells[kind].items()}

    def events(self, kind: Kind, cell: int) -> tuple[Event, ...]:
        """The events that begin in a cell, the latest first."""
        return tuple(sorted(self._cells[kind].get(cell, ()), key=order_of, reverse=True))

    def stays(self, kind: Kind) -> tuple[tuple[int, int], ...]:
        """First and last cell of each stay, in order."""
        return tuple(sorted(self._stays[kind]))


def order_of(event: Event) -> tuple[date, float, int]:
    """To sort by, reversed: the latest day first, then the latest hour; those without a day last."""
    at = 0.0 if event.paid else event.document.act_date.timestamp()
    return event.first or date.min, at, -event.rank


def cell_of(day: date, zoom: Zoom) -> int:
    """The cell a day is in: cells are numbered from the beginning of our era."""
    if zoom is Zoom.DAY:
        return day.toordinal()
    if zoom is Zoom.WEEK:
        return (day.toordinal() - 1) // 7  # the first day of our era is a Monday
    months = day.year * 12 + day.month - 1
    return months if zoom is Zoom.MONTH else months // 3


def first_day(cell: int, zoom: Zoom) -> date:
    """The first day of a cell; the first or the last of the calendar for one that is out of it."""
    if zoom in (Zoom.DAY, Zoom.WEEK):
        ordinal = cell if zoom is Zoom.DAY else cell * 7 + 1
        return date.fromordinal(max(1, min(date.max.toordinal(), ordinal)))
    year, month = divmod(cell if zoom is Zoom.MONTH else cell * 3, 12)
    if year < date.min.year:
        return date.min
    return date.max if year > date.max.year else date(year, month + 1, 1)


def last_day(cell: int, zoom: Zoom) -> date:
    """The last day of a cell."""
    following = first_day(cell + 1, zoom)
    return following if following == date.max else following - timedelta(days=1)


def begins(cells: range, zoom: Zoom, of: Zoom | None) -> Iterator[tuple[int, date]]:
    """Where on a scale something longer begins: the cells in which it does, and its first day.

    Args:
        cells: of the scale.
        zoom: of the scale.
        of: what begins: a week, a month; None is a year. The first cell always begins one.
    """
    for cell in cells:
        day = last_day(cell, zoom)
        begun = date(day.year, 1, 1) if of is None else first_day(cell_of(day, of), of)
        if cell == cells.start or begun >= first_day(cell, zoom):
            yield cell, begun
