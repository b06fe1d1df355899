"""Communication create, from Mon espace santé: the answer of a person to a professional who wrote to them."""

import json
from dataclasses import replace
from uuid import uuid4

from starlette.responses import Response

from dmptui.core.fhir import communication, systems
from dmptui.core.fhir.json import Json, child, items
from dmptui.core.model.days import day_of
from dmptui.core.model.message import Message
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import messaging, visibility
from dmptui.core.rules.condition import Has, codes, every, some
from dmptui.core.server.access import gate, notifications, traces
from dmptui.core.server.history.messages import KIND, sent_by
from dmptui.core.server.http import answers
from dmptui.core.server.http.asker import Asker
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied, missing
from dmptui.core.server.own.entering import OwnRecord, entered
from dmptui.core.store.base import StoredResource, Write
from dmptui.core.store.query import Query
from dmptui.core.text import _


async def create(call: Call) -> Response:
    """Keep an answer, tell the professional that it came, trace it: who, to whom and when are the server's.

    Raises:
        Denied: it answers nothing, or what is not answered, or there is no open profile; 404, the message is
            not there, or not for who asks.
        BadRequest: it is empty or too long, or holds more than a text.
    """
    resource = await read_json(call.request, KIND)
    row = await gate.by_reference(call.context, child(resource, "subject").get("reference"))
    gate.same_patient(call, row.id if row else "", TraceAction.MESSAGE)
    written = communication.from_fhir(resource)
    if not written.is_reply:
        raise Denied(gate.not_for_the_patient(), TraceAction.OPEN, call.asker, call.asker.claims.patient_id)
    own = await entered(call, TraceAction.MESSAGE)
    asker = _discreet(call, own)
    _check(resource, written)
    received = await _received(call, own, asker, written.in_response_to)
    writes = _writes(call, own, asker, written, json.loads(received.text))
    await call.context.store.commit(writes, call.now)
    kept = await call.context.store.read(KIND, writes[0].resource["id"])
    return answers.kept(kept, {"Location": f"{call.base}/{KIND}/{kept.id}/_history/{kept.version}"}, 201)


def _discreet(call: Call, own: OwnRecord) -> Asker:
    """Who asks; what a minor does alone of their messages is hidden from their representatives."""
    alone = own.patient.is_minor(day_of(call.now)) and not own.viewer.representative
    if not alone:
        return call.asker
    return replace(call.asker, claims=call.asker.claims.model_copy(update={"secret": True}))


def _check(resource: Json, written: Message) -> None:
    """Whether it is a text that is complete, and not too long.

    Raises:
        BadRequest: 422.
    """
    if len(list(items(resource, "payload"))) != 1 or written.document_id:
        raise BadRequest(422, "invalid", _("Une réponse contient un texte, et rien d'autre."))
    fitting = messaging.fits(written.subject, written.text)
    if not fitting.allowed:
        raise BadRequest(422, "business-rule", f"{fitting.reason} {fitting.advice}")


async def _received(call: Call, own: OwnRecord, asker: Asker, name: str) -> StoredResource:
    """What is answered, among what is in the mailbox of who asks.

    Raises:
        Denied: a rule says no; 404, they do not see it, or there is none.
    """
    mailbox = some(*(Has(side, codes(f"Patient/{own.row.id}")) for side in ("recipient", "sender")))
    condition = every(visibility.messages(own.documents, own.viewer), mailbox)
    query = Query(KIND, own.row.id, ids=(name,), condition=condition, dates=(sent_by(call.now),), count=1)
    found = (await call.context.store.search(query)).rows
    if not found:
        decision, answer = messaging.not_received(), missing()
        raise Denied(decision, TraceAction.MESSAGE, asker, own.row.id, instead=answer)
    decision = messaging.reply(communication.from_fhir(json.loads(found[0].text)), own.patient.state)
    if decision.refused:
        raise Denied(decision, TraceAction.MESSAGE, asker, own.row.id)
    return found[0]


def _writes(call: Call, own: OwnRecord, asker: Asker, written: Message, received: Json) -> list[Write]:
    """The answer first, what the professional is told, its trace."""
    holder = asker.claims.holder
    resource = communication.reply_to_fhir(
        written.subject,
        written.text,
        received["id"],
        patient=f"Patient/{own.row.id}",
        sender=holder.name if holder else "",
        recipient=received["sender"],
        sent=call.now,
    ) | {"id": str(uuid4())}
    if asker.claims.secret:
        resource["extension"] = [{"url": systems.SECRET_ACCESS, "valueBoolean": True}]
    trace = traces.done(asker, own.row.id, TraceAction.MESSAGE, call.now)
    notification = notifications.replied(asker, own.row.id, received["sender"], call.now)
    return [Write(resource), notification, trace]
