"""The text an entry points at, and the line of the page that holds it."""

from collections.abc import Callable, Iterable

from dmptui.core.documents.cda.entries.struck import StruckText
from dmptui.core.documents.cda.xml import V3, Element, child, children, text_of

SEPARATOR = " · "

LONGEST_LINE = 1_000
_ROW = V3 + "tr"
_TEXT = V3 + "text"
_TABLE = V3 + "table"
_BREAK = V3 + "br"
_LINES = frozenset(V3 + name for name in ("tr", "item", "paragraph", "caption"))
_BLOCKS = frozenset(V3 + name for name in ("table", "thead", "tbody", "tfoot", "list", "text"))


class NarrativeRows:
    """The narratives of one document, by the identifiers in them.

    An identifier used twice is its first place; a reference without its ``#`` is followed all the same, and
    one that leads nowhere is as if it were not there.
    """

    def __init__(self, sections: Iterable[Element]) -> None:
        self._places: dict[str, Element] = {}
        self._words: dict[str, str] = {}
        self._lines: dict[Element, str] = {}
        self._struck = StruckText()
        for text in (child(section, "text") for section in sections):
            for element in () if text is None else text.iter():
                if identifier := element.get("ID"):
                    self._places.setdefault(identifier, element)
                self._struck.note(element)

    def reference(self, holder: Element | None) -> str:
        """The identifier that an element (``text``, ``originalText``…) points at, when it exists."""
        for pointer in children(holder, "reference"):
            identifier = (pointer.get("value") or "").strip().removeprefix("#")
            if identifier in self._places:
                return identifier
        return ""

    def words(self, holder: Element | None) -> str:
        """What an element says: the text it points at, else its own."""
        identifier = self.reference(holder)
        return self.text(identifier) if identifier else text_of(holder)

    def text(self, identifier: str) -> str:
        """The text of that identifier; empty when there is none."""
        if identifier not in self._words:
            place = self._places.get(identifier)
            self._words[identifier] = self._struck.current(place) or text_of(place)
        return self._words[identifier]

    def place(self, identifier: str) -> Element | None:
        """The element of that identifier."""
        return self._places.get(identifier)

    def line(self, identifier: str) -> str:
        """The row of a table, the item or the paragraph that holds it; else the text itself."""
        if identifier not in self._places:
            return ""
        line = _line(self._places[identifier])
        return self.shown(line)[:LONGEST_LINE]

    @property
    def has_struck(self) -> bool:
        """Whether something of the text is struck through."""
        return bool(self._struck)

    def shown(self, line: Element) -> str:
        """A line of the text, its cells apart, with what its author struck through said as such."""
        if line not in self._lines:
            self._lines[line] = _line_text(line, self._struck.marked)
        return self._lines[line]

    def current_line(self, identifier: str) -> str:
        """The line of that identifier without what its author struck through."""
        return _line_text(_line(self._places[identifier]), self._struck.current) if self._struck else ""

    def struck_line(self, identifier: str) -> str:
        """What its author struck through in the line of that identifier."""
        place = self._places.get(identifier)
        return "" if place is None else self.struck(_line(place))

    def struck(self, line: Element) -> str:
        """What its author struck through in a line."""
        return self._struck.struck(line) if self._struck else ""

    def cell(self, identifier: str, heading: str) -> str:
        """What the row of that identifier has in the column whose heading begins so; for plain tables."""
        if identifier not in self._places:
            return ""
        cells = list(_line(self._places[identifier]))
        table = next(self._places[identifier].iterancestors(_TABLE), None)
        head = child(table, "thead", "tr")
        headings = [] if head is None else list(head)
        if len(cells) != len(headings):
            return ""
        found = (text_of(cell) for cell, head in zip(cells, headings, strict=True) if _begins(head, heading))
        return next(found, "")

    def columns(self, identifier: str) -> tuple[tuple[str, str], ...]:
        """The headings and the cells of the row of that identifier, struck text left out; of plain tables."""
        place = self._places.get(identifier)
        line = None if place is None else _line(place)
        table = None if line is None else next(line.iterancestors(_TABLE), None)
        headings, cells = child(table, "thead", "tr"), line
        if headings is None or cells is None or cells.tag != _ROW or len(headings) != len(cells):
            return ()
        return tuple(zip(map(text_of, headings), map(self._struck.current, cells), strict=True))

    def replacing(self, identifier: str, words: str) -> str:
        """What stands in the cell of the row of that identifier where some words are struck through."""
        place = self._places.get(identifier)
        line = None if place is None or not self._struck else _line(place)
        cells = () if line is None or line.tag != _ROW else tuple(line)
        return next((self._struck.current(cell) for cell in cells if words in self._struck.struck(cell)), "")

    def is_line(self, identifier: str) -> bool:
        """Whether it stands in one line: an entry that points at a whole table says nothing of its rows."""
        return identifier in self._places and _line(self._places[identifier]).tag not in _BLOCKS


def _begins(cell: Element, words: str) -> bool:
    return text_of(cell).casefold().startswith(words.casefold())


def _line_text(line: Element, words: Callable[[Element], str] = text_of) -> str:
    return SEPARATOR.join(filter(None, map(words, line))) if line.tag == _ROW else words(line)


def _line(place: Element) -> Element:
    """The row around a place; else the nearest item or paragraph; else the place itself."""
    nearest = place
    element: Element | None = place
    while element is not None and element.tag != _TEXT:
        if element.tag == _ROW:
            return element
        if nearest is place and element.tag in _LINES:
            nearest = element
        element = element.getparent()
    return nearest
