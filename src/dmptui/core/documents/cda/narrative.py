"""The narrative of a section (the ``text`` element, close to HTML) to blocks.

Bounded: a hostile document is cut with a warning, never followed to the end of the machine's memory.
"""

import re
from collections.abc import Iterable, Mapping

from dmptui.core.documents.blocks import (
    Attachment,
    Block,
    Cell,
    Emphasis,
    ListBlock,
    Media,
    Paragraph,
    Preformatted,
    Row,
    Run,
    Table,
)
from dmptui.core.documents.cda.runs import join_runs, to_script
from dmptui.core.documents.cda.xml import Element, attribute, child, local_name, raw_text, text_of
from dmptui.core.documents.text import clean
from dmptui.core.errors import InvalidContent
from dmptui.core.text import _

_MOST_CHARACTERS = 2_000_000
_MOST_CELLS = 40_000
_MOST_SPAN = 60
_DEEPEST = 100

_STYLES = {
    "bold": Emphasis.STRONG,
    "bolditalics": Emphasis.STRONG,
    "bolditalic": Emphasis.STRONG,
    "xtitle": Emphasis.STRONG,
    "emphasis": Emphasis.LIGHT,
    "italics": Emphasis.LIGHT,
    "italic": Emphasis.LIGHT,
    "underline": Emphasis.LIGHT,
}
_STRUCK = "strikethrough"
_spaces = re.compile("[ \t\r\n]+")


