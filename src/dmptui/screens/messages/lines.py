"""The lines of the messages sent to the patient and of their answers, and the whole of one."""

from dmptui.core.model.message import Message
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.cells import wrap
from dmptui.widgets.columns import Column
from dmptui.widgets.record_list import RecordList
from dmptui.widgets.rows import Row

_WIDEST = 90
_AROUND = 5
"""Cells of a line before and after its text."""


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 16),
        Column(_("Objet"), 20, weight=2),
        Column(_("Message"), 16, weight=3, priority=1, role=Tone.DIM),
        Column(_("Joint"), 8, role=Tone.DIM),
    ]


def row(message: Message) -> Row:
    """The line of a message; that of an answer is a little to the right, and marked until it is read."""
    attached = _("document") if message.document_id else _("réponse") if message.is_reply else ""
    subject = f"  {message.subject}" if message.is_reply else message.subject
    cells = (words.minute(message.sent), subject, " ".join(message.text.split()), attached)
    new = message.is_unread
    return Row(message.id, cells, Tone.STRONG if new else Tone.NORMAL, glyphs.NEW.sign if new else "")


class MessageText(RecordList):
    """A message whole, line by line."""

    def __init__(self, id: str | None = None) -> None:  # noqa: A002  Textual's name
        super().__init__([Column("", 10, weight=1)], id=id)
        self._message: Message | None = None

    def show(self, message: Message | None) -> None:
        """Show another message."""
        if message != self._message:
            self._message = message
            self._lay_out()
            self.action_first()

    def on_resize(self) -> None:
        """Other words fit on a line."""
        self._lay_out()

    def _lay_out(self) -> None:
        room = max(10, min(_WIDEST, self.size.width - _AROUND))
        parts: list[tuple[str, Role]] = []
        if self._message is not None:
            message = self._message
            parts = [
                (message.subject, Tone.STRONG),
                (_heading(message), Tone.DIM),
                ("", Tone.NORMAL),
                (message.text, Tone.NORMAL),
            ]
            if message.document_id:
                parts += [("", Tone.NORMAL), (_("Un document est joint — o : l'ouvrir"), "link")]
        lines = [(line, tone) for text, tone in parts for line in wrap(text, room)]
        self.set_rows([Row(number, (line,)) for number, line in enumerate(lines)], keep=self.key)


def _heading(message: Message) -> str:
    if not message.is_reply:
        return _("Envoyé le {when}").format(when=words.minute(message.sent))
    return _("Réponse de {who}, le {when}").format(who=message.sender, when=words.minute(message.sent))
