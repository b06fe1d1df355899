"""What belongs together in a care path: a stay and all that was done during it, or a visit and its papers.

No document of a DMP names its episode; this is how dmptui finds them. The rules are its own:

- a document that tells a stay in hospital and lasts a night makes one; what was done meanwhile, the day
  before and the day after belongs to it;
- otherwise, what was done the same day and was sent together, or has the same author, belongs together;
- données de remboursement, and what the person dropped, belong to nothing.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from dmptui.core.model.document import Document
from dmptui.core.rules.reading import is_from_patient

STAY = timedelta(hours=20)
"""An act that lasts longer may be a stay."""

STAY_TYPES = frozenset({
    "34112-3", "11490-0", "15507-7", "15508-5", "67851-6", "86531-1", "60280-5", "68599-0",
    "57057-2", "57075-4", "89235-6", "78489-2",
})  # fmt: skip
"""Types of JDV_J07 that tell a stay: reports, liaison letters, admissions, emergencies, maternity. The period
of any other (reimbursements, a plan, a follow-up by a nurse) is not one."""

AROUND = timedelta(hours=24)
"""Acts this long before or after a stay belong to it: the emergency department, the letter that follows."""

REIMBURSEMENTS = "60"
"""Class of the données de remboursement, JDV_J06."""

_REPORTS = ("10", "31", "11")
"""Classes that name a visit better than its prescriptions: reports, imaging, syntheses."""


@dataclass(frozen=True, slots=True)
class Episode:
    """Documents that belong together; never empty.

    Attributes:
        stay: the patient was somewhere from ``start`` to ``end``.
        main: the document that names it best: the longest act of a stay, else the first report.
        documents: the latest act first.
    """

    start: datetime
    end: datetime
    stay: bool
    main: Document
    documents: tuple[Document, ...]

    @property
    def nights(self) -> int:
        """How many nights, in local time."""
        return (self.end.astimezone().date() - self.start.astimezone().date()).days


def is_stay(document: Document) -> bool:
    """Whether a document tells a stay."""
    start, end = document.start, document.end
    return document.type.code in STAY_TYPES and start is not None and end is not None and end - start >= STAY


def episodes(documents: Iterable[Document]) -> list[Episode]:
    """Put documents in episodes, the latest first; a document that belongs to nothing is one by itself."""
    found = sorted(documents, key=lambda document: document.act_date)
    stays = _stays(found)
    begins = [start for start, _end in stays]
    gathered: defaultdict[int, list[Document]] = defaultdict(list)
    alone: list[Document] = []
    for document in found:
        at = None if _belongs_to_nothing(document) else _stay_of(document, stays, begins)
        if at is None:
            alone.append(document)
        else:
            gathered[at].append(document)
    made = [_stay(*stays[at], members) for at, members in gathered.items()]
    made += [_visit(members) for members in _visits(alone)]
    return sorted(made, key=lambda episode: (episode.start, episode.end), reverse=True)


def _belongs_to_nothing(document: Document) -> bool:
    return document.category.code == REIMBURSEMENTS or is_from_patient(document)


def _stays(documents: Iterable[Document]) -> list[tuple[datetime, datetime]]:
    """The stays, in order; those that overlap are one."""
    stays: list[tuple[datetime, datetime]] = []
    for document in documents:
        start, end = document.start, document.end
        if start is None or end is None or not is_stay(document):
            continue
        if stays and start <= stays[-1][1]:
            stays[-1] = (stays[-1][0], max(stays[-1][1], end))
        else:
            stays.append((start, end))
    return stays


def _stay_of(
    document: Document, stays: Sequence[tuple[datetime, datetime]], begins: Sequence[datetime]
) -> int | None:
    """The stay it was done in, else the one that had just ended, else the one that was about to begin."""
    at = document.act_date
    next_one = bisect_right(begins, at)
    if next_one and at <= stays[next_one - 1][1] + AROUND:
        return next_one - 1
    return next_one if next_one < len(stays) and at >= begins[next_one] - AROUND else None


def _visits(documents: Iterable[Document]) -> Iterator[list[Document]]:
    """What belongs together outside the stays; documents and groups in the order given."""
    days: defaultdict[date, list[tuple[set[str], list[Document]]]] = defaultdict(list)
    for document in documents:
        ties, members = _ties(document), [document]
        day = days[document.act_date.astimezone().date()]
        for group in [group for group in day if group[0] & ties]:
            day.remove(group)
            ties, members = group[0] | ties, group[1] + members
        day.append((ties, members))
    for day in days.values():
        for _same, members in day:
            yield sorted(members, key=lambda document: document.act_date)


def _ties(document: Document) -> set[str]:
    """What a document shares with those of the same visit."""
    if _belongs_to_nothing(document):
        return {f"document {document.id}"}
    ties = {"lot": document.submission, "author": document.author.id, "document": document.id}
    return {f"{name} {value}" for name, value in ties.items() if value}


def _stay(start: datetime, end: datetime, members: list[Document]) -> Episode:
    main = max(members, key=lambda document: (is_stay(document), _length(document)))
    return Episode(start, end, stay=True, main=main, documents=tuple(reversed(members)))


def _visit(members: list[Document]) -> Episode:
    start, end = members[0].act_date, members[-1].act_date
    main = min(members, key=lambda document: document.category.code not in _REPORTS)
    return Episode(start, end, stay=False, main=main, documents=tuple(reversed(members)))


def _length(document: Document) -> timedelta:
    if document.start is None or document.end is None:
        return timedelta(0)
    return document.end - document.start
