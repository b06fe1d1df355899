"""The narrative of a section (the ``text`` element, close to HTML) to blocks.

Bounded: a hostile document is cut with a warning, never followed to the end of the machine's memory.
"""

from collections.abc import Iterable, Mapping

from dmptui.core.documents.blocks import (
    Block,
    ListBlock,
    Media,
    Paragraph,
    Preformatted,
    Run,
    Table,
)
from dmptui.core.documents.cda.attachments import File
from dmptui.core.documents.cda.lists import read_list
from dmptui.core.documents.cda.markup import LISTS, PLAIN, Style, styled
from dmptui.core.documents.cda.notes import Notes, mark_of
from dmptui.core.documents.cda.runs import (
    Piece,
    fixed_lines,
    has_columns,
    join_runs,
    needs_its_spaces,
    to_script,
)
from dmptui.core.documents.cda.tables import read_table
from dmptui.core.documents.cda.xml import INLINE, Element, attribute, local_name, raw_text
from dmptui.core.documents.text import clean
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_CHARACTERS = 2_000_000
_MOST_CELLS = 40_000
_DEEPEST = 100


class Narrative:
    """Reads the narratives of one document; limits count over all of them.

    Attributes:
        warnings: French sentences about what was left out.
        cited: identifiers of the files the text shows.
        addresses: those it gives.
        notes: the footnotes, taken out of the text.
    """

    def __init__(self, files: Mapping[str, File], notes: Notes) -> None:
        self.warnings: list[str] = []
        self.cited: set[str] = set()
        self.addresses: set[str] = set()
        self.notes = notes
        self._files = files
        self._characters = _MOST_CHARACTERS
        self._cells = _MOST_CELLS

    def blocks(self, element: Element, style: Style = PLAIN, depth: int = 0) -> tuple[Block, ...]:
        """The blocks an element of that style holds; text outside any block makes paragraphs.

        Raises:
            InvalidContent: elements nested too deep.
        """
        flow = _Flow()
        self._read(element, style, flow, depth)
        flow.end_paragraph()
        return tuple(flow.blocks)

    def line(self, element: Element, style: Style = PLAIN, depth: int = 0) -> tuple[Run, ...]:
        """What an element says in its own style, on one line: a title, a caption."""
        return line_of(self.blocks(element, styled(element, style), depth))

    def loose(self, text: str | None, style: Style = PLAIN) -> tuple[Block, ...]:
        """A text between two elements, where none is due."""
        if not text or text.isspace():
            return ()
        flow = _Flow()
        self._text(text, style, flow)
        flow.end_paragraph()
        return tuple(flow.blocks)

    def whole(self, part: Element, style: Style = PLAIN, depth: int = 0) -> tuple[Block, ...]:
        """The blocks of an element, whatever it is, where none is due."""
        flow = _Flow()
        self._element(part, style, flow, depth)
        flow.end_paragraph()
        return tuple(flow.blocks)

    def takes_a_cell(self) -> bool:
        """Whether there is room for another cell of a table."""
        self._cells -= 1
        if self._cells == 0:
            self.warnings.append(_("Ce document contient trop de tableaux : la fin n'est pas affichée."))
        return self._cells >= 0

    def _read(self, element: Element, style: Style, flow: "_Flow", depth: int) -> None:
        if depth > _DEEPEST:
            raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "narrative depth")
        self._text(element.text, style, flow)
        for part in element:
            if self._characters <= 0:
                return
            self._element(part, style, flow, depth + 1)
            self._text(part.tail, style, flow)

    def _text(self, text: str | None, style: Style, flow: "_Flow") -> None:
        if not text or self._characters <= 0 or _is_nothing(text, style, flow):
            return
        if len(text) > self._characters:
            text = text[: self._characters]
            self.warnings.append(_("Ce document est très long : la fin n'est pas affichée."))
        self._characters -= len(text)
        text = clean(text)
        if not style.fixed and has_columns(text):
            flow.end_paragraph()
            flow.pieces.append(Piece(text, style._replace(fixed=True)))
            flow.end_paragraph()
        else:
            flow.pieces.append(Piece(text, style))

    def _element(self, part: Element, style: Style, flow: "_Flow", depth: int) -> None:
        name = local_name(part)
        if name in INLINE or name == "br":
            self._inline(name, part, style, flow, depth)
        elif name:
            flow.end_paragraph()
            flow.blocks.extend(self._block(name, part, styled(part, style), depth))

    def _inline(self, name: str, part: Element, style: Style, flow: "_Flow", depth: int) -> None:
        match name:
            case "br":
                flow.pieces.append(Piece("\n", style, is_break=True))
                self._read(part, style, flow, depth)
            case "sup" | "sub":
                start = len(flow.pieces)
                self._read(part, styled(part, style), flow, depth)
                flow.pieces[start:] = [to_script(piece, name) for piece in flow.pieces[start:]]
            case "linkHtml" | "a":
                self._link(part, styled(part, style), flow, depth)
            case "footnote":
                self._footnote(part, style, flow, depth)
            case "footnoteRef":
                flow.pieces.append(Piece(self.notes.call(attribute(part, "IDREF")), style))
                self._read(part, style, flow, depth)
            case _:
                self._content(part, style, flow, depth)

    def _block(self, name: str, part: Element, style: Style, depth: int) -> Iterable[Block]:
        if name == "table":
            return read_table(self, part, style, depth)
        if name in LISTS:
            return read_list(self, part, style, depth)
        if name in ("renderMultiMedia", "img"):
            return self._media(part, style, depth)
        return self.blocks(part, style, depth)

    def _content(self, part: Element, style: Style, flow: "_Flow", depth: int) -> None:
        inner = styled(part, style)
        if inner.fixed and not style.fixed:
            if needs_its_spaces(raw_text(part)):
                flow.end_paragraph()
                self._read(part, inner, flow, depth)
                flow.end_paragraph()
                return
            inner = inner._replace(fixed=False)  # a word in another face
        self._read(part, inner, flow, depth)

    def _link(self, part: Element, style: Style, flow: "_Flow", depth: int) -> None:
        start = len(flow.pieces)
        self._read(part, style._replace(link=True), flow, depth)
        target = attribute(part, "href")
        shown = "".join(piece.text for piece in flow.pieces[start:])
        self.addresses.add(target)
        if target and not target.startswith("#") and target not in shown:
            # the address is shown, never hidden behind words, and never made a hyperlink of the terminal
            flow.pieces += [Piece(" ", style), Piece(f"<{target}>", style._replace(link=True))]

    def _footnote(self, part: Element, style: Style, flow: "_Flow", depth: int) -> None:
        identifier = attribute(part, "ID")
        number = self.notes.number_of(identifier, is_note=True)
        if not (self.notes.is_cited(identifier) and flow.is_alone(part)):
            flow.pieces.append(Piece(mark_of(number), style))
        self.notes.add(number, self.blocks(part, styled(part, style), depth))

    def _media(self, part: Element, style: Style, depth: int) -> list[Media]:
        words = "".join(run.text for run in line_of(self.blocks(part, style, depth)))
        words = words or attribute(part, "alt")
        found = []
        for written in attribute(part, "referencedObject").split() or [""]:
            reference = written.removeprefix("#")
            self.cited.add(reference)
            file = self._files.get(reference) or File(address=attribute(part, "src"))
            found.append(file.shown(reference, words))
            words = ""
        return found


