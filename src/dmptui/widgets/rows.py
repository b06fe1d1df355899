"""What a list shows: rows and group headers, made when they are needed."""

from collections.abc import Callable, Sequence
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


def find(rows: Sequence[Row | Group], key: Key) -> int | None:
    """Index of the row of this key, or None."""
    if isinstance(rows, LazyRows):
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
