"""What belongs together in a care path: a stay and all that was done during it, or what was sent together.

No document of a DMP names its episode; this is how dmptui finds them. The rules are its own.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from dmptui.core.model.document import Document

STAY = timedelta(hours=20)
"""An act that lasts longer is a stay, which gathers what was done meanwhile."""

AROUND = timedelta(hours=24)
"""Acts this long before or after a stay belong to it: the emergency department, the letter that follows."""


@dataclass(frozen=True, slots=True)
class Episode:
    """Documents that belong together; never empty.

    Attributes:
        stay: the patient was somewhere from ``start`` to ``end``.
        main: the document that names it best: the longest act, else the first of the lot.
        documents: the latest act first.
    """

    start: datetime
    end: datetime
    stay: bool
    main: Document
    documents: tuple[Document, ...]


def episodes(documents: Iterable[Document]) -> list[Episode]:
    """Put documents in episodes, the latest first: stays, then lots; any other is an episode of its own."""
    found = sorted(documents, key=lambda document: document.act_date)
    stays = _stays(found)
    gathered: defaultdict[int, list[Document]] = defaultdict(list)
    lots: defaultdict[str, list[Document]] = defaultdict(list)
    for document in found:
        at = _stay_of(document, stays)
        if at is None:
            lots[document.submission or document.id].append(document)
        else:
            gathered[at].append(document)
    made = [_stay(*stays[at], members) for at, members in gathered.items()]
    made += [_lot(members) for members in lots.values()]
    return sorted(made, key=lambda episode: (episode.start, episode.end), reverse=True)


def _stays(documents: Iterable[Document]) -> list[tuple[datetime, datetime]]:
    """The stays, in order; those that overlap are one."""
    stays: list[tuple[datetime, datetime]] = []
    for document in documents:
        start, end = document.start, document.end
        if start is None or end is None or end - start < STAY:
            continue
        if stays and start <= stays[-1][1]:
            stays[-1] = (stays[-1][0], max(stays[-1][1], end))
        else:
            stays.append((start, end))
    return stays


def _stay_of(document: Document, stays: Sequence[tuple[datetime, datetime]]) -> int | None:
    at = document.act_date
    return next((i for i, (start, end) in enumerate(stays) if start - AROUND <= at <= end + AROUND), None)


def _stay(start: datetime, end: datetime, members: list[Document]) -> Episode:
    main = max(members, key=_length)
    return Episode(start, end, stay=True, main=main, documents=tuple(reversed(members)))


def _lot(members: list[Document]) -> Episode:
    start, end = members[0].act_date, members[-1].act_date
    return Episode(start, end, stay=False, main=members[0], documents=tuple(reversed(members)))


def _length(document: Document) -> timedelta:
    if document.start is None or document.end is None:
        return timedelta(0)
    return document.end - document.start