class Narrative:
    """Reads the narratives of one document; limits count over all of them."""

    def __init__(self, attachments: Mapping[str, Attachment]) -> None:
        self.warnings: list[str] = []
        self.cited: set[str] = set()
        self._attachments = attachments
        self._characters = _MOST_CHARACTERS
        self._cells = _MOST_CELLS
        self._footnotes = 0

    def blocks(
        self, element: Element, emphasis: Emphasis = Emphasis.NONE, depth: int = 0
    ) -> tuple[Block, ...]:
        """The blocks an element holds; text outside any block makes paragraphs.

        Raises:
            InvalidContent: elements nested too deep.
        """
        flow = _Flow()
        self._read(element, emphasis, flow, depth)
        flow.end_paragraph()
        return tuple(flow.blocks)

    def _read(self, element: Element, emphasis: Emphasis, flow: "_Flow", depth: int) -> None:
        if depth > _DEEPEST:
            raise InvalidContent(_("Ce document est trop imbriqué pour être ouvert."), "narrative depth")
        self._text(element.text, emphasis, flow)
        for part in element:
            if self._characters <= 0:
                return
            self._element(part, emphasis, flow, depth + 1)
            self._text(part.tail, emphasis, flow)

    def _text(self, text: str | None, emphasis: Emphasis, flow: "_Flow") -> None:
        if not text or self._characters <= 0:
            return
        if len(text) > self._characters:
            text = text[: self._characters]
            self.warnings.append(_("Ce document est très long : la fin n'est pas affichée."))
        self._characters -= len(text)
        flow.runs.append(Run(_spaces.sub(" ", clean(text)), emphasis, flow.in_link))

    def _element(self, part: Element, emphasis: Emphasis, flow: "_Flow", depth: int) -> None:
        name = local_name(part)
        match name:
            case "content":
                self._content(part, emphasis, flow, depth)
            case "br":
                flow.runs.append(Run("\n", emphasis))
            case "sup" | "sub":
                start = len(flow.runs)
                self._read(part, emphasis, flow, depth)
                flow.runs[start:] = [to_script(run, name) for run in flow.runs[start:]]
            case "linkHtml":
                self._link(part, emphasis, flow, depth)
            case "footnote":
                self._footnote(part, emphasis, flow, depth)
            case "table" | "list" | "renderMultiMedia" | "pre" | "paragraph" | "caption":
                flow.end_paragraph()
                flow.blocks.extend(self._block(name, part, _styled(part, emphasis), depth))
            case "":
                pass
            case _:  # markup of another standard: its text matters, its meaning is unknown
                self._read(part, emphasis, flow, depth)

    def _block(self, name: str, part: Element, emphasis: Emphasis, depth: int) -> Iterable[Block]:
        match name:
            case "table":
                return (self._table(part, emphasis, depth),)
            case "list":
                return (self._list(part, emphasis, depth),)
            case "renderMultiMedia":
                return self._media(part)
            case "pre":
                return (Preformatted(tuple(clean(raw_text(part)).split("\n"))),)
            case "caption":
                return self.blocks(part, Emphasis.STRONG, depth)
            case _:
                return self.blocks(part, emphasis, depth)

    def _content(self, part: Element, emphasis: Emphasis, flow: "_Flow", depth: int) -> None:
        struck = _STRUCK in (part.get("styleCode") or "").lower() or part.get("revised") == "delete"
        if struck:  # said in words: a terminal without that style would show a withdrawn dose as current
            flow.runs.append(Run(_("[barré : "), emphasis))
        self._read(part, _styled(part, emphasis), flow, depth)
        if struck:
            flow.runs.append(Run("]", emphasis))

    def _link(self, part: Element, emphasis: Emphasis, flow: "_Flow", depth: int) -> None:
        start = len(flow.runs)
        flow.in_link = True
        self._read(part, emphasis, flow, depth)
        flow.in_link = False
        target = attribute(part, "href")
        said = "".join(run.text for run in flow.runs[start:])
        if target and not target.startswith("#") and target not in said:
            # the address is shown, never hidden behind words, and never made a hyperlink of the terminal
            flow.runs += [Run(" ", emphasis), Run(f"<{target}>", emphasis, link=True)]

    def _footnote(self, part: Element, emphasis: Emphasis, flow: "_Flow", depth: int) -> None:
        self._footnotes += 1
        mark = f"[{self._footnotes}]"
        flow.runs.append(Run(mark, emphasis))
        note = self.blocks(part, emphasis, depth)
        flow.notes.append(Paragraph((Run(f"{mark} "),)) if not note else _prefixed(mark, note[0]))
        flow.notes.extend(note[1:])

    def _list(self, part: Element, emphasis: Emphasis, depth: int) -> ListBlock:
        items: list[tuple[Block, ...]] = []
        caption: tuple[Run, ...] = ()
        for each in part:
            match local_name(each):
                case "item":
                    items.append(self.blocks(each, _styled(each, emphasis), depth))
                case "caption":
                    caption = self._caption(each, depth)
        return ListBlock(tuple(items), part.get("listType") == "ordered", caption)

    def _table(self, part: Element, emphasis: Emphasis, depth: int) -> Table:
        rows: dict[str, list[Row]] = {"thead": [], "tbody": [], "tfoot": []}
        caption: tuple[Run, ...] = ()
        for group in part:
            name = local_name(group)
            if name in rows:
                for row in group:
                    rows[name] += self._row(row, emphasis, depth)
            elif name == "caption":
                caption = self._caption(group, depth)
            else:
                rows["tbody"] += self._row(group, emphasis, depth)
        return Table(tuple(rows["thead"]), tuple(rows["tbody"]), tuple(rows["tfoot"]), caption)

    def _row(self, row: Element, emphasis: Emphasis, depth: int) -> list[Row]:
        """The cells of a row; what its author put outside any row or cell has one of its own."""
        cells = []
        for each in row if local_name(row) == "tr" else (row,):
            name = local_name(each)
            if name not in ("td", "th") and not text_of(each):
                continue
            if self._cells <= 0:
                break
            self._cells -= 1
            if not self._cells:
                self.warnings.append(_("Ce document contient trop de tableaux : la fin n'est pas affichée."))
            cells.append(
                Cell(
                    blocks=self.blocks(each, _styled(each, _styled(row, emphasis)), depth),
                    colspan=_span(each.get("colspan")),
                    rowspan=_span(each.get("rowspan")),
                    is_header=name == "th",
                    align_right=each.get("align") == "right",
                )
            )
        return [tuple(cells)] if cells else []

    def _caption(self, part: Element, depth: int) -> tuple[Run, ...]:
        found: list[Run] = []
        for block in self.blocks(part, Emphasis.STRONG, depth):
            if isinstance(block, Paragraph):
                found += [Run(" "), *block.runs] if found else block.runs
        return tuple(found)

    def _media(self, part: Element) -> list[Media]:
        words = text_of(child(part, "caption"))
        found = []
        for reference in attribute(part, "referencedObject").split() or [""]:
            self.cited.add(reference)
            found.append(Media(self._attachments.get(reference), reference, words))
        return found


class _Flow:
    """Blocks being read, and the runs of the paragraph that is not ended yet."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.runs: list[Run] = []
        self.notes: list[Block] = []
        self.in_link = False

    def end_paragraph(self) -> None:
        if self.runs:
            joined = join_runs(self.runs)
            self.runs.clear()
            if joined:
                self.blocks.append(Paragraph(joined))
        if self.notes:
            self.blocks += self.notes
            self.notes.clear()


def _styled(element: Element, emphasis: Emphasis) -> Emphasis:
    for word in (element.get("styleCode") or "").lower().split():
        stronger = _STYLES.get(word)
        if stronger is not None and stronger.value > emphasis.value:
            emphasis = stronger
    return emphasis


def _span(written: str | None) -> int:
    digits = (written or "").strip()[:9]
    return max(1, min(_MOST_SPAN, int(digits))) if digits.isdecimal() else 1


def _prefixed(mark: str, block: Block) -> Block:
    if not isinstance(block, Paragraph):
        return block
    return Paragraph(join_runs([Run(f"{mark} "), *block.runs]))
