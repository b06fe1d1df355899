"""The choice of a person among those of the demonstration."""

from collections.abc import Sequence
from datetime import date

from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.widgets.picker import Choice, Picker


def who(title: str, people: Sequence[Patient], today: date) -> Picker:
    """The people, with their age and the state of their profile; the key is an index."""
    choices = [
        Choice(index, person.name, f"{words.age(person, today)} · {_(words.DMP_STATES[person.state])}")
        for index, person in enumerate(people)
    ]
    return Picker(title, choices)
