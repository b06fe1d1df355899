"""What the reader of a document asks: a section, a file, a version. They wait: call them from a worker."""

import asyncio
from collections.abc import Sequence
from typing import Any

from textual.app import App

from dmptui.core.documents.blocks import Attachment
from dmptui.core.documents.blocks import Document as Read
from dmptui.core.documents.sniff import format_name, media_type, size_name
from dmptui.core.errors import NotFound
from dmptui.core.model.content import Content
from dmptui.core.model.document import Document
from dmptui.core.text import _
from dmptui.screens.reader.content import open_attachment, open_content
from dmptui.screens.reader.sheets import Sheet, Tab, copy_sheet, file_sheet
from dmptui.screens.reader.source import Reading
from dmptui.screens.reader.versions import choices, differences, title_of
from dmptui.widgets.picker import Choice, Picker
from dmptui.widgets.reader import Reader


async def choose_section(app: App[Any], reader: Reader) -> int | None:
    """One of the sections of the text on the screen."""
    listed = [
        Choice(index, "  " * (getattr(mark, "level", 1) - 1) + mark.title)
        for index, mark in enumerate(reader.sections)
    ]
    here = [] if reader.section is None else [reader.section]
    picked = await app.push_screen_wait(Picker(_("Sommaire"), listed, picked=here))
    return int(str(picked[0])) if picked else None


async def attachment(app: App[Any], attachments: Sequence[Attachment], *, colours: bool) -> Sheet | None:
    """One of the files the document carries, opened.

    Args:
        app: shows the question.
        attachments: those of the document.
        colours: whether the terminal can draw a picture.

    Raises:
        NotFound: there is none.
        InvalidContent: it cannot be read.
    """
    if not attachments:
        raise NotFound(_("Ce document n'a pas de pièce jointe."))
    listed = [
        Choice(index, _name(each), f"{format_name(each.media_type)} {size_name(each.size)}")
        for index, each in enumerate(attachments)
    ]
    picked = await app.push_screen_wait(Picker(_("Pièces jointes"), listed))
    if not picked:
        return None
    chosen = attachments[int(str(picked[0]))]
    opened = await asyncio.to_thread(open_attachment, chosen)
    title = _("Pièce jointe : {name}").format(name=_name(chosen))
    return file_sheet(opened, title, colours=colours)


async def signed_copy(sheet: Sheet, *, colours: bool) -> Sheet:
    """The signed copy that a document carries, opened.

    Raises:
        InvalidContent: it cannot be read.
    """
    copied = Content(sheet.picture, media_type(sheet.picture), altered=False)
    return copy_sheet(await asyncio.to_thread(open_content, copied), colours=colours)


async def comparison(app: App[Any], reading: Reading, document: Document, read: Read) -> Sheet | None:
    """The document beside another of its versions, which is read: that leaves a trace, as any reading.

    Args:
        app: asks which one, when there are several.
        reading: in the record of both.
        document: the one on the screen.
        read: what it says.

    Raises:
        NotFound: it has no other version.
        DmpError: the server failed, or the other one cannot be read.
    """
    documents = await reading.versions(document)
    listed = choices(documents, document)
    if not listed:
        raise NotFound(_("Ce document n'a pas d'autre version que vous puissiez lire."))
    key = listed[0].key
    if len(listed) > 1:
        picked = await app.push_screen_wait(Picker(_("Comparer avec"), listed))
        if not picked:
            return None
        key = picked[0]
    other = next(each for each in documents if each.id == key)
    opened = await asyncio.to_thread(open_content, await reading.read(other))
    pair = sorted(((document, read), (other, opened.read)), key=lambda each: each[0].date)
    (old, before), (new, after) = pair
    return Sheet({Tab.TEXT: lambda width: differences(before, after, width)}, title_of(old, new))


def _name(attachment: Attachment) -> str:
    """Its title, else its format."""
    return attachment.title or format_name(attachment.media_type)
