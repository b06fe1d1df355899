"""The lines of a digest: headings, and paragraphs wrapped to the width there is."""

from collections.abc import Iterator
from typing import NamedTuple

from rich.cells import cell_len

from dmptui.theme import Role, Tone
from dmptui.widgets.cells import fit, printable, wrap
from dmptui.widgets.paint import Spans
from dmptui.widgets.rows import Key

_GUTTER = 3
"""Cells before the text: cursor, mark, blank."""
_EDGE = 2
"""Cells after it: blank, thumb."""
_GAP = 2
"""Blank cells between a label and its paragraph."""


class Heading(NamedTuple):
    """The title of what follows; ``part`` of the heading above it."""

    title: str
    part: bool = False


class Paragraph(NamedTuple):
    """A text, in as many lines as it needs.

    Attributes:
        key: given back when it is chosen; the cursor passes over one without.
        label: before it, in a column of ``indent`` cells.
        spans: of the text, a blank between two.
        mark: a sign before it, in ``mark_role``.
        brief: cut to one line.
    """

    key: Key | None
    spans: Spans
    label: tuple[str, Role] = ("", Tone.DIM)
    indent: int = 0
    mark: str = ""
    mark_role: Role = Tone.GOOD
    brief: bool = False


class ScreenLine(NamedTuple):
    """A line of the screen, and the number of its paragraph; none for a heading."""

    spans: Spans
    of: int | None


def lay(part: Heading | Paragraph, index: int, width: int) -> Iterator[ScreenLine]:
    """The lines of a heading or of a paragraph."""
    if isinstance(part, Heading):
        title = fit(part.title, min(len(part.title), width - _GUTTER - _EDGE))
        rule = "" if part.part else " " + "─" * (width - _GUTTER - len(title) - _EDGE - 1)
        yield ScreenLine(
            [(" " * _GUTTER, Tone.NORMAL), (title, "label" if part.part else "section"), (rule, "rule")], None
        )
        return
    room = max(10, width - _GUTTER - part.indent - _EDGE)
    before: Spans = [
        (" ", Tone.NORMAL),
        (part.mark or " ", part.mark_role),
        (" ", Tone.NORMAL),
        (fit(part.label[0], part.indent - _GAP) + " " * _GAP if part.indent else "", part.label[1]),
    ]
    lines = [_cut(part.spans, room)] if part.brief else wrap_spans(part.spans, room)
    for line in lines:
        yield ScreenLine([*before, *line], index)
        before = [(" " * (_GUTTER + part.indent), Tone.NORMAL)]


def wrap_spans(spans: Spans, width: int) -> list[list[tuple[str, Role]]]:
    """Spans in lines of at most ``width`` cells, a blank between two of them; at least one line."""
    text = " ".join(text for text, _role in spans)
    roles = _roles_of_words(spans)
    lines: list[list[tuple[str, Role]]] = []
    for line in wrap(text, width):
        lines.append([])
        for word in line.split():
            role = next(roles, Tone.NORMAL)
            blank = " " if lines[-1] else ""
            if lines[-1] and lines[-1][-1][1] == role:
                lines[-1][-1] = (f"{lines[-1][-1][0]} {word}", role)
            else:
                lines[-1].append((blank + word, role))
    return lines


def _cut(spans: Spans, room: int) -> list[tuple[str, Role]]:
    """Spans on one line, the last that fits cut with an ellipsis."""
    line: list[tuple[str, Role]] = []
    for text, role in spans:
        blank = " " if line else ""
        size = cell_len(printable(text))
        if room < len(blank) + 1:
            break
        line.append((blank + fit(text, min(size, room - len(blank))), role))
        room -= len(blank) + size
    return line


def _roles_of_words(spans: Spans) -> Iterator[Role]:
    for text, role in spans:
        yield from (role for _word in text.split())
