"""Communication: a notification, a message."""

from datetime import UTC, datetime

from dmptui.core.documents.text import clean
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, codings, concept, expect, instant, items, text
from dmptui.core.model.base import Coding
from dmptui.core.model.message import Message, MessageKind

MESSAGE = concept(Coding(system=systems.COMMUNICATION, code=MessageKind.MESSAGE.value))
"""The category that tells a message from a notification, which has none."""
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)
_DOCUMENT = "DocumentReference/"
_MESSAGE = "Communication/"


def message_to_fhir(
    subject: str, content: str, document_id: str, *, patient: str, sender: Json, sent: datetime
) -> Json:
    """The Communication of a message to a patient.

    Args:
        subject, content: what is written.
        document_id: of the document that goes with it, or empty.
        patient: the reference to the patient.
        sender: the reference to the professional.
        sent: when.
    """
    payload: list[Json] = [{"contentString": content}]
    if document_id:
        payload.append({"contentReference": {"reference": f"{_DOCUMENT}{document_id}"}})
    recipient = {"reference": patient}
    return _written(subject, payload, patient=patient, sender=sender, recipient=recipient, sent=sent)


def reply_to_fhir(
    subject: str,
    content: str,
    message_id: str,
    *,
    patient: str,
    sender: str = "",
    recipient: Json | None = None,
    sent: datetime,
) -> Json:
    """The Communication of the answer of a person to a message.

    Args:
        subject, content: what is written.
        message_id: of the message that is answered.
        patient: the reference to the patient, who sends it.
        sender: the name of who writes: the patient, or a representative.
        recipient: the reference to the professional; the server knows it.
        sent: when.
    """
    resource = _written(
        subject,
        [{"contentString": content}],
        patient=patient,
        sender={"reference": patient} | ({"display": sender} if sender else {}),
        recipient=recipient,
        sent=sent,
    )
    return resource | {"inResponseTo": [{"reference": f"{_MESSAGE}{message_id}"}]}


def _written(
    subject: str, payload: list[Json], *, patient: str, sender: Json, recipient: Json | None, sent: datetime
) -> Json:
    return {
        "resourceType": "Communication",
        "status": "completed",
        "category": [MESSAGE],
        "subject": {"reference": patient},
        "topic": {"text": subject},
        "sent": sent.isoformat(),
        **({"recipient": [recipient]} if recipient else {}),
        "sender": sender,
        "payload": payload,
    }


def from_fhir(resource: object) -> Message:
    """The message of a Communication.

    Raises:
        InvalidContent: it is not a Communication.
    """
    communication = expect(resource, "Communication")
    strings = (p["contentString"] for p in items(communication, "payload") if "contentString" in p)
    content = next((found for found in strings if isinstance(found, str)), "")
    references = (child(p, "contentReference").get("reference") for p in items(communication, "payload"))
    named = (r for r in map(text, references) if r.startswith(_DOCUMENT))
    answered = (text(answer.get("reference")) for answer in items(communication, "inResponseTo"))
    return Message(
        id=text(communication.get("id")),
        sent=instant(communication.get("sent")) or _EPOCH,
        sender=text(child(communication, "sender").get("display")),
        kind=_kind(communication),
        subject=text(child(communication, "topic").get("text")),
        text=clean(content).strip(),
        document_id=next(named, "").removeprefix(_DOCUMENT),
        in_response_to=next((r.removeprefix(_MESSAGE) for r in answered if r.startswith(_MESSAGE)), ""),
        read_at=instant(communication.get("received")),
    )


def _kind(communication: Json) -> MessageKind:
    codes = (c for found in items(communication, "category") for c in codings(found))
    is_message = any((c.system, c.code) == (systems.COMMUNICATION, MessageKind.MESSAGE) for c in codes)
    return MessageKind.MESSAGE if is_message else MessageKind.NOTIFICATION
