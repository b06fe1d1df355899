"""The line that never leaves the screen of a record: who, and how it was opened."""

from dmptui.core.model.access import AccessMode
from dmptui.core.text import _
from dmptui.core.work.record import Record
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.chrome import TextLine

_WIDE = 100
"""Columns from which words are written whole."""
_AROUND = 3
"""Blank cells at both ends of the line, and between its two texts."""


class IdentityLine(TextLine):
    """The identity of the patient and the mode of access; in an emergency it is red and says so."""

    def __init__(self, record: Record) -> None:
        super().__init__()
        self._record = record

    def on_resize(self) -> None:
        """More or less of it fits."""
        record = self._record
        emergency = record.mode is not AccessMode.NORMAL
        mode = _(words.MODES[record.mode])
        if emergency:
            mode = f"{glyphs.EMERGENCY.sign} {mode}"
        elif record.secret:
            mode = _("connexion secrète")
        elif record.attending:
            wide = self.size.width >= _WIDE
            mode = f"{glyphs.DOCTOR.sign} {_('médecin traitant') if wide else _('MT')} · {mode}"
        room = self.size.width - len(mode) - _AROUND
        text = words.identity(record.patient, record.today(), width=room)
        tone = Tone.STRONG if emergency else Tone.DIM
        self.show([(text, Tone.STRONG)], [(mode, tone)], ground="emergency" if emergency else Tone.NORMAL)
