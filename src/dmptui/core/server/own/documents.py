"""The patient's documents: the list, one of them, its content, its changes."""

from starlette.responses import Response

from dmptui.core.model.document import Document
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.changing import Changer
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.patient_view import see
from dmptui.core.server.access import traces
from dmptui.core.server.documents import contents, entries, patching, references, sight
from dmptui.core.server.documents.patching import Subject
from dmptui.core.server.documents.sight import Sight
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.results import Search
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.store.base import StoredResource


async def search(call: Call) -> Response:
    """What the patient sees of the record, the most recent act first."""
    own = await entered(call, TraceAction.LIST)
    query = await references.query_of(call, own.row.id)
    await traces.done_once(call.context, call.asker, own.row.id, TraceAction.LIST, call.now)
    return await _page(call, own, Search(query))


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await entered(call, TraceAction.LIST), search)


async def _page(call: Call, own: OwnRecord, search: Search) -> Response:
    return await references.answered(call, search.under(visibility.kept(own.documents)), _next)


async def read(call: Call) -> Response:
    """One document's metadata."""
    own = await entered(call, TraceAction.READ)
    name: str = call.request.path_params["id"]
    row = await sight.named(call, sight_of(call, own), name, TraceAction.READ)
    _shown(call, own, row, TraceAction.READ)
    return answers.kept(entries.shown(row))


async def content(call: Call) -> Response:
    """The content of a document; each reading is traced, and nobody is notified."""
    content_id: str = call.request.path_params["id"]
    own = await entered(call, TraceAction.READ)
    row = await contents.document(call, sight_of(call, own), content_id)
    document = _shown(call, own, row, TraceAction.READ)
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
    row = await patching.identified(call, sight_of(call, own))
    return await patching.patch(call, _changed(call, own, row))


async def _subject(call: Call, name: str) -> Subject:
    own = await entered(call, TraceAction.VISIBILITY)
    return _changed(call, own, await sight.named(call, sight_of(call, own), name, TraceAction.VISIBILITY))


def _changed(call: Call, own: OwnRecord, row: StoredResource) -> Subject:
    document = _shown(call, own, row, TraceAction.VISIBILITY)
    return Subject(row, document, own.patient, Changer(is_patient=True))


def _shown(call: Call, own: OwnRecord, row: StoredResource, action: TraceAction) -> Document:
    """A document that the patient sees, as shown.

    Raises:
        Denied: 410, it was deleted.
    """
    document = entries.document_of(entries.shown(row))
    sight.require(call, see(document, own.viewer, call.now), row, document, action)
    return document


def sight_of(call: Call, own: OwnRecord) -> Sight:
    """What the patient, or a representative, sees of the record."""

    def rule(document: Document) -> Decision:
        return see(document, own.viewer, call.now)

    return Sight(own.row.id, own.documents, rule)
