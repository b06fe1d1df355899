"""Appointment: what a person notes in the agenda of Mon espace santé. The wire of it is ours."""

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, expect, extension, instant, text
from dmptui.core.model.agenda import Appointment
from dmptui.core.text import _

KIND = "Appointment"
CANCELLED = [{"op": "replace", "path": "/status", "value": "cancelled"}]
"""The one JSON Patch of an appointment."""


def to_fhir(appointment: Appointment, patient: str) -> Json:
    """The resource of an appointment.

    Args:
        appointment: what is noted.
        patient: the reference to the patient.
    """
    resource: Json = {
        "resourceType": KIND,
        "status": "booked",
        "description": appointment.about,
        "start": appointment.start.isoformat(),
        "participant": [{"actor": {"reference": patient}, "status": "accepted"}],
    }
    if appointment.place:
        resource["comment"] = appointment.place
    return resource


def from_fhir(resource: object) -> Appointment:
    """The appointment of a resource.

    Raises:
        InvalidContent: it is not an Appointment, or it has no date.
    """
    found = expect(resource, KIND)
    start = instant(found.get("start"))
    if start is None:
        raise InvalidContent(_("Ce rendez-vous n'a pas de date."), cause="Appointment without start")
    return Appointment(
        id=text(found.get("id")),
        version=text(child(found, "meta").get("versionId")),
        start=start,
        about=text(found.get("description")),
        place=text(found.get("comment")),
        by_representative=extension(found, systems.BY_REPRESENTATIVE).get("valueBoolean") is True,
    )
