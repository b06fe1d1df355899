"""The body of a page to blocks, whether it was parsed as HTML or as XHTML.

Bounded like the narrative of a clinical document: what is too long is cut with a warning, and what is nested
too deep loses its layout, never its words.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from lxml import etree

from dmptui.core.documents.blocks import (
    Attachment,
    Block,
    Emphasis,
    Media,
    Paragraph,
    Preformatted,
    Run,
)
from dmptui.core.documents.cda import runs
from dmptui.core.documents.cda.markup import Style
from dmptui.core.documents.cda.scripts import script
from dmptui.core.documents.cda.xml import Element
from dmptui.core.documents.html import controls, styles
from dmptui.core.documents.text import clean, clean_line
from dmptui.core.text import _

_MOST_CHARACTERS = 2_000_000
_DEEPEST = 60
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_spaces = re.compile("[ \t\r\n\f]+")
_picture = re.compile(r"data:(image/[\w.+-]+);base64,(.+)", re.S | re.I)


@dataclass(frozen=True, slots=True)
class Heading:
    """A title of the page, from 1 to 6."""

    level: int
    title: str


Piece: TypeAlias = Block | Heading


@dataclass(slots=True)
class Flow:
    """Blocks being read, and the runs of the paragraph that is not ended yet."""

    blocks: list[Piece] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    in_link: bool = False

    def end_paragraph(self) -> None:
        """What comes next is on another line."""
        joined = runs.join_runs(
            [
                runs.Piece(run.text, Style(run.emphasis, link=run.link), is_break=run.text == "\n")
                for run in self.runs
            ]
        )
        self.runs.clear()
        if joined:
            self.blocks.append(Paragraph(joined))


class Page:
    """Reads the elements of one page; limits count over all of them.

    Attributes:
        warnings: French sentences about what is left out.
        attachments: the pictures it holds.
    """

    def __init__(self) -> None:
        self.warnings: list[str] = []
        self.attachments: list[Attachment] = []
        self._characters = _MOST_CHARACTERS

    def pieces(self, element: Element, emphasis: Emphasis = Emphasis.NONE, depth: int = 0) -> list[Piece]:
        """The blocks and the titles an element holds."""
        flow = Flow()
        self.read(element, emphasis, flow, depth)
        flow.end_paragraph()
        return flow.blocks

    def blocks(
        self, element: Element, emphasis: Emphasis = Emphasis.NONE, depth: int = 0
    ) -> tuple[Block, ...]:
        """The blocks an element holds, its titles as paragraphs."""
        return tuple(map(as_block, self.pieces(element, emphasis, depth)))

    def whole(self, element: Element, emphasis: Emphasis, depth: int) -> tuple[Block, ...]:
        """The blocks an element is, and not those it holds."""
        flow = Flow()
        self._element(element, emphasis, flow, depth)
        flow.end_paragraph()
        return tuple(map(as_block, flow.blocks))

    def read(self, element: Element, emphasis: Emphasis, flow: Flow, depth: int) -> None:
        """Put what an element holds in a flow."""
        self.write(element.text, emphasis, flow)
        for part in element:
            if self._characters <= 0:
                return
            if isinstance(part.tag, str) and not styles.is_hidden(part):
                self._element(part, emphasis, flow, depth + 1)
            self.write(part.tail, emphasis, flow)

    def write(self, text: str | None, emphasis: Emphasis, flow: Flow) -> None:
        """Put words in a flow."""
        if not text or self._characters <= 0:
            return
        if len(text) > self._characters:
            text = text[: self._characters]
            self.warnings.append(_("Ce document est très long : la fin n'est pas affichée."))
        self._characters -= len(text)
        flow.runs.append(Run(_spaces.sub(" ", clean(_spaces.sub(" ", text))), emphasis, flow.in_link))

    def _element(self, part: Element, emphasis: Emphasis, flow: Flow, depth: int) -> None:
        if depth > _DEEPEST:
            self._flat(part, emphasis, flow)
        elif styles.is_inline(part):
            self._inline(part, emphasis, flow, depth)
        elif styles.name_of(part) == "br":
            flow.runs.append(Run("\n", emphasis))
        else:
            flow.end_paragraph()
            flow.blocks.extend(self._block(part, styles.stressed(part, emphasis), depth))

    def _inline(self, part: Element, emphasis: Emphasis, flow: Flow, depth: int) -> None:
        name = styles.name_of(part)
        start = len(flow.runs)
        within = styles.stressed(part, emphasis)
        if styles.is_struck(part):  # said in words: a withdrawn dose must not look current
            flow.runs.append(Run(_("[barré : "), emphasis))
            self.read(part, within, flow, depth)
            flow.runs.append(Run("]", emphasis))
        elif name == "a":
            self._link(part, within, flow, depth)
        elif name == "img":
            self._image(part, emphasis, flow)
        elif name in controls.NAMES:
            flow.runs.append(Run(f" {controls.words(part)} ", emphasis))
        elif name == "q":
            flow.runs.append(Run("« ", emphasis))
            self.read(part, within, flow, depth)
            flow.runs.append(Run(" »", emphasis))
        else:
            self.read(part, within, flow, depth)
            if name in ("sub", "sup"):
                flow.runs[start:] = [replace(run, text=script(run.text, name)) for run in flow.runs[start:]]

    def _link(self, part: Element, emphasis: Emphasis, flow: Flow, depth: int) -> None:
        start = len(flow.runs)
        flow.in_link = True
        self.read(part, emphasis, flow, depth)
        flow.in_link = False
        target = clean_line(part.get("href"))
        words = "".join(run.text for run in flow.runs[start:])
        address = target.removeprefix("mailto:").removeprefix("tel:")
        if target and not target.startswith(("#", "data:", "javascript:")) and address not in words:
            # shown, never hidden behind words, and never made a hyperlink of the terminal
            flow.runs += [Run(" ", emphasis), Run(f"<{target}>", emphasis, link=True)]

    def _image(self, part: Element, emphasis: Emphasis, flow: Flow) -> None:
        caption, source = clean_line(part.get("alt")), part.get("src") or ""
        held = _picture.fullmatch(source.strip())
        if held is not None:
            number = len(self.attachments) + 1
            found = Attachment(
                _("image {n}").format(n=number),
                held[1].lower(),
                len(held[2]) * 3 // 4,
                caption,
                encoded=held[2],
            )
            self.attachments.append(found)
            flow.end_paragraph()
            flow.blocks.append(Media(found, caption=caption))
            return
        address = clean_line(source[:200]) if source[:4].lower() == "http" else ""
        mark = _("[image : {caption}]").format(caption=caption) if caption else _("[image]")
        flow.runs.append(Run(" ".join(filter(None, (mark, f"<{address}>" if address else ""))), emphasis))

    def _block(self, part: Element, emphasis: Emphasis, depth: int) -> list[Piece]:
        from dmptui.core.documents.html import grids  # it reads cells with this class

        name = styles.name_of(part)
        if name in _HEADINGS:
            return self._heading(part, _HEADINGS[name], depth)
        if styles.is_kept_as_written(part):
            return [self._as_written(part)]
        if name in ("ul", "ol", "menu", "dir"):
            return grids.read_list(self, part, emphasis, depth)
        if name == "table":
            return grids.read_table(self, part, emphasis, depth)
        if styles.is_struck(part):
            return _withdrawn(self.pieces(part, emphasis, depth))
        return self.pieces(part, emphasis, depth)

    def _heading(self, part: Element, level: int, depth: int) -> list[Piece]:
        """A title is words on one line; one that holds blocks or pictures stays among them."""
        inside = self.pieces(part, Emphasis.STRONG, depth)
        texts = [clean_line(piece.text) for piece in inside if isinstance(piece, Paragraph)]
        return [Heading(level, " ".join(texts))] if texts and len(texts) == len(inside) else inside

    def _as_written(self, part: Element) -> Preformatted:
        text = "".join(_words_of(part))[: max(0, self._characters)]
        self._characters -= len(text)
        return Preformatted(tuple(line.rstrip() for line in clean(text).strip("\n").split("\n")))

    def _flat(self, part: Element, emphasis: Emphasis, flow: Flow) -> None:
        """An element too deep for its layout: its words, each element on its line."""
        flow.end_paragraph()
        for text in _words_of(part):
            self.write(text, emphasis, flow)
            flow.end_paragraph()


def _words_of(part: Element) -> Iterator[str]:
    """The texts inside an element, in order, those that are hidden left out."""
    walk = etree.iterwalk(part, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            if not isinstance(element.tag, str) or styles.is_hidden(element):
                walk.skip_subtree()
            elif styles.name_of(element) == "br":
                yield "\n"
            elif element.text:
                yield element.text
        elif element is not part and element.tail:
            yield element.tail


def _withdrawn(pieces: list[Piece]) -> list[Piece]:
    start, texts = _("[barré : "), [piece.text for piece in pieces if isinstance(piece, Paragraph)]
    if len(texts) == len(pieces):
        return [Paragraph((Run(start + "\n".join(texts) + "]"),))]
    return [Paragraph((Run(start.rstrip()),)), *pieces, Paragraph((Run("]"),))]


def as_block(piece: Piece) -> Block:
    """A title among blocks is a paragraph."""
    return Paragraph((Run(piece.title, Emphasis.STRONG),)) if isinstance(piece, Heading) else piece
