"""Words as they are compared: whatever their case, their accents and the way these are encoded.

Everything that is typed, and all it is looked for in, passes here: a name typed on one machine with its
accents apart (« e » then « ´ ») is the name written on another with them together.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "’": "'", "ʼ": "'", "‐": "-", "‑": "-", "−": "-"})

_BETWEEN_WORDS = re.compile(r"[\W_]+")


class FoldedText(NamedTuple):
    """A folded text, and where each of its characters begins and ends in the text as it was."""

    text: str
    places: tuple[tuple[int, int], ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where some of its characters are in the text as it was: ``end`` is after the last, and after its
        accents."""
        return self.places[start][0], self.places[end - 1][1]


def fold(text: str) -> str:
    """The text without case or accents; ligatures are two letters, every apostrophe and hyphen the same."""
    return text.lower() if text.isascii() else "".join(map(_fold_character, text))


def folded_words(text: str) -> str:
    """The same, its words one space apart."""
    return " ".join(fold(text).split())


def fold_with_places(text: str) -> FoldedText:
    """The text folded, with the way back to it."""
    if text.isascii():
        return FoldedText(text.lower(), tuple((place, place + 1) for place in range(len(text))))
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for place, character in enumerate(text):
        folded = _fold_character(character)
        letters.append(folded)
        if folded:
            places += [(place, place + 1)] * len(folded)
        elif places:  # an accent apart: it belongs to the letter before it
            places[-1] = places[-1][0], place + 1
    return FoldedText("".join(letters), tuple(places))


@lru_cache(4096)
def _fold_character(character: str) -> str:
    lower = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", character).casefold()).casefold()
    return "".join(c for c in lower if not unicodedata.combining(c)).translate(_LETTERS)


def french_order(text: str) -> str:
    """What puts texts in French order: by letters and digits, whatever stands between words."""
    return _BETWEEN_WORDS.sub(" ", fold(text)).strip()
