"""A narrative in pieces: which of its lines are rows of facts, and which are titles, headings or prose."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from enum import Enum

from dmptui.core.documents.cda.entries.folding import folded
from dmptui.core.documents.cda.entries.narrative_rows import NarrativeRows
from dmptui.core.documents.cda.xml import V3, Element, children, local_name, raw_text, text_of
from dmptui.core.documents.text import clean_line

_WIDEST_SPAN = 60
_LONGEST_TITLE = 80
_BLANKS = frozenset({"", "-", "--", "—", "–", "/", ".", "…", "*"})
_LINES = frozenset(V3 + name for name in ("tr", "item", "paragraph", "caption"))
_BLOCKS = frozenset(V3 + name for name in ("table", "list", "caption", "paragraph"))
_heading = re.compile(
    r"(?:acte|action|administration|agent|allergene|allergie|analyse|antecedent|cim|code|commentaire"
    r"|conclusion|contact|criticite|date|debut|depuis|description|diagnostic|dispositif|dose|duree|effet"
    r"|etat|evenement|examen|fin|gravite|intervention|libelle|lieu|lot|manifestation|maladie|medicament"
    r"|motif|nature|nom|norme|note|numero|observation|organe|pathologie|posologie|probleme|produit"
    r"|quantite|rang|reaction|reference|remarque|resultat|severite|site|specialite|statut|substance"
    r"|technique|traitement|type|unite|vaccin|vaccination|valeur|voie)s?"
)
"""The first word of a heading of a French table, folded."""


class Role(Enum):
    """What a piece is in its text."""

    ROW = "row"
    """A row of a table or an item of a list: a fact, as a rule."""
    PROSE = "prose"
    """A paragraph, loose words, a total: whatever it says is not known."""
    TITLE = "title"
    """A heading, a caption, a band across a table: it names what follows."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a narrative.

    Attributes:
        text: as shown, cells apart.
        headings: of the columns, folded; none when the table names none.
        struck: what of it is struck through.
        elements: of the text, those it is made of. parts: its cells; those that span rows are in each.
    """

    role: Role
    text: str
    elements: tuple[Element, ...]
    parts: tuple[Element, ...] = ()
    headings: tuple[str, ...] = ()
    struck: str = ""
    words: Callable[[Element], str] = text_of

    @property
    def cells(self) -> tuple[str, ...]:
        """The words of each cell, blank ones too; few pieces are asked for them."""
        return tuple(map(self.words, self.parts))

    @property
    def columns(self) -> Iterator[tuple[str, str]]:
        """Heading and cell, of a row that has as many cells as its table has headings."""
        if len(self.parts) == len(self.headings):
            yield from zip(self.headings, self.cells, strict=True)


def pieces(text: Element, rows: NarrativeRows) -> Iterator[Piece]:
    """The pieces of a narrative in its order, none of them blank."""
    return (piece for piece in _inside(text, rows) if not _is_blank(piece.text))


def _announces(part: Element) -> bool:
    """Whether a paragraph or a list of one item names the table after it: it is bold, or ends with « : »."""
    following = part.getnext()
    if local_name(part) == "list" and len(part) != 1:
        return False
    words = text_of(part)
    if not 0 < len(words) <= _LONGEST_TITLE * 2 or any(letter.isdigit() for letter in words):
        return False
    if following is None or following.tag not in (V3 + "table", V3 + "list") or _has_reference(part):
        return False
    return words.endswith(":") or _is_bold(part)


def _is_bold(part: Element) -> bool:
    """Whether all its words are."""
    if "bold" in (part.get("styleCode") or "").casefold():
        return True
    loose = [part.text, *(each.tail for each in part)]
    return not any(clean_line(text) for text in loose) and len(part) > 0 and all(map(_is_bold, part))


def _inside(holder: Element, rows: NarrativeRows) -> Iterator[Piece]:
    loose = _Loose(holder.text)
    for part in holder:
        if part.tag in _BLOCKS or any(each.tag in _BLOCKS for each in part.iter()):
            yield from loose.taken()
            yield from _block(part, rows)
            loose = _Loose(part.tail)
        elif part.tag == V3 + "br":
            yield from loose.taken()
            loose = _Loose(part.tail)
        else:
            loose.add(part, rows)
    yield from loose.taken()


@dataclass(slots=True)
class _Loose:
    """Words between blocks."""

    text: str | None
    elements: list[Element] = field(default_factory=list)

    def add(self, part: Element, rows: NarrativeRows) -> None:
        text = rows.shown(part) if part.tag in _LINES or rows.has_struck else raw_text(part)
        self.text = (self.text or "") + text + (part.tail or "")
        self.elements.append(part)

    def taken(self) -> Iterator[Piece]:
        yield Piece(Role.PROSE, clean_line(self.text), tuple(self.elements))


def _block(part: Element, rows: NarrativeRows) -> Iterator[Piece]:
    if local_name(part) in ("list", "paragraph") and _announces(part):
        yield Piece(Role.TITLE, rows.shown(part), (part,))
        return
    match local_name(part):
        case "table":
            yield from _table(part, rows)
        case "list":
            yield from _list(part, rows)
        case "paragraph" if not any(each.tag in _BLOCKS for each in part.iterdescendants()):
            yield Piece(Role.PROSE, rows.shown(part), (part,))
        case "caption":
            yield _title(part, rows)
        case _:
            yield from _inside(part, rows)


def _list(block: Element, rows: NarrativeRows) -> Iterator[Piece]:
    for part in block:
        if part.tag == V3 + "caption":
            yield _title(part, rows)
        elif part.tag == V3 + "item":
            if any(each.tag in _BLOCKS - {V3 + "paragraph"} for each in part.iterdescendants()):
                yield from _inside(part, rows)
            else:
                words = rows.shown(part)
                is_title = len(block) == 1 and _is_bold(part) and not _has_reference(part)
                role = Role.PROSE if is_title else Role.ROW
                yield Piece(role, words, (part,), (part,), (), rows.struck(part), rows.shown)


def _title(part: Element, rows: NarrativeRows) -> Piece:
    """A caption; one that says more than a name is prose."""
    words = rows.shown(part)
    is_name = len(words) <= _LONGEST_TITLE and not any(letter.isdigit() for letter in words)
    return Piece(Role.TITLE if is_name else Role.PROSE, words, (part,))


def _table(table: Element, rows: NarrativeRows) -> Iterator[Piece]:
    yield from (_title(caption, rows) for caption in children(table, "caption"))
    heads, body, foot = (list(_rows(table, name)) for name in ("thead", "tbody", "tfoot"))
    if not body:
        heads, body = heads[:1], heads[1:]
    elif not heads and _is_heading(body[0]):
        heads, body = body[:1], body[1:]
    wide = (cells for cells in _spread(heads) if len(cells) > 1)
    headings = tuple(folded(text) for text in _texts(next(wide, ()), rows))
    for row in heads:
        yield Piece(Role.TITLE, rows.shown(row), (row,))
    is_vertical = not headings and _is_vertical(body)
    for row, cells in zip(body, _spread(body), strict=True):
        yield _row(row, cells, headings, rows, is_vertical=is_vertical)
    for row in foot:
        yield Piece(Role.PROSE, rows.shown(row), (row,))


def _rows(table: Element, group: str) -> Iterator[Element]:
    holders: Iterable[Element] = children(table, group)
    if group == "tbody":
        yield from children(table, "tr")
    for holder in holders:
        yield from children(holder, "tr")


def _row(
    row: Element, cells: list[Element], headings: tuple[str, ...], rows: NarrativeRows, *, is_vertical: bool
) -> Piece:
    text, own = rows.shown(row), list(row)
    spans = len(own) == 1 and _span(own[0], "colspan") > 1
    if own and (all(each.tag == V3 + "th" for each in own) or (spans and not _has_reference(row))):
        is_name = own[0].tag == V3 + "th"
        return Piece(Role.TITLE if is_name else Role.PROSE, text, (row,))
    role = Role.PROSE if is_vertical else Role.ROW
    return Piece(role, text, (row,), tuple(cells), headings, rows.struck(row), rows.shown)


def _has_reference(row: Element) -> bool:
    return any(each.get("ID") for each in row.iter())


def _spread(found: list[Element]) -> Iterator[list[Element]]:
    """The cells of each row, those that span several rows repeated on each; spans of columns too."""
    below: dict[int, tuple[Element, int]] = {}
    for row in found:
        line: list[Element] = []
        waiting = iter([each for each in row if each.tag in (V3 + "td", V3 + "th")])
        while len(line) < 1_000:
            above = below.pop(len(line), None)
            cell = above[0] if above else next(waiting, None)
            if cell is None:
                break
            left = above[1] - 1 if above else _span(cell, "rowspan") - 1
            for _column in range(1 if above else _span(cell, "colspan")):
                if left:
                    below[len(line)] = cell, left
                line.append(cell)
        yield line


def _span(cell: Element, name: str) -> int:
    written = (cell.get(name) or "").strip()
    return min(_WIDEST_SPAN, max(1, int(written))) if written.isascii() and written.isdigit() else 1


def _texts(cells: Iterable[Element], rows: NarrativeRows) -> tuple[str, ...]:
    return tuple(rows.shown(cell) for cell in cells)


def _is_heading(row: Element) -> bool:
    """Whether the first row of a table without a head names its columns."""
    cells = list(row)
    if len(cells) < 2 or _has_reference(row):
        return False
    if all(cell.tag == V3 + "th" for cell in cells):
        return True
    words = [folded(text_of(cell)).split() for cell in cells]
    named = sum(bool(each and _heading.fullmatch(each[0])) for each in words)
    return named > len(words) // 2 and not any(letter.isdigit() for letter in text_of(row))


def _is_vertical(body: list[Element]) -> bool:
    """Whether each row is a heading and its value: one fact in all, or none."""
    first = [row[0] for row in body if len(row)]
    words = (folded(text_of(cell)).split() for cell in first)
    named = sum(bool(each and _heading.fullmatch(each[0])) for each in words)
    return bool(first) and (all(cell.tag == V3 + "th" for cell in first) or named > len(first) // 2)


def _is_blank(text: str) -> bool:
    return all(part.strip() in _BLANKS for part in text.split("·"))
