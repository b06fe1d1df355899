"""A whole document on a screen of some width."""

from dmptui.core.documents.blocks import Document, Section
from dmptui.core.documents.layout.box import PROSE
from dmptui.core.documents.layout.boxes import Stack
from dmptui.core.documents.layout.cells import cell_len
from dmptui.core.documents.layout.heading import heading_lines, reference_lines
from dmptui.core.documents.layout.lines import EMPTY, Layout, Line, Role, SectionMark, Span, line_text
from dmptui.core.documents.layout.wrap import text_words, wrap
from dmptui.core.text import _

_INDENT = 2
_NARROW = 50


def lay_out(document: Document, width: int) -> Layout:
    """The document for a screen of ``width`` cells, at least 20.

    No line is wider, no word is cut that a line could hold, and no span holds a control character.
    """
    writer = _Writer(max(20, width))
    writer.write(heading_lines(document, writer.width))
    writer.blocks(document)
    for section in document.sections:
        writer.section(section)
    references = reference_lines(document.header, writer.width - writer.indent)
    if references:
        writer.title(_("À propos de ce document"), 0)
        writer.write(references, writer.indent)
    return Layout(writer.width, tuple(writer.lines), tuple(writer.marks))


class _Writer:
    """The lines written so far, and where sections begin."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.indent = _INDENT if width >= _NARROW else 0
        self.lines: list[Line] = []
        self.marks: list[SectionMark] = []

    def write(self, lines: list[Line], indent: int = 0) -> None:
        blank = (Span(" " * indent),)
        self.lines += [(*blank, *line) if line else EMPTY for line in lines] if indent else lines

    def blocks(self, document: Document) -> None:
        """The body of a document without sections: a printed page or a text takes the whole width."""
        if document.blocks:
            if self.lines:
                self.lines += [EMPTY, (Span("─" * min(self.width, PROSE), Role.RULE),), EMPTY]
            self.write(Stack(document.blocks, airy=True).lines(self.width))

    def section(self, section: Section) -> None:
        if section.title:
            self.title(section.title, section.level)
        inside = self.width - self.indent
        notes = section.notes
        if not (notes or section.blocks or section.sections):
            notes = (_("Aucune information dans cette section."),)
        parts = [wrap(text_words(note, Role.DIM), min(inside, PROSE)) for note in notes]
        parts.append(Stack(section.blocks, airy=True).lines(inside))
        if not section.title and self.lines and section.blocks:
            self.lines.append(EMPTY)
        for part in filter(None, parts):
            if part is not parts[0] and parts[0]:
                self.lines.append(EMPTY)
            self.write(part, self.indent)
        for below in section.sections:
            self.section(below)

    def title(self, title: str, level: int) -> None:
        """A title and the air before it; a rule after those of the first level."""
        self.lines.append(EMPTY)
        if level == 0 and len(self.lines) > 1:
            self.lines.append(EMPTY)
        self.marks.append(SectionMark(title, level, len(self.lines)))
        widest = min(self.width, PROSE)
        indent = self.indent if level > 1 else 0
        lines = wrap(text_words(title, Role.SUBSECTION if level else Role.SECTION), widest - indent)
        rest = widest - cell_len(line_text(lines[-1])) - 1
        if level == 0 and rest > 1:
            lines[-1] = (*lines[-1], Span(" "), Span("─" * rest, Role.RULE))
        self.write(lines, indent)
