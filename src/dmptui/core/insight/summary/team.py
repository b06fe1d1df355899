"""The line above the Récapitulatif: who follows the person."""

from collections.abc import Sequence

from dmptui.core.model.access import CareTeamMember
from dmptui.core.model.patient import Patient
from dmptui.core.text import _, ngettext


def attending_words(team: Sequence[CareTeamMember], patient: Patient, *, myself: bool) -> str:
    """« Médecin traitant : Dr Claire ROUX »; « vous » when it is who reads."""
    people = {member.identifier: member.name for member in team}
    attending = [people.get(who, "") for who in sorted(patient.attending)]
    named = ", ".join(filter(None, attending)) or _("déclaré") if attending else _("aucun déclaré")
    return _("Médecin traitant : {who}").format(who=_("vous") if myself else named)


def circle_words(team: Sequence[CareTeamMember]) -> str:
    """« Cercle de soins : 3 membres »."""
    count = ngettext("{n} membre", "{n} membres", len(team)).format(n=len(team))
    return _("Cercle de soins : {count}").format(count=count)
