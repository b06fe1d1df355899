"""What is traced: everything that is done or attempted on a record (``laws.TRACING``)."""

from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from uuid import NAMESPACE_OID, uuid4, uuid5

from dmptui.core.errors import Conflict, NotFound
from dmptui.core.fhir import audit_event
from dmptui.core.model.document import Document
from dmptui.core.model.trace import DisplayedPage, Trace, TraceAction
from dmptui.core.server.http.asker import Asker
from dmptui.core.server.http.context import Context
from dmptui.core.server.http.errors import Denied
from dmptui.core.store.base import Write
from dmptui.core.text import _

MAX_TEXT = 500
"""Most characters of a title or a reason in a trace: some are a client's words."""


def done(
    asker: Asker, patient_id: str, action: TraceAction, now: datetime, *, title: str = "", object_id: str = ""
) -> Write:
    """The trace of what was done, to be kept with it."""
    return _write(_trace(asker, action, now, title=title, object_id=object_id), patient_id, str(uuid4()))


def read(
    asker: Asker, patient_id: str, document: Document, now: datetime, *, automatic: bool, display: str = ""
) -> Write:
    """The trace of a document that was read.

    Args:
        asker, patient_id, document, now: who read what, when.
        automatic: nobody asked to see it.
        display: id of the trace of the display that it is a part of, if it is of one.
    """
    trace = _trace(asker, TraceAction.READ, now, title=document.title, object_id=document.id)
    found = trace.model_copy(update={"automatic": automatic, "display": display})
    return _write(found, patient_id, str(uuid4()))


async def displayed(
    context: Context, asker: Asker, patient_id: str, page: DisplayedPage, now: datetime
) -> None:
    """Keep the trace of the display of a page, once for each opening."""

    def make() -> Write:
        trace = _trace(asker, TraceAction.DISPLAY, now, title=page.value)
        return _write(trace, patient_id, display_id(asker, page))

    await keep_once(context, asker, "AuditEvent", _display(page), make, now)


async def display_of(context: Context, asker: Asker, page: str) -> str:
    """The id of the trace of a display that is kept; empty of one that was never announced."""
    if page not in DisplayedPage._value2member_map_:
        return ""
    found = DisplayedPage(page)
    is_kept = await is_kept_once(context, asker, "AuditEvent", _display(found))
    return display_id(asker, found) if is_kept else ""


def display_id(asker: Asker, page: DisplayedPage) -> str:
    """The id of the trace of the display of a page in an opening."""
    return id_once(asker, _display(page))


def _display(page: DisplayedPage) -> str:
    return f"{TraceAction.DISPLAY.value} {page.value}"


async def done_once(
    context: Context, asker: Asker, patient_id: str, action: TraceAction, now: datetime
) -> None:
    """Keep the trace of what is traced once for each opening."""

    def make() -> Write:
        return _write(_trace(asker, action, now), patient_id, id_once(asker, action.value))

    await keep_once(context, asker, "AuditEvent", action.value, make, now)


async def keep_once(
    context: Context, asker: Asker, kind: str, what: str, make: Callable[[], Write], now: datetime
) -> None:
    """Keep what ``make`` makes, under its ``id_once``, unless it is kept already: most often it is."""
    if await is_kept_once(context, asker, kind, what):
        return
    with suppress(Conflict):  # two requests of the same opening at once
        await context.store.commit([make()], now)
    context.once.add((asker.digest, what))


async def is_kept_once(context: Context, asker: Asker, kind: str, what: str) -> bool:
    """Whether something is kept already under its ``id_once``."""
    mark = (asker.digest, what)
    if mark in context.once:
        return True
    try:
        await context.store.read(kind, id_once(asker, what))
    except NotFound:
        return False
    context.once.add(mark)
    return True


def id_once(asker: Asker, what: str) -> str:
    """The id of what is kept once for each opening of a record."""
    return str(uuid5(NAMESPACE_OID, f"{what} {asker.digest.hex()}"))


def refused(denied: Denied, now: datetime) -> Write:
    """The one trace of a refused request, whoever sent it; without a patient when nobody is known."""
    if denied.asker is None:
        trace = Trace(at=now, actor_id="", actor=_("Inconnu (sans identification)"), action=denied.action)
    else:
        trace = _trace(denied.asker, denied.action, now, title=denied.title, object_id=denied.object_id)
    refusal = trace.model_copy(update={"refusal": denied.decision.reason[:MAX_TEXT]})
    return _write(refusal, denied.patient_id, str(uuid4()))


def _trace(
    asker: Asker, action: TraceAction, now: datetime, *, title: str = "", object_id: str = ""
) -> Trace:
    claims, role = asker.claims, asker.claims.role
    return Trace(
        at=now,
        actor_id=asker.ps_id,
        actor=role.practitioner.name if role else claims.holder.name if claims.holder else "",
        profession=asker.profession,
        organization=role.situation.organization.name if role else "",
        mode=claims.mode,
        emergency_reason=claims.reason[:MAX_TEXT],
        action=action,
        object=title[:MAX_TEXT],
        object_id=object_id,
        secret=claims.secret,
        visit=claims.visit,
        visit_start=claims.visit_start,
    )


def _write(trace: Trace, patient_id: str, trace_id: str) -> Write:
    resource = audit_event.to_fhir(trace, f"Patient/{patient_id}" if patient_id else "")
    return Write(resource | {"id": trace_id})
