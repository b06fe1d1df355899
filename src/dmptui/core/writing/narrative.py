"""The narrative of a section: paragraphs, lists and tables."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from dmptui.core.writing.markup import NOTHING, Markup, element


@dataclass(frozen=True, slots=True)
class Table:
    """A table; cells are text, or markup such as ``anchored`` gives."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of lines."""

    items: tuple[str, ...]


Block: TypeAlias = str | Table | Bullets
"""A paragraph (its line breaks are kept; it may be ``anchored``), a table or a list."""


def narrative(blocks: Iterable[Block]) -> Markup:
    """The ``text`` of a section."""
    return element("text", *(_block(block) for block in blocks))


def anchored(text: str, anchor: str) -> Markup:
    """Text an entry points at; empty text has no anchor."""
    return element("content", text, ID=anchor) if text else NOTHING


def reference(anchor: str) -> Markup:
    """A pointer to anchored text."""
    return element("reference", value=f"#{anchor}")


def _block(block: Block) -> Markup:
    if isinstance(block, Table):
        return _table(block)
    if isinstance(block, Bullets):
        return element("list", *(element("item", item) for item in block.items))
    return element("paragraph", block) if isinstance(block, Markup) else _paragraph(block)


def _paragraph(text: str) -> Markup:
    children: list[str] = []
    for line in text.split("\n"):
        if children:
            children.append(element("br"))
        children.append(line)
    return element("paragraph", *children)


def _table(table: Table) -> Markup:
    heading = element("thead", _row("th", table.headings)) if table.headings else None
    caption = element("caption", table.caption) if table.caption else None
    body = element("tbody", *(_row("td", row) for row in table.rows))
    return element("table", caption, heading, body, border="0")


def _row(tag: str, cells: Sequence[str]) -> Markup:
    return element("tr", *(element(tag, cell) for cell in cells))
