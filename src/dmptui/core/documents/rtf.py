"""The text of an RTF, read by another process (``rtf_worker``): lines as they were laid out, and tables."""

import re
from itertools import groupby

from dmptui.core.documents import worker
from dmptui.core.documents.blocks import Block, Cell, Paragraph, Preformatted, Row, Run, Table
from dmptui.core.documents.rtf_worker import CELL
from dmptui.core.documents.text import clean, clean_line
from dmptui.core.text import _

_left_out = re.compile(rb"\\(?:header[lrf]?|footer[lrf]?|footnote|shptxt|pict|object)(?![a-z])")


def read_rtf(content: bytes) -> tuple[tuple[Block, ...], list[str]]:
    """Its blocks, and warnings about what they leave out. Blocks up to 5 seconds.

    Raises:
        InvalidContent: damaged, or too heavy to be read within the limits.
    """
    text = worker.ask("rtf_worker", content).decode()
    blocks: list[Block] = []
    for is_table, lines in groupby(text.split("\n"), key=lambda line: CELL in line):
        if is_table:
            blocks.append(Table(body=tuple(map(_row, lines))))
        elif body := clean("\n".join(lines)).strip("\n "):
            blocks.append(Preformatted(tuple(line.rstrip() for line in body.split("\n"))))
    if not blocks:
        blocks.append(Paragraph((Run(_("Ce document RTF ne contient pas de texte.")),)))
    return tuple(blocks), [_warning()] if _left_out.search(content) else []


def _row(line: str) -> Row:
    cells = line.removesuffix(CELL).split(CELL)
    return tuple(Cell((Paragraph((Run(clean_line(cell)),)),)) for cell in cells)


def _warning() -> str:
    return _(
        "Ce document RTF a des images, des notes, des cadres ou des en-têtes qui ne sont pas affichés ici. "
        "Ouvrez le fichier avec un autre programme pour les voir."
    )
