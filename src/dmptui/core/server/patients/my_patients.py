"""Mes patients (TD0.4): the asker's authorisations, and on each what the list shows.

The figures are counted by the store, for a whole page in two exchanges.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import NamedTuple

from starlette.responses import Response

from dmptui.core.fhir import patient as patients
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, instant
from dmptui.core.model.access import AccessMode, AuthorisationStatus
from dmptui.core.rules import visibility
from dmptui.core.rules.care_team import is_attending, standing
from dmptui.core.rules.condition import Condition, every
from dmptui.core.rules.reading import Reader
from dmptui.core.server.access import opening, read_states
from dmptui.core.server.access.people import as_of, person_of
from dmptui.core.server.http import answers
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.results import Search
from dmptui.core.store.base import StoredResource
from dmptui.core.store.query import Query, Token


class _Figures(NamedTuple):
    last_visit: datetime | None
    last_document: str
    news: int


async def search(call: Call, tokens: tuple[Token, ...], *, with_patients: bool) -> Response:
    """The asker's Consents, most recent first, with their patients when asked."""
    count = call.params.count(call.context.settings.page_size)
    query = Query("Consent", tokens=(opening.actor(call.asker.ps_id), *tokens), sort="-date", count=count)
    return await _page(call, Search(query), with_patients=with_patients)


async def _page(call: Call, search: Search, *, with_patients: bool) -> Response:
    page = await search.page(call, partial(_page, with_patients=with_patients))
    ids = tuple(dict.fromkeys(row.patient for row in page.rows))
    found = await call.context.store.search(Query("Patient", ids=ids, count=len(ids))) if ids else None
    people = {row.id: as_of(row, call.now) for row in found.rows} if found else {}
    statuses = await _statuses(call, people)
    valid = [row for name, row in people.items() if statuses[name] is AuthorisationStatus.VALID]
    figures = await _figures(call, valid)
    entries = [_entry(call, row, statuses.get(row.patient), figures.get(row.patient)) for row in page.rows]
    if with_patients:
        entries += [answers.entry(call.base, p.kind, p.id, p.text, "include") for p in people.values()]
    return await answers.searchset(call, "Consent", entries, page)


async def _statuses(call: Call, people: dict[str, StoredResource]) -> dict[str, AuthorisationStatus]:
    """What the asker's standing is on each record, in the situation of the session."""
    role, store = call.asker.claims.professional, call.context.store
    consents = await store.search_all(
        [
            Query("Consent", name, tokens=(opening.about(role, name), opening.ACTIVE), sort="-date")
            for name in people
        ]
    )
    circles = await store.search_all([Query("CareTeam", name, tokens=(opening.ACTIVE,)) for name in people])
    return {
        name: standing(
            role,
            person_of(row, call.now),
            opening.members_of(circle.rows),
            opening.active(given.rows),
            call.now,
        ).status
        for (name, row), given, circle in zip(people.items(), consents, circles, strict=True)
    }


async def _figures(call: Call, people: list[StoredResource]) -> dict[str, _Figures]:
    """Last visit, last readable document and news, by patient id."""
    store, matrix = call.context.store, call.context.matrix
    readers = {row.id: _reader(call, row) for row in people}
    visits = await store.search_all([opening.visits(call.asker.ps_id, patient_id) for patient_id in readers])
    seen = dict(zip(readers, (opening.visited(page.rows) for page in visits), strict=True))
    unread_ones = await read_states.unread_of_each(call, list(readers))
    last = {p: _current(p, visibility.documents_for(reader, matrix)) for p, reader in readers.items()}
    news = [replace(query, condition=every(query.condition, unread_ones[p])) for p, query in last.items()]
    counts = await store.counts(news)
    pages = await store.search_all(list(last.values()))
    return {
        patient_id: _Figures(seen[patient_id], _latest(page.rows), number)
        for patient_id, page, number in zip(readers, pages, counts, strict=True)
    }


def _current(patient_id: str, documents: Condition) -> Query:
    """The last current document of a patient, among those one sees."""
    return Query(
        "DocumentReference",
        patient_id,
        condition=every(visibility.CURRENT, documents),
        sort="-date",
        count=1,
    )


def _reader(call: Call, row: StoredResource) -> Reader:
    patient = patients.from_fhir(json.loads(row.text))
    return Reader(
        practitioner_id=call.asker.ps_id,
        profession=call.asker.profession,
        mode=AccessMode.NORMAL,
        attending=is_attending(call.asker.claims.professional, patient),
    )


def _latest(rows: Iterable[StoredResource]) -> str:
    """The date of deposit of the last of some documents, as FHIR writes it."""
    dates = [json.loads(row.text).get("date") for row in rows]
    found = [(when, text) for text in dates if (when := instant(text)) is not None]
    return str(max(found)[1]) if found else ""


def _entry(
    call: Call, row: StoredResource, status: AuthorisationStatus | None, figures: _Figures | None
) -> str:
    if status is None:
        return answers.entry(call.base, row.kind, row.id, row.text)
    resource: Json = json.loads(row.text)
    extensions = [
        *resource.get("extension", ()),
        {"url": systems.AUTHORISATION, "valueCode": status.value},
        *_extensions(figures),
    ]
    text = json.dumps(resource | {"extension": extensions}, ensure_ascii=False, separators=(",", ":"))
    return answers.entry(call.base, row.kind, row.id, text)


def _extensions(figures: _Figures | None) -> Iterator[Json]:
    if figures is None:
        return
    yield {"url": systems.NEWS, "valueInteger": figures.news}
    if figures.last_visit:
        yield {"url": systems.LAST_VISIT, "valueDateTime": figures.last_visit.isoformat()}
    if figures.last_document:
        yield {"url": systems.LAST_DOCUMENT, "valueDateTime": figures.last_document}
