"""JSON Patch (RFC 6902) on the three elements of a document that may change."""

import copy
from typing import Any, NamedTuple

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir.json import Json
from dmptui.core.text import _

MAX_OPERATIONS = 20
ELEMENTS = ("status", "securityLabel", "extension")
"""What a PATCH of a document may touch; the rest is frozen with it."""

Path = tuple[str, ...]
"""The reference tokens of a JSON Pointer."""


class NotPatchable(InvalidContent):
    """The patch touches an element that never changes."""


class Operation(NamedTuple):
    """One step of a patch; ``op`` is add, remove, replace or test."""

    op: str
    path: Path
    value: Any = None


def apply_json_patch(resource: Json, patch: object) -> Json:
    """The resource as a patch leaves it; the one given is not touched.

    Raises:
        NotPatchable: another element than ``ELEMENTS`` is named.
        InvalidContent: it is not a JSON Patch, or does not fit the resource.
    """
    if not isinstance(patch, list) or not 0 < len(patch) <= MAX_OPERATIONS:
        raise malformed("not a list of 1 to 20 operations")
    found = [_operation(element) for element in patch]
    changed = copy.deepcopy(resource)
    for operation in found:
        apply(changed, operation)
    return changed


def apply(resource: Json, operation: Operation) -> None:
    """Apply one operation in place.

    Raises:
        InvalidContent: as ``apply_json_patch``.
    """
    if not operation.path or operation.path[0] not in ELEMENTS:
        raise not_patchable()
    parent: Any = resource
    for token in operation.path[:-1]:
        parent = _member(parent, token)
    last = operation.path[-1]
    if operation.op == "test":
        if _member(parent, last) != operation.value:
            raise malformed("a test of the patch fails")
    elif operation.op == "remove":
        _member(parent, last)
        del parent[int(last) if isinstance(parent, list) else last]
    elif operation.op == "replace":
        _member(parent, last)
        parent[int(last) if isinstance(parent, list) else last] = copy.deepcopy(operation.value)
    else:
        _add(parent, last, copy.deepcopy(operation.value))


def malformed(cause: str) -> InvalidContent:
    """The error of a patch that is not one, or does not fit."""
    return InvalidContent(
        _("Cette modification n'est pas lisible, ou ne correspond pas au document. Relisez-le d'abord."),
        cause=cause,
    )


def not_patchable() -> NotPatchable:
    """The error of a patch of another element."""
    return NotPatchable(
        _("Un document déposé est figé : seuls son statut, ses visibilités et son archivage changent.")
    )


def _operation(element: object) -> Operation:
    found = element if isinstance(element, dict) else {}
    op, pointer = found.get("op"), found.get("path")
    if op not in ("add", "remove", "replace", "test", "move", "copy") or not isinstance(pointer, str):
        raise malformed("not an operation")
    path = tuple(part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
    if op in ("move", "copy") or not path or path[0] not in ELEMENTS:
        raise not_patchable()
    if op != "remove" and "value" not in found:
        raise malformed("an operation without a value")
    return Operation(op, path, found.get("value"))


def _member(parent: Any, key: str) -> Any:
    if isinstance(parent, dict) and key in parent:
        return parent[key]
    if isinstance(parent, list) and _is_index(key) and int(key) < len(parent):
        return parent[int(key)]
    raise malformed("a path leads nowhere")


def _add(parent: Any, key: str, value: Any) -> None:
    if isinstance(parent, dict):
        parent[key] = value
    elif isinstance(parent, list) and (key == "-" or _is_index(key)):
        place = len(parent) if key == "-" else int(key)
        if place > len(parent):
            raise malformed("an index beyond the end")
        parent.insert(place, value)
    else:
        raise malformed("a path leads nowhere")


def _is_index(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 6 and (key == "0" or key[0] != "0")
