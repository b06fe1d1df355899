"""DocumentReference by window: any place of a list that is sorted and filtered here (project).

A list of a terminal is never sent whole: its rows come as one scrolls. What cannot be asked of a plain FHIR
server (``Store.lines`` is None) is left to the client: the CapabilityStatement then has no ``$facets``.
"""

import re
from dataclasses import replace
from datetime import date
from functools import partial
from typing import NamedTuple, TypedDict

from starlette.responses import Response

from dmptui.core.fhir import outcome as outcomes
from dmptui.core.fhir import selection as wire
from dmptui.core.model.document import DocumentStatus
from dmptui.core.model.selection import COUNTED_BY, STATES, Selection
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.condition import NEVER, Condition
from dmptui.core.server.access import gate, read_states, traces
from dmptui.core.server.access.gate import Record
from dmptui.core.server.documents import entries, unread
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.params import Params, invalid, token
from dmptui.core.store.base import Lines
from dmptui.core.terminology.folding import fold
from dmptui.core.text import _

OWN_PARAMS = ("line", "archived", "state", "author-name", "author-profession", "first-search")
"""What is searched here and nowhere else."""
PLACES = ("_offset", "around")
"""What makes of a search a window."""
_SHARED = ("_id", "status", "type", "category", "period")
_DIGITS = 7
_COMMA = re.compile(r"(?<!\\),")
_FACET = "facet"


def asks_for(params: Params) -> bool:
    """Whether a search is answered by window."""
    return any(name in PLACES or name in OWN_PARAMS for name, _value in params.pairs)


async def search(call: Call) -> Response:
    """The documents of a window: from ``_offset``, or the one that holds the document ``around``."""
    call.params.only(*gate.PATIENT_PARAMS, *_SHARED, *OWN_PARAMS, *PLACES)
    lines = _lines(call)
    record = await gate.record(call, TraceAction.LIST)
    selection = await _selection(call, record.patient_id)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.LIST, call.now)
    new = await read_states.unread_of(call, record.patient_id)
    count = call.params.count(call.context.settings.page_size)
    offset = _offset(call.params.one("_offset"))
    if around := call.params.one("around"):
        kept = (await entries.kept_ids(call.context.store, record.patient_id, [around]))[around]
        place = await lines.place(record.patient_id, selection, record.documents, kept, new)
        offset = offset if place is None else place // count * count
    total = await _total(call, record, selection, new)
    return await _window(call, record, _Window(selection, offset, count), total, new)


async def facets(call: Call) -> Response:
    """The headings of a selection, or how many documents have each value of a facet (``$facets``)."""
    pairs = wire.pairs_of(await read_json(call.request, "Parameters"))
    call = replace(call, params=Params(pairs))
    call.params.only(*gate.PATIENT_PARAMS, *_SHARED, *OWN_PARAMS, _FACET)
    lines = _lines(call)
    record = await gate.record(call, TraceAction.LIST)
    selection = await _selection(call, record.patient_id)
    await traces.done_once(call.context, call.asker, record.patient_id, TraceAction.LIST, call.now)
    asked = record.patient_id, selection, record.documents
    facet = call.params.one(_FACET)
    told = "new" in selection.states or facet == "state"
    new = await read_states.unread_of(call, record.patient_id) if told else NEVER
    if facet == wire.HEADING:
        return answers.fhir(wire.headings_to_fhir(await lines.headings(*asked, new=new)))
    if facet not in COUNTED_BY:
        raise invalid(_("Le paramètre « facet » vaut {values}.").format(values=", ".join(COUNTED_BY)))
    return answers.fhir(wire.counts_to_fhir(await lines.counts(*asked, facet, new=new)))


class _Window(NamedTuple):
    """What is asked: a selection, the place of the first document, and how many."""

    selection: Selection
    offset: int
    size: int

    @property
    def following(self) -> "_Window":
        return self._replace(offset=self.offset + self.size)


async def _next(call: Call, *, window: _Window) -> Response:
    record = await gate.record(call, TraceAction.LIST)
    return await _window(call, record, window, None, await read_states.unread_of(call, record.patient_id))


