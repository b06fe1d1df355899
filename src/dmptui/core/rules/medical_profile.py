"""What may be noted in the « profil médical » of Mon espace santé, and what is computed of it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from dmptui.core.model.figures import plain
from dmptui.core.model.medical_profile import MEASURES, Entry, Heading, Measure, Part
from dmptui.core.model.patient import Patient
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import _

MAX_TEXT = 200
"""Characters of what is noted, and of its detail."""
MAX_ENTRIES = 2000
"""Of one person: what one notes, not what a device sends every minute."""
_ADULT = 18


def note(entry: Entry, person: Patient, today: date) -> Decision:
    """Whether an entry can be noted, or corrected, as it is written."""
    measure = MEASURES.get(entry.heading)
    return (_figures(entry, measure) if measure else _words(entry)) or _day(entry, person, today)


def body_mass_index(entries: Iterable[Entry], person: Patient) -> Entry | None:
    """The IMC of the last weight, as an entry without an id: kg/m², one place; None when it cannot be told.

    The height is the last one of an adult; that of who still grows is one of the same day.
    """
    found = sorted((each for each in entries if each.day and each.values), key=_day_of, reverse=True)
    weight = next((each for each in found if each.heading is Heading.WEIGHT), None)
    heights = (each for each in found if each.heading is Heading.HEIGHT and weight is not None)
    height = next((h for h in heights if weight and (h.day == weight.day or _was_adult(person, h))), None)
    if weight is None or height is None:
        return None
    metres = height.values[0] / 100
    value = (weight.values[0] / (metres * metres)).quantize(Decimal("0.1"))
    return Entry(heading=Heading.WEIGHT, values=(value,), day=weight.day)


def _words(entry: Entry) -> Decision | None:
    if not entry.text.strip():
        return refused(_("Dites de quoi il s'agit."), PROJECT)
    if max(len(entry.text), len(entry.detail)) > MAX_TEXT:
        return refused(_("Ce texte est trop long : {n} caractères au plus.").format(n=MAX_TEXT), PROJECT)
    return refused(_("Ces mots ne sont pas une mesure."), PROJECT) if entry.values else None


def _figures(entry: Entry, measure: Measure) -> Decision | None:
    if len(entry.values) != len(measure.parts):
        example = "120/80" if len(measure.parts) > 1 else "72,5"
        return refused(_("Écrivez la valeur ainsi : {example}.").format(example=example), PROJECT)
    wrong = [p for p, v in zip(measure.parts, entry.values, strict=True) if not p.least <= v <= p.most]
    if wrong:
        return refused(_bounds(wrong[0], measure), PROJECT)
    if any(value != round(value, measure.places) for value in entry.values):
        sentence = _("Trop de chiffres après la virgule : {n} au plus.")
        return refused(sentence.format(n=measure.places), PROJECT)
    if len(entry.values) > 1 and entry.values[0] <= entry.values[1]:
        return refused(_("La première valeur est la plus haute : 120/80."), PROJECT)
    if entry.day is None:
        return refused(_("Dites quel jour la mesure a été prise."), PROJECT)
    if len(entry.detail) > MAX_TEXT:
        return refused(_("Ce texte est trop long : {n} caractères au plus.").format(n=MAX_TEXT), PROJECT)
    return None


def _bounds(part: Part, measure: Measure) -> str:
    sentence = _("Cette valeur n'est pas vraisemblable : entre {least} et {most}\u00a0{unit}.")
    return sentence.format(least=plain(part.least), most=plain(part.most), unit=measure.unit)


def _day(entry: Entry, person: Patient, today: date) -> Decision:
    if entry.day is not None and entry.day > today:
        return refused(_("Cette date est à venir."), PROJECT)
    # A family history may be older than the person; nothing of themselves is.
    if entry.day is not None and entry.day < person.birth_date and entry.heading is not Heading.FAMILY:
        return refused(_("Cette date est avant la naissance."), PROJECT)
    return allowed(PROJECT)


def _day_of(entry: Entry) -> date:
    assert entry.day is not None, "only the dated ones are sorted"
    return entry.day


def _was_adult(person: Patient, entry: Entry) -> bool:
    return person.age(_day_of(entry)) >= _ADULT
