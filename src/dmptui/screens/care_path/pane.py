"""What the pane says of a line of the care path, without reading anything."""

from collections.abc import Sequence

from dmptui.core.insight.care_circle import Carer
from dmptui.core.insight.care_path import Event
from dmptui.core.insight.care_path_words import PAID, day_of, label_of, paid_words, profession_of
from dmptui.core.insight.episodes import Episode
from dmptui.core.insight.summary.digest import Weight
from dmptui.core.model.document import Document
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.cells import wrap
from dmptui.widgets.paint import Spans

_WIDEST = 70
_MOST = 12
"""Documents of somebody that are named."""
_TONES: dict[Weight, Role] = {
    Weight.PLAIN: Tone.NORMAL,
    Weight.QUIET: Tone.DIM,
    Weight.WARNING: Tone.WARNING,
}


def paid_lines(event: Event, width: int) -> list[Spans]:
    """Of a reimbursement: all it says, and where."""
    paid = event.paid
    assert paid is not None, "a document has its own lines"
    parts: list[tuple[str, Role]] = [
        (label_of(event), Tone.STRONG),
        (f"{_(PAID[paid.kind])}, {day_of(event)}", Tone.NORMAL),
        *((text, _TONES[weight]) for text, weight in paid_words(event, paid)),
    ]
    return _wrapped(parts, width)


def episode_lines(episode: Episode, width: int) -> list[Spans]:
    """Of an episode: when it was, and its documents."""
    start, end = words.day(episode.start), words.day(episode.end)
    when = start if start == end else f"{start} → {end}"
    parts: list[tuple[str, Role]] = [(episode.main.title, Tone.STRONG), (when, Tone.NORMAL), ("", Tone.DIM)]
    parts += [(_document_line(document), Tone.NORMAL) for document in episode.documents]
    return _wrapped(parts, width, blanks=True)


def carer_lines(carer: Carer, width: int) -> list[Spans]:
    """Of somebody who cares for the person: who they are, what they deposited last."""
    roles = (_(glyphs.DOCTOR.word) if carer.attending else "", carer.role, profession_of(carer))
    who = " · ".join({part.casefold(): part for part in roles if part}.values())
    parts: list[tuple[str, Role]] = [
        (carer.name, Tone.STRONG),
        (who[:1].upper() + who[1:], Tone.NORMAL),
        (carer.author.organization, Tone.NORMAL),
    ]
    if carer.last is None:
        parts.append((_("Aucun document connu ici."), Tone.DIM))
    else:
        last = _("Dernier dépôt le {day} :").format(day=words.day(carer.last.date))
        parts += [
            (last, Tone.DIM),
            *((_dated(document), Tone.NORMAL) for document in carer.documents[:_MOST]),
        ]
    return _wrapped(parts, width)


def _wrapped(parts: Sequence[tuple[str, Role]], width: int, *, blanks: bool = False) -> list[Spans]:
    room = max(10, min(_WIDEST, width))
    return [[(line, tone)] for text, tone in parts if text or blanks for line in wrap(text, room)]


def _document_line(document: Document) -> str:
    who = document.author.name or document.author.organization
    return f"{_dated(document)} · {who}" if who else _dated(document)


def _dated(document: Document) -> str:
    return f"{words.day(document.act_date)} · {document.title}"
