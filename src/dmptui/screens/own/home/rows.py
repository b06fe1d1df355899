"""The lines of Accueil: what is new, and the page that shows it."""

from collections.abc import Iterator

from dmptui.core.model.agenda import Appointment
from dmptui.core.model.message import MessageKind
from dmptui.core.model.trace import Trace
from dmptui.core.text import _, ngettext
from dmptui.core.work.own_news import OwnNews
from dmptui.screens.parts import words
from dmptui.screens.parts.words import REFUSED, action_of
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [Column(_("Date"), 10), Column(_("Quoi"), 40, weight=3), Column(_("Page"), 10, role=Tone.DIM)]


def rows(news: OwnNews) -> list[Row | Group]:
    """The appointments of the week, what stands out, the messages, who came, the notifications.

    Keys are (place of a page, id).
    """
    messages = [m for m in news.messages if m.kind is MessageKind.MESSAGE]
    notifications = [m for m in news.messages if m.kind is MessageKind.NOTIFICATION]
    page = _("3 Messages")
    lines: list[Row | Group] = [_reminder(each) for each in news.reminders]
    lines += [_standing_out(trace) for trace in news.standing_out]
    lines += [
        _new(
            "own_messages",
            each.id,
            words.day(each.sent),
            _("{label} : {value}").format(label=each.sender, value=each.subject),
            page,
        )
        for each in messages
    ]
    lines += _accesses(news)
    lines += [
        _new("own_messages", each.id, words.day(each.sent), each.headline, page) for each in notifications
    ]
    return lines


def _new(place: str, key: str, day: str, text: str, page: str) -> Row:
    return Row((place, key), (day, text, page), mark=glyphs.NEW.sign)


def _reminder(appointment: Appointment) -> Row:
    text = _("Rendez-vous : {about}").format(about=appointment.about)
    return Row(
        ("own_agenda", appointment.id), (words.day(appointment.start), text, _("7 Agenda")), Tone.STRONG
    )


def _standing_out(trace: Trace) -> Row:
    emergency = trace.mode.is_emergency
    text = _("{label} : {value}").format(label=trace.actor, value=action_of(trace))
    if emergency:
        text = f"{_(words.MODES[trace.mode])} — {text}"
    tone = Tone.DANGER if emergency else Tone.WARNING
    sign = glyphs.EMERGENCY.sign if emergency else REFUSED
    return Row(("traces", trace.id), (words.day(trace.at), text, _("4 Accès")), tone, sign, tone)


def _accesses(news: OwnNews) -> Iterator[Row]:
    """The others in a line: how many, of how many professionals."""
    plain = [trace for trace in news.accesses if trace not in news.standing_out]
    if not plain:
        return
    people = len({trace.actor for trace in plain})
    count = ngettext("{n} accès à votre dossier", "{n} accès à votre dossier", len(plain)).format(
        n=len(plain)
    )
    by = ngettext("par {n} professionnel", "par {n} professionnels", people).format(n=people)
    last = words.day(plain[0].at)
    yield Row(("traces", ""), (last, f"{count}, {by}", _("4 Accès")), Tone.NORMAL)
