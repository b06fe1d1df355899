"""Reading FHIR JSON that others wrote: missing, misspelt or hostile parts become empty values."""

from collections.abc import Iterator
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, TypeVar

from dmptui.core.documents.text import clean_line
from dmptui.core.errors import InvalidContent
from dmptui.core.model import days
from dmptui.core.model.base import Coding
from dmptui.core.text import _

_TYPE = "resourceType"
_DAY = len("2026-11-30")

E = TypeVar("E", bound=StrEnum)

Json = dict[str, Any]
"""One FHIR resource or element."""


def expect(resource: object, kind: str) -> Json:
    """The resource, when it is one of this type.

    Raises:
        InvalidContent: it is something else.
    """
    if isinstance(resource, dict) and resource.get(_TYPE) == kind:
        return resource
    found = resource.get(_TYPE) if isinstance(resource, dict) else type(resource).__name__
    raise InvalidContent(
        _("Le serveur a envoyé une réponse inattendue. Réessayez, ou prévenez son exploitant."),
        cause=f"expected {kind}, got {found}",
    )


def text(value: object) -> str:
    """A string made safe to show on one line; anything else is empty."""
    return clean_line(value) if isinstance(value, str) else ""


def items(element: object, key: str) -> Iterator[Json]:
    """The objects of a repeating element, skipping what is not an object."""
    values = element.get(key) if isinstance(element, dict) else None
    if isinstance(values, dict):
        yield values
    elif isinstance(values, list):
        yield from (value for value in values if isinstance(value, dict))


def child(element: object, *keys: str) -> Json:
    """The first object found by following keys, or an empty one."""
    for key in keys:
        element = next(items(element, key), {})
    return element if isinstance(element, dict) else {}


def codings(concept: object) -> Iterator[Coding]:
    """The codings of a CodeableConcept that have a code."""
    for coding in items(concept, "coding"):
        if code := text(coding.get("code")):
            yield _coding(text(coding.get("system")), code, text(coding.get("display")))


# The same few, in every document of a list.
@lru_cache(4096)
def _coding(system: str, code: str, display: str) -> Coding:
    return Coding(system=system, code=code, display=display)


def first_coding(concept: object) -> Coding | None:
    """The first coding, or None."""
    return next(codings(concept), None)


def extension(element: object, url: str) -> Json:
    """The extension with this URL, or an empty object."""
    return next((e for e in items(element, "extension") if e.get("url") == url), {})


def instant(value: object) -> datetime | None:
    """A FHIR date, dateTime or instant as an aware datetime; None when it is not one.

    A date without a time is the beginning of its day; a year or a month, of its first day. The ends of time
    are those of ``days``.
    """
    found = moment(value)
    return days.instant_of(found) if found else None


def moment(value: object) -> days.Dated | None:
    """A FHIR date, dateTime or instant: a ``date`` when it has no time, else an aware ``datetime``.

    None when it is not one. A year or a month is its first day; an hour without an offset is one of the zone.
    """
    if not isinstance(value, str):
        return None
    padded = value + "-01" * {4: 2, 7: 1}.get(len(value), 0)
    try:
        if len(padded) <= _DAY:
            return date.fromisoformat(padded)
        parsed = datetime.fromisoformat(padded)
    except ValueError:
        return None
    return days.within_time(parsed if parsed.tzinfo else parsed.replace(tzinfo=days.zone()))


def day(value: object) -> date | None:
    """The day of a FHIR date; None when it is not one."""
    found = moment(value)
    return days.day_in(found) if found else None


def member(kind: type[E], value: object, default: E) -> E:
    """The member of an enumeration with this value, or the default."""
    known = (m for m in kind if m.value == value)
    return next(known, default) if isinstance(value, str) else default


def concept(coding: Coding) -> Json:
    """A CodeableConcept of one coding."""
    return {"coding": [coding_json(coding)]}


def coding_json(coding: Coding) -> Json:
    """A FHIR Coding; empty parts are left out."""
    return {k: v for k, v in coding.model_dump().items() if v}


def identifier(system: str, value: str, use: str = "") -> Json:
    """A FHIR Identifier; MHD 4.2.3 knows a uniqueId by its use ``usual``, an entryUUID by ``official``."""
    found = {"system": system, "value": value}
    return {"use": use, **found} if use else found
