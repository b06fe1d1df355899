"""The lists of a narrative."""

from typing import TYPE_CHECKING

from dmptui.core.documents.blocks import Block, ListBlock, Marks, Run
from dmptui.core.documents.cda.markup import ITEMS, Style, styled
from dmptui.core.documents.cda.xml import Element, local_name

if TYPE_CHECKING:
    from dmptui.core.documents.cda.narrative import Narrative

_MARKS = {
    "arabic": Marks.ARABIC,
    "littlealpha": Marks.LITTLE_ALPHA,
    "bigalpha": Marks.BIG_ALPHA,
    "littleroman": Marks.LITTLE_ROMAN,
    "bigroman": Marks.BIG_ROMAN,
    "disc": Marks.DISC,
    "circle": Marks.CIRCLE,
    "square": Marks.SQUARE,
    "1": Marks.ARABIC,
}
_HTML = {
    "a": Marks.LITTLE_ALPHA,
    "A": Marks.BIG_ALPHA,
    "i": Marks.LITTLE_ROMAN,
    "I": Marks.BIG_ROMAN,
}
_MOST = 1_000_000


def read_list(narrative: "Narrative", part: Element, style: Style, depth: int) -> list[Block]:
    """A list; what its author put outside any item parts it in two, whose numbers follow."""
    reading = _Reading(part)
    reading.between(narrative.loose(part.text, style))
    for each in part:
        name = local_name(each)
        if name == "caption":
            reading.title(narrative.line(each, style, depth))
        elif name in ITEMS:
            reading.items.append(narrative.blocks(each, styled(each, style), depth))
        else:
            reading.between(narrative.whole(each, style, depth))
        reading.between(narrative.loose(each.tail, style))
    reading.end()
    return reading.found


class _Reading:
    """The lists found so far, and the one being read."""

    def __init__(self, part: Element) -> None:
        self.found: list[Block] = []
        self.items: list[tuple[Block, ...]] = []
        self._caption: tuple[Run, ...] = ()
        self._marks = _marks(part)
        self._start = _start(part)

    def title(self, caption: tuple[Run, ...]) -> None:
        if self.items:
            self.end()
        self._caption = (*self._caption, Run(" "), *caption) if self._caption else caption

    def between(self, blocks: tuple[Block, ...]) -> None:
        if blocks:
            self.end()
            self.found += blocks

    def end(self) -> None:
        if self.items or self._caption:
            marks = self._marks
            self.found.append(ListBlock(tuple(self.items), marks.ordered, self._caption, marks, self._start))
        self._start += len(self.items)
        self.items, self._caption = [], ()


def _marks(part: Element) -> Marks:
    ordered = part.get("listType") == "ordered" or local_name(part) == "ol"
    words = (part.get("styleCode") or "").split()
    written = [_HTML.get(part.get("type") or ""), *(_MARKS.get(word.lower()) for word in words)]
    found = next(filter(None, written), Marks.ARABIC if ordered else Marks.DISC)
    return Marks.ARABIC if ordered and not found.ordered else found


def _start(part: Element) -> int:
    digits = (part.get("start") or "").strip()[:9]
    return min(_MOST, int(digits)) if digits.isascii() and digits.isdigit() else 1
