"""What the person says of who may enter, as it is asked of the rules and sent to the server."""

from collections.abc import Iterable
from datetime import datetime

from dmptui.core.fhir import consent
from dmptui.core.fhir.json import Json
from dmptui.core.model.access import Authorisation, AuthorisationStatus
from dmptui.core.model.patient import Patient
from dmptui.core.rules.management import Target


def denial(practitioner_id: str, subject: str, now: datetime, *, lifted: bool = False) -> Json:
    """The Consent that blocks a professional, or lifts that."""
    denied = Authorisation(practitioner_id=practitioner_id, permitted=False, since=now)
    resource = consent.authorisation_to_fhir(denied, subject)
    return resource | {"status": "inactive"} if lifted else resource


def withdrawal(given: Authorisation, subject: str, now: datetime) -> Json:
    """The Consent that takes one back."""
    asked = Authorisation(practitioner_id=given.practitioner_id, team=given.team, permitted=True, since=now)
    return consent.authorisation_to_fhir(asked, subject) | {"status": "inactive"}


def target(
    practitioner_id: str, patient: Patient, authorisations: Iterable[Authorisation], now: datetime
) -> Target:
    """The professional, as the rules ask; who they are, the server's directory says."""
    found = [each.status(now) for each in authorisations if each.practitioner_id == practitioner_id]
    forbidden = AuthorisationStatus.FORBIDDEN
    status = forbidden if forbidden in found else next(iter(found), AuthorisationStatus.NONE)
    attending = practitioner_id in patient.attending
    return Target(practitioner_id, profession=None, status=status, attending=attending)


def attended(patient: Patient, practitioner_id: str, *, named: bool) -> Patient:
    """The person with this médecin traitant more, or less."""
    others = patient.attending - {practitioner_id}
    found = others | {practitioner_id} if named else others
    return patient.model_copy(update={"attending": found})
