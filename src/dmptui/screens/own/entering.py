"""Who enters Mon espace santé for a minor: themselves, or a legal representative."""

from datetime import date

from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.widgets.picker import Choice, Picker

ONESELF, REPRESENTATIVE = "self", "representative"
"""Who acts, for a minor."""


def acting_for(person: Patient, today: date) -> Picker:
    """The minor, or a legal representative: they do not see the same record."""
    representatives = ", ".join(f"{each.name} ({each.relationship})" for each in person.representatives)
    return Picker(
        _("{name} n'a pas 18 ans : qui se connecte ?").format(name=person.name),
        [
            Choice(REPRESENTATIVE, _("Un représentant légal"), representatives),
            Choice(ONESELF, person.name, words.age(person, today)),
        ],
    )
