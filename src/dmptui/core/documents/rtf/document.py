"""The text of an RTF, read by another process (``rtf.worker``): lines as they were laid out, and tables."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Any

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Block, Cell, Paragraph, Preformatted, Row, Run, Table
from dmptui.core.documents.text import clean, clean_line
from dmptui.core.text import _, ngettext

_FEWEST_ROWS = 2  # lines with tabs; a lone one is a line with a blank in it
_TAB = "    "


def read_rtf(content: bytes) -> tuple[tuple[Block, ...], list[str]]:
    """Its blocks, and warnings about what they leave out. Blocks up to 5 seconds.

    Raises:
        InvalidContent: damaged, or too heavy to be read within the limits.
    """
    read = json.loads(worker.ask("rtf.worker", content))
    blocks = tuple(block for each in read["blocks"] for block in _blocks(each))
    if not blocks:
        blocks = (Paragraph((Run(_("Ce document RTF ne contient pas de texte.")),)),)
    return blocks, [_warning(read["images"])] if read["images"] else []


def _blocks(read: dict[str, Any]) -> Iterator[Block]:
    if "rows" in read:
        yield _table(read["rows"])
        return
    for tabbed, run in groupby(read["lines"], key=_is_tabbed):
        lines = list(run)
        if tabbed and len(lines) >= _FEWEST_ROWS:
            yield Table(body=tuple(map(_columns, lines)))
        else:
            yield from _preformatted(lines)


def _is_tabbed(line: str) -> bool:
    return "\t" in line.strip("\t ")


def _columns(line: str) -> Row:
    return tuple(Cell((_paragraph([part]),)) for part in line.strip("\t ").split("\t"))


def _preformatted(lines: Iterable[str]) -> Iterator[Preformatted]:
    body = clean("\n".join(line.replace("\t", _TAB) for line in lines)).strip("\n ")
    if body:
        yield Preformatted(tuple(line.rstrip() for line in body.split("\n")))


def _table(rows: list[list[dict[str, Any]]]) -> Table:
    heads = 0
    while heads < len(rows) - 1 and all(cell["is_header"] for cell in rows[heads]):
        heads += 1
    made = [_row(row) for row in rows]
    return Table(head=tuple(made[:heads]), body=tuple(made[heads:]))


def _row(row: list[dict[str, Any]]) -> Row:
    return tuple(
        Cell(_inside(cell["blocks"]), cell["colspan"], cell["rowspan"], is_header=cell["is_header"])
        for cell in row
    )


def _inside(blocks: list[dict[str, Any]]) -> tuple[Block, ...]:
    """The blocks of a cell: its paragraphs are lines of one."""
    found: list[Block] = []
    for block in blocks or [{"lines": [""]}]:
        if "rows" in block:
            found.append(_table(block["rows"]))
        else:
            found.append(_paragraph(block["lines"]))
    return tuple(found)


def _paragraph(lines: Iterable[str]) -> Paragraph:
    text = "\n".join(clean_line(line) for line in lines)
    return Paragraph((Run(text.strip("\n")),))


def _warning(images: int) -> str:
    sentence = ngettext(
        "Ce document RTF a {n} image qui n'est pas affichée ici.",
        "Ce document RTF a {n} images qui ne sont pas affichées ici.",
        images,
    ).format(n=images)
    return sentence + " " + _("Ouvrez le fichier avec un autre programme pour les voir.")
