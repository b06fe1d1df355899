"""A document that was read: its blocks, its coded data, the picture of itself it holds."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from dmptui.core.documents.blocks import Attachment, Kind, Media, Page, Section
from dmptui.core.documents.blocks import Document as Read
from dmptui.core.documents.picture import IMAGES, SHOWN
from dmptui.core.errors import InvalidContent
from dmptui.core.model.content import Content
from dmptui.widgets.laid_out import Spot

if TYPE_CHECKING:
    from dmptui.core.model.clinical import Entries
    from dmptui.core.model.identity import Identity


@dataclass(frozen=True)
class OpenDocument:
    """A document as it was read; made in a thread by ``open_content``.

    Attributes:
        content: the bytes.
        read: its blocks.
        picture: the PDF or the image that is the same document, or the copy it carries; often empty.
        has_text: False when there is nothing to read but that one: a scan, a photograph.
    """

    content: Content
    read: Read
    picture: bytes = field(default=b"", repr=False)
    has_text: bool = True

    @property
    def is_its_picture(self) -> bool:
        """Whether the file to look at is the document itself, and not a copy of its words."""
        return bool(self.picture) and self.read.kind is not Kind.STRUCTURED

    @cached_property
    def identities(self) -> "tuple[Identity, ...]":
        """All whom it says it is about."""
        from dmptui.core.documents.identities import identities_of

        return identities_of(self.read.header)

    @cached_property
    def entries(self) -> "Entries":
        """What it says in codes; nothing when it is not a clinical document. A few milliseconds."""
        from dmptui.core.documents.cda.entries import entries
        from dmptui.core.model.clinical import Entries

        if self.read.kind not in (Kind.STRUCTURED, Kind.UNSTRUCTURED):
            return Entries()
        try:
            return entries(self.content.data)
        except InvalidContent:  # too many of them: the text is shown all the same
            return Entries()


def open_content(content: Content) -> OpenDocument:
    """Read a document. Heavy: call it from a thread.

    Raises:
        InvalidContent: it cannot be read.
    """
    from dmptui.core.documents.read import kept, read

    try:
        document = read(content.data, content.content_type)
    except InvalidContent as error:
        document = kept(content.data, error)
    return OpenDocument(content, document, _picture(document), _has_text(document))


def open_attachment(attachment: Attachment) -> OpenDocument:
    """Read a file a document carries. Heavy: call it from a thread.

    Raises:
        InvalidContent: it cannot be read.
    """
    return open_content(Content(attachment.content(), attachment.media_type, altered=False))


def _picture(document: Read) -> bytes:
    """The file that is the document itself, else the first PDF it carries, else its only image."""
    if document.kind is Kind.ARCHIVE:  # each of its files is another document
        return b""
    pictures = [each for each in document.attachments if each.media_type in SHOWN]
    if document.kind is Kind.STRUCTURED and len(pictures) > 1:
        pictures = [each for each in pictures if each.media_type not in IMAGES]
    try:
        return pictures[0].content() if pictures else b""
    except InvalidContent:  # said when it is opened among the attachments
        return b""


def _has_text(document: Read) -> bool:
    if document.sections or any(isinstance(block, Page) for block in document.blocks):
        return True
    is_file = document.kind in (Kind.PDF, Kind.IMAGE)
    return not (is_file or any(isinstance(block, Media) for block in document.blocks))


def section_spot(read: Read, index: int) -> Spot:
    """Where a section begins.

    Args:
        read: the document.
        index: of the section in reading order, those without a title counted: ``Source.section_index``.
    """
    titled = [bool(section.title) for section in _in_order(read.sections)]
    return Spot(sum(titled[: index + 1]) - 1, 0.0)


def _in_order(sections: Sequence[Section]) -> Iterator[Section]:
    for section in sections:
        yield section
        yield from _in_order(section.sections)
