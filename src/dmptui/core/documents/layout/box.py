"""What every block can do once it is ready to be laid out."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeAlias

from dmptui.core.documents.blocks import Block, Cell
from dmptui.core.documents.layout.lines import Line

PROSE = 90
"""The widest line of prose, in cells: longer, the eye loses the next line."""


class Box(Protocol):
    """A block ready to be laid out.

    ``least`` is the narrowest width, in cells, at which no word is cut; ``natural`` the width beyond which
    nothing changes.
    """

    least: int
    natural: int

    def lines(self, width: int) -> list[Line]:
        """The lines, none wider than ``width``."""
        ...


BoxOf: TypeAlias = Callable[[Cell], Box]
"""The content of a cell, ready to be laid out."""

Prepare: TypeAlias = Callable[[Sequence[Block]], Box]
