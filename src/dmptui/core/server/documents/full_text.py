"""DocumentReference, searched by its content: ``_content``, with all the parameters of ITI-67."""

import json
from collections.abc import Sequence
from dataclasses import replace

from starlette.responses import Response

from dmptui.core.fhir import finding
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import visibility
from dmptui.core.server.access import gate, read_states, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.background.indexing import Indexer
from dmptui.core.server.documents import entries, references, unread, windows
from dmptui.core.server.documents.excerpts import excerpts
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.params import Params, invalid
from dmptui.core.server.http.results import Search
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query
from dmptui.core.store.texts import MarkedText, Texts
from dmptui.core.text import _

CONTENT = "_content"
PARAMS = (*references.PARAMS, CONTENT, *windows.OWN_PARAMS)
_MOST_CHARACTERS, _MOST_WORDS = 300, 30
_AT_ONCE = 5000


async def search(call: Call) -> Response:
    """The documents the asker may read, those that hold all the words when some are asked for."""
    if windows.asks_for(call.params):
        return await windows.search(call)
    if not any(name == CONTENT for name, _value in call.params.pairs):
        return await references.search(call)
    record = await gate.record(call, TraceAction.SEARCH)
    indexer = _indexer(call)
    others = Params(tuple(pair for pair in call.params.pairs if pair[0] != CONTENT))
    query = replace(
        await references.query_of(replace(call, params=others), record.patient_id),
        content=_words(indexer.texts, call.params.one(CONTENT)),
    )
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.SEARCH, call.now)
    waiting = await indexer.complete(record.patient_id)
    without_text = await indexer.texts.without_text(record.patient_id)
    outcome = finding.outcome_of(
        await _readable_of(call, record, query, waiting),
        await _readable_of(call, record, query, without_text),
    )
    first = [] if outcome is None else [answers.outcome_entry(outcome)]
    return await _page(call, record, Search(query), first)


def _indexer(call: Call) -> Indexer:
    if call.context.indexer is None:
        raise BadRequest(
            400, "not-supported", _("Ce serveur ne sait pas chercher dans le contenu des documents.")
        )
    return call.context.indexer


def _words(texts: Texts, typed: str) -> str:
    if len(typed) > _MOST_CHARACTERS or len(found := texts.terms(typed)) > _MOST_WORDS:
        raise invalid(_("Cette recherche est trop longue. Gardez quelques mots."))
    if not found:
        raise invalid(_("Tapez au moins un mot à chercher."))
    return typed


async def _next(call: Call, search: Search) -> Response:
    return await _page(call, await gate.record(call, TraceAction.SEARCH), search, [])


async def _page(call: Call, record: Record, search: Search, first: list[str]) -> Response:
    new = await read_states.unread_of(call, record.patient_id)
    page = await search.under(references.searched(call, record, new)).page(call, _next)
    # Excerpts are cut after the rule has spoken, and of nothing else.
    marked = await _indexer(call).texts.marked(search.query, [row.id for row in page.rows])
    held = [row for row in page.rows if row.id in marked]
    shown = await unread.shown(call, record, held, new)
    found = [_entry(call, row, marked[kept.id]) for row, kept in zip(shown, held, strict=True)]
    return await answers.searchset(call, entries.KIND, [*first, *found], page)


async def _readable_of(call: Call, record: Record, query: Query, ids: Sequence[str]) -> int:
    """How many of these the search would have looked in, of those the asker may read."""
    among = [one for one in ids if not query.ids or one in query.ids]
    asked = replace(query, content="", condition=visibility.kept(record.documents))
    starts = range(0, len(among), _AT_ONCE)
    batches = [replace(asked, ids=tuple(among[start : start + _AT_ONCE])) for start in starts]
    return sum(await call.context.store.counts(batches))


def _entry(call: Call, row: StoredResource, marked: MarkedText) -> str:
    extensions = [finding.excerpt_to_fhir(excerpt) for excerpt in excerpts(marked)]
    extension = json.dumps(extensions, ensure_ascii=False)
    return answers.entry(call.base, row.kind, row.id, row.text, extension=extension)
