"""DocumentReference: the list (ITI-67) and one document's metadata."""

from dataclasses import replace
from functools import partial

from starlette.responses import Response

from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.reading import read as may_read
from dmptui.core.server.access import gate, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries, visibility
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import Denied
from dmptui.core.store.base import Page, StoredResource
from dmptui.core.store.indexes import INDEXES
from dmptui.core.store.query import Query

KIND = "DocumentReference"
_INDEX = INDEXES[KIND]
_DATES = tuple(_INDEX.dates)
_TOKENS = (*_INDEX.narrow, *_INDEX.broad)
PARAMS = (*gate.PATIENT_PARAMS, "_id", *_DATES, *_TOKENS)


async def search(call: Call) -> Response:
    """The documents the asker may read, the most recent act first."""
    record = await gate.record(call, TraceAction.LIST)
    closed = visibility.never_readable(call.asker.profession, call.context.matrix)
    query = replace(await query_of(call, record.patient_id), without=closed)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.LIST, call.now)
    return await _page(call, record, query)


async def query_of(call: Call, patient_id: str) -> Query:
    """The search of a patient's documents that a request asks; ``_id`` is an entryUUID, current or old.

    Raises:
        BadRequest: a parameter is unknown or wrong.
    """
    call.params.only(*PARAMS)
    names = [part for value in call.params.all("_id") for part in value.split(",")]
    kept = await entries.kept_ids(call.context.store, patient_id, names)
    return Query(
        KIND,
        patient=patient_id,
        ids=tuple(kept.values()),
        tokens=call.params.tokens(_TOKENS),
        dates=call.params.dates(_DATES),
        sort=call.params.sort(_DATES, "-period"),
        count=call.params.count(call.context.settings.page_size),
    )


async def _next(call: Call, *, query: Query) -> Response:
    return await _page(call, await gate.record(call, TraceAction.LIST), query)


async def _page(call: Call, record: Record, query: Query) -> Response:
    page = await readable_page(call, record, query)
    following = partial(_next, query=replace(query, cursor=page.cursor)) if page.cursor else None
    found = answers.entries(call.base, map(entries.shown, page.rows))
    return await answers.searchset(call, KIND, found, following)


async def readable_page(call: Call, record: Record, query: Query) -> Page:
    """A full page of readable documents, as kept, however many must be passed over to find them."""
    rows: list[StoredResource] = []
    cursor = query.cursor
    while True:
        page = await call.context.store.search(replace(query, count=query.count - len(rows), cursor=cursor))
        rows += await visibility.readable(page.rows, record.reader, call.context.matrix)
        cursor = page.cursor
        if not cursor or len(rows) == query.count:
            return Page(tuple(rows), cursor)


async def read(call: Call) -> Response:
    """One document's metadata, when the rule lets the asker see it."""
    row = await entries.find(call.context.store, call.request.path_params["id"])
    await allowed(call, row)
    return answers.kept(entries.shown(row))


async def allowed(
    call: Call, row: StoredResource, action: TraceAction = TraceAction.READ
) -> tuple[Record, Document]:
    """The open record and the document, when the asker may read it there.

    Args:
        call: the request.
        row: the document, as kept.
        action: what is attempted, for the trace of a refusal.

    Raises:
        Denied: another patient's, or closed to the asker by the rule; 410 when it was deleted.
    """
    gate.same_patient(call, row.patient, action)
    record = await gate.record(call, action)
    document = visibility.document_of(entries.shown(row))
    require(call, may_read(document, record.reader, call.context.matrix), row, document, action)
    return record, document


def require(
    call: Call, decision: Decision, row: StoredResource, document: Document, action: TraceAction
) -> None:
    """Let a request about one document go on, when the rule allows it.

    Args:
        call: the request.
        decision: the rule's answer.
        row: the document as kept.
        document: the same, as shown: its title is for the trace only.
        action: what is attempted.

    Raises:
        Denied: the rule refuses; 410 when the document was deleted.
    """
    if not decision.allowed:
        gone = document.status is DocumentStatus.DELETED
        raise Denied(
            decision,
            action,
            call.asker,
            patient_id=row.patient,
            title=document.title,
            object_id=document.id,
            status=410 if gone else 403,
        )
