"""What the patient is told in Mon espace santé: who did what on the record, never what a document says."""

from datetime import datetime
from uuid import uuid4

from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.access import AccessMode
from dmptui.core.model.patient import Patient
from dmptui.core.server.context import Asker
from dmptui.core.server.traces import id_once
from dmptui.core.store.base import Write
from dmptui.core.terminology import profession_label
from dmptui.core.text import N_, _

_OPENED = {
    AccessMode.NORMAL: N_("{who} a ouvert votre DMP le {date}."),
    AccessMode.BREAK_GLASS: N_("{who} a ouvert votre DMP en urgence (bris de glace) le {date}."),
    AccessMode.CENTRE_15: N_("{who} a ouvert votre DMP le {date}, en régulation médicale (centre 15)."),
}


def opened(asker: Asker, patient_id: str, patient: Patient, now: datetime) -> list[Write]:
    """The patient is told of the opening; the médecins traitants too when the glass was broken."""
    told = [_to_patient(asker, patient_id, _(_OPENED[asker.claims.mode]), now)]
    if asker.claims.mode is AccessMode.BREAK_GLASS:
        sentence = _("{who} a ouvert en urgence (bris de glace) le DMP d'un de vos patients le {date}.")
        told += [
            _message(asker, patient_id, practitioner_reference(ps_id), sentence, now)
            for ps_id in sorted(patient.attending - {asker.ps_id})
        ]
    return told


def read(asker: Asker, patient_id: str, now: datetime) -> Write:
    """The patient is told that documents were read, once for each opening."""
    sentence = _("{who} a consulté des documents de votre DMP le {date}.")
    told = _to_patient(asker, patient_id, sentence, now)
    return Write(told.resource | {"id": id_once(asker, "notification")})


def deposited(asker: Asker, patient_id: str, now: datetime) -> Write:
    """The patient is told that a document was added."""
    return _to_patient(asker, patient_id, _("{who} a ajouté un document à votre DMP le {date}."), now)


def _to_patient(asker: Asker, patient_id: str, sentence: str, now: datetime) -> Write:
    return _message(asker, patient_id, {"reference": f"Patient/{patient_id}"}, sentence, now)


def _message(asker: Asker, patient_id: str, recipient: Json, sentence: str, now: datetime) -> Write:
    role = asker.claims.role
    who = (
        f"{role.practitioner.name} ({profession_label(asker.profession)}, {role.situation.organization.name})"
    )
    return Write(
        {
            "resourceType": "Communication",
            "id": str(uuid4()),
            "status": "completed",
            "subject": {"reference": f"Patient/{patient_id}"},
            "sent": now.isoformat(),
            "recipient": [recipient],
            "sender": practitioner_reference(asker.ps_id, role.practitioner.name),
            "payload": [{"contentString": sentence.format(who=who, date=now.strftime("%d/%m/%Y"))}],
        }
    )
