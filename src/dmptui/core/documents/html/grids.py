"""Lists and tables of a page."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from lxml import etree

from dmptui.core.documents.blocks import Block, Cell, Emphasis, ListBlock, Paragraph, Row, Run, Table
from dmptui.core.documents.cda.xml import Element
from dmptui.core.documents.html import styles
from dmptui.core.documents.text import clean
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.documents.html.flow import Page, Piece

_MOST_CELLS = 40_000
_MOST_SPAN = 60
_GROUPS = ("thead", "tbody", "tfoot")
_ROMAN = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def read_list(page: "Page", part: Element, emphasis: Emphasis, depth: int) -> list["Piece"]:
    """A list; one whose numbers are not 1, 2, 3… carries them in its text."""
    items = [(each, _inside(page, each, emphasis, depth)) for each in _shown(part)]
    ordered = styles.name_of(part) == "ol"
    if ordered and (_is_special(part) or any(each.get("value") for each, _blocks in items)):
        marks = _marks(part, [each for each, _blocks in items])
        pairs = zip(marks, items, strict=True)
        return [block for mark, (_each, blocks) in pairs for block in _marked(mark, blocks)]
    return [ListBlock(tuple(blocks for _each, blocks in items if blocks), ordered)]


def _is_special(part: Element) -> bool:
    return any(part.get(name) is not None for name in ("start", "type", "reversed"))


def _marks(part: Element, items: list[Element]) -> Iterator[str]:
    """The marks of the items, as a browser counts them."""
    is_reversed = part.get("reversed") is not None
    number = _number(part.get("start"), len(items) if is_reversed else 1)
    for each in items:
        number = _number(each.get("value"), number)
        yield _mark(number, each.get("type") or part.get("type") or "1")
        number += -1 if is_reversed else 1


def _mark(number: int, kind: str) -> str:
    if kind in ("a", "A") and 1 <= number <= 26:
        return f"{chr(ord(kind) + number - 1)}."
    if kind in ("i", "I") and 1 <= number < 40:
        roman = ""
        for value, letters in _ROMAN:
            roman += letters * (number // value)
            number %= value
        return f"{roman if kind == 'i' else roman.upper()}."
    return f"{number}."


def _marked(mark: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    if blocks and isinstance(blocks[0], Paragraph):
        return (Paragraph((Run(f"{mark} "), *blocks[0].runs)), *blocks[1:])
    return (Paragraph((Run(mark),)), *blocks)


def read_table(page: "Page", part: Element, emphasis: Emphasis, depth: int) -> list["Piece"]:
    """A table; one that only lays out a page, a cell in each row, is what its cells hold."""
    rows: dict[str, list[Row]] = {name: [] for name in _GROUPS}
    before: list[Block] = []
    cells = [_MOST_CELLS]
    for group in _shown(part):
        name = styles.name_of(group)
        if name == "caption":
            before += page.blocks(group, Emphasis.STRONG, depth)
        elif name not in ("colgroup", "col"):
            holder = _shown(group) if name in rows else (group,)
            for row in holder:
                rows[name if name in rows else "tbody"] += _row(page, row, emphasis, depth, cells)
    if cells[0] <= 0:
        page.warnings.append(_("Ce document contient trop de tableaux : la fin n'est pas affichée."))
    everything = [row for name in _GROUPS for row in rows[name]]
    if all(len(row) == 1 for row in everything):
        return [*before, *(block for row in everything for block in row[0].blocks)]
    caption = before[0].runs if len(before) == 1 and isinstance(before[0], Paragraph) else ()
    table = Table(tuple(rows["thead"]), tuple(rows["tbody"]), tuple(rows["tfoot"]), caption)
    return [table] if caption else [*before, table]


def _row(page: "Page", row: Element, emphasis: Emphasis, depth: int, left: list[int]) -> list[Row]:
    """The cells of a row; what stands outside any row or cell has one of its own. ``left`` counts down."""
    within = styles.stressed(row, emphasis)
    found = []
    for each in _shown(row) if styles.name_of(row) == "tr" else (row,):
        left[0] -= 1
        if left[0] <= 0:
            break
        found.append(
            Cell(
                blocks=_inside(page, each, within, depth),
                colspan=_span(each.get("colspan")),
                rowspan=_span(each.get("rowspan")),
                is_header=styles.name_of(each) == "th",
                align_right=styles.is_at_right(each),
            )
        )
    return [tuple(found)] if found else []


def _inside(page: "Page", part: Element, emphasis: Emphasis, depth: int) -> tuple[Block, ...]:
    """What an item or a cell holds; what stands in the place of one is taken whole."""
    if styles.name_of(part) in ("li", "td", "th"):
        return page.blocks(part, styles.stressed(part, emphasis), depth)
    return page.whole(part, emphasis, depth)


def _shown(element: Element) -> Iterator[Element]:
    """The parts of a list, a table or a row; words outside any of them are a part of their own."""
    yield from _loose(element.text)
    for each in element:
        if isinstance(each.tag, str) and not styles.is_hidden(each):
            yield each
        yield from _loose(each.tail)


def _loose(text: str | None) -> Iterator[Element]:
    if text and text.strip():
        holder = etree.Element("p")
        holder.text = clean(text)
        yield holder


def _span(written: str | None) -> int:
    return max(1, min(_MOST_SPAN, _number(written, 1)))


def _number(written: str | None, otherwise: int) -> int:
    digits = (written or "").strip()[:6]
    return (
        int(digits)
        if digits.removeprefix("-").isascii() and digits.removeprefix("-").isdigit()
        else otherwise
    )