def says_something(block: Block) -> bool:
    """Whether a block has a word or a file."""
    match block:
        case Paragraph():
            return True
        case Preformatted():
            return any(map(str.strip, block.lines))
        case ListBlock():
            return bool(block.caption) or any(says_something(each) for item in block.items for each in item)
        case Table():  # labels of nothing say nothing
            cells = (cell for row in (*block.body, *block.foot) for cell in row)
            return any(says_something(each) for cell in cells for each in cell.blocks)
        case _:
            return True


def line_of(blocks: Iterable[Block]) -> tuple[Run, ...]:
    """The text of blocks on one line; files and tables have none."""
    found: list[Run] = []
    for block in blocks:
        if isinstance(block, Paragraph | Preformatted):
            runs = block.runs if isinstance(block, Paragraph) else (Run(" ".join(block.lines)),)
            found += [Run(" "), *runs] if found else runs
    return tuple(Run(run.text.replace("\n", " "), run.emphasis, run.link) for run in found)


def _is_nothing(text: str, style: Style, flow: "_Flow") -> bool:
    """Whether a text is only blanks before the first word of a paragraph."""
    return not (flow.pieces or style.fixed) and text.isspace()


class _Flow:
    """Blocks being read, and the pieces of the paragraph that is not ended yet."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.pieces: list[Piece] = []

    def end_paragraph(self) -> None:
        """What comes next starts a line."""
        if not self.pieces:
            return
        pieces, self.pieces = self.pieces, []
        if any(piece.style.fixed for piece in pieces):
            lines = fixed_lines(pieces)
            if len(lines) > 1 or any("  " in line for line in lines):
                self.blocks.append(Preformatted(lines))
                return
        if joined := join_runs(pieces):
            self.blocks.append(Paragraph(joined))

    def is_alone(self, part: Element) -> bool:
        """Whether nothing else stands on the line of an element."""
        following = part.getnext()
        if (part.tail or "").strip() or any(piece.text.strip() for piece in self.pieces):
            return False
        return following is None or local_name(following) not in INLINE - {"footnote"}