async def _window(call: Call, record: Record, window: _Window, total: int | None, new: Condition) -> Response:
    selection, offset, size = window
    rows = await _lines(call).window(record.patient_id, selection, record.documents, offset, size + 1, new)
    found = answers.entries(call.base, await unread.shown(call, record, rows[:size], new))
    if await call.context.store.incomplete():
        found.insert(0, answers.outcome_entry(outcomes.incomplete()))
    address = f"{entries.KIND}?_offset={offset}&_count={size}"
    following = partial(_next, window=window.following) if len(rows) > size else None
    return answers.bundle(call, address, found, following, total)


async def _total(call: Call, record: Record, selection: Selection, new: Condition) -> int | None:
    """How many documents, when the request wants to know."""
    if call.params.one("_total") in ("", "none"):
        return None
    headings = await _lines(call).headings(record.patient_id, selection, record.documents, new)
    return sum(heading.number for heading in headings)


def _lines(call: Call) -> Lines:
    if call.context.store.lines is None:
        raise BadRequest(400, "not-supported", _("Ce serveur ne donne pas les documents par fenêtres."))
    return call.context.store.lines


async def _selection(call: Call, patient_id: str) -> Selection:
    """The selection that parameters name.

    Raises:
        BadRequest: one of them is wrong.
    """
    params = call.params
    names = _values(params, "_id")
    kept = await entries.kept_ids(call.context.store, patient_id, names) if names else {}
    periods = params.dates(("period",))
    starts = [between.start for between in periods if between.start is not None]
    ends = [between.end for between in periods if between.end is not None]
    old = not params.one("status") or DocumentStatus.SUPERSEDED.value in _values(params, "status")
    return Selection(
        since=_day(params.one("first-search")),
        words=tuple(map(fold, params.all("line"))),
        types=_codes(params, "type"),
        categories=_codes(params, "category"),
        authors=_values(params, "author-name"),
        professions=_codes(params, "author-profession"),
        start=max(starts, default=None),
        end=min(ends, default=None),
        states=_states(params),
        ids=tuple(kept.values()),
        old_versions=old,
        archived=params.one("archived") != "false",
        **_order(params.one("_sort")),
    )


def _codes(params: Params, name: str) -> tuple[str, ...]:
    return tuple(code for value in params.all(name) for _system, code in token(name, value).values)


def _values(params: Params, name: str) -> tuple[str, ...]:
    """The values of a parameter, apart by commas that no backslash stands before."""
    parts = (part for value in params.all(name) for part in _COMMA.split(value))
    return tuple(part.replace("\\,", ",") for part in parts if part)


def _states(params: Params) -> tuple[str, ...]:
    states = _values(params, "state")
    if not set(states) <= set(STATES):
        raise invalid(_("Le paramètre « state » vaut {values}.").format(values=", ".join(STATES)))
    return states


class _Order(TypedDict, total=False):
    sort: str
    descending: bool
    group: str


def _order(value: str) -> _Order:
    """``personal``, a group or none, and a column, ``-`` before it for the other way."""
    terms = [term for term in value.split(",") if term and term != wire.PERSONAL]
    if not terms:
        return {}
    sorts, groups = (
        {wire_name: name for name, wire_name in each.items()} for each in (wire.SORTS, wire.GROUPS)
    )
    *group, column = terms
    if len(group) > 1 or not {*group} <= set(groups) or column.removeprefix("-") not in sorts:
        raise invalid(_("Le tri « {sort} » n'est pas géré par ce serveur.").format(sort=value[:40]))
    return {
        "sort": sorts[column.removeprefix("-")],
        "descending": column.startswith("-"),
        "group": groups[group[0]] if group else "",
    }


def _day(value: str) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except ValueError as error:
        raise invalid(
            _("La date du paramètre « {name} » n'est pas lisible.").format(name="first-search")
        ) from error


def _offset(value: str) -> int:
    if value and (not value.isdecimal() or len(value) > _DIGITS):
        raise invalid(_("Le paramètre « _offset » doit être un nombre."))
    return int(value or 0)
