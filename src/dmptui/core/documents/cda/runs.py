"""Pieces of a narrative to runs, as HTML would show them, or to lines whose spaces are kept."""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from textwrap import dedent
from typing import NamedTuple

from dmptui.core.documents.blocks import Emphasis, Run
from dmptui.core.documents.cda.markup import PLAIN, Style
from dmptui.core.documents.cda.scripts import script
from dmptui.core.text import _

_BLANK = " \n\u00a0"  # authors pad empty cells with non-breaking spaces

_spaces = re.compile("[ \t\r\n]+")
_column = re.compile(r"\S {3,}\S")


class Piece(NamedTuple):
    """A text as its author wrote it, already clean; ``is_break`` is a line they ended."""

    text: str
    style: Style = PLAIN
    is_break: bool = False


def to_script(piece: Piece, name: str) -> Piece:
    """A piece raised (``"sup"``) or lowered (``"sub"``), when every character of it has such a form."""
    return piece._replace(text=script(piece.text, name))


def has_columns(text: str) -> bool:
    """Whether a text is lined up with spaces: two lines of it or more have a gap inside."""
    if "\n" not in text or "   " not in text:
        return False
    return sum(1 for line in text.split("\n") if _column.search(line)) > 1


def needs_its_spaces(text: str) -> bool:
    """Whether a text its author wrote in a fixed style has lines or columns."""
    bare = text.strip()
    return "\n" in bare or "  " in bare


def fixed_lines(pieces: Iterable[Piece]) -> tuple[str, ...]:
    """The lines of a text whose spaces are kept; those at its ends that are blank are not."""
    text = "".join(piece.text for piece in _marked(list(pieces)))
    lines = [line.rstrip() for line in dedent(text.replace("\r", "")).split("\n")]
    while lines and not lines[-1].strip(_BLANK):
        lines.pop()
    start = next((index for index, line in enumerate(lines) if line.strip(_BLANK)), len(lines))
    return tuple(lines[start:])


def join_runs(pieces: Sequence[Piece]) -> tuple[Run, ...]:
    """The runs of a paragraph, neighbours of one style joined, without blanks at the ends of its lines."""
    if len(pieces) == 1 and not pieces[0].style.struck:
        text = _spaces.sub(" ", pieces[0].text).strip(_BLANK)
        return (Run(text, *_looks(pieces[0])),) if text else ()
    pieces = _trimmed(_collapsed(pieces))
    return tuple(
        Run("".join(piece.text for piece in same), emphasis, link)
        for (emphasis, link), same in groupby(_marked(pieces), key=_looks)
    )


def _looks(piece: Piece) -> tuple[Emphasis, bool]:
    return piece.style.emphasis, piece.style.link


def _collapsed(pieces: Iterable[Piece]) -> list[Piece]:
    """Pieces with single spaces, none at the ends of a line."""
    joined: list[Piece] = []
    after_space = True
    for piece in pieces:
        if piece.is_break:
            _strip_end(joined)
            joined.append(piece)
            after_space = True
            continue
        text = _spaces.sub(" ", piece.text)
        if after_space:
            text = text.removeprefix(" ")
        if text:
            joined.append(piece._replace(text=text))
            after_space = text.endswith(" ")
    return joined


def _strip_end(joined: list[Piece]) -> None:
    while joined and not joined[-1].is_break and joined[-1].text.endswith(" "):
        text = joined[-1].text[:-1]
        joined[-1] = joined[-1]._replace(text=text)
        if text:
            return
        joined.pop()


def _trimmed(pieces: list[Piece]) -> list[Piece]:
    while pieces and not pieces[-1].text.strip(_BLANK):
        pieces.pop()
    start = next((index for index, piece in enumerate(pieces) if piece.text.strip(_BLANK)), 0)
    pieces = pieces[start:]
    if pieces:
        pieces[-1] = pieces[-1]._replace(text=pieces[-1].text.rstrip(_BLANK))
        pieces[0] = pieces[0]._replace(text=pieces[0].text.lstrip(_BLANK))
    return pieces


def _marked(pieces: list[Piece]) -> list[Piece]:
    """What is struck said in words: a terminal without that style would show a withdrawn dose as current."""
    if not any(piece.style.struck for piece in pieces):
        return pieces
    marked: list[Piece] = []
    for struck, same in groupby(pieces, key=lambda piece: piece.style.struck):
        stretch = list(same)
        if struck and any(piece.text.strip(_BLANK) for piece in stretch):
            marked += _between(stretch)
        else:
            marked += stretch
    return marked


def _between(stretch: list[Piece]) -> list[Piece]:
    """A stretch of struck pieces between its words, the blanks at its ends outside."""
    first = stretch[0]
    opened = first.text.lstrip(_BLANK)
    before = first.text[: len(first.text) - len(opened)]
    stretch[0] = first._replace(text=opened)
    last = stretch[-1]
    closed = last.text.rstrip(_BLANK)
    stretch[-1] = last._replace(text=closed)
    opening, closing = before + _("[barré : "), "]" + last.text[len(closed) :]
    return [Piece(opening, first.style), *stretch, Piece(closing, last.style)]
