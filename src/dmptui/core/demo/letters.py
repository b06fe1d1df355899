"""What professionals wrote to people of the demonstration, in the mailbox of Mon espace santé."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

from dmptui.core.demo.filing import DemoDocument
from dmptui.core.demo.practitioners import role_of
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.model.trace import Trace, TraceAction
from dmptui.core.rules import messaging
from dmptui.core.rules.reading import is_from_patient

RECENT = timedelta(days=92)
"""How far back letters and notifications go."""
MOST = 3
"""Letters of one record."""

_ABOUT = {
    "11502-2": ("Vos résultats d'analyses", "J'ai lu vos derniers résultats d'analyses."),
    "57833-6": ("Votre ordonnance", "Voici votre ordonnance, à présenter à la pharmacie."),
    "18748-4": ("Votre examen d'imagerie", "J'ai lu le compte rendu de votre examen d'imagerie."),
    "87273-9": ("Votre vaccination", "Votre vaccination est notée dans votre dossier."),
    "11369-6": ("Vos vaccinations", "J'ai relu la liste de vos vaccinations."),
}
_OTHERWISE = ("Un document de votre dossier", "J'ai relu ce document de votre dossier.")
_CLOSING = "Le document est joint à ce message. Nous en reparlerons à votre prochain rendez-vous."


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to a person, with the document it speaks of."""

    at: datetime
    sender: PractitionerRole
    subject: str
    text: str
    document: Document


def past_letters(
    patient: Patient, traces: Sequence[Trace], documents: Sequence[DemoDocument], today: date
) -> tuple[Letter, ...]:
    """The letters of a record, the oldest first: each was written in a visit, on what was read in it.

    Args:
        patient: only an activated profile has a mailbox.
        traces: of the record, the oldest first.
        documents: of the record.
        today: nothing older than ``RECENT`` is written.
    """
    if patient.state is not DmpState.ACTIVATED:
        return ()
    known = {document.meta.id: document.meta for document in documents}
    last_read = {
        trace.actor_id: trace for trace in traces if trace.action is TraceAction.READ and not trace.secret
    }
    found = []
    for trace in last_read.values():
        document, at = known[trace.object_id], trace.at + timedelta(minutes=5)
        recent = day_of(at) >= today - RECENT and not is_from_patient(document)
        if recent and messaging.attach(document, at).allowed:
            subject, body = _ABOUT.get(document.type.code, _OTHERWISE)
            sender = role_of(trace.actor_id, trace.organization)
            text = f"Bonjour,\n\n{body}\n{_CLOSING}\n\n{sender.practitioner.name}"
            found.append(Letter(at, sender, subject, text, document))
    return tuple(sorted(found, key=lambda letter: letter.at)[-MOST:])


def traced(letter: Letter, rng: Random) -> Trace:
    """The trace a letter left."""
    practitioner = letter.sender.practitioner
    return Trace(
        id=str(UUID(int=rng.getrandbits(128), version=4)),
        at=letter.at,
        actor_id=practitioner.id,
        actor=practitioner.name,
        profession=practitioner.profession,
        organization=letter.sender.situation.organization.name,
        action=TraceAction.MESSAGE,
        object=letter.document.title,
        object_id=letter.document.id,
    )
