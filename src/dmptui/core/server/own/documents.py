"""The patient's documents: the list, one of them, its content, its changes."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from starlette.responses import Response

from dmptui.core.model.document import Document, DocumentStatus
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.patient_view import see
from dmptui.core.server.access import gate, traces
from dmptui.core.server.documents import contents, entries, patching, references, visibility
from dmptui.core.server.documents.patching import Subject
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token

_DELETED = Token("status", ((None, DocumentStatus.DELETED.value),))


async def search(call: Call) -> Response:
    """What the patient sees of the record, the most recent act first."""
    own = await entered(call, TraceAction.LIST)
    query = replace(await references.query_of(call, own.row.id), without=(_DELETED,))
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.LIST, call.now)
    return await _page(call, own, query)


async def _next(call: Call, *, query: Query) -> Response:
    return await _page(call, await entered(call, TraceAction.LIST), query)


async def _page(call: Call, own: OwnRecord, query: Query) -> Response:
    rows: list[StoredResource] = []
    cursor = query.cursor
    while True:
        page = await call.context.store.search(replace(query, count=query.count - len(rows), cursor=cursor))
        rows += _seen(call, own, page.rows)
        cursor = page.cursor
        if not cursor or len(rows) == query.count:
            break
    following = partial(_next, query=replace(query, cursor=cursor)) if cursor else None
    found = answers.entries(call.base, map(entries.shown, rows))
    return await answers.searchset(call, entries.KIND, found, following)


def _seen(call: Call, own: OwnRecord, rows: Sequence[StoredResource]) -> list[StoredResource]:
    return [row for row in rows if see(visibility.document_of(row), own.viewer, call.now).allowed]


async def read(call: Call) -> Response:
    """One document's metadata."""
    row = await entries.find(call.context.store, call.request.path_params["id"])
    await _allowed(call, row, TraceAction.READ)
    return answers.kept(entries.shown(row))


async def content(call: Call) -> Response:
    """The content of a document; each reading is traced, and nobody is notified."""
    content_id: str = call.request.path_params["id"]
    row = await contents.document(call, content_id)
    own, document = await _allowed(call, row, TraceAction.READ)
    answer = contents.negotiated(call, await call.context.store.content(content_id))
    trace = traces.done(
        call.asker, own.row.id, TraceAction.READ, call.now, title=document.title, object_id=document.id
    )
    await call.context.store.commit([trace], call.now)
    return answer


async def patch(call: Call) -> Response:
    """PATCH ``DocumentReference/{id}``, with ``If-Match``."""
    return await patching.one(call, _subject)


async def conditional(call: Call) -> Response:
    """PATCH ``DocumentReference?identifier=…``."""
    call.params.only(*patching.PARAMS)
    own = await entered(call, TraceAction.VISIBILITY)
    return await patching.patch(call, await _subject(call, await patching.identified(call, own.row.id)))


async def _subject(call: Call, row: StoredResource) -> Subject:
    own, document = await _allowed(call, row, TraceAction.VISIBILITY)
    return Subject(row, document, own.patient, Changer(is_patient=True))


async def _allowed(call: Call, row: StoredResource, action: TraceAction) -> tuple[OwnRecord, Document]:
    """The record and the document, when the patient sees it there.

    Raises:
        Denied: another patient's, or not shown to the patient; the title stays in the trace.
    """
    gate.same_patient(call, row.patient, action)
    own = await entered(call, action)
    document = visibility.document_of(entries.shown(row))
    references.require(call, see(document, own.viewer, call.now), row, document, action)
    return own, document
