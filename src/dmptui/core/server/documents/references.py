"""DocumentReference: the list (ITI-67) and one document's metadata."""

from starlette.responses import Response

from dmptui.core.model.document import Document
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.rules.condition import Condition, every
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.reading import read as may_read
from dmptui.core.server.access import gate, read_states, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries, sight, unread
from dmptui.core.server.documents.sight import Sight
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.results import Next, Search
from dmptui.core.store.base import StoredResource
from dmptui.core.store.indexes import INDEXES
from dmptui.core.store.query import Query

KIND = "DocumentReference"
_INDEX = INDEXES[KIND]
_DATES = tuple(_INDEX.dates)
_TOKENS = (*_INDEX.narrow, *_INDEX.broad)
PARAMS = (*gate.PATIENT_PARAMS, "_id", unread.TAG, *_DATES, *_TOKENS)


async def search(call: Call) -> Response:
    """The documents the asker may read, the most recent act first."""
    record = await gate.record(call, TraceAction.LIST)
    query = await query_of(call, record.patient_id)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.LIST, call.now)
    return await _page(call, record, Search(query))


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


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await gate.record(call, TraceAction.LIST), search)


async def _page(call: Call, record: Record, search: Search) -> Response:
    new = await read_states.unread_of(call, record.patient_id)
    page = await search.under(searched(call, record, new)).page(call, _next)
    rows = await unread.shown(call, record, page.rows, new)
    return await answers.searchset(call, KIND, answers.entries(call.base, rows), page)


def searched(call: Call, record: Record, new: Condition) -> Condition:
    """The documents among which a request searches: those the asker sees, or has not read of them."""
    kept = visibility.kept(record.documents)
    return every(kept, new) if unread.is_asked(call) else kept


async def answered(call: Call, search: Search, following: Next) -> Response:
    """The page of a search of documents by the patient."""
    page = await search.page(call, following)
    found = answers.entries(call.base, map(entries.shown, page.rows))
    return await answers.searchset(call, KIND, found, page)


async def read(call: Call) -> Response:
    """One document's metadata, when the rule lets the asker see it."""
    record, row, _document = await allowed(call, call.request.path_params["id"])
    new = await read_states.unread_of(call, record.patient_id)
    (shown,) = await unread.shown(call, record, [row], new)
    return answers.kept(shown)


async def allowed(
    call: Call, name: str, action: TraceAction = TraceAction.READ
) -> tuple[Record, StoredResource, Document]:
    """The open record, and a document that the asker may read there, as kept and as shown.

    Args:
        call: the request.
        name: an entryUUID, current or old.
        action: what is attempted, for the trace of a refusal.

    Raises:
        BadRequest, Denied: 404, there is none that the asker sees; 410 when it was deleted; 403 when no
            record is open, or it is closed.
    """
    record = await gate.record(call, action)
    row = await sight.named(call, sight_of(call, record), name, action)
    return record, row, readable(call, record, row, action)


def readable(call: Call, record: Record, row: StoredResource, action: TraceAction) -> Document:
    """A document that the asker sees, as shown.

    Raises:
        Denied: 410, it was deleted.
    """
    document = entries.document_of(entries.shown(row))
    sight.require(call, may_read(document, record.reader, call.context.matrix), row, document, action)
    return document


def sight_of(call: Call, record: Record) -> Sight:
    """What the asker sees of the open record."""

    def rule(document: Document) -> Decision:
        return may_read(document, record.reader, call.context.matrix)

    return Sight(record.patient_id, record.documents, rule)
