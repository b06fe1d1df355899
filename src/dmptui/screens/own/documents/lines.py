"""The lines of Mes documents: what the person sees of each, and what the pane says of it."""

from collections.abc import Iterable

from dmptui.core.model.document import Document, DocumentStatus, Visibility
from dmptui.core.rules.patient_view import unseen_by
from dmptui.core.rules.reading import hidden_by_default, is_from_patient
from dmptui.core.terminology import class_label, profession_label, specialty_label
from dmptui.core.terminology.folding import fold
from dmptui.core.text import _
from dmptui.screens.parts import words
from dmptui.theme import Role, Tone
from dmptui.widgets import glyphs
from dmptui.widgets.cells import wrap
from dmptui.widgets.columns import Column
from dmptui.widgets.paint import Spans
from dmptui.widgets.rows import Group, Row

_WIDEST = 70


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Date"), 10),
        Column(_("Document"), 24, weight=5),
        Column(_("Auteur"), 15, weight=2, priority=1),
        Column(_("État"), 15),
    ]


def kept(documents: Iterable[Document], typed: str, *, old: bool) -> list[Document]:
    """Those that have the words typed; the archived ones and old versions only when they are wanted."""
    terms = fold(typed).split()
    return [
        document
        for document in documents
        if (old or not hidden_by_default(document)) and all(word in _searched(document) for word in terms)
    ]


def rows(documents: Iterable[Document]) -> list[Row | Group]:
    """What professionals deposited, then what the person did, apart."""
    theirs: list[Row | Group] = []
    own: list[Row | Group] = []
    for document in documents:
        (own if is_from_patient(document) else theirs).append(_row(document))
    return theirs + ([Group(_("Déposés par vous ({n})").format(n=len(own))), *own] if own else [])


def about(document: Document, width: int) -> list[Spans]:
    """What the pane says, without reading the document."""
    room = max(10, min(_WIDEST, width))
    author = document.author
    trade = specialty_label(author.profession, author.specialty) or profession_label(author.profession)
    texts: list[tuple[str, Role]] = [
        (document.title, Tone.STRONG),
        (f"{document.type.display} · {class_label(document.category.code)}", Tone.NORMAL),
        (", ".join(part for part in (author.name, trade, author.organization) if part), Tone.NORMAL),
        (_("Acte du {day}").format(day=words.day(document.act_date)), Tone.DIM),
        (_("Déposé le {day}").format(day=words.day(document.date)), Tone.DIM),
        (_seen_by(document), Tone.NORMAL),
    ]
    return [[(line, tone)] for text, tone in texts if text for line in wrap(text, room)]


def state_of(document: Document) -> str:
    """What is particular about a document, with its sign."""
    if document.status is DocumentStatus.SUPERSEDED:
        return f"{glyphs.OLD_VERSION.sign} {_('remplacé')}"
    if document.archived:
        return f"{glyphs.ARCHIVED.sign} {_('archivé')}"
    if Visibility.HIDDEN_FROM_PROFESSIONALS in document.visibility:
        return f"{glyphs.HIDDEN.sign} {_('masqué')}"
    if Visibility.HIDDEN_FROM_REPRESENTATIVES in document.visibility:
        return f"{glyphs.UNSEEN.sign} {_('caché parents')}"
    return ""


def _seen_by(document: Document) -> str:
    return " ".join(unseen_by(document)) or _("Visible des professionnels autorisés.")


def _row(document: Document) -> Row:
    author = document.author.name or document.author.organization
    cells = (words.day(document.act_date), document.title, author, state_of(document))
    return Row(document.id, cells, Tone.DIM if hidden_by_default(document) else Tone.NORMAL)


def _searched(document: Document) -> str:
    author = document.author
    return fold(" ".join((document.title, document.type.display, author.name, author.organization)))
