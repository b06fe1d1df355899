"""How a death is said beside an identity."""

from dmptui.core.model.days import in_figures
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.text import _


def death(patient: Patient) -> str:
    """« décédée le 12/03/2026 », « décédé »; nothing of the living."""
    if not patient.deceased:
        return ""
    words = {Sex.FEMALE: _("décédée"), Sex.MALE: _("décédé")}.get(patient.sex, _("décédé(e)"))
    if patient.death is None:
        return words
    return _("{word} le {day}").format(word=words, day=in_figures(patient.death))


def brief_death(patient: Patient) -> str:
    """« † 12/03/2026 », where there is no room for the word."""
    return f"† {in_figures(patient.death)}" if patient.death else death(patient)
