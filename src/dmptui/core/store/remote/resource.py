"""A resource as it stands on a plain FHIR server: ours, and what the store adds to find it again.

The store adds tags, which any server can search, and takes them off on reading:

- its version and the time of writing: the server's own version may be any text, and its clock is not ours;
- values that no standard parameter of R4 reaches: an identifier inside a contained resource or a logical
  reference, and the first letters of a name without its accents;
- the dates it had to fill in, so that the server can sort what has none.

Tags are compared again with the resource on reading, for some servers (HAPI) keep old tags on an update.
"""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from dmptui.core.fhir.json import Json, instant, items, text
from dmptui.core.store.base import StoredResource
from dmptui.core.store.indexes import INDEXES, Rows, rows_of

TAG = "urn:dmptui:store:"
TAGGED = frozenset(
    {
        "actor",
        "agent",
        "author",
        "display",
        "participant",
        "practitioner",
        "recipient",
        "related",
        "relatesto",
        "sender",
        "visit",
    }
)
"""The token parameters of the protocol that R4 does not search by identifier on every server."""
LETTERS = 3
"""How many letters of a name are tagged: the server finds the few patients that are then compared whole."""
NO_DATE = "1000-01-01"
"""The date, on the server, of what has none: it sorts as the oldest."""
_VERSION = TAG + "version"
_ADDED = TAG + "added"
_LONGEST = 190  # HAPI keeps 200 characters of a tag


class IndexedResource(NamedTuple):
    """A resource as it was given to the store, and what can be searched of it."""

    row: StoredResource
    rows: Rows


def outgoing(resource: Json, version: int, now: datetime) -> Json:
    """A resource as it is sent."""
    kind = resource["resourceType"]
    completed, added = _dated(resource)
    tags = [{"system": _VERSION, "code": f"{version} {now.isoformat()}"}]
    tags += [{"system": _ADDED, "code": path} for path in added]
    tags += [{"system": TAG + param, "code": code} for param, code in sorted(set(_tags(resource, kind)))]
    meta = {k: v for k, v in resource.get("meta", {}).items() if k not in ("versionId", "lastUpdated")}
    return completed | {"meta": meta | {"tag": [*meta.get("tag", ()), *tags]}}


def incoming(resource: Json) -> IndexedResource:
    """A resource as it was given to the store, with the store's version and date.

    One that something else put on the server is at version 1.
    """
    meta = resource.get("meta") if isinstance(resource.get("meta"), dict) else {}
    tags = list(items(meta, "tag"))
    own = [t for t in tags if text(t.get("system")).startswith(TAG)]
    others = [t for t in tags if t not in own]
    version, updated = max(map(_version, own), default=(0, ""))
    ours: Json = {k: v for k, v in (meta or {}).items() if k != "tag"}
    ours |= {"versionId": str(version or 1)} | ({"lastUpdated": updated} if updated else {})
    found = resource | {"meta": ours | ({"tag": others} if others else {})}
    for tag in own:
        if tag.get("system") == _ADDED:
            found = _undated(found, text(tag.get("code")))
    kind, resource_id = found["resourceType"], text(found.get("id"))
    rows = rows_of(found)
    patient = resource_id if kind == "Patient" else rows.patient
    content = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    return IndexedResource(StoredResource(kind, resource_id, version or 1, patient, content), rows)


def tag_code(system: str, value: str) -> str:
    """The code of the tag of an identifier."""
    return f"{system} {value}".strip()[:_LONGEST]


def letters(folded: str) -> str:
    """The code of the tag of a folded name, or of the beginning of one."""
    return folded[:LETTERS].replace(" ", "_")


def _tags(resource: Json, kind: str) -> Iterator[tuple[str, str]]:
    rows = rows_of(resource)
    strings = INDEXES[kind].strings
    for name, system, value in rows.narrow:
        param = name.removeprefix(f"{kind}.")
        if param in strings:
            yield from ((param, letters(value[:size])) for size in range(1, LETTERS + 1) if value)
        elif param in TAGGED:
            yield param, tag_code(system, value)
    yield from ((param, tag_code(system, value)) for param, system, value in rows.broad if param in TAGGED)


def _version(tag: Json) -> tuple[int, str]:
    number, _space, when = text(tag.get("code")).partition(" ")
    is_version = tag.get("system") == _VERSION and number.isdecimal()
    return (int(number), when) if is_version else (0, "")


def _dated(resource: Json) -> tuple[Json, list[str]]:
    """The resource with a date for each date parameter, and the paths that were filled in."""
    added = []
    for param, (path, *fallbacks) in INDEXES[resource["resourceType"]].dates.items():
        if param != "_lastUpdated" and instant(_value(resource, path)) is None:
            resource = _set(resource, path.split("."), _stand_in(resource, path, fallbacks))
            added.append(path)
    return resource, added


def _undated(resource: Json, path: str) -> Json:
    """The resource without a date that was filled in; a date written since then stays."""
    dates = INDEXES[resource["resourceType"]].dates.values()
    fallbacks = next((paths[1:] for paths in dates if paths[0] == path), None)
    value = _value(resource, path)
    if fallbacks is None or value is None:
        return resource
    stand_ins = {_stand_in(resource, path, fallbacks), _no_date(path)}
    return _set(resource, path.split("."), None) if value in stand_ins else resource


def _stand_in(resource: Json, path: str, fallbacks: tuple[str, ...] | list[str]) -> str:
    values = (_value(resource, fallback) for fallback in fallbacks)
    return next((v for v in values if isinstance(v, str) and instant(v)), _no_date(path))


def _no_date(path: str) -> str:
    return NO_DATE if path == "birthDate" else f"{NO_DATE}T00:00:00Z"


def _value(resource: object, path: str) -> object:
    for key in path.split("."):
        resource = resource.get(key) if isinstance(resource, dict) else None
    return resource


def _set(element: Json, keys: list[str], value: str | None) -> Json:
    """A copy with another value at a path; with None, without it nor the elements left empty."""
    key, *rest = keys
    inner = element.get(key)
    new = _set(inner if isinstance(inner, dict) else {}, rest, value) if rest else value
    return {k: v for k, v in element.items() if k != key} | ({key: new} if new else {})
