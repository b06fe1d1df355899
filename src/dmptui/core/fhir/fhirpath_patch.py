"""FHIRPath Patch (FHIR R4, ``Parameters``), on the same three elements as JSON Patch.

Of FHIRPath, the paths that lead to one place: steps, ``[n]``, ``where(x='y')``, ``extension('url')`` and
``first()``.
"""

import copy
import re
from collections.abc import Iterator
from typing import Any

from dmptui.core.fhir.json import Json, child, items
from dmptui.core.fhir.json_patch import (
    ELEMENTS,
    MAX_OPERATIONS,
    Operation,
    Path,
    apply,
    malformed,
    not_patchable,
)

_REPEATING = {"securityLabel", "extension", "coding"}
_STEP = re.compile(
    r"(?P<name>[a-zA-Z]+)(?:\[(?P<index>\d{1,4})\])?(?![a-zA-Z(])"
    r"|where\(\s*(?P<key>[a-zA-Z]+)\s*=\s*'(?P<value>[^']*)'\s*\)"
    r"|extension\(\s*'(?P<url>[^']*)'\s*\)"
    r"|(?P<first>first\(\))"
)
_ROOT = "DocumentReference"


def apply_fhirpath_patch(resource: Json, parameters: Json) -> Json:
    """The resource as a ``Parameters`` leaves it; the one given is not touched.

    Raises:
        NotPatchable: another element than status, securityLabel and extension is named.
        InvalidContent: it is not a FHIRPath Patch, or does not fit the resource.
    """
    operations = list(items(parameters, "parameter"))
    if not 0 < len(operations) <= MAX_OPERATIONS:
        raise malformed("not 1 to 20 operations")
    changed = copy.deepcopy(resource)
    for operation in operations:
        parts = {part.get("name"): part for part in items(operation, "part")}
        if operation.get("name") != "operation" or not isinstance(_value(parts.get("path")), str):
            raise malformed("not an operation")
        for found in _operations(changed, parts):
            apply(changed, found)
    return changed


def _operations(resource: Json, parts: dict[Any, Json]) -> Iterator[Operation]:
    """An operation, as JSON Patch says it."""
    kind, path = _value(parts.get("type")), str(_value(parts["path"]))
    if kind in ("move", None):
        raise not_patchable()
    value = _value(parts.get("value"))
    if kind == "add":
        name = _value(parts.get("name"))
        places = _places(resource, path)
        if not isinstance(name, str) or len(places) != 1:
            raise malformed("add: no single place")
        yield _added(resource, (*places[0], name), value)
        return
    places = _places(resource, path)
    if kind == "delete":
        if len(places) > 1:
            raise malformed("delete: several places")
        yield from (Operation("remove", place) for place in places)
    elif kind == "replace" and len(places) == 1:
        yield Operation("replace", places[0], value)
    elif kind == "insert" and len(places) == 1 and isinstance(_value(parts.get("index")), int):
        yield Operation("add", (*_of_list(places[0]), str(_value(parts["index"]))), value)
    else:
        raise malformed("not one place, or an unknown operation")


def _added(resource: Json, path: Path, value: Any) -> Operation:
    """The addition of an element: to the end of a list when it repeats, made when there is none."""
    if path[0] not in ELEMENTS:
        raise not_patchable()
    parent: Any = resource
    for token in path[:-1]:
        parent = parent[int(token)] if isinstance(parent, list) else parent[token]
    if path[-1] not in _REPEATING:
        return Operation("add", path, value)
    if isinstance(parent, dict) and path[-1] in parent:
        return Operation("add", (*path, "-"), value)
    return Operation("add", path, [value])


def _of_list(place: Path) -> Path:
    """The list an element stands in."""
    return place[:-1] if place[-1].isdigit() else place


def _places(resource: Json, path: str) -> list[Path]:
    """The places a path leads to."""
    steps = list(_steps(path))
    if not steps or steps[0]["name"] != _ROOT:
        raise malformed("a path that does not start at DocumentReference")
    if len(steps) > 1 and (steps[1]["name"] or "extension") not in ELEMENTS:
        raise not_patchable()
    places: list[Path] = [()]
    for step in steps[1:]:
        places = [found for place in places for found in _step(resource, place, step)]
        if step["first"]:
            places = places[:1]
    return places


def _steps(path: str) -> Iterator[re.Match[str]]:
    at = 0
    while at < len(path):
        if at and path[at] == ".":
            at += 1
        step = _STEP.match(path, at)
        if step is None or len(path) > 500:
            raise malformed("a path that is not read here")
        yield step
        at = step.end()


def _step(resource: Json, place: Path, step: re.Match[str]) -> Iterator[Path]:
    element = _at(resource, place)
    if step["first"]:
        yield place
    elif step["key"]:
        if isinstance(element, dict) and element.get(step["key"]) == step["value"]:
            yield place
    elif step["url"] is not None:
        spread = _spread(element, place, "extension") if isinstance(element, dict) else ()
        yield from (p for p in spread if child(_at(resource, p)).get("url") == step["url"])
    elif isinstance(element, dict):
        found = _spread(element, place, _named(element, step["name"]))
        yield from list(found)[int(step["index"]) : int(step["index"]) + 1] if step["index"] else found


def _spread(element: Json, place: Path, name: str) -> Iterator[Path]:
    """The places of an element's child, each of a list."""
    if isinstance(element.get(name), list):
        yield from ((*place, name, str(number)) for number in range(len(element[name])))
    elif name in element:
        yield (*place, name)


def _named(element: Json, name: str) -> str:
    """The JSON name of a child: ``value`` is written ``valueBoolean``, ``valueCode`` …"""
    if name == "value":
        return next((key for key in element if re.fullmatch(r"value[A-Z]\w*", key)), name)
    return name


def _at(resource: Json, place: Path) -> Any:
    element: Any = resource
    for token in place:
        element = element[int(token)] if isinstance(element, list) else element[token]
    return element


def _value(part: Json | None) -> Any:
    """The value of a part, whatever its type; an element given part by part is put together."""
    if part is None:
        return None
    key = next((k for k in part if k.startswith("value")), None)
    if key is not None:
        return part[key]
    built: Json = {}
    for inner in items(part, "part"):
        name, inner_key = inner.get("name"), next((k for k in inner if k.startswith("value")), None)
        if isinstance(name, str):
            # ``value[x]`` of an extension keeps its type in its name.
            built[inner_key if name in ("value", "value[x]") and inner_key else name] = _value(inner)
    return built or None
