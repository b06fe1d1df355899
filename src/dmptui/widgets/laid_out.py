"""A document laid out for a width, as the reader knows it, and places that outlive a layout."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol

from dmptui.theme import Role


class SectionMark(Protocol):
    """Where a section begins."""

    @property
    def line(self) -> int:
        """Index of its first line."""

    @property
    def title(self) -> str:
        """Its title."""


class LaidOut(Protocol):
    """A document laid out for a width."""

    @property
    def lines(self) -> Sequence[Sequence[tuple[str, Role]]]:
        """Spans of (text, role), a sequence a line."""

    @property
    def sections(self) -> Sequence[SectionMark]:
        """In the order of the lines."""


class Spot(NamedTuple):
    """A place in a document whatever its width: a section (-1 before the first), and a share of it."""

    section: int
    share: float


BEGINNING = Spot(-1, 0.0)


def spot_of(line: int, sections: Sequence[SectionMark], total: int) -> Spot:
    """The place of a line among ``total`` lines."""
    bounds = [0, *(mark.line for mark in sections), total]
    index = max((i for i in range(len(bounds) - 1) if bounds[i] <= line), default=0)
    size = bounds[index + 1] - bounds[index]
    return Spot(index - 1, (line - bounds[index]) / size if size else 0.0)


def line_at(spot: Spot, sections: Sequence[SectionMark], total: int) -> int:
    """The line of a place in another layout of the same document."""
    bounds = [0, *(mark.line for mark in sections), total]
    index = spot.section + 1
    if index + 1 >= len(bounds):
        return 0
    return bounds[index] + round(spot.share * (bounds[index + 1] - bounds[index]))
