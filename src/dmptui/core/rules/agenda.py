"""What may be noted in the agenda of Mon espace santé."""

from datetime import datetime

from dmptui.core.model.agenda import Appointment
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import _

MAX_ABOUT, MAX_PLACE = 120, 120
"""Characters."""
MAX_APPOINTMENTS = 500
"""Of one person: an agenda, not a store."""


def note(appointment: Appointment, now: datetime) -> Decision:
    """Whether an appointment can be noted as it is written."""
    if not appointment.about.strip():
        return refused(_("Dites de quoi il s'agit."), PROJECT)
    if len(appointment.about) > MAX_ABOUT or len(appointment.place) > MAX_PLACE:
        return refused(_("Ce texte est trop long : {n} caractères au plus.").format(n=MAX_ABOUT), PROJECT)
    if appointment.start <= now:
        return refused(_("Cette date est passée : un rendez-vous se note avant."), PROJECT)
    return allowed(PROJECT)
