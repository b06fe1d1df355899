"""What a patient is notified of: who did what on the record, never what a document says."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from uuid import uuid4

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.access import AccessMode
from dmptui.core.model.days import in_figures
from dmptui.core.model.document import Document, Visibility
from dmptui.core.model.patient import Patient
from dmptui.core.rules.change_table import CHANGES, Change
from dmptui.core.rules.patient_view import TOLD_AFTER, hidden_from_patient
from dmptui.core.server.access.traces import id_once
from dmptui.core.server.http.asker import Asker
from dmptui.core.store.base import Write
from dmptui.core.terminology import profession_label
from dmptui.core.text import N_, _

READ = "notification"
"""What ``id_once`` calls the notification that documents were read."""

_OPENED = {
    AccessMode.NORMAL: N_("{who} a ouvert votre DMP le {date}."),
    AccessMode.BREAK_GLASS: N_("{who} a ouvert votre DMP en urgence (bris de glace) le {date}."),
    AccessMode.CENTRE_15: N_("{who} a ouvert votre DMP le {date}, en régulation médicale (centre 15)."),
}
_WAITING = N_("Un document vous attend dans votre DMP : parlez-en avec {who}, qui l'a déposé le {date}.")


def opened(asker: Asker, patient_id: str, patient: Patient, now: datetime) -> list[Write]:
    """The patient is notified of the opening; the médecins traitants too when the glass was broken."""
    notifications = [_to_patient(asker, patient_id, _(_OPENED[asker.claims.mode]), now)]
    if asker.claims.mode is AccessMode.BREAK_GLASS:
        sentence = _("{who} a ouvert en urgence (bris de glace) le DMP d'un de vos patients le {date}.")
        notifications += [
            _message(asker, patient_id, practitioner_reference(ps_id), sentence, now)
            for ps_id in sorted(patient.attending - {asker.ps_id})
        ]
    return notifications


def reading(document: Document, now: datetime) -> str:
    """What ``id_once`` calls the notification of a reading.

    One for all the documents of an opening; of a document that the patient or the representatives do not see,
    one of its own, seen with it.
    """
    return f"{READ} {document.id}" if _is_hidden(document, now) else READ


def read(asker: Asker, patient_id: str, document: Document, now: datetime) -> Write:
    """The patient is notified that documents were read, see ``reading``."""
    sentence = _("{who} a consulté des documents de votre DMP le {date}.")
    resource = _to_patient(asker, patient_id, sentence, now).resource
    if _is_hidden(document, now):
        resource["about"] = [{"reference": f"DocumentReference/{document.id}"}]
    return Write(resource | {"id": id_once(asker, reading(document, now))})


def _is_hidden(document: Document, now: datetime) -> bool:
    secret = Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility
    return secret or hidden_from_patient(document, now)


def written(asker: Asker, patient_id: str, now: datetime, *, secret: bool) -> Write:
    """The patient is notified that a message came."""
    sentence = _("{who} vous a envoyé un message le {date}.")
    return _to_patient(asker, patient_id, sentence, now, secret=secret)


def deposited(asker: Asker, patient_id: str, documents: Sequence[Document], now: datetime) -> Iterator[Write]:
    """The patient is notified that a lot was added: once of what they see, once of what they do not see yet.

    Of documents invisible to the patient, the message is dated two weeks later and shown no sooner: by then
    the consultation d'annonce should have taken place (CSP R1111-53).
    """
    waiting = [document for document in documents if hidden_from_patient(document, now)]
    seen = [document for document in documents if document not in waiting]
    if seen:
        sentence = _("{who} a ajouté un document à votre DMP le {date}.")
        yield _to_patient(asker, patient_id, sentence, now, secret=_all_secret(seen))
    if waiting:
        notification = _to_patient(asker, patient_id, _(_WAITING), now, secret=_all_secret(waiting))
        yield Write(notification.resource | {"sent": (now + TOLD_AFTER).isoformat()})


def _all_secret(documents: Iterable[Document]) -> bool:
    """Whether the legal representatives see none of these documents."""
    return all(Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility for document in documents)


def changed(asker: Asker, patient_id: str, what: Change, document: Document, now: datetime) -> list[Write]:
    """The patient is notified of a professional's change; not of their own, nor of what they do not see yet.

    Args:
        asker: who changed it.
        patient_id: whose document it is.
        what: the change.
        document: as the change left it.
        now: when.
    """
    if asker.is_patient or (hidden_from_patient(document, now) and what is not Change.HIDE_FROM_PATIENT):
        return []
    secret = Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility
    return [_to_patient(asker, patient_id, _(CHANGES[what].notification), now, secret=secret)]


def _to_patient(
    asker: Asker, patient_id: str, sentence: str, now: datetime, *, secret: bool = False
) -> Write:
    to = {"reference": f"Patient/{patient_id}"}
    return _message(asker, patient_id, to, sentence, now, secret=secret)


def _message(
    asker: Asker, patient_id: str, recipient: Json, sentence: str, now: datetime, *, secret: bool = False
) -> Write:
    role = asker.claims.professional
    who = (
        f"{role.practitioner.name} ({profession_label(asker.profession)}, {role.situation.organization.name})"
    )
    resource: Json = {
        "resourceType": "Communication",
        "id": str(uuid4()),
        "status": "completed",
        "subject": {"reference": f"Patient/{patient_id}"},
        "sent": now.isoformat(),
        "recipient": [recipient],
        "sender": practitioner_reference(asker.ps_id, role.practitioner.name),
        "payload": [{"contentString": sentence.format(who=who, date=in_figures(now))}],
    }
    if secret or asker.claims.secret:
        resource["extension"] = [{"url": systems.SECRET_ACCESS, "valueBoolean": True}]
    return Write(resource)
