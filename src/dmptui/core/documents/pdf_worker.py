"""The process that reads one PDF: the file on its input, JSON on its output, then it ends.

The output is ``[[page number, [[y, size, [[left, right, text], ...]], ...]], ...]``, in points from the top
left of the page, lines from top to bottom and phrases from left to right.
"""

import ctypes
import json
from typing import NamedTuple

from dmptui.core.documents.worker import serve

_MOST_PAGES = 200
_MOST_CHARACTERS = 1_000_000
_WORD_GAP = 0.13  # of the font size: closer, two characters are of one word
_PHRASE_GAP = 0.6  # of the font size: closer, two words are of one phrase


class Word(NamedTuple):
    """A word and its place, in points from the top left."""

    y: float
    left: float
    right: float
    size: float
    text: str


def read(content: bytes) -> bytes:
    """The words of a PDF, as JSON."""
    import pypdfium2  # after the limits, which are for it

    document = pypdfium2.PdfDocument(content)
    pages = []
    left = _MOST_CHARACTERS
    for number in range(min(len(document), _MOST_PAGES)):
        page = document[number]
        text = page.get_textpage()
        words = page_words(text.raw, page.get_height(), left)
        left -= sum(len(word.text) for word in words)
        pages.append((number + 1, [_line(line) for line in group_lines(words)]))
        text.close()
        page.close()
    return json.dumps(pages).encode()


def page_words(text_page: object, height: float, most: int) -> list[Word]:
    """The words of a page, in the order the file draws them.

    The *loose* box of a character (its advance) tells a gap: the tight one of a thin "1" would cut the
    identifier 1120459876 in two.
    """
    import pypdfium2.raw as pdfium

    words = []
    word: list[str] = []
    y = left = right = size = 0.0
    box = pdfium.FS_RECTF()
    x_origin, y_origin = ctypes.c_double(), ctypes.c_double()
    for index in range(min(pdfium.FPDFText_CountChars(text_page), most)):
        character = _character(pdfium.FPDFText_GetUnicode(text_page, index))
        boxed = character and pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        if boxed:
            has_origin = pdfium.FPDFText_GetCharOrigin(text_page, index, x_origin, y_origin)
            baseline = height - (y_origin.value if has_origin else box.bottom)
            height_of_box = max(box.top - box.bottom, 3.0)
            if word and abs(y - baseline) < 1.5 and -1.5 < box.left - right < _WORD_GAP * height_of_box:
                right = max(right, box.right)
                word.append(character)
                continue
        if word:
            words.append(Word(y, left, right, size, "".join(word)))
            word = []
        if boxed:
            y, left, right, size, word = baseline, box.left, box.right, height_of_box, [character]
    if word:
        words.append(Word(y, left, right, size, "".join(word)))
    return words


def group_lines(words: list[Word]) -> list[list[Word]]:
    """The words that stand on one line, lines from top to bottom, words from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(words):
        if lines:
            first, last = lines[-1][0], lines[-1][-1]
            if word.y - first.y <= max(2.0, 0.45 * min(word.size, last.size)):
                lines[-1].append(word)
                continue
        lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def _line(words: list[Word]) -> tuple[float, float, list[tuple[float, float, str]]]:
    phrases: list[tuple[float, float, str]] = []
    for word in words:
        if phrases and word.left - phrases[-1][1] < _PHRASE_GAP * word.size:
            left, right, text = phrases[-1]
            phrases[-1] = (left, max(right, word.right), f"{text} {word.text}")
        else:
            phrases.append((word.left, word.right, word.text))
    rounded = [(round(left, 1), round(right, 1), text) for left, right, text in phrases]
    return round(words[0].y, 1), round(max(word.size for word in words), 1), rounded


def _character(code: int) -> str:
    if code == 2:  # how pdfium gives the hyphen that ends a line
        return "-"
    if code in (0, 0xFFFE, 0xFFFF) or 0xD800 <= code < 0xE000 or code > 0x10FFFF:
        return ""
    character = chr(code)
    return "" if character.isspace() else character


if __name__ == "__main__":
    serve(read)
