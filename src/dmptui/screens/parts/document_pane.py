"""What the pane beside the list says of a document, without reading it: reading is traced."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from dmptui.core.terminology import class_label, profession_label, specialty_label
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.screens.parts.document_rows import ListedDocument, state_of
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.paint import Spans

if TYPE_CHECKING:
    from dmptui.core.model.hit import Excerpt

_WIDEST = 70


def preview(item: ListedDocument, excerpts: "Sequence[Excerpt]", width: int) -> list[Spans]:
    """The lines of the pane.

    Args:
        item: the document under the cursor.
        excerpts: where the words searched were found in its text; none without a search.
        width: in cells.
    """
    room = max(10, min(_WIDEST, width))
    document = item.document
    lines: list[Spans] = [[(line, Tone.STRONG)] for line in wrap(document.title, room)]
    for excerpt in excerpts:
        lines += [[], *_marked(excerpt, room)]
    lines.append([])
    for text, tone in _about(item):
        lines += [[(line, tone)] for line in wrap(text, room)]
    if document.description:
        lines += [[], *([(line, Tone.NORMAL)] for line in wrap(document.description, room))]
    return lines


def _about(item: ListedDocument) -> Iterator[tuple[str, Role]]:
    document, author = item.document, item.document.author
    family = class_label(document.category.code)
    yield " · ".join(dict.fromkeys(x for x in (document.type.display, family) if x)), Tone.NORMAL
    trade = specialty_label(author.profession, author.specialty) or profession_label(author.profession)
    yield ", ".join(part for part in (author.name, trade) if part), Tone.NORMAL
    if author.organization and author.organization != author.name:
        yield author.organization, Tone.NORMAL
    ended = words.day(document.end)
    act = words.day(document.act_date)
    yield _("Acte du {day}").format(day=act if ended in ("", act) else f"{act} → {ended}"), Tone.DIM
    yield _("Déposé le {day}").format(day=words.day(document.date)), Tone.DIM
    state, sign = state_of(document)
    if state:
        yield f"{sign} {state}", Tone.WARNING
    if item.new:
        yield _("nouveau : ni lu ni marqué vu"), Tone.GOOD


def _marked(excerpt: "Excerpt", room: int) -> Iterator[Spans]:
    """An excerpt in lines, the words found standing out."""
    text, at = excerpt.text, 0
    for line in wrap(text, room):
        start = text.find(line, at)
        if start < 0:  # wrapped where the text has other blanks: shown without its marks
            yield [(line, Tone.NORMAL)]
            continue
        at = start + len(line)
        yield _line(line, [(a - start, b - start) for a, b in excerpt.marks if start <= a < at])


def _line(line: str, marks: Sequence[tuple[int, int]]) -> Spans:
    spans: list[tuple[str, Role]] = []
    done = 0
    for start, end in marks:
        spans += [(line[done:start], Tone.NORMAL), (line[start:end], "match")]
        done = max(done, end)
    return [*spans, (line[done:], Tone.NORMAL)]
