"""What a list shows: rows and group headers, made when they are needed."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, NamedTuple, TypeVar, overload

from dmptui.theme import Role, Tone

T = TypeVar("T")

Key = object
"""What identifies a row: anything that compares with ``==``; the list never looks inside."""

Cell = str | tuple[str, Role]
"""Text of a cell, with a role of its own if the row's or the column's does not say it."""


class Row(NamedTuple):
    """A line that can be selected.

    Attributes:
        key: given back by the list's messages.
        cells: one a column.
        tone: of the cells that have no role.
        mark: one sign before the row, or nothing.
        mark_role: its role.
    """

    key: Key
    cells: Sequence[Cell]
    tone: Role = Tone.NORMAL
    mark: str = ""
    mark_role: Role = Tone.GOOD


class Group(NamedTuple):
    """A header between rows: « Déposés par la patiente (4) ». It cannot be selected."""

    title: str


class LazyRows(Sequence[Row | Group], Generic[T]):
    """Rows made from items when they come on the screen: 50 000 cost nothing.

    Args:
        items: anything; the list is not copied.
        make: the row of an item.
        key: the key of an item, without making its row.
    """

    def __init__(self, items: Sequence[T], make: Callable[[T], Row | Group], key: Callable[[T], Key]) -> None:
        self._items = items
        self._make = make
        self._key = key

    def __len__(self) -> int:
        return len(self._items)

    @overload
    def __getitem__(self, index: int) -> Row | Group: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row | Group]: ...
    def __getitem__(self, index: int | slice) -> Row | Group | Sequence[Row | Group]:
        if isinstance(index, slice):
            return [self._make(item) for item in self._items[index]]
        return self._make(self._items[index])

    def find(self, key: Key) -> int | None:
        """Index of the row of this key."""
        return next((i for i, item in enumerate(self._items) if self._key(item) == key), None)


class SpannedRows(Sequence[Row | Group], Generic[T]):
    """Rows of items that come by and by: their number is known, and which headers stand between them.

    Args:
        spans: a header, or None, and the number of items under it, in order.
        item: the item of a place, from 0 without the headers; None while it has not come.
        place: the place of the item of a key, if it has come.
        make: the row of an item.
        awaited: the row in the place of one that has not come.
    """

    def __init__(
        self,
        spans: Sequence[tuple[Group | None, int]],
        *,
        item: Callable[[int], T | None],
        place: Callable[[Key], int | None],
        make: Callable[[T], Row],
        awaited: Row,
    ) -> None:
        self._item, self._place, self._make, self._awaited = item, place, make, awaited
        self._headers: dict[int, Group] = {}
        self._under: list[int] = []  # the place of the first item under each header
        self._number = 0
        for header, number in spans:
            if header is not None and number:
                self._headers[self._number + len(self._under)] = header
                self._under.append(self._number)
            self._number += number
        self._indexes = list(self._headers)

    def __len__(self) -> int:
        return self._number + len(self._under)

    @overload
    def __getitem__(self, index: int) -> Row | Group: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row | Group]: ...
    def __getitem__(self, index: int | slice) -> Row | Group | Sequence[Row | Group]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        header = self._headers.get(index)
        if header is not None:
            return header
        item = self._item(self._place_at(index))
        return self._awaited if item is None else self._make(item)

    def find(self, key: Key) -> int | None:
        """Index of the row of this key, if it has come."""
        place = self._place(key)
        return None if place is None else self.index_at(place)

    def index_at(self, place: int) -> int:
        """Index of the row of a place."""
        return place + bisect_right(self._under, place)

    def _place_at(self, index: int) -> int:
        """The place of the item of a row."""
        return index - bisect_left(self._indexes, index)


class UnfoldedRows(Sequence[Row | Group]):
    """Rows, some of which have others unfolded under them.

    Args:
        rows: those that are always there.
        under: what is unfolded, by the index of the row that it stands under.
    """

    def __init__(self, rows: "SpannedRows[T]", under: Mapping[int, Sequence[Row]]) -> None:
        self._rows = rows
        self._under = [(index, under[index]) for index in sorted(under)]
        starts, before = [], 0
        for index, lines in self._under:
            starts.append(index + 1 + before)
            before += len(lines)
        self._starts = starts
        self._number = len(rows) + before

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> Row | Group: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row | Group]: ...
    def __getitem__(self, index: int | slice) -> Row | Group | Sequence[Row | Group]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        if not -len(self) <= index < len(self):
            raise IndexError(index)
        index %= len(self)
        block = bisect_right(self._starts, index) - 1
        if block < 0:
            return self._rows[index]
        above, lines = self._under[block]
        line = index - self._starts[block]
        return lines[line] if line < len(lines) else self._rows[above + 1 + line - len(lines)]

    def find(self, key: Key) -> int | None:
        """Index of the row of this key, unfolded or not."""
        for start, (_index, lines) in zip(self._starts, self._under, strict=True):
            for number, row in enumerate(lines):
                if row.key == key:
                    return start + number
        index = self._rows.find(key)
        if index is None:
            return None
        return index + sum(len(lines) for above, lines in self._under if above < index)


def find(rows: Sequence[Row | Group], key: Key) -> int | None:
    """Index of the row of this key, or None."""
    if isinstance(rows, LazyRows | SpannedRows | UnfoldedRows):
        return rows.find(key)
    return next((i for i, row in enumerate(rows) if isinstance(row, Row) and row.key == key), None)


def nearest(rows: Sequence[Row | Group], index: int, step: int) -> int | None:
    """Index of the row at ``index``, else of the nearest one: first in the direction of ``step``."""
    index = max(0, min(len(rows) - 1, index))
    for direction in (step, -step):
        at = index
        while 0 <= at < len(rows):
            if isinstance(rows[at], Row):
                return at
            at += direction
    return None
