"""A download: what is asked, what is kept, what a trouble leaves."""

import hashlib
from base64 import b64encode
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from dmptui.core.errors import NotFound, Unavailable
from dmptui.core.machine.download_folder import Line
from dmptui.core.model.base import Coding
from dmptui.core.model.content import Content
from dmptui.core.model.document import Attachment, Document
from dmptui.core.work.download import download

TEXTS = {"a": b"un", "b": b"deux", "c": b"trois"}


def document(name: str, data: bytes | None = None) -> Document:
    announced = TEXTS[name] if data is None else data
    sha1 = b64encode(hashlib.sha1(announced, usedforsecurity=False).digest()).decode()
    return Document(
        id=name,
        title=name,
        type=Coding(code="1"),
        category=Coding(code="2"),
        date=datetime(2026, 11, 30, tzinfo=UTC),
        attachment=Attachment(content_type="text/plain", size=len(announced), sha1=sha1),
    )


class Memory:
    """A folder in memory."""

    def __init__(self, **files: bytes) -> None:
        self.files = dict(files)
        self.index: list[Line] = []

    def kept(self, document: Document) -> bytes | None:
        return self.files.get(document.id)

    def keep(self, document: Document, data: bytes) -> None:
        self.files[document.id] = data

    def finish(self, lines: Sequence[Line]) -> None:
        self.index = list(lines)


class Server:
    """Gives the contents; some of them fail."""

    def __init__(self, **failures: Exception) -> None:
        self.failures = failures
        self.asked: list[str] = []

    async def read(self, document: Document) -> Content:
        self.asked.append(document.id)
        if document.id in self.failures:
            raise self.failures[document.id]
        data = TEXTS[document.id]
        return Content(data, "text/plain", altered=False)


async def run(server: Server, folder: Memory) -> list[tuple[int, bool]]:
    documents = [document(name) for name in TEXTS]
    return [(step.done, step.asked) async for step in download(documents, server.read, folder)]


async def test_what_is_there_and_right_is_not_asked_again():
    server, folder = Server(), Memory(a=b"un", b=b"deu")
    assert await run(server, folder) == [(1, False), (2, True), (3, True)]
    assert server.asked == ["b", "c"]
    assert folder.files == TEXTS
    assert [line.sha256 for line in folder.index] == [hashlib.sha256(t).hexdigest() for t in TEXTS.values()]


async def test_one_that_is_no_more_there_is_said_and_the_others_follow():
    server, folder = Server(b=NotFound("Ce document n'existe plus.")), Memory()
    await run(server, folder)
    assert [line.problem for line in folder.index] == ["", "Ce document n'existe plus.", ""]
    assert set(folder.files) == {"a", "c"}


async def test_a_server_that_stops_leaves_what_was_kept_with_its_index():
    server, folder = Server(c=Unavailable("Le DMP ne répond pas.")), Memory()
    with pytest.raises(Unavailable):
        await run(server, folder)
    assert set(folder.files) == {"a", "b"}
    assert [line.document.id for line in folder.index] == ["a", "b"]
