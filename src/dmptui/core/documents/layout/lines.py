"""What a laid-out document is made of: lines of spans, each with a meaning rather than a colour."""

from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple, TypeAlias


class Role(Enum):
    """What a piece of text is; the screen gives each role a style."""

    NORMAL = "normal"
    DIM = "dim"
    STRONG = "strong"
    EMPHASIS = "emphasis"
    TITLE = "title"
    SECTION = "section"
    SUBSECTION = "subsection"
    LABEL = "label"
    WARNING = "warning"
    RULE = "rule"
    LINK = "link"
    MEDIA = "media"


class Span(NamedTuple):
    """A piece of a line. It holds no control character."""

    text: str
    role: Role = Role.NORMAL


Line: TypeAlias = tuple[Span, ...]

EMPTY: Line = ()


class SectionMark(NamedTuple):
    """Where a section begins: ``line`` is the index of its title's line, ``level`` is 0 at the top."""

    title: str
    level: int
    line: int


@dataclass(frozen=True, slots=True)
class Layout:
    """A document laid out for one width."""

    width: int
    lines: tuple[Line, ...]
    sections: tuple[SectionMark, ...]

    def plain(self) -> str:
        """The text alone, lines without trailing blanks."""
        return "\n".join(line_text(line).rstrip() for line in self.lines)


def line_text(line: Line) -> str:
    """The text of a line."""
    return "".join(span.text for span in line)


def restyle(lines: list[Line], role: Role) -> list[Line]:
    """The lines with their normal text in another role."""
    return [
        tuple(Span(text, role) if own is Role.NORMAL else Span(text, own) for text, own in line)
        for line in lines
    ]
