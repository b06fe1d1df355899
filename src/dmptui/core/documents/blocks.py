"""One tree for every kind of document: a header, sections, blocks. Text in it is already clean."""

import binascii
import zlib
from dataclasses import dataclass, field
from enum import Enum
from typing import TypeAlias

from dmptui.core.documents.encoded import TooLarge, from_base64, inflated
from dmptui.core.documents.header import Code, Header
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

MOST_ATTACHED = 25 * 1024 * 1024
"""Bytes of the largest attachment that is decoded."""


class Emphasis(Enum):
    """How an author stressed a run of text."""

    NONE = 0
    LIGHT = 1
    STRONG = 2


@dataclass(frozen=True, slots=True)
class Run:
    r"""Text of one emphasis, with single spaces; ``\n`` in it is a line its author broke."""

    text: str
    emphasis: Emphasis = Emphasis.NONE
    link: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Prose."""

    runs: tuple[Run, ...]

    @property
    def text(self) -> str:
        """The text without its emphasis."""
        return "".join(run.text for run in self.runs)


class Marks(Enum):
    """What stands before the items of a list: the styles of CDA."""

    DISC = "•"
    CIRCLE = "◦"
    SQUARE = "▪"
    ARABIC = "1"
    LITTLE_ALPHA = "a"
    BIG_ALPHA = "A"
    LITTLE_ROMAN = "i"
    BIG_ROMAN = "I"

    @property
    def ordered(self) -> bool:
        """Whether they count."""
        return self not in (Marks.DISC, Marks.CIRCLE, Marks.SQUARE)


@dataclass(frozen=True, slots=True)
class ListBlock:
    """A list; each item is a stack of blocks, and the first one has the number ``start``.

    ``style`` is how its author wants the items marked; None for the usual way, ``marks`` says which.
    """

    items: tuple[tuple["Block", ...], ...]
    ordered: bool = False
    caption: tuple[Run, ...] = ()
    style: Marks | None = None
    start: int = 1

    @property
    def marks(self) -> Marks:
        """What stands before its items."""
        return self.style or (Marks.ARABIC if self.ordered else Marks.DISC)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table; spans are at least 1."""

    blocks: tuple["Block", ...] = ()
    colspan: int = 1
    rowspan: int = 1
    is_header: bool = False
    align_right: bool = False


Row: TypeAlias = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table as written: rows of cells with their spans (``layout.slots`` puts them on a grid)."""

    head: tuple[Row, ...] = ()
    body: tuple[Row, ...] = ()
    foot: tuple[Row, ...] = ()
    caption: tuple[Run, ...] = ()


@dataclass(frozen=True, slots=True)
class Preformatted:
    """Lines whose spaces matter: a plain text."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageLine:
    """A line of a printed page: ``y`` its distance from the top, ``size`` its height, in points.

    ``phrases`` are ``(left, right, text)``, left to right: words a single space apart are one phrase, a
    wider gap (a column of a table) begins another.
    """

    y: float
    size: float
    phrases: tuple[tuple[float, float, str], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A printed page, its words where they stand; ``number`` is counted from 1.

    Attributes:
        width: of the paper, in points; 0 when it is not known.
        note: what the page has besides these words, a picture for instance.
    """

    number: int
    lines: tuple[PageLine, ...]
    width: float = 0.0
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file carried by the document, decoded only when asked for.

    ``media_type`` is what its first bytes say, else what the document declares, in lower case and without
    parameters; ``size`` is in bytes, of the compressed file when it is ``compressed``; ``charset`` is that of
    a text, when it is declared.
    """

    id: str
    media_type: str
    size: int
    title: str = ""
    encoded: str = field(default="", repr=False)
    raw: bytes = field(default=b"", repr=False)
    compressed: bool = False
    charset: str = ""

    def content(self) -> bytes:
        """The bytes of the file.

        Raises:
            InvalidContent: its base 64 or its compression is damaged, or it is larger than ``MOST_ATTACHED``.
        """
        if self.raw:
            return self.raw
        if self.size > MOST_ATTACHED:
            raise _too_large(self.size)
        try:
            data = from_base64(self.encoded)
            return inflated(data, MOST_ATTACHED) if self.compressed else data
        except TooLarge as error:
            raise _too_large(MOST_ATTACHED) from error
        except (binascii.Error, ValueError, zlib.error) as error:
            raise InvalidContent(
                _("Cette pièce jointe est abîmée. Demandez à l'auteur de la déposer à nouveau."), str(error)
            ) from error


def _too_large(size: int) -> InvalidContent:
    sentence = _("Cette pièce jointe est trop volumineuse pour être ouverte ici ({size} Mo).")
    return InvalidContent(sentence.format(size=size >> 20), f"{size} bytes")


@dataclass(frozen=True, slots=True)
class Media:
    """The place of an attachment in the text; ``attachment`` is None when the document does not hold it.

    It is then elsewhere, at ``address``, of the type ``media_type`` if its author said it; or nowhere.
    """

    attachment: Attachment | None
    reference: str = ""
    caption: str = ""
    address: str = ""
    media_type: str = ""


Block: TypeAlias = Paragraph | ListBlock | Table | Preformatted | Page | Media


@dataclass(frozen=True, slots=True)
class Section:
    """A section: its blocks, then its own sections. ``level`` is 0 at the top.

    ``notes`` say who wrote it or whom it is about, when that differs from the document.
    """

    title: str
    level: int = 0
    code: Code = field(default_factory=Code)
    notes: tuple[str, ...] = ()
    blocks: tuple[Block, ...] = ()
    sections: tuple["Section", ...] = ()


class Kind(Enum):
    """What the file is."""

    STRUCTURED = "structured"
    UNSTRUCTURED = "unstructured"
    PDF = "pdf"
    TEXT = "text"
    RTF = "rtf"
    IMAGE = "image"
    HTML = "html"
    FHIR = "fhir"
    ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Document:
    """A document ready to be laid out.

    ``blocks`` come before the sections (the body of a document that has none); ``warnings`` are French
    sentences about what is odd or left out.
    """

    kind: Kind
    header: Header = field(default_factory=Header)
    blocks: tuple[Block, ...] = ()
    sections: tuple[Section, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    warnings: tuple[str, ...] = ()
