"""What the server asks of the place where the words of documents are searched."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from dmptui.core.store.query import Query

MARK, END = "\x01", "\x02"
"""Before and after what was found in a marked text; a clean text never holds them."""


class DocumentText(NamedTuple):
    """What is indexed of a document; ``id`` is the store's, ``body`` is empty when nothing can be read."""

    id: str
    title: str
    body: str


class MarkedText(NamedTuple):
    """A title and a text, what was found between ``MARK`` and ``END``."""

    title: str
    body: str


class Texts(Protocol):
    """The words of the documents of a store. Every call but ``terms`` may raise Unavailable."""

    def terms(self, words: str) -> Sequence[str]:
        """What is looked for when these words are typed: words and phrases; empty when there is none."""
        ...

    async def waiting(self, patient: str = "") -> list[str]:
        """Ids of the documents not indexed yet, the most recent acts first; everybody's without a patient."""
        ...

    async def without_text(self, patient: str) -> list[str]:
        """Ids of a patient's documents in which nothing can be read: pictures, scans, damaged files."""
        ...

    async def keep(self, texts: Sequence[DocumentText]) -> None:
        """Index documents; one that was deleted or indexed meanwhile is left as it is."""
        ...

    async def marked(self, query: Query, ids: Sequence[str]) -> dict[str, MarkedText]:
        """What a search finds in some of its documents, by id."""
        ...
