"""Reading documents so that their words can be searched: apart from their deposit, which does not wait.

A search first has the documents of its patient read, for a while; the rest is read in the background, when
the server has nothing to serve, and so few at a time that nobody at the keyboard feels it.
"""

import asyncio
import json
from collections.abc import Iterable
from contextlib import suppress
from typing import NamedTuple

import anyio.to_thread

from dmptui.core.errors import InvalidContent, NotFound, Unavailable
from dmptui.core.fhir import document_reference
from dmptui.core.server.background.quiet import Quiet
from dmptui.core.store.base import Store
from dmptui.core.store.texts import DocumentText, Texts

PATIENCE = 2.0
"""Seconds a search waits for documents to be read."""
_EVERYBODY = ""
_AT_ONCE, _SLOWLY = 20, 2
"""Documents read at a time for a search, and in the background: at worst a key waits for them. A CDA of 90 KB
takes 4 ms, most take less than 1 ms."""
_START_SECONDS, _PAUSE_SECONDS, _LOOK_SECONDS = 5.0, 0.02, 60.0
"""Before the background begins, between its batches, and before it looks for new documents."""

# What a file made to harm a parser may make it raise: it has no words, and stops nobody else's.
_HOSTILE = (
    InvalidContent,
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    TypeError,
    ValueError,
)


def indexer_of(store: Store, quiet: Quiet | None = None) -> "Indexer | None":
    """What reads the documents of a store; None when it cannot search their words."""
    return None if store.texts is None else Indexer(store, store.texts, quiet)


class _Source(NamedTuple):
    """A document to read."""

    id: str
    title: str
    content: bytes
    content_type: str


class Indexer:
    """Keeps the index of a store up to date.

    Attributes:
        quiet: must be notified of each request, for the background to let it pass.
    """

    def __init__(self, store: Store, texts: Texts, quiet: Quiet | None = None) -> None:
        self._store = store
        self.texts = texts
        self.quiet = quiet or Quiet()
        self._turn = asyncio.Lock()
        self._tasks: dict[str, asyncio.Task[None]] = {}

    async def complete(self, patient_id: str, seconds: float = PATIENCE) -> list[str]:
        """Read a patient's new documents, for so long at most; ids of those that still wait.

        What is not done in time goes on by itself: asked again, it will be.
        """
        if not await self.texts.waiting(patient_id):
            return []
        task = self._tasks.get(patient_id)
        if task is None:
            task = asyncio.create_task(self._read_all(patient_id))
            self._tasks[patient_id] = task
            task.add_done_callback(lambda _done: self._tasks.pop(patient_id, None))
        await asyncio.wait({task}, timeout=seconds)
        return await self.texts.waiting(patient_id)

    def start(self) -> None:
        """Read everybody's documents in the background, those there are and those to come."""
        self._tasks[_EVERYBODY] = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Leave what is being read."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _run(self) -> None:
        await asyncio.sleep(_START_SECONDS)
        while True:
            await self._read_all(_EVERYBODY)
            await asyncio.sleep(_LOOK_SECONDS)

    async def _read_all(self, patient_id: str) -> None:
        """Read what waits; when that is not possible (a full disk, too many processes), the next time."""
        background = patient_id == _EVERYBODY
        at_once, pause = (_SLOWLY, _PAUSE_SECONDS) if background else (_AT_ONCE, 0)
        with suppress(Unavailable, OSError):
            ids = await self.texts.waiting(patient_id)
            for start in range(0, len(ids), at_once):
                if background:
                    await self.quiet.wait()
                async with self._turn:
                    sources = [await self._source(one) for one in ids[start : start + at_once]]
                    # Abandoned when dmptui closes: a PDF may take seconds, and nothing of it is kept yet.
                    found = await anyio.to_thread.run_sync(_texts, sources, abandon_on_cancel=True)
                    await self.texts.keep(found)
                await asyncio.sleep(pause)

    async def _source(self, document_id: str) -> _Source:
        row = await self._store.read("DocumentReference", document_id)
        document = document_reference.from_fhir(json.loads(row.text))
        attachment = document.attachment
        data = b""
        with suppress(NotFound):
            data = (await self._store.content(attachment.url.removeprefix("Binary/"))).data
        return _Source(document_id, document.title, data, attachment.content_type)


def _texts(sources: Iterable[_Source]) -> list[DocumentText]:
    return [DocumentText(source.id, source.title, _body(source)) for source in sources]


def _body(source: _Source) -> str:
    from dmptui.core.documents import read, words  # not before the first screen

    try:
        return words.words_of(read.read(source.content, source.content_type))
    except _HOSTILE:
        return ""
