"""Where a profile stands, in a line of its steps and a few words."""

from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.rules.lifecycle import ProfileAct, created_on
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.glyphs import CURSOR, MARKED
from dmptui.widgets.paint import Spans

_STEPS = {
    DmpState.NOTIFIED: (N_("notifié"), N_("ouvert"), N_("activé")),
    DmpState.OPEN: (N_("notifié"), N_("ouvert"), N_("activé")),
    DmpState.ACTIVATED: (N_("notifié"), N_("ouvert"), N_("activé")),
    DmpState.OPPOSED: (N_("notifié"), N_("opposé")),
    DmpState.CLOSED: (N_("notifié"), N_("ouvert"), N_("fermé")),
}
_HERE = {
    DmpState.NOTIFIED: 0,
    DmpState.OPEN: 1,
    DmpState.ACTIVATED: 2,
    DmpState.OPPOSED: 1,
    DmpState.CLOSED: 2,
}
"""Index of the step the profile is at."""

_MEANS = {
    DmpState.NOTIFIED: N_(
        "Votre profil n'est pas encore créé. Sans réponse de votre part, il s'ouvrira à cette date. "
        "Vous pouvez vous y opposer jusque-là, ou l'ouvrir maintenant."
    ),
    DmpState.OPEN: N_("Votre profil est créé : les professionnels autorisés y déposent et y lisent."),
    DmpState.ACTIVATED: N_(
        "Votre profil est ouvert et vous l'avez activé : les professionnels que vous autorisez y lisent, "
        "et peuvent vous écrire."
    ),
    DmpState.OPPOSED: N_(
        "Vous vous êtes opposé à la création de votre profil : vous n'avez pas de dossier médical. "
        "Vous pouvez revenir sur ce choix à tout moment."
    ),
    DmpState.CLOSED: N_(
        "Votre profil est fermé : plus personne n'y lit ni n'y dépose. "
        "Vous pouvez le rouvrir, avec les documents qu'il contenait."
    ),
}

_MEANS_FOR_A_CHILD = {
    DmpState.NOTIFIED: N_(
        "Le profil de l'enfant n'est pas encore créé. Sans réponse de votre part, il s'ouvrira à cette date. "
        "Vous pouvez vous y opposer jusque-là, ou l'ouvrir maintenant."
    ),
    DmpState.OPEN: N_(
        "Le profil de l'enfant est créé : les professionnels autorisés y déposent et y lisent."
    ),
    DmpState.ACTIVATED: N_(
        "Le profil de l'enfant est ouvert et activé : les professionnels que vous autorisez y lisent, "
        "et peuvent vous écrire."
    ),
    DmpState.OPPOSED: N_(
        "Vous vous êtes opposé à la création du profil de l'enfant : il n'a pas de dossier médical. "
        "Vous pouvez revenir sur ce choix à tout moment."
    ),
    DmpState.CLOSED: N_(
        "Le profil de l'enfant est fermé : plus personne n'y lit ni n'y dépose. "
        "Vous pouvez le rouvrir, avec les documents qu'il contenait."
    ),
}
"""The same, to a legal representative."""

ACTS = {
    ProfileAct.OPPOSE: N_("S'opposer à la création du profil de"),
    ProfileAct.CLOSE: N_("Fermer le profil de"),
    ProfileAct.REOPEN: N_("Ouvrir le profil de"),
}
"""Titles of what is confirmed."""

WARNED = {
    ProfileAct.OPPOSE: (
        N_("Aucun dossier médical ne sera créé. Les professionnels ne pourront rien y déposer."),
        N_("Ce choix n'est pas définitif : le profil peut être ouvert plus tard, ici ou au 34 22."),
    ),
    ProfileAct.CLOSE: (
        N_("Plus personne n'ouvrira ce dossier, pas même en urgence. Rien n'y sera plus déposé."),
        N_("Les documents sont conservés dix ans. Le profil peut être rouvert, ici ou au 34 22."),
    ),
    ProfileAct.REOPEN: (
        N_("Les professionnels pourront y déposer ; ils y liront avec votre accord."),
        N_("Les réglages et les autorisations d'avant, s'il y en avait, sont repris."),
    ),
}
"""What an act means, before it is confirmed."""

DONE = {
    ProfileAct.OPPOSE: N_("Le profil ne sera pas créé."),
    ProfileAct.CLOSE: N_("Le profil est fermé."),
    ProfileAct.REOPEN: N_("Le profil est ouvert."),
}


def profile_lines(patient: Patient, width: int, *, representative: bool = False) -> list[Spans]:
    """The steps of the profile with their dates, where they are known, and what the present one means.

    Args:
        patient: whose profile it is.
        width: in cells.
        representative: it is told to a legal representative.
    """
    means = _MEANS_FOR_A_CHILD if representative else _MEANS
    here = _HERE[patient.state]
    steps: list[tuple[str, Role]] = [("  ", Tone.NORMAL)]
    for index, title in enumerate(_STEPS[patient.state]):
        sign = CURSOR.sign if index == here else MARKED.sign if index < here else " "
        tone = Tone.STRONG if index == here else Tone.NORMAL if index < here else Tone.DIM
        link = "" if index == 0 else " ─── " if index <= here else " ··· "
        steps += [(link, "rule"), (f"{sign} {_(title)}{_date(patient, index)}", tone)]
    room = max(20, min(88, width - 4))
    lines = [(f"  {line}", Tone.NORMAL) for line in wrap(_(means[patient.state]), room)]
    reason = patient.closure.reason if patient.state is DmpState.CLOSED and patient.closure else ""
    if reason:
        lines += [
            (f"  {line}", Tone.DIM) for line in wrap(_("Raison : {reason}").format(reason=reason), room)
        ]
    return [[], steps, [], *([line] for line in lines)]


def _date(patient: Patient, step: int) -> str:
    """The date of a step: the DMP keeps that of the notification until the opening, and that of a closure."""
    day = None
    if patient.state is DmpState.NOTIFIED and patient.notified is not None and step < 2:
        day = patient.notified if step == 0 else created_on(patient.notified)
    elif patient.state is DmpState.CLOSED and patient.closure is not None and step == 2:
        day = patient.closure.date
    return " " + _("le {day}").format(day=words.day(day)) if day else ""
