"""Windows of a long list that are held: they come as one scrolls."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")

SIZE = 50
"""Items of a window: two screens."""
MOST = 10
"""Windows that are held: a list that fits in them is taken whole, the rest comes when it is looked at."""


class HeldWindows(Generic[T]):
    """The items of a list, of which some windows are held.

    Args:
        number: how many items there are.
        ask: gives the items from a place, of which there are ``SIZE`` at most.
        key: of an item.

    Attributes:
        want: called when an item that is looked at has to be asked.
    """

    def __init__(
        self, number: int, ask: Callable[[int], Awaitable[Sequence[T]]], key: Callable[[T], object]
    ) -> None:
        self.number = number
        self.want: Callable[[], None] = lambda: None
        self._ask = ask
        self._key = key
        self._held: OrderedDict[int, tuple[T, ...]] = OrderedDict()
        self._wanted: list[int] = []
        self._at = 0

    @property
    def fits(self) -> bool:
        """Whether all its windows may be held."""
        return self.number <= SIZE * MOST

    @property
    def coming(self) -> bool:
        """Whether windows still come that nobody has to look at."""
        return self.fits and len(self._held) * SIZE < self.number

    def at(self, place: int) -> T | None:
        """The item of a place, from 0; None when it has not come: it is then wanted."""
        number, rest = divmod(place, SIZE)
        self._at, window = number, self._held.get(number)
        if window is None:
            if number not in self._wanted:
                self._wanted = [*self._wanted[1 - MOST // 2 :], number]
            self.want()
            return None
        self._held.move_to_end(number)
        return window[rest] if rest < len(window) else None

    def place(self, key: object) -> int | None:
        """The place of the item of a key, if it is held."""
        return next(
            (
                number * SIZE + rest
                for number, window in self._held.items()
                for rest, item in enumerate(window)
                if self._key(item) == key
            ),
            None,
        )

    def get(self, key: object) -> T | None:
        """The item of a key, if it is held."""
        place = self.place(key)
        return None if place is None else self._held[place // SIZE][place % SIZE]

    def needed(self) -> int | None:
        """The window to ask now: what is looked at, the last first; then what is near, or all that fits."""
        while self._wanted:
            number = self._wanted.pop()
            if number not in self._held:
                return number
        last = -(-self.number // SIZE)
        near = range(last) if self.fits else (self._at + 1, self._at - 1)
        return next((number for number in near if 0 <= number < last and number not in self._held), None)

    async def load(self, number: int) -> None:
        """Ask a window.

        Raises:
            DmpError: it did not come.
        """
        self.hold(number * SIZE, await self._ask(number * SIZE))

    def hold(self, offset: int, items: Sequence[T]) -> None:
        """Hold a window that came, and let go of the one that was looked at the longest ago."""
        number = offset // SIZE
        self._held[number] = tuple(items)
        self._held.move_to_end(number)
        while len(self._held) > MOST:
            self._held.popitem(last=False)
