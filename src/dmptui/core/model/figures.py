"""Figures as laboratories write them: HL7's point, the French comma, groups of thousands."""

import re
from decimal import Decimal

_BLANKS = " \u00a0\u2009\u202f"
_blank = re.compile(f"[{_BLANKS}]")
_thousands = rf"[0-9]{{1,3}}(?:[{_BLANKS}][0-9]{{3}})+"
PATTERN = rf"[-+\u2212]?(?:(?:{_thousands}|[0-9]+)(?:[.,][0-9]+)?|[.,][0-9]+)"
"""Of a figure, to be found in a text: groups of thousands have a space between them, never a comma."""
_figure = re.compile(PATTERN + "(?:[eE][-+]?[0-9]{1,3})?")
_padding = re.compile(r"(\.\d*?)0{4,}$")


def figure(written: str) -> Decimal | None:
    """The number a text is, as precise as it is written; None when it says anything else."""
    text = written.strip()
    if not _figure.fullmatch(text):
        return None
    return Decimal(_blank.sub("", text).replace(",", ".").replace("\u2212", "-"))


def french(written: str) -> str:
    """A number with a decimal comma, as precise as written, without the zeros a machine padded it with."""
    return _padding.sub(r"\1", written).removesuffix(".").replace(".", ",")


def plain(number: Decimal) -> str:
    """A number with a decimal comma and no power of ten."""
    return french(f"{number:f}")
