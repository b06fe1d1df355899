"""The line that never leaves the screens of Mon espace santé: whose it is, who acts, the day if it moved."""

from datetime import date

from dmptui.core.demo.time import MovableClock
from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.cells import fit
from dmptui.widgets.chrome import TextLine

_WIDE = 100
"""Columns from which words are written whole."""
_INS = "INS"
_AROUND = 5
"""Blank cells at both ends of the line, and between its two texts."""


class OwnLine(TextLine):
    """« Mon espace santé — BERNARD Lucie · F · … », on a ground of its own."""

    def __init__(self, session: PatientSession) -> None:
        super().__init__()
        self._session = session

    def on_resize(self) -> None:
        """More or less of it fits."""
        session, wide = self._session, self.size.width >= _WIDE
        notes = []
        if session.representative:
            notes.append(_("représentant légal") if wide else _("repr. légal"))
        if isinstance(session.clock, MovableClock) and session.clock.ahead:
            moved = _("temps avancé au {day}") if wide else "→ {day}"
            notes.append(moved.format(day=words.day(session.today())))
        note = " · ".join(notes)
        title = _("Mon espace santé — {who}")
        room = self.size.width - len(title.format(who="")) - len(note) - _AROUND
        who = identity(session.patient, session.today(), room)
        self.show([(title.format(who=who), Tone.STRONG)], [(note, Tone.STRONG)], ground="own")


def identity(patient: Patient, today: date, width: int) -> str:
    """The identity in ``width`` cells: it always has the end of the INS, and the whole name if that fits."""
    line = words.identity(patient, today, width=width)
    if _INS in line and len(line) <= width:
        return line
    born, number = words.day(patient.birth_date), f"{_INS} …{patient.ins.value[13:]}"
    for traits in (f" · {born} · {number}", f" · {number}"):
        if len(patient.name) + len(traits) <= width:
            return patient.name + traits
    return fit(patient.name, max(1, width - len(traits))).rstrip() + traits
