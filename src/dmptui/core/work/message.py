"""A message to the patient, or their answer, from its form to what is sent."""

from datetime import datetime

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir.communication import message_to_fhir, reply_to_fhir
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.fhir.submission import subject_of
from dmptui.core.model.document import Document
from dmptui.core.model.message import Message
from dmptui.core.model.patient import Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules import messaging


def compose(
    subject: str,
    text: str,
    attached: Document | None,
    *,
    patient: Patient,
    role: PractitionerRole,
    now: datetime,
) -> Json:
    """The Communication of a message.

    Raises:
        InvalidContent: it is empty, or too long.
    """
    _check(subject, text)
    return message_to_fhir(
        subject,
        text,
        attached.id if attached else "",
        patient=subject_of(patient.ins),
        sender=practitioner_reference(role.practitioner.id, role.practitioner.name),
        sent=now,
    )


def compose_reply(subject: str, text: str, received: Message, *, patient: Patient, now: datetime) -> Json:
    """The Communication of the answer of a person.

    Raises:
        InvalidContent: it is empty, or too long.
    """
    _check(subject, text)
    return reply_to_fhir(subject, text, received.id, patient=subject_of(patient.ins), sent=now)


def _check(subject: str, text: str) -> None:
    fitting = messaging.fits(subject, text)
    if not fitting.allowed:
        raise InvalidContent(f"{fitting.reason} {fitting.advice}")
