"""Where a profile stands, as a function of dates, and what its person may do of it. See ``laws``."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from dmptui.core.model.patient import Closure, DmpState, Patient
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import N_, _

TIME_TO_OPPOSE = timedelta(weeks=6)
"""From the information of the person to the creation of the profile, without an answer."""


MAX_REASON = 255
"""Most characters of the reason a person gives; they owe none."""
BY_PATIENT = N_("Fermeture à la demande du patient")
"""Motif of a closure from Mon espace santé."""
DEATH = "Décès"
"""Motif of a closure that nobody lifts from Mon espace santé."""


class ProfileAct(StrEnum):
    """What the person may do of their profile, once in Mon espace santé."""

    OPPOSE = "oppose"
    """Refuse that it be made, within the six weeks."""
    CLOSE = "close"
    REOPEN = "reopen"
    """Open again what was closed; or have it made now, after an opposition or before the six weeks."""


TRACED_AS = {
    ProfileAct.OPPOSE: TraceAction.OPPOSE,
    ProfileAct.CLOSE: TraceAction.CLOSE,
    ProfileAct.REOPEN: TraceAction.REOPEN,
}
"""What an act, done or refused, is traced as."""

LEADS_TO = {
    ProfileAct.OPPOSE: DmpState.OPPOSED,
    ProfileAct.CLOSE: DmpState.CLOSED,
    ProfileAct.REOPEN: DmpState.ACTIVATED,
}
"""Where an act leaves the profile; who reopens it is there, so it is activated at once."""

_SOURCES = {
    ProfileAct.OPPOSE: laws.CREATION,
    ProfileAct.CLOSE: laws.CLOSURE,
    ProfileAct.REOPEN: laws.CLOSURE,
}
_CREATED = N_("Ce profil est déjà créé : il n'est plus temps de s'y opposer.")
_OPEN = N_("Ce profil est déjà ouvert.")
_OPPOSED = N_("La création de ce profil a déjà été refusée.")
_CLOSED = N_("Ce profil est déjà fermé.")
_REFUSALS = {
    (ProfileAct.OPPOSE, DmpState.OPEN): _CREATED,
    (ProfileAct.OPPOSE, DmpState.ACTIVATED): _CREATED,
    (ProfileAct.OPPOSE, DmpState.OPPOSED): _OPPOSED,
    (ProfileAct.OPPOSE, DmpState.CLOSED): _CLOSED,
    (ProfileAct.CLOSE, DmpState.NOTIFIED): N_("Ce profil n'est pas encore créé : il n'y a rien à fermer."),
    (ProfileAct.CLOSE, DmpState.OPPOSED): _OPPOSED,
    (ProfileAct.CLOSE, DmpState.CLOSED): _CLOSED,
    (ProfileAct.REOPEN, DmpState.OPEN): _OPEN,
    (ProfileAct.REOPEN, DmpState.ACTIVATED): _OPEN,
}
"""What an act is not possible on, and why."""


@dataclass(frozen=True, slots=True)
class Milestones:
    """What happened to a profile, each the last time it did; None is never.

    Attributes:
        connected: the person entered, the profile being made, or had it made on entering.
    """

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


def connect(known: DmpState, closure: Closure | None = None) -> Decision:
    """Decide whether the person may enter Mon espace santé: always, if only to open or oppose a profile.

    Args:
        known: where the profile stands.
        closure: how it was closed, if it was.
    """
    if known is DmpState.CLOSED and closure is not None and closure.motif == DEATH:
        return refused(_("Ce profil Mon espace santé est fermé : la personne est décédée."), laws.CLOSURE)
    return allowed(laws.CREATION)


def entered(known: DmpState) -> DmpState:
    """Where the profile stands once the person entered: what is made is activated, the rest waits."""
    return DmpState.ACTIVATED if known.exists else known


def use(known: DmpState) -> Decision:
    """Decide whether the person, who entered, may see and do anything but open or oppose the profile."""
    if known is DmpState.NOTIFIED:
        return refused(
            _("Ce profil Mon espace santé n'est pas encore créé."),
            laws.CREATION,
            _("Vous pouvez le créer maintenant, ou vous y opposer."),
        )
    if known is DmpState.OPPOSED:
        return refused(
            _("La création de ce profil Mon espace santé a été refusée."),
            laws.CREATION,
            _("Vous pouvez revenir sur ce choix, ici ou au 34 22."),
        )
    if known is DmpState.CLOSED:
        return refused(
            _("Ce profil Mon espace santé est fermé."),
            laws.CLOSURE,
            _("Vous pouvez le rouvrir, ici ou au 34 22."),
        )
    return allowed(laws.CREATION)


def decide(act: ProfileAct, known: DmpState, reason: str = "") -> Decision:
    """Decide whether the person may do this of their profile.

    Args:
        act: what they ask.
        known: where the profile stands.
        reason: what they say of it, of a closure; nothing need be said.
    """
    if (act, known) in _REFUSALS:
        advice = _("Vous pouvez le fermer.") if (act is ProfileAct.OPPOSE and known.exists) else ""
        return refused(_(_REFUSALS[act, known]), _SOURCES[act], advice)
    if len(reason) > MAX_REASON:
        return refused(_("La raison dépasse 255 caractères."), PROJECT, _("Raccourcissez-la."))
    return allowed(_SOURCES[act])


def _stands(event: date | None, *lifted_by: date | None) -> bool:
    """Whether an event holds: it happened, and nothing that lifts it came after it."""
    return event is not None and all(other is None or other <= event for other in lifted_by)
