"""The lines of Messages et notifications, and the whole of one."""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.message import Message, MessageKind, threads
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
    """What professionals wrote, each with what was answered, then the notifications of the DMP.

    What came after ``since`` is new.
    """
    found = list(messages)
    written = threads(each for each in found if each.kind is MessageKind.MESSAGE)
    notifications = [each for each in found if each.kind is MessageKind.NOTIFICATION]
    lines: list[Row | Group] = []
    for title, some in ((_("Messages"), written), (_("Notifications"), notifications)):
        if some:
            count = sum(not each.is_reply for each in some)
            lines += [Group(f"{title} ({count})"), *(_row(each, new=is_new(each, since)) for each in some)]
    return lines


def is_new(message: Message, since: datetime | None) -> bool:
    """Whether it came after ``since``; what one answers oneself is not new."""
    return since is not None and message.sent > since and not message.is_reply


def whole(message: Message, width: int) -> Whole:
    """All that a message says."""
    room = max(10, min(_WIDEST, width))
    parts: list[tuple[str, Role]] = [
        (message.subject, Tone.STRONG),
        (" · ".join(part for part in (message.sender, words.minute(message.sent)) if part), Tone.DIM),
        ("", Tone.NORMAL),
        (message.text, Tone.NORMAL),
    ]
    if message.is_reply:
        parts += [("", Tone.NORMAL), (_state(message.read_at), Tone.DIM)]
    if message.document_id:
        parts += [("", Tone.NORMAL), (_("Un document est joint — Entrée : l'ouvrir"), "link")]
    return Whole(
        [[(line, tone)] for text, tone in parts if text or tone == Tone.NORMAL for line in wrap(text, room)]
    )


def _state(read_at: datetime | None) -> str:
    if read_at is None:
        return _("Pas encore lu par le professionnel.")
    return _("Lu par le professionnel le {when}.").format(when=words.minute(read_at))


def _row(message: Message, *, new: bool) -> Row:
    cells = (
        words.minute(message.sent),
        message.sender,
        f"  {message.headline}" if message.is_reply else message.headline,
        _("document") if message.document_id else "",
    )
    tone = Tone.STRONG if new else Tone.NORMAL
    return Row(message.id, cells, tone, glyphs.NEW.sign if new else "")
