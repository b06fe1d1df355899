"""Super- and subscripts in Unicode: a terminal has no other."""

import re

_SUPERSCRIPT = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUBSCRIPT = str.maketrans("0123456789+-=()", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎")

_mark = re.compile(r"\[\d+\]")


def script(text: str, name: str) -> str:
    """A text raised (``"sup"``) or lowered (``"sub"``), when every character of it has such a form.

    10⁹ read as 109 would be another number; what has no form follows ``^`` or ``_``.
    """
    table = _SUPERSCRIPT if name == "sup" else _SUBSCRIPT
    bare = text.strip()
    if not bare or _mark.fullmatch(bare):  # the mark of a note is one already
        return text
    if all(ord(character) in table for character in bare):
        return text.translate(table)
    if bare.isalpha():  # 1er, CO2eq: letters cannot be mistaken for a number
        return text
    return ("^" if name == "sup" else "_") + text
