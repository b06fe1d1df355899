"""What a PDF page carries over its drawing: the answers of a form, and what readers wrote on it."""

import ctypes
from collections.abc import Callable, Iterator
from typing import Any

from dmptui.core.documents.pdf.glyphs import Frame
from dmptui.core.documents.pdf.words import Word

_MOST = 2_000  # of a page
_MOST_LETTERS = 20_000  # of a note
_LINE = 14.0  # points; a taller field holds several lines
_BASELINE = 0.28  # of a line's height, above its bottom
_LETTER = 0.5  # of the size: how wide the usual one is
_HIDDEN = 1 << 1 | 1 << 5  # hidden, or seen on no screen


def has_written(page: Any) -> bool:
    """Whether a page carries more than links."""
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        kind = pdfium.FPDFAnnot_GetSubtype(annotation) if annotation else pdfium.FPDF_ANNOT_LINK
        pdfium.FPDFPage_CloseAnnot(annotation)
        if kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
            return True
    return False


def take_written(document: Any, page: Any, frame: Frame, printed: list[Word]) -> list[Word]:
    """The answers and the notes of a page as words, each where it stands, taken off the page.

    What is left over it (a stamp, the frame of a signature) has only its drawing: the caller flattens it.

    Args:
        document: of pypdfium2, its forms initialised.
        page: of pypdfium2.
        frame: how the page is read.
        printed: its own words; an answer is written on the line of the words it stands beside.
    """
    import pypdfium2.raw as pdfium

    words: list[Word] = []
    for index in reversed(range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST))):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        text, is_spoken_for = _text(document, annotation)
        rectangle = pdfium.FS_RECTF()
        hidden = pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN
        if text and not hidden and pdfium.FPDFAnnot_GetRect(annotation, rectangle):
            box = frame.place((rectangle.left, rectangle.bottom, rectangle.right, rectangle.top))
            words += _placed(text, box, printed)
        pdfium.FPDFPage_CloseAnnot(annotation)
        if is_spoken_for or hidden:
            pdfium.FPDFPage_RemoveAnnot(page, index)
    return words


def _text(document: Any, annotation: Any) -> tuple[str, bool]:
    """What an annotation says, and whether nothing of it is left to read."""
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        return _answer(document, annotation)
    if kind in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
        return "", True
    contents = _string(lambda *buffer: pdfium.FPDFAnnot_GetStringValue(annotation, b"Contents", *buffer))
    if not contents.strip():
        return "", False
    if kind == pdfium.FPDF_ANNOT_FREETEXT:
        return contents, True
    return f"[note : {' '.join(contents.split())}]", kind != pdfium.FPDF_ANNOT_STAMP


def _answer(document: Any, widget: Any) -> tuple[str, bool]:
    import pypdfium2.raw as pdfium

    form = document.formenv
    kind = pdfium.FPDFAnnot_GetFormFieldType(form, widget) if form else pdfium.FPDF_FORMFIELD_UNKNOWN
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return "[x]" if pdfium.FPDFAnnot_IsChecked(form, widget) else "[ ]", True
    if kind == pdfium.FPDF_FORMFIELD_LISTBOX:
        return ", ".join(_chosen(form, widget)), True
    if kind in (pdfium.FPDF_FORMFIELD_TEXTFIELD, pdfium.FPDF_FORMFIELD_COMBOBOX):
        value = _string(lambda *buffer: pdfium.FPDFAnnot_GetFormFieldValue(form, widget, *buffer))
        return value, True
    return "", False


def _chosen(form: Any, widget: Any) -> Iterator[str]:
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFAnnot_GetOptionCount(form, widget), _MOST)):
        if pdfium.FPDFAnnot_IsOptionSelected(form, widget, index):
            yield _string(lambda *buffer: pdfium.FPDFAnnot_GetOptionLabel(form, widget, index, *buffer))  # noqa: B023


def _string(ask: Callable[..., int]) -> str:
    import pypdfium2.raw as pdfium

    size = min(ask(None, 0), 2 * _MOST_LETTERS)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2 + 1))()
    ask(ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), size)
    return bytes(buffer).decode("utf-16-le", "replace").partition("\0")[0]


def _placed(text: str, box: tuple[float, float, float, float], printed: list[Word]) -> list[Word]:
    left, top, right, bottom = box
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip()]
    height = max(3.0, min(_LINE, (bottom - top) / max(1, len(lines))))
    first = top + height * (1 - _BASELINE)
    if len(lines) == 1 and bottom - top < 2.5 * _LINE:
        first = _line_beside(left, right, top, bottom, printed) or bottom - _BASELINE * min(
            height, bottom - top
        )
    size = min(height, 11.0)
    return [
        _word(" ".join(line.split()), first + number * height, left, right, size)
        for number, line in enumerate(lines)
    ]


def _word(text: str, y: float, left: float, right: float, size: float) -> Word:
    end = left + max(1.0, min(right - left, _LETTER * size * len(text)))
    return Word(y, left, end, size, text)


def _line_beside(left: float, right: float, top: float, bottom: float, printed: list[Word]) -> float | None:
    """The baseline of the nearest word beside a field."""
    beside = [
        word
        for word in printed
        if top - 2 <= word.y <= bottom + 2 and (word.right <= left + 2 or word.left >= right - 2)
    ]
    if not beside:
        return None
    return min(beside, key=lambda word: min(abs(word.right - left), abs(word.left - right))).y
