"""What the author of a text struck through: it was said, and is no longer."""

from collections.abc import Iterator

from dmptui.core.documents.cda.markup import is_struck
from dmptui.core.documents.cda.xml import Element, text_of
from dmptui.core.documents.text import clean_line
from dmptui.core.text import _


class StruckText:
    """The struck parts of the narratives of one document; false when there is none, as nearly always."""

    def __init__(self) -> None:
        self._parts: set[Element] = set()

    def __bool__(self) -> bool:
        return bool(self._parts)

    def note(self, element: Element) -> None:
        """Remember an element if it is struck through."""
        if is_struck(element):
            self._parts.add(element)

    def marked(self, element: Element | None) -> str:
        """The text, with « [barré : …] » around what is struck."""
        if element is None or not self._parts:
            return text_of(element)
        runs = ((text, struck) for text, struck in self._runs(element) if text)
        marked = (_("[barré : ") + text + "]" if struck else text for text, struck in runs)
        return clean_line(" ".join(marked))

    def current(self, element: Element | None) -> str:
        """The text that is not struck."""
        if element is None or not self._parts:
            return text_of(element)
        return clean_line(" ".join(text for text, struck in self._runs(element) if not struck))

    def struck(self, element: Element) -> str:
        """The text that is."""
        return clean_line(" ".join(text for text, struck in self._runs(element) if struck))

    def _runs(self, element: Element) -> Iterator[tuple[str, bool]]:
        """The text in runs, struck or not, in order."""
        within = any(each in self._parts for each in (element, *element.iterancestors()))
        if within or not any(each in self._parts for each in element.iter()):
            yield text_of(element), within
            return
        yield clean_line(element.text), False
        for part in element:
            yield from ((text, struck) for text, struck in self._runs(part) if text)
            yield clean_line(part.tail), False
