"""The fictional population as resources in a store: the DMP of demonstration, ready to be served."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import datetime
from uuid import UUID, uuid5

import anyio.to_thread

from dmptui.core.demo.letters import Letter
from dmptui.core.demo.notices import notified
from dmptui.core.demo.population import DemoDocument, Population, Record
from dmptui.core.fhir import (
    audit_event,
    care_team,
    communication,
    consent,
    document_reference,
    marks,
    patient,
)
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.marks import Marks
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.fhir.submission import submission_set
from dmptui.core.model.days import day_of
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.server.access import directory, read_states
from dmptui.core.store.base import Content, Store, Write

SOURCE_ID = "urn:dmptui:source:demonstration"
_NAMESPACE = UUID("5a3f6e0a-3c86-5a0e-9d0a-7c1f1c7f3d52")


async def seed(
    store: Store, population: Population, practitioners: Iterable[Practitioner], now: datetime
) -> None:
    """Write everybody into an empty store, whole or not at all.

    Args:
        store: empty.
        population: the people, their documents, traces and letters.
        practitioners: who may log in.
        now: ``meta.lastUpdated`` of everything.

    Raises:
        Unavailable: the store cannot keep it.
        Conflict: it is not empty.
    """
    await store.commit(await anyio.to_thread.run_sync(_writes, population, practitioners, now), now)


def _writes(
    population: Population, practitioners: Iterable[Practitioner], now: datetime
) -> list[Write | Content]:
    people = (resource for person in practitioners for resource in directory.to_fhir(person))
    found: list[Write | Content] = [Write(resource) for resource in people]
    for record in population.records:
        found += (Write(resource) for resource in _resources(record, now))
        found += (_content(document) for document in record.documents)
    return found


def _resources(record: Record, now: datetime) -> Iterator[Json]:
    person = record.patient
    subject = f"Patient/{person.id}"
    yield patient.to_fhir(person)
    for authorisation in record.authorisations:
        team = authorisation.team
        name = f"{person.id}/{team.identifier if team else authorisation.practitioner_id}"
        resource = consent.authorisation_to_fhir(authorisation, subject)
        secret = authorisation.practitioner_id in record.secrets
        yield _named(consent.secretly(resource) if secret else resource, name)
    yield _named(consent.switches_to_fhir(record.switches, subject, now), f"{person.id}/switches")
    if record.team:
        yield _named(care_team.to_fhir(record.team, subject), f"{person.id}/team")
    for document in record.documents:
        yield document_reference.to_fhir(
            document.meta, person.ins, subject=subject, content_url=f"Binary/{document.meta.id}"
        )
    yield from _submissions(record, subject)
    for number, trace in enumerate(record.traces):
        yield _named(audit_event.to_fhir(trace, subject), f"{person.id}/trace/{number}")
    for name, last in _last_visits(record.traces).items():
        seen = marks.to_fhir(Marks(until=last), name, subject)
        yield seen | {"id": read_states.mark_id(name, person.id)}
    for number, letter in enumerate(record.letters):
        yield _named(_message(letter, subject), f"{person.id}/letter/{number}")
    for number, notification in enumerate(notified(record, day_of(now))):
        yield notification.resource | {"id": _id("Communication", f"{person.id}/told/{number}")}


def _last_visits(traces: Iterable[Trace]) -> dict[str, datetime]:
    """When each professional who opened a record did so last: they had then seen what there was."""
    opened = (trace for trace in traces if trace.action is TraceAction.OPEN and not trace.refusal)
    return {trace.actor_id: trace.at for trace in sorted(opened, key=lambda trace: trace.at)}


def _message(letter: Letter, subject: str) -> Json:
    practitioner = letter.sender.practitioner
    return communication.message_to_fhir(
        letter.subject,
        letter.text,
        letter.document.id,
        patient=subject,
        sender=practitioner_reference(practitioner.id, practitioner.name),
        sent=letter.at,
    )


def _submissions(record: Record, subject: str) -> Iterator[Json]:
    """One SubmissionSet for each lot, with all its documents."""
    lots: defaultdict[str, list[DemoDocument]] = defaultdict(list)
    for document in record.documents:
        lots[document.meta.submission].append(document)
    for name, documents in lots.items():
        first = documents[0].meta
        entry = uuid5(_NAMESPACE, f"List:{name}")
        resource = submission_set(
            tuple(f"DocumentReference/{document.meta.id}" for document in documents),
            entry=entry,
            unique_id=name,
            activity=first.facility,
            ins=record.patient.ins,
            sender=first.author,
            source_id=SOURCE_ID,
            now=max(document.meta.date for document in documents),
            subject=subject,
        )
        yield resource | {"id": str(entry)}


def _content(document: DemoDocument) -> Content:
    return Content(document.meta.id, document.meta.attachment.content_type, document.content)


def _named(resource: Json, name: str) -> Json:
    """The resource with an id that is always the same for the same thing, unless it has one."""
    return resource | {"id": resource.get("id") or _id(resource["resourceType"], name)}


def _id(kind: str, name: str) -> str:
    return str(uuid5(_NAMESPACE, f"{kind}:{name}"))
