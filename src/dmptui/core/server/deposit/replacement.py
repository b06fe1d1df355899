"""What a lot replaces: the older documents, which become old versions (TD2.1)."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from dmptui.core.errors import NotFound
from dmptui.core.fhir.changes import changed, changes_between
from dmptui.core.fhir.fhirpath_patch import apply_fhirpath_patch
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.json_patch import NotPatchable, apply_json_patch
from dmptui.core.model.document import Document
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.change_table import Change
from dmptui.core.server.deposit.lot import Lot, PatchEntry, invalid_lot
from dmptui.core.server.documents import entries
from dmptui.core.server.documents.sight import Sight, is_seen, require, seen
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.params import token
from dmptui.core.store.base import StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.text import _

_REFERENCE = "DocumentReference/"
_CONDITIONAL = "DocumentReference?identifier="
_SAME_IDENTIFIER = 20
"""Documents of one record with the same identifier, deposited by several: more is not looked at."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """An older document, and what takes its place.

    ``by`` is the master identifier of the document that replaces it.
    """

    row: StoredResource
    document: Document
    by: str

    @property
    def name(self) -> str:
        """What the new document names it by."""
        return self.document.master_identifier or self.document.logical_id or self.document.id

    def write(self) -> Write:
        """It becomes an old version."""
        resource: Json = json.loads(self.row.text)
        return Write(changed(resource, Change.REPLACE), self.row.version)


async def replaced(call: Call, lot: Lot, sight: Sight) -> tuple[Replacement, ...]:
    """The documents a lot replaces, its PATCH entries checked, each decided by the rule of who replaces.

    Args:
        call: the request.
        lot: what is deposited.
        sight: the documents of the record that who deposits may know of, and the rule of their replacement.

    Raises:
        Denied: the rule refuses.
        BadRequest: there is no such document, it has another version, or a PATCH does something else.
    """
    targets = [(part.document, part.document.replaces) for part in lot.parts if part.document.replaces]
    rows = [await _find(call, sight, target) for _document, target in targets]
    if len({row.id for row in rows}) != len(rows):
        raise invalid_lot(_("Un document ne peut être remplacé que par un seul autre."))
    found = [
        Replacement(row, entries.document_of(entries.shown(row)), by.master_identifier)
        for row, (by, _target) in zip(rows, targets, strict=True)
    ]
    patched = [(entry, _target_of(entry, rows)) for entry in lot.patches]
    for one in found:
        require(call, sight.rule(one.document), one.row, one.document, TraceAction.REPLACE, gone=403)
    for entry, row in patched:
        _check_patch(entry, row)
    return tuple(found)


async def _find(call: Call, sight: Sight, target: str) -> StoredResource:
    """The document a ``relatesTo`` names: by its id, or by an identifier in the same record."""
    rows = await _named(call, sight, target)
    if len(rows) == 1:
        return await seen(call, sight, rows[0], TraceAction.REPLACE, _unknown())
    visible = [row for row in rows if await is_seen(call, sight, row)]
    if len(visible) != 1:
        raise _unknown()
    return visible[0]


async def _named(call: Call, sight: Sight, target: str) -> Sequence[StoredResource]:
    try:
        if target.startswith(_REFERENCE):
            return (await entries.find(call.context.store, target.removeprefix(_REFERENCE)),)
    except NotFound:
        return ()
    named = token("identifier", target.removeprefix(_CONDITIONAL))
    query = Query(entries.KIND, sight.patient_id, tokens=(named,), count=_SAME_IDENTIFIER)
    return (await call.context.store.search(query)).rows


def _target_of(entry: PatchEntry, rows: Sequence[StoredResource]) -> StoredResource:
    """The replaced document that a PATCH of the lot is about, in the version that was read."""
    name = entry.target.removeprefix(_REFERENCE)
    row = next((row for row in rows if name in entries.names(row)), None)
    if row is None:
        raise invalid_lot(_("Un lot ne modifie que les documents qu'il remplace."))
    if entry.version and entry.version != str(row.version):
        raise BadRequest(412, "conflict", _("Le document à remplacer a été modifié entre-temps. Relisez-le."))
    return row


def _check_patch(entry: PatchEntry, row: StoredResource) -> None:
    """Check that a PATCH of the lot makes an old version of the document, and nothing else."""
    before: Json = json.loads(row.text)
    try:
        if isinstance(entry.content, list):
            after = apply_json_patch(before, entry.content)
        else:
            after = apply_fhirpath_patch(before, entry.content)
        changes = changes_between(before, after)
    except NotPatchable as error:
        raise BadRequest(405, "not-supported", error.message) from error
    if changes != (Change.REPLACE,):
        raise invalid_lot(_("Le PATCH d'un document remplacé ne fait que le rendre ancien (superseded)."))


def _unknown() -> BadRequest:
    return invalid_lot(_("Le document à remplacer n'existe pas dans ce dossier."))
