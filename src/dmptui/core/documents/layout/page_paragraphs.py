"""Which lines of a printed page are one paragraph that its author's margin wrapped, and which are lines.

Two lines read as one would move a dose to another drug: they are joined where nothing else explains them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise

from dmptui.core.documents.blocks import PageLine

LEADING = 1.75
"""Of a line's height: further apart, two lines are two paragraphs."""

_AGREE = 1.0  # points between the ends of lines that one margin stopped
_FEWEST_AGREEING = 3
_last_part = re.compile(r"([^\W\d_]+)-$")
_COMPOUNDS = frozenset((
    "anti", "après", "arrière", "au", "auto", "aussi", "avant", "bi", "celle", "celles", "celui", "ceux",
    "ci", "contre", "demi", "est", "extra", "faux", "grand", "gros", "haut", "bas", "inter", "intra",
    "là", "mal", "mi", "moyen", "multi", "néo", "non", "nord", "ouest", "par", "peut", "post", "pré",
    "pseudo", "quasi", "quelque", "rendez", "sans", "semi", "sous", "sud", "super", "sur", "sus", "trans",
    "ultra", "vice", "vis",
))  # fmt: skip
"""First parts of compound words, which keep their hyphen; with those in -o (« ostéo-articulaire »)."""


def paragraphs(lines: Sequence[PageLine], edge: float) -> list[list[PageLine]]:
    """The lines, those that a margin wrapped with the ones they go on from.

    Args:
        lines: not empty, in reading order.
        edge: how far to the right a line of the page may reach.
    """
    found = [[lines[0]]]
    edges = _edges(lines, edge)
    for (above, line), end in zip(pairwise(lines), edges, strict=False):
        if _goes_on(above, line, end):
            found[-1].append(line)
        else:
            found.append([line])
    return found


def joined(texts: Sequence[str]) -> str:
    """The lines of a paragraph on one, a word that was cut at the end of a line made whole."""
    whole = texts[0]
    for text in texts[1:]:
        cut = _last_part.search(whole)
        if cut is None or not text[:1].islower():
            whole += f" {text}"
        elif _is_compound(cut[1], whole[: cut.start()]):
            whole += text
        else:
            whole = whole[:-1] + text
    return whole


def _is_compound(first: str, before: str) -> bool:
    return before.endswith("-") or not first.islower() or first in _COMPOUNDS or first.endswith("o")


def _goes_on(above: PageLine, line: PageLine, edge: float) -> bool:
    """Whether a line begins with a word, in the middle of a sentence, that the one above had no room for."""
    if len(above.phrases) != 1 or len(line.phrases) != 1 or not _is_below(above, line):
        return False
    left, right, text = line.phrases[0]
    if not text[:1].islower():
        return False
    letter = (right - left) / len(text)
    needed = letter * (1 + len(text.split(" ", 1)[0]))
    return above.phrases[0][1] + needed > edge


def _is_below(above: PageLine, line: PageLine) -> bool:
    near = 0 < line.y - above.y <= LEADING * above.size
    return near and abs(above.phrases[0][0] - line.phrases[0][0]) < above.size


def _edges(lines: Sequence[PageLine], edge: float) -> list[float]:
    """For each line, the margin of its block: where enough of its lines end, else that of the page."""
    found: list[float] = []
    for block in _blocks(lines):
        ends = [line.phrases[-1][1] for line in block if len(line.phrases) == 1]
        last = max(ends, default=edge)
        agreeing = sum(last - end <= _AGREE for end in ends)
        found += [last if agreeing >= _FEWEST_AGREEING else edge] * len(block)
    return found


def _blocks(lines: Sequence[PageLine]) -> list[list[PageLine]]:
    blocks = [[lines[0]]]
    for above, line in pairwise(lines):
        if _is_below(above, line):
            blocks[-1].append(line)
        else:
            blocks.append([line])
    return blocks
