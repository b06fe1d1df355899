"""What is filled in of a deposit: it stays when the form is left, until the document is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dmptui.core.deposit.preparation import Source


@dataclass(frozen=True, slots=True)
class Draft:
    """What is filled in.

    Attributes:
        path: as it is typed.
        source: the file, as it was read when it was chosen: what is checked is what is sent.
        values: of the lines, by id.
        proposed: those the program filled in, which it may replace.
    """

    path: str = ""
    source: Source | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    proposed: Mapping[str, str] = field(default_factory=dict)
