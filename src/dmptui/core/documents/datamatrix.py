r"""The INS Datamatrix of a health document, as a reader types it (ANS, « INS, Format datamatrix » 2.2).

A header of 26 characters (``IS``, two digits of version, 22 zeros), then fields, each after its name: ``S1``
matricule (15), ``S2`` OID (19 or 20), ``S3`` given names of birth, ``S4`` birth name, ``S5`` sex, ``S6`` date
of birth (JJ-MM-AAAA), ``S7`` place of birth (INSEE code, 5). A field of variable length that is neither full
nor the last ends with GS (``\x1d``). No value holds an S before a digit, so that the fields are read without
their GS, which a reader that types as a keyboard often loses.
"""

import re

from dmptui.core.documents.text import clean_line
from dmptui.core.errors import UsageError
from dmptui.core.model.identity import Identity
from dmptui.core.model.ins import DEMO_NIR, OIDS, Ins, normalise, problem_with
from dmptui.core.text import _

_START = re.compile(r"\s*(?:\]d[12])?IS", re.IGNORECASE)  # "]d2" is how a reader names the symbol
_HEADER = re.compile(r"\s*(?:\]d[12])?IS\d{2}0*(?=S\d)", re.IGNORECASE)
_FIELD = re.compile(r"S([1-9])(.*?)(?=S[1-9]|$)", re.IGNORECASE | re.DOTALL)
_SEPARATOR = re.compile(r"\x1d|<GS>|\{GS\}|\^\]|␝|\\x1d|\\u001d", re.IGNORECASE)
_OID = re.compile(r"[\d.]{10,}")


def is_datamatrix(text: str) -> bool:
    """Whether what was typed comes from a reader: no INS begins with IS."""
    return bool(_START.match(text))


def read_datamatrix(text: str) -> Identity:
    """Whom a scanned INS Datamatrix is about; its INS is whole, its key right.

    Raises:
        UsageError: it cannot be read, or names no INS; the message does not repeat it.
    """
    header = _HEADER.match(text)
    if header is None:
        raise _unreadable()
    fields: dict[str, str] = {}
    for field in _FIELD.finditer(text, header.end()):
        value = clean_line(_SEPARATOR.sub(" ", field[2]).replace("\ufffd", " "))
        fields.setdefault(field[1], value)
    number, oid = normalise(fields.get("1", "")), fields.get("2", "")
    if problem_with(number) is not None:
        raise _unreadable()
    if _OID.fullmatch(oid) and oid not in OIDS:
        raise UsageError(_("Ce Datamatrix ne porte pas un INS. Scannez celui d'un document de santé."), "OID")
    day, month, year = (fields.get("6", "") + "--").split("-")[:3]
    return Identity(
        numbers=((oid if oid in OIDS else DEMO_NIR, number),),
        birth_name=fields.get("4", ""),
        given_names=tuple(filter(None, (fields.get("3", ""),))),
        sex=fields.get("5", "").upper()[:1],
        birth=f"{year}{month}{day}" if year else "",
        birth_place=fields.get("7", ""),
    )


def ins_of(found: Identity) -> Ins:
    """The INS of a Datamatrix that was read."""
    oid, value = found.ins[0]
    return Ins(value=value, oid=oid)


def _unreadable() -> UsageError:
    return UsageError(
        _(
            "Ce Datamatrix INS est illisible. Scannez-le de nouveau ; s'il reste illisible, vérifiez que le "
            "lecteur de codes est réglé sur un clavier français, ou saisissez l'INS."
        ),
        "INS Datamatrix",
    )
