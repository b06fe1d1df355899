"""What the documents of an open record say in codes: each read once, and kept while the record is open."""

import asyncio
from collections.abc import AsyncGenerator, Iterable
from typing import TYPE_CHECKING, Protocol

from dmptui.core.errors import DmpError, InvalidContent, NotFound, Refused
from dmptui.core.model.clinical import Entries
from dmptui.core.rules.identity import OtherPerson, judge, judge_metadata
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.content import Content
    from dmptui.core.model.document import Document
    from dmptui.core.model.identity import Identity
    from dmptui.core.model.patient import Patient
    from dmptui.core.rules.identity import Verdict

_AT_ONCE = 4
_XML = frozenset({"", "text/xml", "application/xml", "application/hl7-cda+xml", "application/cda+xml"})
_UNSTRUCTURED = ":xds-sd:"


class Reads(Protocol):
    """A ``Record``, for what is needed of it."""

    async def read(self, document: "Document", *, automatic: bool = False) -> "Content":
        """The content of a document; the server traces it, and that nobody asked to see it."""


def may_hold_entries(document: "Document") -> bool:
    """Whether reading it is worth a trace: a PDF, and a CDA known to be only a file, hold no entries."""
    if document.format is not None and _UNSTRUCTURED in document.format.code:
        return False
    return document.attachment.content_type.partition(";")[0].strip().lower() in _XML


class Findings:
    """The entries of the documents of one record.

    Nothing outlives it: it is dropped with the record.

    Args:
        record: reads its documents.
        patient: whose record it is; without one, whose the documents are is not judged.

    Attributes:
        failures: by document id, why a document gave nothing to ``of_many``.
        apart: by document id, those that are about somebody else, found so far: they give nothing, ever.
    """

    def __init__(self, record: Reads, patient: "Patient | None" = None) -> None:
        self.failures: dict[str, DmpError] = {}
        self.apart: dict[str, OtherPerson] = {}
        self._record = record
        self._patient = patient
        self._readings: dict[str, Entries] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def of(self, document: "Document") -> Entries:
        """The entries of a document, read once however often they are asked for; none when it is not a CDA.

        Raises:
            OtherPerson: it is about somebody else than the person of the record.
            Refused: the rules do not let this professional read it; the attempt is traced.
            InvalidContent: it is not what the record announced, or cannot be read safely.
        """
        if not may_hold_entries(document):
            return Entries()
        async with self._locks.setdefault(document.id, asyncio.Lock()):
            if document.id in self.apart:
                raise self.apart[document.id]
            if document.id not in self._readings:
                self._readings[document.id] = await self._read(document)
                self.failures.pop(document.id, None)
            return self._readings[document.id]

    async def of_many(
        self, documents: Iterable["Document"]
    ) -> AsyncGenerator[tuple["Document", Entries], None]:
        """The same for several, a few at a time, as they come.

        One that is refused or unreadable is left out, told in ``failures`` and not asked for again here;
        any other error (the server does not answer, the session is over) is raised.
        """
        waiting = iter([each for each in documents if each.id not in self.failures])
        running: dict[asyncio.Task[Entries], Document] = {}
        try:
            while True:
                for document in waiting:
                    running[asyncio.create_task(self.of(document))] = document
                    if len(running) >= _AT_ONCE:
                        break
                if not running:
                    return
                done, _running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    document = running.pop(task)
                    try:
                        entries = task.result()
                    except (Refused, NotFound, InvalidContent) as error:
                        self.failures[document.id] = error
                        continue
                    yield document, entries
        finally:
            for task in running:
                task.cancel()
            await asyncio.gather(*running, return_exceptions=True)

    async def _read(self, document: "Document") -> Entries:
        """Its entries; what its metadata say of whom it is about spares reading it."""
        if self._patient is not None:
            self._set_apart(document, judge_metadata(document.identities, self._patient))
        content = await self._record.read(document, automatic=True)
        if content.altered:
            raise InvalidContent(
                _("Ce document n'est pas celui que le dossier annonce : ses données ne sont pas reprises."),
                "altered",
            )
        entries, named = await asyncio.to_thread(_entries_and_names, content.data)
        if self._patient is not None:
            self._set_apart(document, judge(named, self._patient))
        return entries

    def _set_apart(self, document: "Document", verdict: "Verdict") -> None:
        if verdict.apart:
            self.apart[document.id] = OtherPerson(verdict)
            raise self.apart[document.id]


def _entries_and_names(data: bytes) -> tuple[Entries, tuple["Identity", ...]]:
    """What a document says in codes, and of whom."""
    from dmptui.core.documents.identities import identities_in

    return _entries(data), identities_in(data)


def _entries(data: bytes) -> Entries:
    from dmptui.core.documents.cda.entries import entries  # lxml is not free to import

    return entries(data) if data.lstrip()[:1] in (b"<", b"\xef", b"\xfe", b"\xff") else Entries()
