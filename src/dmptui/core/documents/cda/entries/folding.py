"""Words as they are compared: without case, accents, nor what is no letter."""

import re
import unicodedata

_accents = re.compile("[\u0300-\u036f]+")
_not_words = re.compile("[^a-z0-9]+")


def folded(text: str) -> str:
    """Without case and accents."""
    lower = text.casefold()
    return lower if lower.isascii() else _accents.sub("", unicodedata.normalize("NFKD", lower))


def words(text: str) -> list[str]:
    """Its words, folded."""
    return _not_words.sub(" ", folded(text)).split()
