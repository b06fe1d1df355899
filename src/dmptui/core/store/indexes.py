"""What can be searched: for each kind of resource, the parameters and where their values stand.

A *narrow* parameter names few resources (an identifier), a *broad* one many (a status): a search starts
from a narrow one, or from a date in the patient's compartment, and checks the broad ones on the way.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import blake2b
from typing import NamedTuple

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, items, moment
from dmptui.core.model.days import NOON_OF_ALL, Dated, within_time
from dmptui.core.store import line, step
from dmptui.core.store.moments import microseconds
from dmptui.core.terminology import folding

_KEY = re.compile(r"(\w+)(?:\((\w+)=([^()]*)\))?")
_not_letters = re.compile(r"[\W_]+")
UNDATED = -(2**62)
"""The moment of a resource without a date: it sorts as the oldest, and no range of dates holds it."""

ABOUT, NAME = "about", "name"
"""The parameters of what refers to documents, and of what it refers to them by."""
_REVISION = 2
"""Raised when ``rows_of`` makes other rows of the same resource by the same paths."""
_FOLDED = "L’Œuvre d'ÉLOÏSE ﬁn ẞ İ Ǆ_Ω-1"
"""What ``fold`` makes of it is part of the definition."""

Paths = tuple[str, ...]


@dataclass(frozen=True)
class Index:
    """The parameters of one kind: name -> paths of its values.

    Attributes:
        patient: paths of the references to the patient.
        dates: the first found of several paths; the first parameter is the kind's own order.
        strings: narrow too, compared without case or accents.
        marks: broad too; conditions ask them, nobody searches by them.
        about: paths of the references to documents, the mark ``about``.
        names: paths of what others refer to it by, the narrow parameter ``name``.
    """

    dates: dict[str, Paths]
    patient: Paths = ()
    narrow: dict[str, Paths] = field(default_factory=dict)
    strings: dict[str, Paths] = field(default_factory=dict)
    broad: dict[str, Paths] = field(default_factory=dict)
    marks: dict[str, Paths] = field(default_factory=dict)
    about: Paths = ()
    names: Paths = ()

    @property
    def default_date(self) -> str:
        """The parameter of the kind's own order."""
        return next(iter(self.dates))


_UPDATED: dict[str, Paths] = {"_lastUpdated": ("meta.lastUpdated",)}
_SECRET: dict[str, Paths] = {"secret": (f"extension(url={systems.SECRET_ACCESS}).valueBoolean",)}
_DOCUMENT = "DocumentReference/"

INDEXES = {
    "Patient": Index(
        dates={"birthdate": ("birthDate",)},
        narrow={"identifier": ("identifier",)},
        strings={
            "family": ("name.family",),
            "given": ("name.given",),
            "address-postalcode": ("address.postalCode",),
        },
        broad={"gender": ("gender",), "active": ("active",)},
    ),
    "Practitioner": Index(dates=_UPDATED, narrow={"identifier": ("identifier",)}),
    "PractitionerRole": Index(dates=_UPDATED, narrow={"practitioner": ("practitioner.identifier",)}),
    "Consent": Index(
        dates={"date": ("dateTime",)},
        patient=("patient.reference",),
        narrow={"actor": ("provision.actor.reference.identifier",)},
        broad={"status": ("status",), "category": ("category",)},
        marks=_SECRET,
    ),
    "CareTeam": Index(
        dates=_UPDATED,
        patient=("subject.reference",),
        narrow={"participant": ("participant.member.identifier",)},
        broad={"status": ("status",)},
    ),
    "DocumentReference": Index(
        dates={"period": ("context.period.start", "date"), "date": ("date",)},
        patient=("subject.reference",),
        narrow={
            "identifier": ("masterIdentifier", "identifier"),
            "location": ("content.attachment.url",),
            "relatesto": ("relatesTo.target", "relatesTo.target.identifier"),
            "related": ("context.related", "context.related.identifier"),
        },
        broad={
            "status": ("status",),
            "type": ("type",),
            "category": ("category",),
            "security-label": ("securityLabel",),
            "author": ("contained.practitioner.identifier", "author.identifier"),
            "facility": ("context.facilityType",),
            "setting": ("context.practiceSetting",),
            "event": ("context.event",),
            "format": ("content.format",),
        },
        marks={"archived": (f"extension(url={systems.IS_ARCHIVED}).valueBoolean",)},
        names=("id", f"identifier(system={systems.ENTRY_ID}).value"),
    ),
    "List": Index(
        dates={"date": ("date",)},
        patient=("subject.reference",),
        narrow={"identifier": ("identifier",), "item": ("entry.item",)},
        broad={"status": ("status",), "code": ("code",)},
        about=("entry.item.reference",),
    ),
    "AuditEvent": Index(
        dates={"date": ("recorded",)},
        patient=("entity.what.reference",),
        narrow={
            "agent": ("agent.who.identifier",),
            "display": (f"extension(url={systems.DISPLAY}).valueId",),
            "visit": (),  # see _visit
        },
        broad={"subtype": ("subtype",), "outcome": ("outcome",)},
        marks=_SECRET,
        about=("entity.what.reference",),
    ),
    "Communication": Index(
        dates={"sent": ("sent",)},
        patient=("subject.reference",),
        narrow={
            "recipient": ("recipient", "recipient.identifier"),
            "sender": ("sender", "sender.identifier"),
        },
        broad={"status": ("status",), "category": ("category",)},
        marks=_SECRET,
        about=("about.reference", "payload.contentReference.reference"),
    ),
    "Appointment": Index(
        dates={"date": ("start",)},
        patient=("participant.actor.reference",),
        broad={"status": ("status",)},
        marks=_SECRET,
    ),
    "Observation": Index(
        dates={"date": ("effectiveDateTime",)},
        patient=("subject.reference",),
        broad={"status": ("status",), "code": ("code",), "category": ("category",)},
        marks=_SECRET,
    ),
    "Basic": Index(
        dates=_UPDATED,
        patient=("subject.reference",),
        narrow={"author": ("author.identifier",)},
        broad={"code": ("code",)},
    ),
}


