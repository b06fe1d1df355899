"""What stands before an item of a list: a bullet, a number, a letter, a Roman number."""

from dmptui.core.documents.blocks import Marks

_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"),
    (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip
_MOST_ROMAN = 3999


def mark_of(marks: Marks, number: int) -> str:
    """The mark of the item of that number, and the space after it."""
    if not marks.ordered:
        return f"{marks.value} "
    match marks:
        case Marks.LITTLE_ALPHA | Marks.BIG_ALPHA:
            text = _alpha(number)
        case Marks.LITTLE_ROMAN | Marks.BIG_ROMAN:
            text = _roman(number)
        case _:
            text = str(number)
    return f"{text.upper() if marks.value.isupper() else text}. "


def _alpha(number: int) -> str:
    """a to z, then aa, ab…"""
    letters = ""
    while number > 0:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("a") + letter) + letters
    return letters or "0"


def _roman(number: int) -> str:
    if not 0 < number <= _MOST_ROMAN:
        return str(number)
    written = ""
    for value, letters in _ROMAN:
        written += letters * (number // value)
        number %= value
    return written
