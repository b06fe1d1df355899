"""The lines of the historique des accès: what they say, what stands out."""

from dmptui.core.model.trace import Trace
from dmptui.core.terminology import profession_label
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.screens.parts.words import REFUSED, action_of
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Row


def columns() -> list[Column]:
    """In the order of the cells of ``row_of``."""
    return [
        Column(_("Date"), 16),
        Column(_("Acteur"), 17, weight=2),
        Column(_("Profession"), 14, weight=1, priority=3, role=Tone.DIM),
        Column(_("Structure"), 20, weight=1, priority=4, role=Tone.DIM),
        Column(_("Mode"), 13, priority=2),
        Column(_("Action"), 20, weight=1),
        Column(_("Objet"), 26, weight=3),
    ]


def row_of(trace: Trace) -> Row:
    """The row of a trace: an emergency and a refusal have a sign, a word and a tone."""
    emergency = trace.mode.is_emergency
    tone = Tone.DANGER if emergency else Tone.WARNING if trace.refused else Tone.NORMAL
    cells = (
        words.minute(trace.at),
        trace.actor,
        profession_label(trace.profession),
        trace.organization,
        _(words.MODES[trace.mode]),
        action_of(trace),
        trace.object or trace.emergency_reason or trace.refusal,
    )
    mark = glyphs.EMERGENCY.sign if emergency else REFUSED if trace.refused else ""
    return Row(trace.id, cells, tone, mark, tone)


def details(trace: Trace) -> list[str]:
    """All that a trace says, as the paragraphs of a dialog."""
    who = (trace.actor, profession_label(trace.profession), trace.organization)
    lines = [
        _("Le {date}").format(date=words.minute(trace.at)),
        _("Par {who}").format(who=" · ".join(part for part in who if part)),
        _("Mode d'accès : {mode}").format(mode=_(words.MODES[trace.mode])),
    ]
    if trace.emergency_reason:
        lines.append(_("Motif de l'urgence : {reason}").format(reason=trace.emergency_reason))
    if trace.object:
        lines.append(_("Objet : {object}").format(object=trace.object))
    if trace.refusal:
        lines.append(_("Refusé : {reason}").format(reason=trace.refusal))
    return ["\n".join(lines)]
