"""The whole of a record on this machine: every document as it is, an index that needs no program, the sums.

What is there already, and is what the record announces, is not asked again: a download that was cut is
resumed by doing it again.
"""

import hashlib
from base64 import b64encode
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from typing import NamedTuple, Protocol

from dmptui.core.errors import NotFound, Refused
from dmptui.core.machine.download_folder import Line
from dmptui.core.model.content import Content
from dmptui.core.model.document import Document


class Folder(Protocol):
    """Where a download is kept; its methods raise UsageError when it cannot be written."""

    def kept(self, document: Document) -> bytes | None:
        """What is there of a document, or None."""

    def keep(self, document: Document, data: bytes) -> None:
        """Write a document, whole or not at all."""

    def finish(self, lines: Sequence[Line]) -> None:
        """Write the index and the sums of what is there."""


class Step(NamedTuple):
    """How far it is; ``asked`` tells whether the document was read now, or was there already."""

    done: int
    total: int
    line: Line
    asked: bool


async def download(
    documents: Sequence[Document], read: Callable[[Document], Awaitable[Content]], folder: Folder
) -> AsyncIterator[Step]:
    """Keep each document; the index is written at the end, however it ends.

    Args:
        documents: of the record, those that may be read.
        read: gives the content of one.
        folder: where they are kept.

    Raises:
        UsageError: the folder cannot be written.
        DmpError: the server does not answer any more; what was kept stays, and is not asked again.
    """
    lines: list[Line] = []
    try:
        for number, document in enumerate(documents, 1):
            line = _already(document, folder)
            asked = line is None
            line = line or await _read(document, read, folder)
            lines.append(line)
            yield Step(number, len(documents), line, asked)
    finally:
        folder.finish(lines)


def _already(document: Document, folder: Folder) -> Line | None:
    data = folder.kept(document)
    return _line(document, data) if data is not None and _is_announced(document, data) else None


async def _read(document: Document, read: Callable[[Document], Awaitable[Content]], folder: Folder) -> Line:
    try:
        content = await read(document)
    except (Refused, NotFound) as error:  # of this document alone: it changed meanwhile
        return Line(document, problem=error.message)
    folder.keep(document, content.data)
    return _line(document, content.data)._replace(altered=content.altered)


def _line(document: Document, data: bytes) -> Line:
    return Line(document, hashlib.sha256(data).hexdigest(), len(data))


def _is_announced(document: Document, data: bytes) -> bool:
    """Whether a content is the one that the record announces: without a SHA-1 it is not known."""
    announced = document.attachment
    sha1 = b64encode(hashlib.sha1(data, usedforsecurity=False).digest()).decode()
    return announced.sha1 == sha1 and announced.size in (None, len(data))
