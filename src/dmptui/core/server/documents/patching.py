"""PATCH of a document (TD3.3): both kinds of patch are read as the same changes, which the rule decides."""

import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from uuid import uuid4

from starlette.responses import Response

from dmptui.core.errors import Conflict
from dmptui.core.fhir import document_reference
from dmptui.core.fhir.changes import changed, changes_between
from dmptui.core.fhir.fhirpath_patch import apply_fhirpath_patch
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.json_patch import NotPatchable, apply_json_patch
from dmptui.core.fhir.practitioner import as_author
from dmptui.core.fhir.submission import submission_set
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.patient import Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import changing, laws
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.decision import PROJECT, Decision, refused
from dmptui.core.server.access import gate, notifications, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries, references, versions
from dmptui.core.server.documents.sight import Sight, seen
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_patch
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.params import invalid
from dmptui.core.store.base import NEW, StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.text import _

PARAMS = (*gate.PATIENT_PARAMS, "identifier")
SOURCE_ID = "urn:dmptui:source:serveur"

_STATUS_ONLY = frozenset({Change.DELETE, Change.REPLACE})
"""Changes of status keep the entryUUID, as XDS UpdateAvailabilityStatus does."""


@dataclass(frozen=True, slots=True)
class Subject:
    """The document a patch is about, and as whom it is changed.

    Attributes:
        row: as kept.
        document: as it stands, by its entryUUID.
        patient: whose it is.
        who: changes it.
    """

    row: StoredResource
    document: Document
    patient: Patient
    who: Changer


async def by_id(call: Call) -> Response:
    """PATCH ``DocumentReference/{id}``, as a professional."""
    return await one(call, _subject)


async def one(call: Call, subject_of: Callable[[Call, str], Awaitable[Subject]]) -> Response:
    """PATCH ``DocumentReference/{id}``: with ``If-Match``, so that what was not read is not changed."""
    call.params.only()
    subject = await subject_of(call, call.request.path_params["id"])
    if "if-match" not in call.request.headers:
        raise BadRequest(428, "required", _("Donnez dans If-Match la version que vous avez lue."))
    return await patch(call, subject)


async def conditional(call: Call) -> Response:
    """PATCH ``DocumentReference?identifier=…``: of the one document that has this identifier."""
    call.params.only(*PARAMS)
    record = await gate.record(call, TraceAction.VISIBILITY)
    row = await identified(call, references.sight_of(call, record))
    document = references.readable(call, record, row, TraceAction.VISIBILITY)
    return await patch(call, Subject(row, document, record.patient, _changer(call, record)))


async def identified(call: Call, sight: Sight) -> StoredResource:
    """The one document that the asker sees with the ``identifier`` that is asked.

    Raises:
        BadRequest, Denied: none, or several.
    """
    tokens = call.params.tokens(("identifier",))
    if len(tokens) != 1:
        raise invalid(_("Donnez l'identifiant du document dans « identifier »."))
    anyone = Query(entries.KIND, sight.patient_id, tokens=tokens, count=2)
    found = (await call.context.store.search(replace(anyone, condition=sight.documents))).rows
    if len(found) > 1:
        raise BadRequest(412, "multiple-matches", _("Plusieurs documents ont cet identifiant."))
    if found:
        return found[0]
    unknown = BadRequest(404, "not-found", _("Aucun document de ce dossier n'a cet identifiant."))
    for row in (await call.context.store.search(anyone)).rows:
        await seen(call, sight, row, TraceAction.VISIBILITY, unknown)
    raise unknown


async def _subject(call: Call, name: str) -> Subject:
    record, row, document = await references.allowed(call, name, TraceAction.VISIBILITY)
    return Subject(row, document, record.patient, _changer(call, record))


def _changer(call: Call, record: Record) -> Changer:
    return Changer(practitioner_id=call.asker.ps_id, attending=record.reader.attending)


