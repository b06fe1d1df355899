"""The notifications people would have, had their traces of the last months been left while the server ran."""

from collections.abc import Iterator
from datetime import date

from dmptui.core.demo.letters import RECENT
from dmptui.core.demo.population import Record
from dmptui.core.demo.practitioners import practitioners, role_of
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.server.access import notifications
from dmptui.core.server.http.asker import Asker, Claims
from dmptui.core.store.base import Write


def notified(record: Record, today: date) -> Iterator[Write]:
    """The notifications of a record, the oldest first: of each opening, of its readings, of each lot.

    Args:
        record: of the demonstration.
        today: nothing older than ``RECENT`` counts.
    """
    professionals = {practitioner.id for practitioner in practitioners()}
    lots = _lots(record)
    documents = {document.meta.id: document.meta for document in record.documents}
    reading: set[tuple[str, str]] = set()
    for trace in record.traces:
        recent = day_of(trace.at) >= today - RECENT
        if not recent or trace.refusal or trace.actor_id not in professionals:
            continue
        if trace.action is TraceAction.OPEN:
            reading = {one for one in reading if one[0] != trace.actor_id}
            yield from notifications.opened(_asker(trace), record.patient.id, record.patient, trace.at)
        elif trace.action is TraceAction.READ:
            document = documents[trace.object_id]
            one = (trace.actor_id, notifications.reading(document, trace.at))
            if one not in reading:
                yield notifications.read(_asker(trace), record.patient.id, document, trace.at)
            reading.add(one)
        elif trace.action is TraceAction.DEPOSIT and trace.object_id in lots:
            lot = lots[trace.object_id]
            yield from notifications.deposited(_asker(trace), record.patient.id, lot, trace.at)
        elif trace.action is TraceAction.MESSAGE:
            yield notifications.written(_asker(trace), record.patient.id, trace.at, secret=False)


def _lots(record: Record) -> dict[str, list[Document]]:
    """The documents of each lot, under the id of the one that came first."""
    lots: dict[str, list[Document]] = {}
    for document in record.documents:
        lots.setdefault(document.meta.submission, []).append(document.meta)
    return {members[0].id: members for members in lots.values()}


def _asker(trace: Trace) -> Asker:
    """Who left a trace, as the server knew them."""
    role = role_of(trace.actor_id, trace.organization)
    return Asker(Claims(role=role, mode=trace.mode, secret=trace.secret), b"", b"", 0)
