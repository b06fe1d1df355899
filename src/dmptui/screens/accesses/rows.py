"""The rows of the historique des accès: visits, what stands out among them, the lines of one unfolded."""

from collections.abc import Sequence
from datetime import date, datetime

from dmptui.core.model import days
from dmptui.core.model.trace import Trace
from dmptui.core.model.visit import Visit, Years
from dmptui.core.model.visit_words import line_words, summary
from dmptui.core.terminology import profession_label
from dmptui.core.text import _, ngettext
from dmptui.screens.parts import words
from dmptui.screens.parts.words import REFUSED
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Key, Row

_NO_BREAK = "\N{NO-BREAK SPACE}"


def columns() -> list[Column]:
    """In the order of the cells of ``visit_row`` and ``line_rows``."""
    return [
        Column(_("Début"), 17),
        Column(_("Qui"), 24, weight=2),
        Column(_("Structure"), 20, weight=1, priority=3, role=Tone.DIM),
        Column(_("Durée"), 6, align="right", priority=4, role=Tone.DIM),
        Column(_("Ce qui a été fait"), 22, weight=5),
    ]


def spans(years: Years) -> list[tuple[Group | None, int]]:
    """The headings, and how many visits there are under each."""
    urgent = Group(_("Urgence et refus ({n})").format(n=years.urgent))
    return [(urgent, years.urgent), *((Group(f"{year} ({n})"), n) for year, n in years.years)]


def visit_row(visit: Visit, me: str, today: date) -> Row:
    """The row of a visit: an emergency and a refusal have a sign, a word and a tone; one's own is dim."""
    tone = _tone(visit, me)
    mark = glyphs.EMERGENCY.sign if visit.mode.is_emergency else REFUSED if visit.refusals else ""
    cells = (
        _start(visit, today),
        _who(visit, me),
        visit.organization,
        _duration(visit),
        _done(visit),
    )
    return Row(visit.id, cells, tone, mark, tone)


def line_rows(visit: Visit, lines: Sequence[Trace]) -> list[Row]:
    """The rows of what was done in a visit."""
    return [_line_row(visit, trace) for trace in lines]


def line_key(visit: Visit, trace: Trace) -> Key:
    """The key of a line: no visit has it."""
    return visit.id, trace.id


def awaited() -> Row:
    """The row of a visit that has not come."""
    return Row(None, ("…", "", "", "", ""), Tone.DIM)


def _access(of: Visit | Trace, at: datetime, reason: str) -> list[str]:
    """When, by whom and in which mode the record was reached."""
    lines = [
        _("Le {date}").format(date=words.minute(at)),
        _("Par {who}").format(who=_joined(of.actor, profession_label(of.profession), of.organization)),
        _("Mode d'accès : {mode}").format(mode=_(words.MODES[of.mode])),
    ]
    if reason:
        lines.append(_("Motif de l'urgence : {reason}").format(reason=reason))
    return lines


def visit_details(visit: Visit) -> list[str]:
    """What its row may have cut, as the paragraphs of a dialog."""
    lines = _access(visit, visit.start, visit.reason)
    if visit.refusal:
        lines.append(_("Refusé : {reason}").format(reason=visit.refusal))
    return ["\n".join(lines)]


def details(trace: Trace) -> list[str]:
    """All that a trace says, as the paragraphs of a dialog."""
    lines = _access(trace, trace.at, trace.emergency_reason)
    if trace.object and not trace.is_display:
        lines.append(_("Objet : {object}").format(object=trace.object))
    if trace.refusal:
        lines.append(_("Refusé : {reason}").format(reason=trace.refusal))
    read = "\n".join(document.title or "—" for document in trace.documents)
    return ["\n".join(lines), *([_("Documents lus par la page :") + "\n" + read] if read else [])]


def _line_row(visit: Visit, trace: Trace) -> Row:
    tone = Tone.WARNING if trace.refused else Tone.DIM
    action = line_words(trace)
    said = _("refusé : {action}").format(action=action) if trace.refused else action
    hour = days.to_the_minute(trace.at)[-5:]
    cells = (f"      {hour}", said, "", "", _about(trace))
    return Row(line_key(visit, trace), cells, tone)


def _about(trace: Trace) -> str:
    if trace.is_display:
        number = len(trace.documents)
        return ngettext("{n} document lu", "{n} documents lus", number).format(n=number) if number else ""
    return trace.object or trace.emergency_reason or trace.refusal


def _tone(visit: Visit, me: str) -> Role:
    if visit.mode.is_emergency:
        return Tone.DANGER
    if visit.refusals:
        return Tone.WARNING
    return Tone.DIM if visit.actor_id == me else Tone.NORMAL


def _start(visit: Visit, today: date) -> str:
    moment = days.to_the_minute(visit.start)
    return _("aujourd'hui {hour}").format(hour=moment[-5:]) if visit.day == today else moment


def _who(visit: Visit, me: str) -> str:
    if visit.actor_id == me:
        return _("vous")
    return _joined(visit.actor, profession_label(visit.profession).lower(), by=", ")


def _done(visit: Visit) -> str:
    """What was done; of an emergency its mode and its reason, of a refusal why: what is asked first."""
    if not visit.urgent:
        return summary(visit)
    mode = _(words.MODES[visit.mode]) if visit.mode.is_emergency else ""
    return _joined(mode, summary(visit, usual=False), visit.reason or visit.refusal)


def _duration(visit: Visit) -> str:
    """« 5 min », « 2 h »; empty under a minute."""
    minutes = round((visit.end - visit.start).total_seconds() / 60)
    if minutes < 1:
        return ""
    number, unit = (minutes, "min") if minutes < 120 else (round(minutes / 60), "h")
    return f"{number}{_NO_BREAK}{unit}"


def _joined(*parts: str, by: str = " · ") -> str:
    return by.join(filter(None, parts))
