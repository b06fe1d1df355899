"""What a search in the contents of documents finds."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from dmptui.core.model.document import Document


class Excerpt(NamedTuple):
    """A few words of a document around what was searched, on one line; « … » where it was cut.

    ``marks`` are the (start, end) of what was found, in characters of ``text``.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()


class Hit(NamedTuple):
    """A document found; ``excerpts`` are 1 to 3, in the order of the document."""

    document: Document
    excerpts: tuple[Excerpt, ...]


@dataclass(frozen=True, slots=True)
class ResultPage:
    """A page of what was found: it iterates over its hits; the counts come with the first page only.

    Attributes:
        waiting: at least so many documents whose words are not known yet: asked again, it may find them.
        without_text: documents that have no words to be found (pictures, scans, damaged files).
    """

    hits: tuple[Hit, ...]
    waiting: int = 0
    without_text: int = 0

    def __iter__(self) -> Iterator[Hit]:
        """The documents found."""
        return iter(self.hits)
