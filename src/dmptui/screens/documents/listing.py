"""The documents the page knows: those that were listed, those a search of their texts found."""

from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from dmptui.core.model.document import Document
from dmptui.core.work.record import Record
from dmptui.screens.documents.filter import Filter, kept, ordered
from dmptui.screens.parts.document_rows import ListedDocument

if TYPE_CHECKING:
    from dmptui.core.model.hit import Excerpt, Hit


class DocumentList:
    """What is known of a record's documents, in the order that is shown.

    Args:
        record: the open record.
    """

    def __init__(self, record: Record) -> None:
        self._record = record
        self._documents: dict[str, ListedDocument] = {}
        self._hits: dict[str, ListedDocument] = {}
        self._excerpts: dict[str, tuple[Excerpt, ...]] = {}
        self._order: tuple[Filter, list[ListedDocument]] | None = None

    def add(self, documents: Iterable[Document]) -> None:
        """Documents that were listed."""
        for document in documents:
            self._documents[document.id] = self.prepared(document)
        self._order = None

    def add_hits(self, hits: "Iterable[Hit]") -> None:
        """Documents that a search of the texts found."""
        for hit in hits:
            self._hits[hit.document.id] = self.prepared(hit.document)
            self._excerpts[hit.document.id] = hit.excerpts
        self._order = None

    def forget(self) -> None:
        """Everything."""
        self._documents.clear()
        self.forget_hits()

    def forget_hits(self) -> None:
        """The search."""
        self._hits.clear()
        self._excerpts.clear()
        self._order = None

    def known(self, criteria: Filter) -> Collection[ListedDocument]:
        """The documents this filter chooses among."""
        return (self._hits if criteria.contents else self._documents).values()

    def shown(self, criteria: Filter) -> list[ListedDocument]:
        """The documents this filter keeps, in its order."""
        if self._order is None or not _same_order(self._order[0], criteria):
            self._order = criteria, ordered(self.known(criteria), criteria)
        return kept(self._order[1], criteria, self._record.today())

    def get(self, key: object) -> ListedDocument | None:
        """The document of a row."""
        return self._hits.get(str(key)) or self._documents.get(str(key))

    def place(self, document_id: str) -> int | None:
        """The place of a document among all, in the order that was shown last."""
        order = self._order[1] if self._order else []
        return next((i for i, item in enumerate(order) if item.document.id == document_id), None)

    def excerpts(self, item: ListedDocument) -> "tuple[Excerpt, ...]":
        """Where the words searched were found."""
        return self._excerpts.get(item.document.id, ())

    def prepared(self, document: Document) -> ListedDocument:
        """A document as it is listed."""
        return ListedDocument.of(document, new=self._record.discovery.is_new(document))


def _same_order(one: Filter, other: Filter) -> bool:
    return (one.sort, one.descending, bool(one.contents)) == (
        other.sort,
        other.descending,
        bool(other.contents),
    )
