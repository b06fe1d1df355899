"""An RTF into blocks: what the words of its grammar do to the text.

Our own, and not ``striprtf``: that one loses cells, exponents, struck and hidden text, notes and code pages,
and its expressions take minutes on a text made for it. What a reader needs of RTF is small.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from dmptui.core.documents.rtf.flow import Block, Flow
from dmptui.core.documents.rtf.letters import code_page, decoded, encoding_of, symbol
from dmptui.core.documents.rtf.state import Field, State
from dmptui.core.documents.rtf.tokens import tokens
from dmptui.core.documents.rtf.words import (
    FIELDS,
    FOOTERS,
    HEADERS,
    PARAGRAPHS,
    SIGNS,
    SILENT,
    SPOKEN,
    STYLES,
    TABLES,
    TEXT,
)

_MOST_DEEP = 8  # tables in one another


class Reader:
    """Reads one RTF.

    Attributes:
        images: how many it has.
    """

    def __init__(self, content: bytes, most: int) -> None:
        self.images = 0
        self._content = content
        self._left = most
        self._body = Flow()
        self._headers: list[list[Block]] = []
        self._footers: list[list[Block]] = []
        self._notes: list[list[Block]] = []
        self._marked = False
        self._state = State(self._body)
        self._stack: list[State] = []
        self._default = "cp1252"
        self._fonts: dict[int, tuple[int, str]] = {}
        self._font, self._charset, self._font_name = 0, 0, ""
        self._raw = b""
        self._skip = 0
        self._ignorable = False
        self._in_row = False
        self._merges: list[str] = []
        self._merge = ""
        self._is_header = False
        self._utf8 = _is_utf8(content)
        self._words = self._readers()

    def read(self) -> list[Block]:
        """The blocks: headers, the body, its notes, footers.

        Raises:
            OverflowError: more text than ``most``.
            ValueError: what no program writes.
        """
        for kind, name, number, raw in tokens(self._content):
            if raw:
                self._take(raw, kind)
                continue
            if self._raw:
                self._flush()
            if kind == "word":
                self._word(name, number)
            elif kind == "{":
                self._open()
            elif kind == "}":
                self._close()
            else:
                self._sign(name)
        self._flush()
        while self._stack:
            self._close()
        return self._whole()

    def _readers(self) -> dict[str, Callable[[str, int | None], None]]:
        """What reads each word of the grammar; the others change nothing of the text."""
        names: dict[Callable[[str, int | None], None], Iterable[str]] = {
            self._letter: TEXT,
            self._end_paragraph: PARAGRAPHS,
            self._silent: SILENT,
            self._style: STYLES,
            self._table_word: TABLES,
            self._field_group: FIELDS,
            self._answer: ("ffres", "ffdefres"),
            self._list_mark: ("listtext", "pntext"),
            self._picture: ("pict",),
            self._font_table: ("fonttbl",),
            self._unicode_version: ("ud",),
            self._unicode: ("u",),
            self._note_mark: ("chftn",),
            self._apart: ("footnote", "annotation", "shptxt", *HEADERS, *FOOTERS),
        }
        return {name: reader for reader, of_reader in names.items() for name in of_reader}

    def _whole(self) -> list[Block]:
        blocks = _once(self._headers)
        blocks += self._body.close()
        for number, note in enumerate(self._notes, 1):
            blocks.append({"lines": ["", *_marked(number, note)]})
        return blocks + _once(self._footers)

    # Letters

    def _take(self, raw: bytes, kind: str) -> None:
        if self._skip:
            skipped = min(self._skip, len(raw))
            self._skip -= skipped
            raw = raw[skipped:]
        self._ignorable = False
        if self._utf8 and kind == "text" and not raw.isascii():
            self._flush()
            self._write(raw.decode("utf-8", "replace"))
        else:
            self._raw += raw

    def _flush(self) -> None:
        if self._raw:
            raw, self._raw = self._raw, b""
            if self._state.in_fonts:
                self._name_font(raw.decode("latin-1"))
            elif self._state.instruction or not self._state.silent:
                self._write(decoded(raw, self._state.encoding))

    def _write(self, text: str) -> None:
        state = self._state
        if state.instruction and state.field is not None:
            state.field.words.append(text)
        if state.silent or state.hidden:
            return
        self._left -= len(text)
        if self._left < 0:
            raise OverflowError("more text than is read")
        if state.in_list_mark:
            text = text.replace("\t", " ")
        state.flow.write(text, struck=state.struck or state.deleted, script=state.script)

    # Groups

    def _open(self) -> None:
        self._skip = 0
        self._ignorable = False
        self._stack.append(self._state)
        self._state = replace(self._state, closing=None)

    def _close(self) -> None:
        self._skip = 0
        self._ignorable = False
        if self._state.closing is not None:
            self._state.closing()
        if self._stack:
            self._state = self._stack.pop()

    def _sign(self, sign: str) -> None:
        if self._skip:
            self._skip -= 1
        elif sign == "*":
            self._ignorable = True
        elif sign in "\r\n":
            self._end_paragraph()
        elif text := SIGNS.get(sign):
            self._write(text)

    # Words

    def _word(self, name: str, number: int | None) -> None:
        ignorable, self._ignorable = self._ignorable, False
        if self._state.in_fonts and self._font_word(name, number or 0):
            return
        read = self._words.get(name)
        if read is not None:
            read(name, number)
        elif ignorable and name not in SPOKEN:
            self._state.silent, self._state.pictures = True, False

    def _letter(self, name: str, _number: int | None) -> None:
        self._write(TEXT[name])

    def _unicode(self, _name: str, number: int | None) -> None:
        code = number or 0
        letter = chr(code + 0x10000 if code < 0 else code)
        self._write(symbol(letter, self._state.encoding))
        self._skip = self._state.blanks_for

    def _style(self, name: str, number: int | None) -> None:
        state, on = self._state, number != 0
        match name:
            case "v":
                state.hidden = on
            case "strike" | "striked":
                state.struck = on
            case "deleted":
                state.deleted = on
            case "super" | "sub":
                state.script = name.removesuffix("er") if on else ""
            case "up" | "dn":
                state.script = ("sup" if name == "up" else "sub") if on else ""
            case "nosupersub":
                state.script = ""
            case "plain":
                state.hidden = state.struck = state.deleted = False
                state.script, state.encoding = "", self._default
            case "f":
                state.encoding = encoding_of(*self._fonts.get(number or 0, (0, "")), self._default)
            case "uc":
                state.blanks_for = max(0, min(number if number is not None else 1, 10))
            case "ansicpg" | "mac" | "pc" | "pca":
                pages = {"mac": 10000, "pc": 437, "pca": 850}
                self._default = state.encoding = code_page(pages.get(name, number or 1252))

    def _answer(self, name: str, number: int | None) -> None:
        of = self._state.field
        if of is not None and name == "ffres":
            of.chosen = number or 0
        elif of is not None:
            of.default = number or 0

    def _table_word(self, name: str, number: int | None) -> None:
        state = self._state
        match name:
            case "pard":
                state.in_table, state.depth = False, 0
            case "intbl":
                state.in_table = True
            case "itap":
                state.depth = max(0, min(number if number is not None else 1, _MOST_DEEP))
            case "trowd":
                self._in_row, self._is_header, self._merges, self._merge = True, False, [], ""
            case "trhdr":
                self._is_header = True
            case "clmrg":
                self._merge = "left"
            case "clvmrg":
                self._merge = "above"
            case "cellx":
                self._merges.append(self._merge)
                self._merge = ""
            case "cell" | "nestcell":
                self._end_cell(nested=name == "nestcell")
            case "row" | "nestrow":
                self._end_row(nested=name == "nestrow")

    @property
    def _depth(self) -> int:
        """How many tables the paragraph is in."""
        state = self._state
        inside = state.in_table or (self._in_row and state.flow is self._body)
        return max(state.depth, 1) if inside else state.depth

    def _end_paragraph(self, _name: str = "", _number: int | None = None) -> None:
        if not self._state.silent:
            self._state.flow.end_paragraph(self._depth)

    def _end_cell(self, *, nested: bool) -> None:
        if not self._state.silent:
            self._state.flow.end_cell(max(2, self._state.depth) if nested else 1)

    def _end_row(self, *, nested: bool) -> None:
        if self._state.silent:
            return
        depth = max(2, self._state.depth) if nested else 1
        self._state.flow.end_row(depth, self._merges, is_header=self._is_header)
        if not nested:
            self._in_row = False

    # Destinations

    def _picture(self, _name: str, _number: int | None) -> None:
        self.images += self._state.pictures
        self._state.silent = True

    def _font_table(self, _name: str, _number: int | None) -> None:
        self._state.in_fonts = True

    def _unicode_version(self, _name: str, _number: int | None) -> None:
        """What is read of a text written twice: as silent as what is around the two."""
        self._state.silent = len(self._stack) > 1 and self._stack[-2].silent

    def _silent(self, name: str, _number: int | None) -> None:
        self._state.silent = True
        self._state.pictures = self._state.pictures and name == "sp"

    def _list_mark(self, _name: str, _number: int | None) -> None:
        self._state.in_list_mark = True

    def _field_group(self, name: str, _number: int | None) -> None:
        state = self._state
        if name == "field":
            state.field = Field()
            state.closing = self._form(state.field)
        elif name == "fldinst":
            state.instruction = state.silent = True
        elif name == "fldrslt" and state.field is not None:
            state.closing = self._address(state.field, state.flow, state.flow.mark())
        elif state.field is not None:
            state.silent = state.instruction = True
            if name == "ffl":
                state.closing = state.field.keep_choice(len(state.field.words))

    def _form(self, of: Field) -> Callable[[], None]:
        """In place of a box or a list of a form, its answer."""

        def write() -> None:
            if answer := of.form():
                self._write(answer)

        return write

    def _address(self, of: Field, flow: Flow, mark: int) -> Callable[[], None]:
        """After the words of a link, where it goes, when they do not say it."""

        def write() -> None:
            if of.address and of.address not in flow.since(mark):
                self._write(f" <{of.address}>")

        return write

    def _note_mark(self, _name: str, _number: int | None) -> None:
        if self._state.flow is self._body and not self._state.silent:
            self._mark_note()
            self._marked = True

    def _apart(self, name: str, _number: int | None) -> None:
        """Text that is not of the body."""
        if self._state.silent:
            return
        if name == "footnote":
            if not self._marked:
                self._mark_note()
            self._marked = False
            self._collect(self._notes)
        elif name == "annotation":
            self._aside(lambda text: f" [note : {text}]")
        elif name == "shptxt":
            self._below()
        else:
            self._collect(self._headers if name in HEADERS else self._footers)

    def _mark_note(self) -> None:
        self._state.flow.write(f"[{len(self._notes) + 1}]")

    def _collect(self, found: list[list[Block]]) -> None:
        flow = self._fresh()
        index = len(found)
        found.append([])

        def keep() -> None:
            found[index] = flow.close()

        self._state.closing = keep

    def _aside(self, shape: Callable[[str], str]) -> None:
        outer, flow = self._state.flow, self._fresh()
        self._state.closing = lambda: outer.write(shape(" ".join(_lines(flow.close())).strip()))

    def _below(self) -> None:
        outer, flow = self._state.flow, self._fresh()
        self._state.closing = lambda: outer.after.extend(flow.close())

    def _fresh(self) -> Flow:
        """Another flow, as at the start of a document."""
        flow = Flow()
        state = self._state
        state.flow, state.in_table, state.depth = flow, False, 0
        state.hidden = state.struck = state.silent = False
        state.script = ""
        return flow

    # Fonts

    def _font_word(self, name: str, number: int) -> bool:
        if name == "f":
            self._font, self._charset, self._font_name = number, 0, ""
        elif name == "fcharset":
            self._charset = number
        else:
            self._state.silent = True
        return True

    def _name_font(self, text: str) -> None:
        name, ends, _rest = text.partition(";")
        self._font_name += name
        if ends:
            self._fonts[self._font] = (self._charset, self._font_name.strip())


def _is_utf8(content: bytes) -> bool:
    """RTF is ASCII by its standard, not always in practice."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _once(parts: list[list[Block]]) -> list[Block]:
    """Headers or footers, without those that are empty or the same again."""
    found: list[list[Block]] = []
    for part in parts:
        if part not in found and any(_lines(part)):
            found.append(part)
    return [block for part in found for block in part]


def _marked(number: int, note: list[Block]) -> list[str]:
    first, *others = [line.strip() for line in _lines(note) if line.strip()] or [""]
    return [f"[{number}] {first}", *others]


def _lines(blocks: list[Block]) -> list[str]:
    """The text of blocks, a row of a table being a line."""
    lines: list[str] = []
    for block in blocks:
        lines += block.get("lines", [])
        lines += [
            " · ".join(" ".join(_lines(cell["blocks"])) for cell in row) for row in block.get("rows", [])
        ]
    return lines
