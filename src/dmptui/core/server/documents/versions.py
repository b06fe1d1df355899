"""The older versions of a document: what is masked with it (project).

An older version stays readable behind « anciennes versions », with the rights of its own: to mask a
document and leave them would hide nothing.
"""

import json
from collections.abc import AsyncIterator

from dmptui.core.errors import NotFound
from dmptui.core.fhir import document_reference
from dmptui.core.fhir.changes import changed
from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.change_table import Change
from dmptui.core.rules.patient_view import hidden_from_patient
from dmptui.core.server.documents import entries
from dmptui.core.server.http.context import Call
from dmptui.core.store.base import Store, StoredResource, Write
from dmptui.core.store.query import Query, Token

_REFERENCE = "DocumentReference/"
_FOLLOWING = (Change.MASK, Change.UNMASK)


async def following(call: Call, row: StoredResource, changes: tuple[Change, ...]) -> list[Write]:
    """What masking, or unmasking, a document does to its older versions; empty for any other change.

    One that the patient does not see yet stays as it is until then: a document is never masked and
    invisible to the patient at once.
    """
    what = next((change for change in changes if change in _FOLLOWING), None)
    if what is None:
        return []
    return [
        Write(entries.renewed(changed(json.loads(older.text), what)), older.version)
        async for older in _older(call.context.store, row)
        if _follows(what, document_reference.from_fhir(json.loads(older.text)), call)
    ]


def _follows(what: Change, older: Document, call: Call) -> bool:
    masked = Visibility.HIDDEN_FROM_PROFESSIONALS in older.visibility
    if older.status is DocumentStatus.DELETED or masked is (what is Change.MASK):
        return False
    return what is Change.UNMASK or not hidden_from_patient(older, call.now)


async def _older(store: Store, row: StoredResource) -> AsyncIterator[StoredResource]:
    """The versions before one, the most recent first, by what each says it replaces in the same record."""
    met = {row.id}
    current: StoredResource | None = row
    while current is not None:
        name = document_reference.from_fhir(json.loads(current.text)).replaces
        current = await _named(store, row.patient, name) if name else None
        if current is None or current.id in met:
            return
        met.add(current.id)
        yield current


async def _named(store: Store, patient_id: str, name: str) -> StoredResource | None:
    if name.startswith(_REFERENCE):
        try:
            found = await entries.find(store, name.removeprefix(_REFERENCE))
        except NotFound:
            return None
        return found if found.patient == patient_id else None
    page = await store.search(
        Query(entries.KIND, patient_id, tokens=(Token("identifier", ((None, name),)),), count=1)
    )
    return next(iter(page.rows), None)