async def patch(call: Call, subject: Subject) -> Response:
    """Decide and make the changes a patch means; the answer is the document as it then stands.

    Raises:
        Denied: a change is refused by the rule.
        BadRequest: 412, another version than the one read; 405, an element that never changes.
        InvalidContent: not a patch, or not of this document.
    """
    _check_version(call, subject.row)
    before: Json = json.loads(subject.row.text)
    changes = await _changes(call, before)
    if not changes:
        raise _denied(call, subject, _no_change(), TraceAction.VISIBILITY)
    if Change.REPLACE in changes:
        raise _denied(call, subject, _not_alone(), TraceAction.REPLACE)
    after = _decided(call, subject, before, changes)
    changed_too = await versions.following(call, subject.row, changes)
    writes = [Write(after, subject.row.version), *changed_too, *_notifications(call, subject, changes, after)]
    if not _STATUS_ONLY.issuperset(changes):
        members = (subject.row.id, *(str(write.resource["id"]) for write in changed_too))
        writes.append(_lot(call, subject, members))
    try:
        await call.context.store.commit(writes, call.now)
    except Conflict as conflict:
        raise BadRequest(412, "conflict", conflict.message) from conflict
    row = entries.shown(await call.context.store.read(entries.KIND, subject.row.id))
    return answers.kept(row, {"Content-Location": f"{call.base}/{entries.KIND}/{row.id}"})


async def _changes(call: Call, before: Json) -> tuple[Change, ...]:
    content = await read_patch(call.request)
    shown = before | {"id": entries.entry_id(before)}
    try:
        if isinstance(content, list):
            return changes_between(shown, apply_json_patch(shown, content))
        return changes_between(shown, apply_fhirpath_patch(shown, content))
    except NotPatchable as error:
        raise BadRequest(405, "not-supported", error.message, {"Allow": "GET, PATCH"}) from error


def _decided(call: Call, subject: Subject, before: Json, changes: tuple[Change, ...]) -> Json:
    """The resource with all the changes, each decided on the document that those before it leave."""
    minor = subject.patient.is_minor(day_of(call.now))
    after = before
    for what in changes:
        document = document_reference.from_fhir(after)
        decision = changing.change(what, document, subject.who, minor=minor, now=call.now)
        if not decision.allowed:
            raise _denied(call, subject, decision, CHANGES[what].trace)
        after = changed(after, what)
    return after if _STATUS_ONLY.issuperset(changes) else entries.renewed(after)


def _notifications(call: Call, subject: Subject, changes: tuple[Change, ...], after: Json) -> list[Write]:
    """The one trace of a patch, and its one notification."""
    trace = traces.done(
        call.asker,
        subject.row.patient,
        CHANGES[changes[0]].trace,
        call.now,
        title=subject.document.title,
        object_id=entries.entry_id(after),
    )
    document = document_reference.from_fhir(after)
    return [
        trace,
        *notifications.changed(call.asker, subject.row.patient, changes[0], document, call.now),
    ]


def _lot(call: Call, subject: Subject, members: tuple[str, ...]) -> Write:
    """The SubmissionSet of a change of metadata, by which ITI-66 tells it (IHE XDS Metadata Update)."""
    document, asker = subject.document, call.asker
    sender = document.author if asker.is_patient else as_author(asker.claims.professional)
    entry = uuid4()
    return Write(
        submission_set(
            tuple(f"{entries.KIND}/{member}" for member in members),
            entry=entry,
            activity=document.facility,
            ins=subject.patient.ins,
            sender=sender,
            source_id=SOURCE_ID,
            now=call.now,
            subject=f"Patient/{subject.row.patient}",
        )
        | {"id": str(entry)},
        NEW,
    )


def _check_version(call: Call, row: StoredResource) -> None:
    """Check that the client read the version that is kept.

    Raises:
        BadRequest: 412.
    """
    etag = call.request.headers.get("if-match")
    if etag is None:
        return
    version = etag.strip().removeprefix("W/").strip('"')
    if version != str(row.version):
        raise BadRequest(
            412,
            "conflict",
            _("Ce document a été modifié depuis que vous l'avez lu. Relisez-le, puis recommencez."),
        )


def _denied(call: Call, subject: Subject, decision: Decision, action: TraceAction) -> Denied:
    return Denied(
        decision,
        action,
        call.asker,
        patient_id=subject.row.patient,
        title=subject.document.title,
        object_id=subject.document.id,
    )


def _no_change() -> Decision:
    return refused(_("Ce document est déjà ainsi : il n'y a rien à modifier."), PROJECT)


def _not_alone() -> Decision:
    return refused(
        _("Un document ne devient une ancienne version que par celui qui le remplace."),
        laws.DELETION,
        _("Déposez la nouvelle version, qui annonce qu'elle le remplace."),
    )
