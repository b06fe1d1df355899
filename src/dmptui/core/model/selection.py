"""A selection of the documents of a record: what a list shows, in which order, under which headings."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, NamedTuple, TypeVar

_T = TypeVar("_T")

HEADED_BY = ("category", "author")
"""What a selection can be grouped by: headings in French order."""
COUNTED_BY = ("type", "category", "author", "profession", "year", "state")
"""What the documents of a selection can be counted by."""
STATES = (
    "MASQUE_PS",
    "INVISIBLE_PATIENT",
    "INVISIBLE_REPRESENTANTS_LEGAUX",
    "archived",
    "old",
    "personal",
    "new",
)
"""What can be particular about a document: its labels of TRE_A07, and four words of ours."""
ORDERS = ("date", "title", "author", "type", "deposited")


@dataclass(frozen=True, slots=True)
class Selection:
    """Which documents, and in which order: the patient's own last, the latest act first among equals.

    Attributes:
        since: the first search: acts since this day, and every vaccination; None for the whole record.
        words: folded; each stands in the line of the document.
        types, categories, professions: codes of JDV_J07, JDV_J06, JDV_J01.
        authors: ids, or names of those who have none.
        start, end: ``start`` <= act < ``end``; None is without a limit.
        states: some of ``STATES``; one is enough.
        ids: only these documents, when any.
        old_versions, archived: whether those are among them, that no state asks for.
        sort: one of ``ORDERS``.
        group: one of ``HEADED_BY``, or empty.
    """

    since: date | None = None
    words: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    categories: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    professions: tuple[str, ...] = ()
    start: datetime | None = None
    end: datetime | None = None
    states: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    old_versions: bool = False
    archived: bool = False
    sort: str = "date"
    descending: bool = True
    group: str = ""

    @property
    def shows_old(self) -> bool:
        """Whether versions that were replaced are among them."""
        return self.old_versions or "old" in self.states

    @property
    def shows_archived(self) -> bool:
        """Whether archived documents are among them."""
        return self.archived or "archived" in self.states


class Heading(NamedTuple):
    """A group of a selection, in its place: the code or name it stands for, and how many documents.

    ``personal``: those the patient deposited, whatever the others are grouped by.
    """

    personal: bool
    value: str
    number: int


class Counted(NamedTuple):
    """A value that documents of a selection have, its title where it has one, and how many they are."""

    value: str
    title: str
    number: int


class Window(NamedTuple, Generic[_T]):
    """Some consecutive documents of a selection: ``offset`` is the place of the first, from 0."""

    offset: int
    items: tuple[_T, ...]
