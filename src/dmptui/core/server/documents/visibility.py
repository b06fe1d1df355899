"""Which documents a professional sees: the rule, document by document, and the same as searches to count."""

import json
from collections.abc import Sequence
from functools import lru_cache

import anyio.lowlevel

from dmptui.core.fhir import document_reference, systems
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.reading import Reader, read
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.terminology import document_types

_MASKED = Token("security-label", ((systems.VISIBILITY, Visibility.HIDDEN_FROM_PROFESSIONALS.value),))
_CURRENT = Token("status", ((None, DocumentStatus.CURRENT.value),))
_SOME = 20
"""Documents decided on at a time."""


def document_of(row: StoredResource) -> Document:
    """The document of a stored DocumentReference."""
    return _parsed(row.text)


async def readable(rows: Sequence[StoredResource], reader: Reader, matrix: Matrix) -> list[StoredResource]:
    """Those the rule lets the professional see.

    A page never seen before takes some milliseconds: the other requests have their turn meanwhile.
    """
    found: list[StoredResource] = []
    for start in range(0, len(rows), _SOME):
        missed = _may_read.cache_info().misses
        found += [row for row in rows[start : start + _SOME] if _may_read(row.text, reader, matrix)]
        if _may_read.cache_info().misses - missed > _SOME // 2:
            await anyio.lowlevel.checkpoint()
    return found


# A record is listed again at each filter and each opening. The text itself is the key, so never stale.
@lru_cache(maxsize=16384)
def _may_read(text: str, reader: Reader, matrix: Matrix) -> bool:
    return read(document_reference.from_fhir(json.loads(text)), reader, matrix).allowed


@lru_cache(maxsize=2048)
def _parsed(text: str) -> Document:
    return document_reference.from_fhir(json.loads(text))


@lru_cache(maxsize=256)
def never_readable(profession: str, matrix: Matrix) -> tuple[Token, ...]:
    """What a listing may leave out at once: the known types the matrix closes to a profession.

    The rule still decides on each document; this only spares reading those it would refuse.
    """
    closed = sorted(set(document_types()) - matrix.readable_types(profession))
    return (Token("type", tuple((None, code) for code in closed)),) if closed else ()


def current_readable(
    patient_id: str,
    reader: Reader,
    matrix: Matrix,
    dates: tuple[DateRange, ...] = (),
    count: int = 1,
    *,
    own: bool = True,
) -> tuple[Query, ...]:
    """The searches that together find, each once, the current documents a professional may read.

    The same rule as ``rules.reading.read`` for the types of JDV_J07, outside an emergency; the two are
    compared by a test. Without ``own``, those the professional wrote are left out: they are no news.
    """
    opened = matrix.readable_types(reader.profession)
    if not opened:
        return ()
    by_default = matrix.cell(reader.profession, "").read
    types = () if by_default else (Token("type", tuple((None, code) for code in sorted(opened))),)
    unwanted = never_readable(reader.profession, matrix) if by_default else ()

    def query(*more: Token, without: tuple[Token, ...] = ()) -> Query:
        return Query(
            "DocumentReference",
            patient=patient_id,
            tokens=(_CURRENT, *types, *more),
            without=(*unwanted, *without),
            dates=dates,
            sort="-date",
            count=count,
        )

    written = Token("author", ((systems.PRACTITIONER_ID, reader.practitioner_id),))
    others = () if own else (written,)
    if reader.attending:
        return (query(without=others),)
    seen = query(without=(_MASKED, *others))
    return (seen, query(_MASKED, written)) if own else (seen,)
