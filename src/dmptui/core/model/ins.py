"""The identité nationale de santé: 13 characters and a two-digit key.

Source: référentiel INS; the key is that of the NIR, 97 - (N mod 97), where Corsica's
departments ``2A`` and ``2B`` count as 19 and 18.
"""

import re

from dmptui.core.model.base import Frozen

TEST_NIR = "1.2.250.1.213.1.4.10"
DEMO_NIR = "1.2.250.1.213.1.4.11"
OIDS = {
    "1.2.250.1.213.1.4.8": "NIR",
    "1.2.250.1.213.1.4.9": "NIA",
    TEST_NIR: "NIR de test",
    DEMO_NIR: "NIR de démonstration",
}

_SHAPE = re.compile(r"[1-478]\d{4}(?:\d\d|2[AB])\d{6}")


def ins_key(matricule: str) -> int:
    """The key (1-97) of a 13-character matricule."""
    return 97 - int(matricule.replace("2A", "19").replace("2B", "18")) % 97


def normalise(text: str) -> str:
    """What was typed, without spaces or separators, letters in capitals."""
    return re.sub(r"[\s.\-_/]", "", text).upper()


class Ins(Frozen):
    """An INS whose key is right.

    Attributes:
        value: 15 characters, matricule then key.
        oid: one of ``OIDS``.
    """

    value: str
    oid: str = DEMO_NIR

    @property
    def grouped(self) -> str:
        """As cards print it: ``2 51 11 99 123 456 42``."""
        v = self.value
        return " ".join((v[0], v[1:3], v[3:5], v[5:7], v[7:10], v[10:13], v[13:]))

    @property
    def shortened(self) -> str:
        """Enough to recognise it on a crowded line: ``2 51 11 99 … 42``."""
        v = self.value
        return f"{v[0]} {v[1:3]} {v[3:5]} {v[5:7]} … {v[13:]}"


def problem_with(text: str) -> str | None:
    """Why ``text`` is not a whole INS, as a code: ``empty``, ``short``, ``long``, ``shape``, ``key``.

    None when it is one. ``short`` is what a person still typing gets.
    """
    value = normalise(text)
    if not value:
        return "empty"
    if not all(c.isdigit() or (i == 6 and c in "AB") for i, c in enumerate(value)):
        return "shape"
    if len(value) < 15:
        return "short"
    if len(value) > 15:
        return "long"
    if not _SHAPE.fullmatch(value[:13]) or not value[13:].isdigit():
        return "shape"
    return None if ins_key(value[:13]) == int(value[13:]) else "key"
