"""What commands print: sentences, columns, laid-out documents, JSON. Every text is cleaned here, last."""

import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from dmptui.core.documents.text import clean, clean_line
from dmptui.core.errors import DmpError, Refused

if TYPE_CHECKING:
    from dmptui.core.documents.layout import Layout

_GAP = "  "
_ELLIPSIS = "…"
_PAGE = 100
"""Columns of a laid-out document whose reader is not a terminal."""
_BOLD, _DIM, _PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[0m"
_STYLES = {
    "strong": _BOLD,
    "title": _BOLD,
    "section": _BOLD,
    "subsection": _BOLD,
    "warning": _BOLD,
    "dim": _DIM,
    "label": _DIM,
    "rule": _DIM,
    "media": _DIM,
}
"""Style of each role of a laid-out text; the others are drawn as normal text."""


class Column(NamedTuple):
    """A column of a table.

    Attributes:
        title: its heading.
        flexible: gives up cells when the line is too long, and ends in « … ».
        right: aligned to the right.
    """

    title: str
    flexible: bool = False
    right: bool = False


def terminal_width() -> int:
    """Columns of the terminal, or of a page when the output is not one."""
    import shutil

    return shutil.get_terminal_size().columns if sys.stdout.isatty() else _PAGE


def say(text: str = "") -> None:
    """Print a text of one or more lines."""
    _write(sys.stdout, clean(text))


def say_json(value: Any) -> None:
    """Print a JSON value."""
    import json

    _write(sys.stdout, json.dumps(_cleaned(value), ensure_ascii=False, indent=2))


def say_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
    """Print rows under their headings, within the width of the terminal; whole when there is none."""
    cells = [[clean_line(cell) for cell in row] for row in [[c.title for c in columns], *rows]]
    widths = _widths(columns, cells)
    for row in cells:
        parts = (
            _fit(cell, width, right=c.right) for cell, width, c in zip(row, widths, columns, strict=True)
        )
        _write(sys.stdout, _GAP.join(parts).rstrip())


def say_csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print rows for a spreadsheet: apart by ``;``, every cell in quotes, none of them a formula."""
    from dmptui.core.machine.spreadsheet import as_csv

    _write(sys.stdout, as_csv(heading, rows).removesuffix("\n"))


def say_layout(layout: "Layout", *, plain: bool) -> None:
    """Print a laid-out document: bold and dim on a terminal, text alone elsewhere or when ``plain``."""
    if plain or not sys.stdout.isatty():
        say(layout.plain())
        return
    for line in layout.lines:
        _write(sys.stdout, "".join(_styled(span.text, span.role.value) for span in line).rstrip())


def say_marked(indent: str, text: str, marks: Iterable[tuple[int, int]]) -> None:
    """Print a line, the (start, end) of ``marks`` in bold on a terminal."""
    parts, last = [indent], 0
    for start, end in marks if sys.stdout.isatty() else ():
        parts += (clean(text[last:start]), _BOLD, clean(text[start:end]), _PLAIN)
        last = end
    _write(sys.stdout, "".join((*parts, clean(text[last:]))))


def warn(sentence: str) -> None:
    """Print a sentence on stderr, apart from the answer."""
    _write(sys.stderr, clean_line(sentence))


def say_error(error: DmpError, *, in_json: bool) -> None:
    """Print the sentence of an error on stderr and, in JSON, the error itself on stdout."""
    warn(error.message)
    if in_json:
        say_json({"error": error_as_json(error)})


def error_as_json(error: DmpError) -> dict[str, str]:
    """An error; documented in ``docs/cli.md``."""
    source = error.source if isinstance(error, Refused) else ""
    return {"kind": _kind(error), "message": error.message, "source": source}


def prompt(question: str) -> None:
    """Put a question on stderr, the answer to be typed after it."""
    sys.stderr.write(clean(question))
    sys.stderr.flush()


def _kind(error: DmpError) -> str:
    """``NotFound`` is ``not-found``."""
    name = type(error).__name__
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).lstrip("-")


def _write(stream: TextIO, text: str) -> None:
    try:
        print(text, file=stream)
    except UnicodeEncodeError:
        encoding = stream.encoding or "ascii"
        print(text.encode(encoding, "replace").decode(encoding), file=stream)


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {key: _cleaned(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_cleaned(item) for item in value]
    return value


def _styled(text: str, role: str) -> str:
    style = _STYLES.get(role, "")
    return f"{style}{clean(text)}{_PLAIN}" if style and text.strip() else clean(text)


def _widths(columns: Sequence[Column], cells: Sequence[Sequence[str]]) -> list[int]:
    """Widths that hold every cell, the widest flexible columns giving up what does not fit the terminal."""
    from dmptui.core.documents.layout.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(*cells, strict=True)]
    least = [
        min(width, max(8, cell_len(c.title))) if c.flexible else width
        for width, c in zip(widths, columns, strict=True)
    ]
    if not sys.stdout.isatty():
        return widths
    excess = sum(widths) + len(_GAP) * (len(widths) - 1) - terminal_width()
    while excess > 0:
        widest = max(range(len(widths)), key=lambda i: widths[i] - least[i])
        if widths[widest] <= least[widest]:
            break
        widths[widest] -= 1
        excess -= 1
    return widths


def _fit(text: str, width: int, *, right: bool) -> str:
    """The text in exactly ``width`` cells."""
    from dmptui.core.documents.layout.cells import cell_len, character_cells

    if cell_len(text) > width:
        kept, used = [], 0
        for character in text:
            used += character_cells(character)
            if used > width - 1:
                break
            kept.append(character)
        text = "".join(kept).rstrip() + _ELLIPSIS
    padding = " " * (width - cell_len(text))
    return padding + text if right else text + padding
