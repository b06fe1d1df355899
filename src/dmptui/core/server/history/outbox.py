"""Communication create: a message from a professional to the patient of the open record."""

from uuid import uuid4

from starlette.responses import Response

from dmptui.core.fhir import communication, systems
from dmptui.core.fhir.json import Json, child, items
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.message import Message
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import messaging
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.server.access import gate, notifications, traces
from dmptui.core.server.documents import references
from dmptui.core.server.documents.sight import require
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_json
from dmptui.core.server.http.context import Call
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.store.base import Write
from dmptui.core.text import _

KIND = "Communication"


async def create(call: Call) -> Response:
    """Keep a message, tell the patient that it came, trace it: who and when are the server's.

    Raises:
        Denied: no record is open, or another's; the patient cannot be written to; the document may not be
            read, or not be shown to the patient.
        BadRequest: it is not a message, or is empty or too long.
    """
    resource = await read_json(call.request, KIND)
    patient_id = await _patient(call, resource)
    gate.same_patient(call, patient_id, TraceAction.MESSAGE)
    if not call.asker.claims.patient_id:
        raise Denied(_not_open(), TraceAction.MESSAGE, call.asker, patient_id=patient_id)
    record = await gate.record(call, TraceAction.MESSAGE)
    decision = messaging.write(record.patient.state)
    if not decision.allowed:
        raise Denied(decision, TraceAction.MESSAGE, call.asker, patient_id=patient_id)
    message = _message(resource)
    attached = await _attached(call, message.document_id) if message.document_id else None
    writes = _writes(call, patient_id, message, attached)
    await call.context.store.commit(writes, call.now)
    row = await call.context.store.read(KIND, writes[0].resource["id"])
    return answers.kept(row, {"Location": f"{call.base}/{KIND}/{row.id}/_history/{row.version}"}, 201)


async def _patient(call: Call, resource: Json) -> str:
    """The id of the patient a message is sent to; empty when nobody is.

    Raises:
        BadRequest: it is sent to somebody else than whom it is about, or to several.
    """
    subject = child(resource, "subject").get("reference")
    recipients = [to.get("reference") for to in items(resource, "recipient")]
    if recipients != [subject]:
        raise BadRequest(422, "invalid", _("Un message est envoyé à la personne dont le dossier est ouvert."))
    row = await gate.by_reference(call.context, subject)
    return row.id if row else ""


def _message(resource: Json) -> Message:
    """What is written.

    Raises:
        BadRequest: 422.
    """
    message = communication.from_fhir(resource)
    payload = list(items(resource, "payload"))
    if len(payload) != 1 + bool(message.document_id) or "contentString" not in payload[0]:
        raise BadRequest(
            422, "invalid", _("Un message contient un texte, puis au plus un document de ce dossier.")
        )
    fitting = messaging.fits(message.subject, message.text)
    if not fitting.allowed:
        raise BadRequest(422, "business-rule", f"{fitting.reason} {fitting.advice}")
    return message


async def _attached(call: Call, name: str) -> Document:
    """The document that goes with a message.

    Raises:
        BadRequest, Denied: it may not; 404, there is none that the professional sees.
    """
    _record, row, document = await references.allowed(call, name, TraceAction.MESSAGE)
    require(call, messaging.attach(document, call.now), row, document, TraceAction.MESSAGE)
    return document


def _writes(call: Call, patient_id: str, message: Message, attached: Document | None) -> list[Write]:
    """The message first, its notification, its trace; what the representatives must not see stays so."""
    role = call.asker.claims.professional
    hidden = attached is not None and Visibility.HIDDEN_FROM_REPRESENTATIVES in attached.visibility
    resource = communication.message_to_fhir(
        message.subject,
        message.text,
        attached.id if attached else "",
        patient=f"Patient/{patient_id}",
        sender=practitioner_reference(call.asker.ps_id, role.practitioner.name),
        sent=call.now,
    )
    if hidden or call.asker.claims.secret:
        resource["extension"] = [{"url": systems.SECRET_ACCESS, "valueBoolean": True}]
    trace = traces.done(
        call.asker,
        patient_id,
        TraceAction.MESSAGE,
        call.now,
        title=attached.title if attached else "",
        object_id=attached.id if attached else "",
    )
    notification = notifications.written(call.asker, patient_id, call.now, secret=hidden)
    return [Write(resource | {"id": str(uuid4())}), notification, trace]


def _not_open() -> Decision:
    return refused(
        _("Ce dossier n'est pas ouvert."), gate.RECORD_TOKEN, _("Ouvrez-le avant d'écrire à la personne.")
    )
