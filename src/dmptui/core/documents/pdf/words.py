"""Characters of a page into words, lines and phrases. Pure: what ``pdf.worker`` does once a page is read."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from dmptui.core.documents.cda.scripts import script
from dmptui.core.documents.pdf.glyphs import Glyph

Phrase = tuple[float, float, str]

_WORD_GAP = 0.13  # of the font size: closer, two characters are of one word
_PHRASE_GAP = 0.6  # of the font size: closer, two words are of one phrase
_SAME_LINE = 1.5  # points between the baselines of two characters of one word
_FEWEST_SPACED = 5  # letters; fewer evenly apart are as likely to be so many words
_A_SPACE = 0.2  # of the font size: letters further apart than a space are a word only if they are letters
_WIDEST_SPACED = 1.0
_SMALLER = 0.85  # of the size of its neighbour: what is raised or lowered is not larger
_MOST_RAISED = 6  # characters
_MINUS = str.maketrans("−–‐‑", "----")


class Word(NamedTuple):
    """A word and its place, in points from the top left; the words of letters set apart are one.

    ``joins``: the next one on its right is the same word, when it touches it.
    """

    y: float
    left: float
    right: float
    size: float
    text: str
    joins: bool = False


def words_of_glyphs(glyphs: Iterable[Glyph]) -> Iterator[Word]:
    """The words, in the order of the characters."""
    for run in _runs(glyphs):
        spacing = _spacing(run)
        words = list(_words(run, spacing))
        yield from [_phrase(words)] if spacing else words


def group_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The words that stand on one line, lines from top to bottom, words from left to right."""
    lines: list[list[Word]] = []
    for word in sorted(_with_scripts(sorted(words))):
        if lines:
            first, last = lines[-1][0], lines[-1][-1]
            if word.y - first.y <= max(2.0, 0.45 * min(word.size, last.size)):
                lines[-1].append(word)
                continue
        lines.append([word])
    return [sorted(line, key=lambda word: word.left) for line in lines]


def phrases_of(line: Sequence[Word]) -> list[Phrase]:
    """Words a space apart in one phrase, in reading order."""
    groups = [[line[0]]]
    right = line[0].right
    for above, word in pairwise(line):
        if word.left - right < _PHRASE_GAP * word.size or above.joins:
            groups[-1].append(word)
            right = max(right, word.right)
        else:
            groups.append([word])
            right = word.right
    return [(group[0].left, max(word.right for word in group), _text(group)) for group in groups]


# Words


class _Letter(NamedTuple):
    """A character of a run, how far it is from the one before, and the blank between them."""

    glyph: Glyph
    gap: float
    blank: int


_NO_BLANK, _SEEN, _DRAWN = range(3)
"""None; one that the reader of PDF saw; one that the file draws."""


def _runs(glyphs: Iterable[Glyph]) -> Iterator[list[_Letter]]:
    """Characters on one baseline, none far from the one before."""
    run: list[_Letter] = []
    last: Glyph | None = None
    blank = _NO_BLANK
    for glyph in glyphs:
        if not glyph.text:
            blank = max(blank, _SEEN if glyph.generated else _DRAWN)
            continue
        gap = 0.0
        if last is not None:
            gap = _gap(last, glyph)
            if not _continues(last, glyph, gap):
                yield run
                run, gap = [], 0.0
        run.append(_Letter(glyph, gap, blank))
        last, blank = glyph, _NO_BLANK
    if run:
        yield run


def _continues(last: Glyph, glyph: Glyph, gap: float) -> bool:
    size = glyph.size
    return (
        abs(glyph.y - last.y) < _SAME_LINE
        and -max(_SAME_LINE, 0.3 * size) < gap < 2 * size
        and 0.8 * last.size < size < 1.25 * last.size
    )


def _gap(last: Glyph, glyph: Glyph) -> float:
    if glyph.left == last.left and glyph.right == last.right:  # letters of a ligature
        return 0.0
    if glyph.left < last.left and _is_rtl(glyph.text):
        return last.left - glyph.right
    return glyph.left - last.right


def _spacing(run: Sequence[_Letter]) -> float:
    """How far apart the letters of a word are set; 0 when they touch, as nearly everywhere."""
    if len(run) < _FEWEST_SPACED:
        return 0.0
    inside = _gaps_inside(run)
    size = run[0].glyph.size
    touching = 0
    for gap in inside:
        touching += gap <= _WORD_GAP * size
        if 4 * touching > len(inside):
            return 0.0
    spacing = median(inside)
    alphabetic = sum(letter.glyph.text.isalpha() for letter in run) >= 0.7 * len(run)
    if spacing > _WIDEST_SPACED * size or (spacing > _A_SPACE * size and not alphabetic):
        return 0.0
    return spacing


