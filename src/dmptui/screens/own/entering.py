"""Who enters Mon espace santé: the choice of a person of the demonstration, and of who acts for a minor."""

from collections.abc import Sequence
from datetime import date

from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.widgets.picker import Choice, Picker

ONESELF, REPRESENTATIVE = "self", "representative"
"""Who acts, for a minor."""


def who(people: Sequence[Patient], today: date) -> Picker:
    """The people, with their age and the state of their profile; the key is an index."""
    return Picker(_("Côté usager : entrer dans Mon espace santé comme…"), _choices(people, today))


def which_child(children: Sequence[Patient], today: date) -> Picker:
    """The children whom a person represents; the key is an index."""
    return Picker(_("Entrer, comme représentant légal, dans l'espace de…"), _choices(children, today))


def _choices(people: Sequence[Patient], today: date) -> list[Choice]:
    return [
        Choice(index, person.name, f"{words.age(person, today)} · {_(words.DMP_STATES[person.state])}")
        for index, person in enumerate(people)
    ]


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
