"""Blocks made ready to be laid out: what width they need, and their lines at a width."""

from collections.abc import Sequence

from dmptui.core.documents.blocks import (
    Block,
    ListBlock,
    Media,
    Page,
    Paragraph,
    Preformatted,
    Table,
)
from dmptui.core.documents.layout.box import PROSE, Box
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.lines import EMPTY, Line, Role, Span
from dmptui.core.documents.layout.marks import mark_of
from dmptui.core.documents.layout.page import page_lines, preformatted_lines
from dmptui.core.documents.layout.table import TableBox
from dmptui.core.documents.layout.wrap import BREAK, extent, text_words, to_words, wrap
from dmptui.core.documents.sniff import format_name, size_name
from dmptui.core.text import _

_HANG = 2
_LEAST = 20
_MOST_MEASURED = 1_000  # lines: no cell of a table holds more


class Prose:
    """A paragraph.

    ``hangs`` indents the lines that go on from the one above, when its author broke lines: each of those may
    answer to a line of the next cell.
    """

    def __init__(self, block: Paragraph, *, hangs: bool) -> None:
        self._words = to_words(block.runs)
        self._hang = _HANG if hangs and BREAK in self._words else 0
        self.least, self.natural = extent(self._words)
        self.least += self._hang

    def lines(self, width: int) -> list[Line]:
        """The words, wrapped."""
        return wrap(self._words, min(width, PROSE), self._hang)


class Listing:
    """A list: a mark before each item, its lines aligned after the mark."""

    def __init__(self, block: ListBlock) -> None:
        self._caption = to_words(block.caption)
        self._items = [Stack(item) for item in block.items]
        numbers = range(block.start, block.start + len(self._items))
        self._marks = [mark_of(block.marks, number) for number in numbers]
        indent = max(map(len, self._marks), default=0)
        least, natural = extent(self._caption)
        self.least = max([least, *(item.least + indent for item in self._items)])
        self.natural = max([natural, *(item.natural + indent for item in self._items)])

    def lines(self, width: int) -> list[Line]:
        """The caption, then the items."""
        lines = wrap(self._caption, min(width, PROSE))
        for mark, item in zip(self._marks, self._items, strict=True):
            inside = item.lines(max(1, width - len(mark))) or [EMPTY]
            lines.append((Span(mark, Role.DIM), *inside[0]))
            lines += [(Span(" " * len(mark)), *line) if line else EMPTY for line in inside[1:]]
        return lines


class Figure:
    """The place of an attachment: its format, size and title in words."""

    def __init__(self, block: Media) -> None:
        attachment = block.attachment
        if attachment is not None:
            parts = [_("Pièce jointe"), format_name(attachment.media_type), size_name(attachment.size)]
            parts += [block.caption, attachment.title]
            role = Role.MEDIA
        elif block.address:
            kind = format_name(block.media_type) if block.media_type else ""
            parts = [_("Fichier hors de ce document : {address}").format(address=block.address), kind]
            parts += [block.caption]
            role = Role.MEDIA
        else:
            name = block.reference or block.caption
            parts = [_("Pièce jointe absente du document : {name}").format(name=name)]
            parts += [block.caption] if block.caption != name else []
            role = Role.WARNING
        self._words = text_words(" · ".join(filter(None, dict.fromkeys(parts))), role)
        self.least, self.natural = extent(self._words)

    def lines(self, width: int) -> list[Line]:
        """One line, wrapped if need be."""
        return wrap(self._words, min(width, PROSE))


class Fixed:
    """A plain text or a printed page: it keeps its own lines as far as the width allows."""

    def __init__(self, block: Preformatted | Page) -> None:
        self._block = block
        self.least, self.natural = _LEAST, PROSE
        if isinstance(block, Preformatted) and len(block.lines) < _MOST_MEASURED:
            words = (word for line in block.lines for word in line.split())
            self.least = max(map(cell_len, words), default=0)
            self.natural = max(map(cell_len, block.lines), default=0)

    def lines(self, width: int) -> list[Line]:
        """The lines, longer ones wrapped."""
        if isinstance(self._block, Page):
            return page_lines(self._block, width)
        return preformatted_lines(self._block, width)


class Stack:
    """Blocks one under the other; ``airy`` puts an empty line between them."""

    def __init__(self, blocks: Sequence[Block], *, airy: bool = False) -> None:
        self._boxes = [to_box(block, in_cell=not airy) for block in blocks]
        self._airy = airy
        self.least = max((box.least for box in self._boxes), default=0)
        self.natural = max((box.natural for box in self._boxes), default=0)

    def lines(self, width: int) -> list[Line]:
        """The lines of every block."""
        lines: list[Line] = []
        for box in self._boxes:
            inside = box.lines(width)
            if lines and inside and self._airy:
                lines.append(EMPTY)
            lines += inside
        return lines


def to_box(block: Block, *, in_cell: bool) -> Box:
    """The box of a block."""
    match block:
        case Paragraph():
            return Prose(block, hangs=in_cell)
        case Table():
            return TableBox(block, Stack)
        case ListBlock():
            return Listing(block)
        case Media():
            return Figure(block)
        case _:
            return Fixed(block)
