"""What the reader of a document has open: the document, one of its files, a comparison; and their tabs."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from dmptui.core.documents.blocks import Document as Read
from dmptui.core.documents.blocks import Kind
from dmptui.core.documents.picture import IMAGES
from dmptui.core.documents.sniff import media_type
from dmptui.core.model.document import Document
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.screens.reader.card import card
from dmptui.screens.reader.coded import coded_page
from dmptui.screens.reader.content import OpenDocument
from dmptui.widgets.laid_out import BEGINNING, LaidOut, Spot

LayOut = Callable[[int], LaidOut]


class Tab(StrEnum):
    """A way to look at what is open."""

    TEXT = "text"
    PICTURE = "picture"
    CODED = "coded"
    CARD = "card"


KEYS = {Tab.TEXT: "1", Tab.PICTURE: "2", Tab.CODED: "3", Tab.CARD: "4"}
TITLES = {
    Tab.TEXT: (N_("Lecture"), N_("Lecture")),
    Tab.CODED: (N_("Données codées"), N_("Données")),
    Tab.CARD: (N_("Métadonnées"), N_("Fiche")),
}
"""The name of a tab, and a shorter one."""
_PDF = (N_("PDF d'origine"), N_("PDF"))
_IMAGE = (N_("Image"), N_("Image"))
_OF_A_COPY = {Tab.TEXT: (N_("Texte du PDF"), N_("Texte")), Tab.PICTURE: (N_("Pages"), N_("Pages"))}


@dataclass(slots=True)
class Sheet:
    """Something open in the reader.

    Attributes:
        layouts: how each tab but the picture is laid out.
        title: of the line above it.
        original: the file, as it was deposited; empty when it is not one.
        read: what was read of it; None when it is not a file.
        picture: the file of the tab ``PICTURE``; empty when there is none.
        is_copy: whether that file is a signed copy of a text that is here too: a sheet of its own.
        names: of its tabs, when they are not the usual ones.
        home: where it opens, and where Esc comes back to.
        at: the tab on the screen.
        spots: where each tab was left.
    """

    layouts: Mapping[Tab, LayOut]
    title: str = ""
    original: bytes = field(default=b"", repr=False)
    picture: bytes = field(default=b"", repr=False)
    read: Read | None = field(default=None, repr=False)
    is_copy: bool = False
    names: Mapping[Tab, tuple[str, str]] = field(default_factory=dict)
    home: Tab = Tab.TEXT
    at: Tab = Tab.TEXT
    spots: dict[Tab, Spot] = field(default_factory=dict)

    @property
    def tabs(self) -> tuple[Tab, ...]:
        """Those it has, in the order of their keys."""
        return tuple(tab for tab in Tab if tab in self.layouts or (tab is Tab.PICTURE and self.picture))

    def title_of(self, tab: Tab) -> tuple[str, str]:
        """The name of a tab, and a shorter one."""
        if tab in self.names:
            whole, short = self.names[tab]
        elif tab is Tab.PICTURE:
            whole, short = _PDF if media_type(self.picture) not in IMAGES else _IMAGE
        else:
            whole, short = TITLES[tab]
        return _(whole), _(short)

    @property
    def spot(self) -> Spot:
        """Where the tab on the screen was left."""
        return self.spots.get(self.at, BEGINNING)


def document_sheet(
    document: Document, open_document: OpenDocument, today: date, warnings: Sequence[str], *, colours: bool
) -> Sheet:
    """The document itself.

    Args:
        document: what the record knows of it.
        open_document: what was read.
        today: when it is read.
        warnings: what to know before talking about it.
        colours: whether the terminal can draw a picture.
    """
    author = document.author.name or document.author.organization
    title = " · ".join(filter(None, (document.title, author, words.day(document.act_date))))
    layouts: dict[Tab, LayOut] = {
        Tab.CODED: lambda width: coded_page(open_document.entries, width),
        Tab.CARD: lambda width: card(document, open_document.read, today, width, warnings),
    }
    return file_sheet(open_document, title, layouts, colours=colours)


def file_sheet(
    open_document: OpenDocument, title: str, layouts: Mapping[Tab, LayOut] | None = None, *, colours: bool
) -> Sheet:
    """A file, on its text; on its picture when it has no text and the terminal can draw one.

    Args:
        open_document: what was read.
        title: of the line above it.
        layouts: of its tabs but the text and the picture.
        colours: whether the terminal can draw a picture.
    """
    home = Tab.PICTURE if open_document.picture and not open_document.has_text and colours else Tab.TEXT
    is_copy = open_document.read.kind is Kind.STRUCTURED and media_type(open_document.picture) not in IMAGES
    text = {Tab.TEXT: _text(open_document)}
    return Sheet(
        {**text, **(layouts or {})},
        title,
        open_document.content.data,
        open_document.picture,
        open_document.read,
        is_copy=is_copy,
        home=home,
        at=home,
    )


def copy_sheet(open_document: OpenDocument, *, colours: bool) -> Sheet:
    """The signed copy of a document that is read elsewhere: its words first, then its pages."""
    sheet = file_sheet(open_document, _("PDF d'origine, copie signée"), colours=colours)
    sheet.names = _OF_A_COPY
    return sheet


def _text(open_document: OpenDocument) -> LayOut:
    def laid_out(width: int) -> LaidOut:
        from dmptui.core.documents.layout.document import lay_out

        return lay_out(open_document.read, width)

    return laid_out
