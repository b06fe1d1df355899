"""Which documents a professional sees: the rule, document by document, and the same as searches to count."""

import json
from collections.abc import Sequence
from functools import lru_cache

import anyio.to_thread

from dmptui.core.fhir import document_reference, systems
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.matrix import Matrix
from dmptui.core.rules.reading import Reader, read
from dmptui.core.store.base import Between, Query, Stored, Token
from dmptui.core.terminology import document_types

_MASKED = Token("security-label", ((systems.VISIBILITY, Visibility.HIDDEN_FROM_PROFESSIONALS.value),))
_CURRENT = Token("status", ((None, DocumentStatus.CURRENT.value),))


def document_of(row: Stored) -> Document:
    """The document of a stored DocumentReference."""
    return _parsed(row.text)


async def readable(rows: Sequence[Stored], reader: Reader, matrix: Matrix) -> list[Stored]:
    """Those the rule lets the professional see; decided in a thread, for a page takes some milliseconds."""

    def decide() -> list[Stored]:
        return [row for row in rows if read(document_of(row), reader, matrix).allowed]

    return await anyio.to_thread.run_sync(decide) if rows else []


@lru_cache(maxsize=4096)
def _parsed(text: str) -> Document:
    # A record is listed again at each filter and each opening; the text itself is the key, so never stale.
    return document_reference.from_fhir(json.loads(text))


def never_readable(profession: str, matrix: Matrix) -> tuple[Token, ...]:
    """What a listing may leave out at once: the known types the matrix closes to a profession.

    The rule still decides on each document; this only spares reading those it would refuse.
    """
    closed = sorted(set(document_types()) - matrix.readable_types(profession))
    return (Token("type", tuple((None, code) for code in closed)),) if closed else ()


def current_readable(
    patient_id: str, reader: Reader, matrix: Matrix, dates: tuple[Between, ...] = (), count: int = 1
) -> tuple[Query, ...]:
    """The searches that together find, each once, the current documents a professional may read.

    The same rule as ``rules.reading.read`` for the types of JDV_J07, outside an emergency; the two are
    compared by a test.
    """
    opened = matrix.readable_types(reader.profession)
    if not opened:
        return ()
    by_default = matrix.cell(reader.profession, "").read
    wanted = () if by_default else (Token("type", tuple((None, code) for code in sorted(opened))),)
    unwanted = never_readable(reader.profession, matrix) if by_default else ()

    def query(*more: Token, without: tuple[Token, ...] = ()) -> Query:
        return Query(
            "DocumentReference",
            patient=patient_id,
            tokens=(_CURRENT, *wanted, *more),
            without=(*unwanted, *without),
            dates=dates,
            sort="-date",
            count=count,
        )

    if reader.attending:
        return (query(),)
    own = Token("author", ((systems.PRACTITIONER_ID, reader.practitioner_id),))
    return (query(without=(_MASKED,)), query(_MASKED, own))