def _gaps_inside(run: Sequence[_Letter]) -> list[float]:
    """The gaps between letters of a word; all of them where the file draws blanks between the letters."""
    inside = [letter.gap for letter in run[1:] if letter.blank != _DRAWN]
    return inside if len(inside) >= _FEWEST_SPACED - 1 else [letter.gap for letter in run[1:]]


def _words(run: Sequence[_Letter], spacing: float) -> Iterator[Word]:
    """Cut where the file draws a blank or leaves a gap wider than the letters are apart."""
    ends = _spaced_ends(run, spacing) if spacing else _ends
    word: list[Glyph] = []
    for letter in run:
        if word and ends(letter):
            yield _word(word)
            word = []
        word.append(letter.glyph)
    yield _word(word)


def _ends(letter: _Letter) -> bool:
    return letter.blank != _NO_BLANK or letter.gap >= _WORD_GAP * letter.glyph.size


def _spaced_ends(run: Sequence[_Letter], spacing: float) -> Callable[[_Letter], bool]:
    """Whether a letter begins another word, among letters set apart."""
    blanks = sum(letter.blank == _DRAWN for letter in run)
    parts_words = blanks <= len(run) - _FEWEST_SPACED  # else blanks are drawn between the letters as well
    widest = 0.5 * spacing if not blanks or not parts_words else 0.0

    def ends(letter: _Letter) -> bool:
        if letter.blank == _DRAWN and parts_words:
            return True
        return letter.gap - spacing >= max(_WORD_GAP * letter.glyph.size, widest)

    return ends


def _word(glyphs: Sequence[Glyph]) -> Word:
    text = "".join([glyph.text for glyph in glyphs])
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if text.endswith("\u00ad"):  # seen, since the line ends there
        text = f"{text[:-1]}-"
    left = min([glyph.left for glyph in glyphs])
    right = max([glyph.right for glyph in glyphs])
    return Word(glyphs[0].y, left, right, glyphs[0].size, text)


def _phrase(words: Sequence[Word]) -> Word:
    """The words of letters set apart: the blanks between them are as wide as the author liked."""
    text = " ".join(word.text for word in words)
    return words[0]._replace(right=words[-1].right, text=text)


# What is raised or lowered


def _with_scripts(words: Sequence[Word]) -> list[Word]:
    """The words, exponents and indices at the end of the word they touch.

    Args:
        words: sorted.
    """
    heights = [word.y for word in words]
    largest = max((word.size for word in words), default=0.0)
    raised: dict[int, list[Word]] = {}
    alone = set(range(len(words)))
    for index, word in enumerate(words):
        if len(word.text) > _MOST_RAISED or word.size > _SMALLER * largest:
            continue
        host = _host(word, words, heights)
        if host is not None:
            raised.setdefault(host, []).append(word)
            alone.discard(index)
    return [_extended(words[index], raised.get(index, [])) for index in sorted(alone | raised.keys())]


def _host(word: Word, words: Sequence[Word], heights: Sequence[float]) -> int | None:
    reach = word.size
    for index in range(bisect_left(heights, word.y - reach), bisect_right(heights, word.y + reach)):
        host = words[index]
        if (
            word.size <= _SMALLER * host.size
            and 0.08 * host.size < abs(host.y - word.y) < 0.65 * host.size
            and -0.15 * host.size < word.left - host.right < _WORD_GAP * host.size
        ):
            return index
    return None


def _extended(host: Word, scripts: Sequence[Word]) -> Word:
    text, right = host.text, host.right
    for each in sorted(scripts, key=lambda word: word.left):
        text += _script(each.text, "sup" if each.y < host.y else "sub")
        right = max(right, each.right)
    return host._replace(text=text, right=right, joins=True) if scripts else host


def _script(text: str, name: str) -> str:
    return script(text.translate(_MINUS), name)


# Phrases


def _text(group: Sequence[Word]) -> str:
    ordered = _in_reading_order(group)
    text = ordered[0].text
    for above, word in pairwise(ordered):
        touches = above.joins and word.left - above.right < _WORD_GAP * word.size
        text += word.text if touches else f" {word.text}"
    return text


def _in_reading_order(group: Sequence[Word]) -> list[Word]:
    """Words from left to right, those of Arabic and Hebrew from right to left."""
    rtl = [_is_rtl(word.text) for word in group]
    if not any(rtl):
        return list(group)
    whole = sum(rtl) * 2 >= len(group)
    words = list(group)[::-1] if whole else list(group)
    ordered: list[Word] = []
    for turned, part in groupby(words, key=lambda word: _is_rtl(word.text) != whole):
        of_part = list(part)
        ordered += of_part[::-1] if turned else of_part
    return ordered


def _is_rtl(text: str) -> bool:
    return not text.isascii() and any(unicodedata.bidirectional(each) in ("R", "AL") for each in text)
