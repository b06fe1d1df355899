"""The lines of the list of documents: what they say, what is particular about a document."""

from typing import NamedTuple

from dmptui.core.model.document import Document
from dmptui.core.rules.listed import line_text
from dmptui.core.rules.reading import is_from_patient
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row


class ListedDocument(NamedTuple):
    """A document of the list.

    Attributes:
        text: folded, all that is searched as one types.
        new: somebody else deposited it, and it is not read.
        personal: deposited by the patient.
    """

    document: Document
    text: str
    new: bool
    personal: bool

    @classmethod
    def of(cls, document: Document, *, new: bool) -> "ListedDocument":
        """Prepare a document for the list, once."""
        return cls(document, line_text(document), new, is_from_patient(document))


AWAITED = Row(None, ("", "…", "", "", "", ""), Tone.DIM)
"""The row of a document that has not come yet."""


def columns() -> list[Column]:
    """In the order of the cells of ``document_row``."""
    return [
        Column(_("Date"), 10),
        Column(_("Document"), 26, weight=5),
        Column(_("Auteur"), 15, weight=1, priority=1),
        Column(_("Type"), 32, weight=1, priority=3, role=Tone.DIM),
        Column(_("Déposé le"), 10, priority=4, role=Tone.DIM),
        Column(_("État"), 15),
    ]


def key_of(item: ListedDocument | Group) -> str:
    """The key of the row of a document."""
    return "" if isinstance(item, Group) else item.document.id


def document_row(item: ListedDocument) -> Row:
    """The row of a document."""
    document = item.document
    state, sign = state_of(document)
    if item.new and not state:
        state = _(glyphs.NEW.word)
    author = document.author
    cells = (
        words.day(document.act_date),
        document.title,
        author.name or author.organization,
        document.type.display,
        words.day(document.date),
        f"{sign} {state}" if sign else state,
    )
    old = document.archived or document.status.value == "superseded"
    tone = Tone.DIM if old else Tone.STRONG if item.new else Tone.NORMAL
    return Row(document.id, cells, tone, glyphs.NEW.sign if item.new else "", Tone.GOOD)


def state_of(document: Document) -> tuple[str, str]:
    """What is particular about a document, in a short word, and its sign; empty when nothing is."""
    visibility = {v.value for v in document.visibility}
    if document.status.value == "superseded":
        return _("remplacé"), glyphs.OLD_VERSION.sign
    if document.archived:
        return _("archivé"), glyphs.ARCHIVED.sign
    if "MASQUE_PS" in visibility:
        return _("masqué"), glyphs.HIDDEN.sign
    if "INVISIBLE_PATIENT" in visibility:
        return _("caché patient"), glyphs.UNSEEN.sign
    if "INVISIBLE_REPRESENTANTS_LEGAUX" in visibility:
        return _("caché parents"), glyphs.UNSEEN.sign
    return "", ""
