"""The lines of Messages et notifications, and the whole of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.message import Message, MessageKind
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.cells import wrap
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row

_WIDEST = 90

Line = list[tuple[str, Role]]


class Whole(NamedTuple):
    """A message laid out for a width."""

    lines: list[Line]
    sections: tuple[()] = ()


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 16),
        Column(_("De"), 18, weight=1, priority=1),
        Column(_("Message"), 30, weight=4),
        Column(_("Joint"), 8, priority=2, role=Tone.DIM),
    ]


def rows(messages: Iterable[Message], since: datetime | None) -> list[Row | Group]:
    """What professionals wrote, then the notifications of the DMP; what came after ``since`` is new."""
    written: list[Row] = []
    notifications: list[Row] = []
    for message in messages:
        row = _row(message, new=since is not None and message.sent > since)
        (written if message.kind is MessageKind.MESSAGE else notifications).append(row)
    lines: list[Row | Group] = []
    for title, found in ((_("Messages"), written), (_("Notifications"), notifications)):
        if found:
            lines += [Group(f"{title} ({len(found)})"), *found]
    return lines


def whole(message: Message, width: int) -> Whole:
    """All that a message says."""
    room = max(10, min(_WIDEST, width))
    parts: list[tuple[str, Role]] = [
        (message.subject, Tone.STRONG),
        (" · ".join(part for part in (message.sender, words.minute(message.sent)) if part), Tone.DIM),
        ("", Tone.NORMAL),
        (message.text, Tone.NORMAL),
    ]
    if message.document_id:
        parts += [("", Tone.NORMAL), (_("Un document est joint — Entrée : l'ouvrir"), "link")]
    return Whole(
        [[(line, tone)] for text, tone in parts if text or tone == Tone.NORMAL for line in wrap(text, room)]
    )


def _row(message: Message, *, new: bool) -> Row:
    cells = (
        words.minute(message.sent),
        message.sender,
        message.headline,
        _("document") if message.document_id else "",
    )
    tone = Tone.STRONG if new else Tone.NORMAL
    return Row(message.id, cells, tone, glyphs.NEW.sign if new else "")
