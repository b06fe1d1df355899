"""What is typed of an appointment."""

from collections.abc import Callable
from datetime import datetime, time

from dmptui.core.model.agenda import Appointment
from dmptui.core.model.days import on
from dmptui.core.rules import agenda
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.widgets.form import Field, Form

_FORMS = ("%H:%M", "%Hh%M", "%Hh", "%H")


def appointment_form(
    identity: str, typed: dict[str, str], now: datetime, keep: Callable[[dict[str, str]], None]
) -> Form:
    """The form, over the page; dismissed with what ``appointment_of`` reads.

    Args:
        identity: whose agenda.
        typed: what the fields begin with.
        now: what is dated before cannot be noted.
        keep: called with what was typed when the form is left.
    """

    def problem(typed: dict[str, str]) -> str:
        found = appointment_of(typed)
        return found if isinstance(found, str) else agenda.note(found, now).reason

    fields = [
        Field("day", _("Jour"), _("JJ/MM/AAAA")),
        Field("hour", _("Heure"), _("HH:MM")),
        Field("about", _("Quoi"), _("vaccin, consultation, dépistage…")),
        Field("place", _("Avec, où"), _("facultatif")),
    ]
    return Form(
        _("Noter un rendez-vous, dans l'agenda de"),
        fields,
        check=problem,
        typed=typed,
        identity=identity,
        paragraphs=[_("Aucun professionnel ne le lit. Rien n'est réservé : prenez-le auprès de lui.")],
        send=_("noter"),
        keep=keep,
    )


def appointment_of(typed: dict[str, str]) -> Appointment | str:
    """The appointment typed, or why it is not one."""
    day = words.typed_day(typed["day"])
    if day is None:
        return _("Écrivez le jour ainsi : 30/11/2026.")
    hour = _hour(typed["hour"])
    if hour is None:
        return _("Écrivez l'heure ainsi : 14:30.")
    return Appointment(start=on(day, hour.hour, hour.minute), about=typed["about"], place=typed["place"])


def _hour(text: str) -> time | None:
    for form in _FORMS:
        try:
            return datetime.strptime(text.replace(" ", ""), form).time()  # noqa: DTZ007  a time of day
        except ValueError:
            continue
    return None