class Rows(NamedTuple):
    """The index rows of one resource.

    ``patient`` is an id or empty; ``moments`` are (param, microseconds), ``narrow`` and ``broad``
    (param, system, value).
    """

    patient: str
    moments: list[tuple[str, int]]
    narrow: list[tuple[str, str, str]]
    broad: list[tuple[str, str, str]]


def rows_of(resource: Json) -> Rows:
    """The index rows of a resource of a known kind."""
    kind = resource["resourceType"]
    index = INDEXES[kind]
    narrow = {(f"{kind}.{p}", *t) for p, paths in index.narrow.items() for t in _tokens(resource, paths)}
    for param, paths in index.strings.items():
        narrow |= {(f"{kind}.{param}", "", fold(text)) for _, text in _tokens(resource, paths)}
    narrow |= {(f"{kind}.{NAME}", "", name) for _, name in _tokens(resource, index.names)}
    narrow |= _visit(resource)
    checked = index.broad | index.marks
    broad = {(p, *t) for p, paths in checked.items() for t in _tokens(resource, paths)}
    references = (reference for _, reference in _tokens(resource, index.about))
    broad |= {(ABOUT, "", r.removeprefix(_DOCUMENT)) for r in references if r.startswith(_DOCUMENT)}
    return Rows(
        patient=_patient(resource, index),
        moments=[(f"{kind}.{p}", _moment(resource, paths)) for p, paths in index.dates.items()],
        narrow=sorted(narrow),
        broad=sorted(broad),
    )


@cache
def fingerprint(kind: str) -> int:
    """The definition of the index rows of a kind, as a number that another definition does not have."""
    index = INDEXES[kind]
    # Names are folded by the Unicode of this Python: another one may know more letters.
    folding = (unicodedata.unidata_version, fold(_FOLDED)) if index.strings else ()
    columns = {line.KIND: line.definition, step.KIND: step.definition}.get(kind, tuple)()
    definition = repr((_REVISION, kind, index, folding, *columns))
    return int.from_bytes(blake2b(definition.encode(), digest_size=6).digest(), "big")


def fold(text: str) -> str:
    """A name as it is compared: folded, anything but letters and digits is one space."""
    return _not_letters.sub(" ", folding.fold(text)).strip()


def _visit(resource: Json) -> set[tuple[str, str, str]]:
    """The visit of a trace: what was traced without one is of that of its actor and day."""
    found = step.step_in(resource)
    return set() if found is None else {(f"{step.KIND}.visit", "", found.visit)}


def _patient(resource: Json, index: Index) -> str:
    for path in index.patient:
        for value in _values(resource, path):
            if isinstance(value, str) and value.startswith("Patient/"):
                return value.removeprefix("Patient/")
    return ""


def _moment(resource: Json, paths: Paths) -> int:
    for path in paths:
        for value in _values(resource, path):
            found = moment(value)
            if found is not None:
                return microseconds(_indexed(found))
    return UNDATED


def _indexed(found: Dated) -> datetime:
    """The instant, or for a day one that is in it whatever the French zone it is searched from."""
    return found if isinstance(found, datetime) else within_time(datetime.combine(found, NOON_OF_ALL))


def _tokens(resource: Json, paths: Paths) -> Iterator[tuple[str, str]]:
    """(system, code) of all the values: strings, booleans, codings, concepts, identifiers, references."""
    for path in paths:
        for value in _values(resource, path):
            if isinstance(value, dict):
                elements = items(value, "coding") if "coding" in value else (value,)
                yield from (token for token in map(_token, elements) if token[1])
            elif isinstance(value, bool):
                yield "", str(value).lower()
            elif isinstance(value, str):
                yield "", value


def _token(element: Json) -> tuple[str, str]:
    system = element.get("system")
    code = element.get("code") or element.get("value") or element.get("reference")
    return (system if isinstance(system, str) else ""), (code if isinstance(code, str) else "")


def _values(resource: Json, path: str) -> list[object]:
    """What stands at a path, lists spread out; ``extension(url=x)`` keeps those whose ``url`` is x."""
    found: list[object] = [resource]
    for key, wanted in _keys(path):
        inner: list[object] = []
        for element in found:
            value = element.get(key) if isinstance(element, dict) else None
            if isinstance(value, list):
                inner += value
            elif value is not None:
                inner.append(value)
        found = [one for one in inner if _is(one, *wanted)] if wanted else inner
    return found


def _is(element: object, key: str, expected: str) -> bool:
    return isinstance(element, dict) and element.get(key) == expected


@cache
def _keys(path: str) -> tuple[tuple[str, tuple[str, str] | None], ...]:
    """The keys of a path, each with what the elements that are kept have under another key."""
    return tuple((key, (name, value) if name else None) for key, name, value in _KEY.findall(path))
