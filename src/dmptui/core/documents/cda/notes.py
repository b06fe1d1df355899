"""The footnotes of a document: a mark where they are called, their text at the end of the section."""

from collections.abc import Iterable
from operator import itemgetter

from dmptui.core.documents.blocks import Block, Paragraph, Run
from dmptui.core.documents.cda.xml import Element, attribute
from dmptui.core.text import _


class Notes:
    """Numbers the notes in the order in which the text calls them, over the whole document."""

    def __init__(self, document: Element) -> None:
        self._cited = {attribute(each, "IDREF") for each in document.iter("{*}footnoteRef")}
        self._written = {attribute(each, "ID") for each in document.iter("{*}footnote")}
        self._numbers: dict[str, int] = {}
        self._read: set[str] = set()
        self._count = 0
        self._waiting: list[tuple[int, tuple[Block, ...]]] = []

    def is_cited(self, identifier: str) -> bool:
        """Whether the text calls that note somewhere else than where it stands."""
        return bool(identifier) and identifier in self._cited

    def call(self, identifier: str) -> str:
        """What stands where the text calls a note: its mark, or that there is no such note."""
        if identifier not in self._written:
            return _("[note absente]")
        return mark_of(self.number_of(identifier))

    def number_of(self, identifier: str, *, is_note: bool = False) -> int:
        """The number of a note. One whose identifier is already that of another has its own."""
        is_new = not identifier or (is_note and identifier in self._read)
        if is_note:
            self._read.add(identifier)
        if is_new or identifier not in self._numbers:
            self._count += 1
            if is_new:
                return self._count
            self._numbers[identifier] = self._count
        return self._numbers[identifier]

    def add(self, number: int, blocks: tuple[Block, ...]) -> None:
        """A note that was read."""
        self._waiting.append((number, blocks))

    def take(self) -> list[Block]:
        """The notes read since the last time, by their numbers."""
        taken, self._waiting = sorted(self._waiting, key=itemgetter(0)), []
        return [block for number, blocks in taken for block in _prefixed(mark_of(number), blocks)]


def mark_of(number: int) -> str:
    """How a note is called in the text."""
    return f"[{number}]"


def _prefixed(mark: str, blocks: tuple[Block, ...]) -> Iterable[Block]:
    first = blocks[0] if blocks else None
    if isinstance(first, Paragraph):
        style = first.runs[0]
        if not (style.emphasis.value or style.link):
            return (Paragraph((Run(f"{mark} {style.text}"), *first.runs[1:])), *blocks[1:])
        return (Paragraph((Run(f"{mark} "), *first.runs)), *blocks[1:])
    return (Paragraph((Run(mark),)), *blocks)
