"""The lines of Agenda: what was noted, what is provided for, the care of the documents."""

from collections.abc import Iterator, Sequence
from datetime import date

from dmptui.core.model.agenda import Appointment
from dmptui.core.model.days import day_of
from dmptui.core.model.document import Document
from dmptui.core.rules.prevention import Provided
from dmptui.core.text import _, ngettext
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row


def columns() -> list[Column]:
    """Of what is to come."""
    return [
        Column(_("Quand"), 16),
        Column(_("Quoi"), 41, weight=3),
        Column(_("Précision"), 14, weight=2, role=Tone.DIM),
    ]


def rows(appointments: Sequence[Appointment], provided: Sequence[Provided], today: date) -> list[Row | Group]:
    """Keys are an Appointment or a Provided."""
    to_come = [each for each in appointments if day_of(each.start) >= today]
    past = [each for each in appointments if day_of(each.start) < today]
    return [
        *_group(_("Mes rendez-vous"), [_noted(each) for each in to_come]),
        *_group(_("À prévoir, d'après l'âge et le sexe"), [_expected(each, today) for each in provided]),
        *_group(_("Rendez-vous passés"), [_noted(each, Tone.DIM) for each in past]),
    ]


def _group(title: str, lines: list[Row]) -> Iterator[Row | Group]:
    if lines:
        yield Group(title)
        yield from lines


def _noted(appointment: Appointment, tone: Tone = Tone.NORMAL) -> Row:
    when = words.minute(appointment.start)
    return Row(appointment, (when, appointment.about, appointment.place), tone)


def _expected(each: Provided, today: date) -> Row:
    tone = Tone.NORMAL if each.first <= today else Tone.DIM
    return Row(each, (_when(each, today), each.title, _rhythm(each)), tone)


def _when(each: Provided, today: date) -> str:
    if each.first > today:
        return _("dès le {day}").format(day=words.day(each.first))
    if each.last is None or each.years:
        return _("dès maintenant")
    return _("avant {day}").format(day=words.day(each.last))


def _rhythm(each: Provided) -> str:
    if each.years:
        return ngettext("tous les ans", "tous les {n} ans", each.years).format(n=each.years)
    return _("obligatoire") if each.duty else ""


def care_columns() -> list[Column]:
    """Of the care that was given."""
    return [
        Column(_("Jour"), 10),
        Column(_("Soin"), 30, weight=3),
        Column(_("Avec"), 20, weight=2),
        Column(_("Lieu"), 20, weight=2, priority=1, role=Tone.DIM),
    ]


def care_rows(acts: Sequence[Document]) -> list[Row | Group]:
    """The acts, month by month; keys are the ids of the documents."""
    lines: list[Row | Group] = []
    month = ""
    for act in acts:
        if words.month(act.act_date) != month:
            month = words.month(act.act_date)
            lines.append(Group(month))
        lines.append(
            Row(act.id, (words.day(act.act_date), act.title, act.author.name, act.author.organization))
        )
    return lines
