"""Who may write a note de vaccination: those who vaccinate."""

from datetime import date

from dmptui.core.model.practitioner import MIDWIFE, NURSE, PHARMACIST, PHYSICIAN, PSYCHIATRIC_NURSE
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import _

NOTE_TYPE = "87273-9"
"""Note de vaccination, JDV_J07."""
WRITERS = frozenset({PHYSICIAN, PHARMACIST, MIDWIFE, NURSE, PSYCHIATRIC_NURSE})


def write_note(profession: str) -> Decision:
    """Decide whether a profession may write the note of a vaccination."""
    if profession in WRITERS:
        return allowed(PROJECT)
    return refused(
        _("Seuls un médecin, un pharmacien, une sage-femme ou un infirmier peuvent écrire cette note."),
        PROJECT,
        _("Demandez à la personne qui a vacciné de l'écrire."),
    )


def shot_rule(vaccine: str, on: date, *, born: date, today: date) -> Decision:
    """Whether a vaccination is told so that a note may be written of it."""
    if not vaccine.strip():
        return refused(_("Une note de vaccination nomme le vaccin."), PROJECT, _("Donnez son nom."))
    if not born <= on <= today:
        return refused(
            _("La date de la vaccination est avant la naissance, ou après aujourd'hui."),
            PROJECT,
            _("Corrigez-la."),
        )
    return allowed(PROJECT)
