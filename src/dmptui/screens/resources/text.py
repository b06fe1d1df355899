"""The packaged help laid out for a width: sections, paragraphs, items, terms, and the sommaire."""

import re
from collections.abc import Iterator, Sequence
from importlib.resources import files
from typing import NamedTuple

from dmptui.actions import help_sections
from dmptui.core.text import N_, _
from dmptui.theme import Role, Tone
from dmptui.widgets.cells import wrap
from dmptui.widgets.help_screen import key_lines

Line = Sequence[tuple[str, Role]]

_FILE = N_("aide.fr.md")
"""In ``resources``; the catalogue of another language names its own file."""

_WIDEST = 88
"""Cells of the widest prose."""

_ITEM = re.compile(r"(- |\d+\. )(.*)")
_TERM = re.compile(r"\*\*(.+)\*\* — (.*)")


class Mark(NamedTuple):
    """Where a section, or a question of it (level 2), begins."""

    line: int
    title: str
    level: int


class HelpLayout(NamedTuple):
    """The help laid out for a width."""

    lines: list[Line]
    sections: list[Mark]


def read_help() -> str:
    """The text of the help, in the language of the screens.

    Its lines are whole paragraphs: ``## `` a section, ``### `` a question, ``- `` or ``1. `` an item,
    ``**term** — `` a definition.
    """
    return files("dmptui").joinpath("resources", _(_FILE)).read_text(encoding="utf-8")


def lay_out(text: str, places: Sequence[str], width: int) -> HelpLayout:
    """The text, then the keys of some places of the program and those that work everywhere.

    Args:
        text: what ``read_help`` gave.
        places: names in the registry of actions.
        width: in cells.
    """
    lines: list[Line] = []
    marks: list[Mark] = []
    for paragraph in text.splitlines():
        sharps, _space, title = paragraph.partition(" ")
        if sharps in ("##", "###"):
            marks.append(Mark(len(lines), title, len(sharps) - 1))
        lines += _lines(paragraph, min(_WIDEST, width))
    for title, actions in help_sections(*places):
        marks.append(Mark(len(lines) + 1, title, 2))
        lines += [[], [(title, "subsection")]]
        lines += [line for action in actions for line in key_lines(action, width)]
    return HelpLayout(lines, marks)


def _lines(paragraph: str, width: int) -> Iterator[Line]:
    """The lines of a paragraph; a blank one is a blank line."""
    sharps, _space, title = paragraph.partition(" ")
    roles = {"##": "section", "###": "subsection"}
    if sharps in roles:
        yield from ([(line, roles[sharps])] for line in wrap(title, width))
    elif term := _TERM.fullmatch(paragraph):
        yield [(term[1], Tone.STRONG)]
        yield from ([("  " + line, Tone.NORMAL)] for line in wrap(term[2], width - 2))
    elif item := _ITEM.fullmatch(paragraph):
        bullet = "· " if item[1] == "- " else f"{item[1]:>4}"
        first, *others = wrap(item[2], width - len(bullet))
        yield [(bullet, Tone.DIM), (first, Tone.NORMAL)]
        yield from ([(" " * len(bullet) + line, Tone.NORMAL)] for line in others)
    else:
        yield from ([(line, Tone.NORMAL)] for line in wrap(paragraph, width))
