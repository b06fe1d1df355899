"""What is typed of an entry of the « profil médical »."""

from collections.abc import Callable
from datetime import date

from dmptui.core.model.figures import figure
from dmptui.core.model.medical_profile import CIRCLE, HEADING_WORDS, MEASURES, Entry, Heading, figures
from dmptui.core.rules.decision import Decision
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.widgets.form import Field, Form
from dmptui.widgets.picker import Choice, Picker

HEALTH, MEASURED, AROUND = N_("Ma santé"), N_("Mesures"), N_("Entourage et volontés")
"""The groups of the page."""

_HINTS = {
    Heading.DISEASE: N_("asthme, diabète, grossesse…"),
    Heading.TREATMENT: N_("médicament, dose, quand"),
    Heading.ALLERGY: N_("pénicilline, arachide, pollen…"),
    Heading.SURGERY: N_("appendicite, accouchement…"),
    Heading.FAMILY: N_("diabète de la mère…"),
    Heading.HABITS: N_("tabac, alcool, activité physique…"),
    Heading.TRUSTED: N_("nom, prénom"),
    Heading.WARNED: N_("nom, prénom, lien"),
    Heading.DONATION: N_("ce que vous avez dit à vos proches"),
}
_DETAILS = {
    Heading.ALLERGY: N_("réaction ; facultatif"),
    Heading.TRUSTED: N_("téléphone ; facultatif"),
    Heading.WARNED: N_("téléphone ; facultatif"),
}


def group_of(heading: Heading) -> str:
    """The group of the page that a heading is in."""
    return MEASURED if heading in MEASURES else AROUND if heading in CIRCLE else HEALTH


def heading_picker(picked: Heading | None) -> Picker:
    """What is to be noted.

    Args:
        picked: the cursor is on it.
    """
    choices = [Choice(each, _(HEADING_WORDS[each]), group=_(group_of(each))) for each in Heading]
    return Picker(_("Que voulez-vous noter ?"), choices, picked=(picked,) if picked else ())


def entry_form(
    identity: str,
    heading: Heading,
    typed: dict[str, str],
    may_note: Callable[[Entry], Decision],
    keep: Callable[[dict[str, str]], None],
) -> Form:
    """The form, over the page; dismissed with what ``entry_of`` reads.

    Args:
        identity: whose profile.
        heading: what is noted.
        typed: what the fields begin with.
        may_note: the rule.
        keep: called with what was typed when the form is left.
    """

    def problem(typed: dict[str, str]) -> str:
        found = entry_of(heading, typed)
        return found if isinstance(found, str) else may_note(found).reason

    title = _("{heading}, dans le profil médical de").format(heading=_(HEADING_WORDS[heading]))
    return Form(
        title,
        _fields(heading),
        check=problem,
        typed=typed,
        identity=identity,
        paragraphs=[_("C'est vous qui le notez : cela ne remplace aucun document de professionnel.")],
        send=_("noter"),
        keep=keep,
    )


def typed_of(entry: Entry) -> dict[str, str]:
    """What would have been typed of an entry."""
    what = figures(entry.values) if entry.heading in MEASURES else entry.text
    return {"what": what, "detail": entry.detail, "day": words.day(entry.day)}


def begun(heading: Heading, today: date) -> dict[str, str]:
    """What a new entry begins with: a measure is of today."""
    return {"day": words.day(today)} if heading in MEASURES else {}


def entry_of(heading: Heading, typed: dict[str, str]) -> Entry | str:
    """The entry typed, or why it is not one."""
    day = words.typed_day(typed["day"]) if typed["day"] else None
    if typed["day"] and day is None:
        return _("Écrivez le jour ainsi : 30/11/2026.")
    if heading not in MEASURES:
        return Entry(heading=heading, text=typed["what"], detail=typed["detail"], day=day)
    values = [figure(part) for part in typed["what"].split("/")]
    known = tuple(value for value in values if value is not None)
    if len(known) != len(values):
        return _("Écrivez la valeur en chiffres, sans son unité.")
    return Entry(heading=heading, values=known, detail=typed["detail"], day=day)


def _fields(heading: Heading) -> list[Field]:
    measure = MEASURES.get(heading)
    day = Field("day", _("Le") if measure else _("Depuis le"), _("JJ/MM/AAAA"))
    if measure is None:
        detail = _(_DETAILS.get(heading, N_("facultatif")))
        day = day._replace(hint=_("JJ/MM/AAAA, facultatif"))
        return [Field("what", _("Quoi"), _(_HINTS[heading])), Field("detail", _("Précision"), detail), day]
    example = "120/80" if len(measure.parts) > 1 else ""
    label = _("Valeur ({unit})").format(unit=measure.unit)
    return [Field("what", label, example), day, Field("detail", _("Précision"), _("facultatif"))]
