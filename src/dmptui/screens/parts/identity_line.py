"""The line that never leaves the screen of a record: who, and how it was opened."""

from datetime import date
from typing import Protocol

from dmptui.core.model.access import AccessMode
from dmptui.core.model.patient import Patient
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.chrome import TextLine

_WIDE = 100
"""Columns from which words are written whole."""
_AROUND = 3
"""Blank cells at both ends of the line, and between its two texts."""


class Place(Protocol):
    """A record, open or not, as the line tells it."""

    patient: Patient
    mode: AccessMode
    secret: bool

    @property
    def attending(self) -> bool:
        """Whether the professional is this patient's médecin traitant."""
        ...

    def today(self) -> date:
        """The day it is."""
        ...


class IdentityLine(TextLine):
    """The identity of the patient and the mode of access; in an emergency it is red and says so.

    Args:
        place: the record.
        aside: said in the place of the mode, where the record is not open.
    """

    def __init__(self, place: Place, aside: str = "") -> None:
        super().__init__()
        self._record = place
        self._aside = aside

    def on_resize(self) -> None:
        """More or less of it fits."""
        record, room = self._record, self.size.width - _AROUND
        emergency = record.mode.is_emergency
        mode = self._mode(room)
        text = words.identity(record.patient, record.today(), width=room - len(mode))
        tone = Tone.STRONG if emergency else Tone.DIM
        self.show([(text, Tone.STRONG)], [(mode, tone)], ground="emergency" if emergency else Tone.NORMAL)

    def _mode(self, room: int) -> str:
        """How the record was opened: an emergency or a secret always, what is usual where room is left."""
        if self._aside:
            return self._aside
        record = self._record
        mode = _(words.MODES[record.mode])
        if record.mode.is_emergency:
            return f"{glyphs.EMERGENCY.sign} {mode}"
        if record.secret:
            return _("connexion secrète")
        doctor = self._doctor() if record.attending else ""
        usual = f"{doctor} · {mode}" if doctor else mode
        if len(self._identity(room)) + len(usual) <= room:
            return usual
        return doctor if self._is_whole(self._identity(room - len(doctor))) else ""

    def _doctor(self) -> str:
        wide = self.size.width >= _WIDE
        return f"{glyphs.DOCTOR.sign} {_('médecin traitant') if wide else _('MT')}"

    def _identity(self, room: int) -> str:
        """The identity without the other given names, which give way first."""
        who = self._record.patient
        first = who.model_copy(update={"given_names": who.given_names[:1]})
        return words.identity(first, self._record.today(), width=room)

    def _is_whole(self, identity: str) -> bool:
        """Whether it has the used name, and every digit of the INS."""
        who = self._record.patient
        return who.name in identity and who.ins.value in identity.replace(" ", "")
