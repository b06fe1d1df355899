"""An injection whole: what is told of it, document by document; a document is opened from its lines."""

from collections.abc import Iterator

from dmptui.core.insight.summary.digest import Weight
from dmptui.core.insight.vaccination_record import Dose, Lookalikes, Mention
from dmptui.core.insight.vaccination_words import Remark, about, told_by
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Group, Row

_LABEL = 13
_AROUND = 7
"""Cells of a line that are neither its label nor its text."""
_TONES: dict[Weight, Role] = {
    Weight.PLAIN: Tone.NORMAL,
    Weight.QUIET: Tone.DIM,
    Weight.WARNING: Tone.WARNING,
}


class DoseDetail(RecordList):
    """The lines of an injection; the key of a line holds the rank of the mention it is of."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__([Column("", _LABEL, role=Tone.DIM), Column("", 10, weight=1)], id=id)
        self._dose: Dose | None = None
        self._alike = Lookalikes()

    @property
    def dose(self) -> Dose | None:
        """The injection shown."""
        return self._dose

    @property
    def mention(self) -> Mention | None:
        """What the line under the cursor comes from."""
        if self._dose is None or not isinstance(self.key, tuple):
            return None
        return self._dose.mentions[self.key[0]]

    def show(self, dose: Dose | None, alike: Lookalikes) -> None:
        """Show another injection; ``alike`` finds those that may be the same."""
        if (dose, alike) != (self._dose, self._alike):
            self._dose, self._alike = dose, alike
            self._lay_out()
            self.action_first()

    def on_resize(self) -> None:
        """Other lines fit."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(10, min(90, self.size.width - _LABEL - _AROUND))
        lines: list[Row | Group] = []
        if self._dose is not None:
            lines += _rows(0, 0, about(self._dose, self._alike), room)
            for index, mention in enumerate(self._dose.mentions):
                lines.append(Group(mention.document.title))
                lines += _rows(index, 1, told_by(mention, self._dose.vaccine), room)
        self.set_rows(lines, keep=self.key)


def _rows(mention: int, part: int, told: Iterator[Remark], room: int) -> Iterator[Row]:
    number = 0
    for label, text, weight in told:
        tone = Tone.STRONG if (part, number) == (0, 0) else _TONES[weight]
        for nth, line in enumerate(wrap(text, room) if text else ()):
            yield Row((mention, part, number), ("" if nth else label, (line, tone)))
            number += 1
