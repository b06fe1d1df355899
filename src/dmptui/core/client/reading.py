"""The documents of an answer, read a few at a time: a page of a hundred would hold a key back."""

import asyncio
from itertools import islice

from dmptui.core.fhir import bundle, document_reference
from dmptui.core.fhir.json import Json
from dmptui.core.model.document import Document

_AT_ONCE = 2
"""Documents read before the keyboard has its turn, several times for a key: a millisecond or two."""


async def documents_of(page: Json) -> tuple[Document, ...]:
    """The documents of a searchset, in its order."""
    resources = bundle.resources(page, "DocumentReference")
    found: list[Document] = []
    while some := list(islice(resources, _AT_ONCE)):
        found += map(document_reference.from_fhir, some)
        await asyncio.sleep(0)
    return tuple(found)
