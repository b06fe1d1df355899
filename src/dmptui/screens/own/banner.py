"""The line that never leaves the screens of Mon espace santé: whose it is, who acts, the day if it moved."""

from dmptui.core.demo.time import MovableClock
from dmptui.core.patient_session import PatientSession
from dmptui.core.text import _
from dmptui.screens import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import TextLine

_WIDE = 100
"""Columns from which words are written whole."""
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
        who = words.identity(session.patient, session.today(), width=room)
        self.show([(title.format(who=who), Tone.STRONG)], [(note, Tone.STRONG)], ground="own")
