"""The HL7 version 2 fields that metadata hold: people, institutions, identifiers, times."""

import re

from dmptui.core.documents.cda.vocabulary import INS_ROOTS, gender
from dmptui.core.documents.header import Identifier, Patient
from dmptui.core.documents.text import clean_line
from dmptui.core.model.dates import Moment

_ESCAPES = {"F": "|", "S": "^", "T": "&", "R": "~", "E": "\\"}
_escape = re.compile(r"\\([FSTRE])\\")
_to_the_hour = re.compile(r"\d{10}(?:\d\d){0,2}")


def components(field: str) -> list[str]:
    """The components of a field, clean; always at least ten, the last ones empty."""
    found = [clean_line(_escape.sub(lambda m: _ESCAPES[m[1]], each)) for each in field.split("^")]
    return found + [""] * (10 - len(found))


def person(field: str) -> tuple[str, str]:
    """The name and the identifier of somebody, from an XCN: « Dr Jeanne DURAND »."""
    parts = components(field)
    names = (parts[5], parts[2], parts[3], parts[1], parts[4])
    return " ".join(filter(None, names)), parts[0]


def institution(field: str) -> tuple[str, str]:
    """The name and the identifier of an institution, from an XON."""
    parts = components(field)
    return parts[0], parts[9] or parts[2]


def identifier(field: str) -> Identifier:
    """An identifier and the OID of its assigning authority, from a CX."""
    parts = field.split("^")
    authority = parts[3].split("&") if len(parts) > 3 else []
    root = authority[1] if len(authority) > 1 else ""
    return Identifier(clean_line(root), clean_line(parts[0]))


def moment(value: str) -> Moment:
    """A DTM: it is written in UTC when it goes to the hour (ITI TF-3, 4.2.3.1)."""
    text = clean_line(value)
    return Moment(f"{text}+0000" if _to_the_hour.fullmatch(text) else text)


def patient(values: list[str], identifiers: list[Identifier]) -> Patient:
    """The identity traits of ``sourcePatientInfo``, ``PID-n|…`` values, with an INS when there is one."""
    fields = dict(value.partition("|")[::2] for value in values)
    names = [components(name) for name in fields.get("PID-5", "").split("~") if name]
    birth = _of_kind(names, ("L", "M", "BR", "")) or (names[0] if names else components(""))
    used = _of_kind(names, ("D", "S", "U", "CL"))
    written = [identifier(each) for each in fields.get("PID-3", "").split("~") if each] + identifiers
    city = components(fields.get("PID-11", ""))
    return Patient(
        identifiers=tuple(dict.fromkeys(written)),
        birth_name=birth[0],
        given=birth[1],
        used_name=used[0] if used and used[0] != birth[0] else "",
        gender=gender(
            {"O": "UN", "U": "UN"}.get(fields.get("PID-8", ""), clean_line(fields.get("PID-8", "")))
        ),
        birth=Moment(clean_line(fields.get("PID-7", ""))[:8]),
        ins=next((each.extension for each in written if each.root in INS_ROOTS), ""),
        contact=tuple(filter(None, (city[0], " ".join(filter(None, (city[4], city[2])))))),
    )


def ins_of(values: list[str], identifiers: list[Identifier]) -> tuple[Identifier, ...]:
    """The national health identifiers of a person, each once."""
    fields = dict(value.partition("|")[::2] for value in values)
    written = [identifier(each) for each in fields.get("PID-3", "").split("~") if each]
    found = (each for each in (*written, *identifiers) if each.root in INS_ROOTS and each.extension)
    return tuple(dict.fromkeys(found))


def _of_kind(names: list[list[str]], kinds: tuple[str, ...]) -> list[str]:
    """The first name of one of these kinds, in their order of preference."""
    return next((name for kind in kinds for name in names if name[6] == kind and name[0]), [])
