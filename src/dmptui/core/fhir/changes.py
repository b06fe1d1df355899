"""The changes of a document's metadata: what a patch says, and how one is written (TD3.3).

Whatever a patch writes, only the changes it means are kept, made here in one way: what others stored
beside them stays as it is.
"""

from collections.abc import Callable
from typing import Any

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, codings, items
from dmptui.core.fhir.json_patch import not_patchable
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.change_table import CHANGES, Change, Label

_UNRESTRICTED = "N"
_MADE_BY = {row.writes: change for change, row in CHANGES.items()}
_ORDER = (
    Change.UNMASK,
    Change.SHOW_TO_PATIENT,
    Change.SHOW_TO_REPRESENTATIVES,
    Change.MASK,
    Change.HIDE_FROM_PATIENT,
    Change.HIDE_FROM_REPRESENTATIVES,
    Change.UNARCHIVE,
    Change.ARCHIVE,
    Change.REPLACE,
    Change.DELETE,
)


def changes_between(before: Json, after: Json) -> tuple[Change, ...]:
    """The changes that lead from one DocumentReference to another, what is lifted first.

    Raises:
        NotPatchable: anything else differs.
    """
    if _rest(before) != _rest(after):
        raise not_patchable()
    made: set[Label | DocumentStatus | bool] = {
        Label(Visibility(code), put=code in _labels(after)) for code in _labels(before) ^ _labels(after)
    }
    if _is_archived(before) is not _is_archived(after):
        made.add(_is_archived(after))
    if before.get("status") != after.get("status"):
        made.add(_status(after))
    found = {_MADE_BY[one] for one in made}
    return tuple(change for change in _ORDER if change in found)


def changed(resource: Json, change: Change) -> Json:
    """The resource with a change made, all else as it was; the one given is not touched."""
    match CHANGES[change].writes:
        case Label(visibility, put):
            labels = _without(list(resource.get("securityLabel") or ()), visibility.value)
            return _with(resource, "securityLabel", _with_label(labels, visibility.value) if put else labels)
        case DocumentStatus() as status:
            return resource | {"status": status.value}
        case archived:
            return resource | {"extension": _flagged(resource, archived=archived)}


def patch_for(resource: Json, change: Change) -> list[Json]:
    """The JSON Patch that asks a server for a change, by the indexes of the resource it was read from."""
    match CHANGES[change].writes:
        case Label(visibility, put):
            return _label_added(resource, visibility) if put else _label_removed(resource, visibility)
        case DocumentStatus() as status:
            return [{"op": "replace", "path": "/status", "value": status.value}]
        case archived:
            return _archive_patch(resource, archived=archived)


def _flagged(resource: Json, *, archived: bool) -> list[Json]:
    flag: Json = {"url": systems.IS_ARCHIVED, "valueBoolean": archived}
    extensions = _extensions(resource)
    if not any(map(_archives, extensions)):
        return [*extensions, flag]
    return [e | flag if _archives(e) else e for e in extensions]


def _label_added(resource: Json, visibility: Visibility) -> list[Json]:
    coding = _coding(visibility.value)
    labels = resource.get("securityLabel")
    if isinstance(labels, list) and labels and isinstance(labels[0].get("coding"), list):
        return [{"op": "add", "path": "/securityLabel/0/coding/-", "value": coding}]
    if isinstance(labels, list):
        return [{"op": "add", "path": "/securityLabel/-", "value": {"coding": [coding]}}]
    return [{"op": "add", "path": "/securityLabel", "value": [{"coding": [coding]}]}]


def _label_removed(resource: Json, visibility: Visibility) -> list[Json]:
    places = [
        f"/securityLabel/{i}/coding/{j}"
        for i, label in enumerate(resource.get("securityLabel") or ())
        for j, coding in enumerate(label.get("coding") or ())
        if coding.get("code") == visibility.value
    ]
    return [{"op": "remove", "path": place} for place in reversed(places)]


def _archive_patch(resource: Json, *, archived: bool) -> list[Json]:
    extensions = _extensions(resource)
    for number, extension in enumerate(extensions):
        if _archives(extension):
            return [{"op": "add", "path": f"/extension/{number}/valueBoolean", "value": archived}]
    flag = {"url": systems.IS_ARCHIVED, "valueBoolean": archived}
    if extensions:
        return [{"op": "add", "path": "/extension/-", "value": flag}]
    return [{"op": "add", "path": "/extension", "value": [flag]}]


def _rest(resource: Json) -> Json:
    """All that a patch may not change."""
    return {
        key: value
        for key, value in (
            resource
            | {
                "status": None,
                "securityLabel": _filtered(resource.get("securityLabel"), lambda c: not _may_change(c)),
                "extension": [e for e in _extensions(resource) if not _archives(e)],
            }
        ).items()
        if value
    }


def _may_change(coding: Json) -> bool:
    """A visibility, or the code that says there is none; a restriction of another kind may not."""
    code = coding.get("code")
    return isinstance(code, str) and code in {v.value for v in Visibility} | {_UNRESTRICTED}


def _filtered(labels: Any, keep: Callable[[Json], bool]) -> list[Any]:
    """Labels with some of their codings; a label left with nothing is left out."""
    found: list[Any] = []
    for label in labels if isinstance(labels, list) else [labels] if labels else []:
        if not isinstance(label, dict) or not isinstance(label.get("coding"), list):
            found.append(label)
            continue
        kept = [c for c in label["coding"] if not isinstance(c, dict) or keep(c)]
        rest = {key: value for key, value in label.items() if key != "coding"}
        if kept or rest:
            found.append({**rest, "coding": kept} if kept else rest)
    return found


def _without(labels: list[Any], code: str) -> list[Any]:
    return _filtered(labels, lambda coding: coding.get("code") != code)


def _with_label(labels: list[Any], code: str) -> list[Any]:
    if labels and isinstance(labels[0], dict):
        first = labels[0] | {"coding": [*(labels[0].get("coding") or ()), _coding(code)]}
        return [first, *labels[1:]]
    return [{"coding": [_coding(code)]}, *labels]


def _with(resource: Json, key: str, value: list[Any]) -> Json:
    """An empty list is no FHIR: the element goes."""
    return resource | {key: value} if value else {k: v for k, v in resource.items() if k != key}


def _coding(code: str) -> Json:
    return {"system": systems.VISIBILITY, "code": code}


def _labels(resource: Json) -> set[str]:
    known = {v.value for v in Visibility}
    return {c.code for label in items(resource, "securityLabel") for c in codings(label) if c.code in known}


def _status(resource: Json) -> DocumentStatus:
    """The status that a change writes.

    Raises:
        NotPatchable: none does.
    """
    status = next((one for one in _MADE_BY if one == resource.get("status")), None)
    if not isinstance(status, DocumentStatus):
        raise not_patchable()
    return status


def _extensions(resource: Json) -> list[Json]:
    return list(items(resource, "extension"))


def _archives(extension: Json) -> bool:
    return extension.get("url") == systems.IS_ARCHIVED


def _is_archived(resource: Json) -> bool:
    return any(e.get("valueBoolean") is True for e in _extensions(resource) if _archives(e))
