"""Where a profile stands, as a function of dates (CSP R1111-26 to R1111-33)."""

from dataclasses import dataclass
from datetime import date, timedelta

from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.rules.decision import Decision, allowed, refused
from dmptui.core.text import _

CREATION_LAW = "CSP R1111-28"
CLOSURE_LAW = "CSP R1111-33"

TIME_TO_OPPOSE = timedelta(weeks=6)
"""From the information of the person to the creation of the profile, without an answer."""


@dataclass(frozen=True, slots=True)
class Milestones:
    """What happened to a profile, each the last time it did; None is never."""

    notified: date | None = None
    opposed: date | None = None
    connected: date | None = None
    closed: date | None = None
    reopened: date | None = None


def created_on(notified: date) -> date:
    """The day a profile is created when the person does not answer."""
    return notified + TIME_TO_OPPOSE


def state(happened: Milestones, today: date) -> DmpState | None:
    """Where the profile stands; None when the person was not even told of it.

    The last word wins: connecting lifts an opposition, a reopening lifts a closure.
    """
    if _stands(happened.closed, happened.reopened):
        return DmpState.CLOSED
    if _stands(happened.opposed, happened.connected, happened.reopened):
        return DmpState.OPPOSED
    if happened.connected is not None:
        return DmpState.ACTIVATED
    if happened.reopened is not None:
        return DmpState.OPEN
    if happened.notified is None:
        return None
    return DmpState.OPEN if today >= created_on(happened.notified) else DmpState.NOTIFIED


def current(patient: Patient, today: date) -> Patient:
    """The patient as of today: a profile told of six weeks ago is open, whatever was last written."""
    if patient.state is not DmpState.NOTIFIED or patient.notified is None:
        return patient
    if today < created_on(patient.notified):
        return patient
    return patient.model_copy(update={"state": DmpState.OPEN})


def connect(known: DmpState) -> Decision:
    """Decide whether the person may enter Mon espace santé; the profile is then activated."""
    if known is DmpState.OPPOSED:
        return refused(
            _("Vous vous êtes opposé à la création de votre profil Mon espace santé."),
            CREATION_LAW,
            _("Vous pouvez revenir sur ce choix au 34 22."),
        )
    if known is DmpState.CLOSED:
        return refused(
            _("Votre profil Mon espace santé est fermé."), CLOSURE_LAW, _("Demandez sa réouverture au 34 22.")
        )
    return allowed(CREATION_LAW)


def _stands(event: date | None, *lifted_by: date | None) -> bool:
    """Whether an event holds: it happened, and nothing that lifts it came after it."""
    return event is not None and all(other is None or other <= event for other in lifted_by)
