"""Both kinds of patch, read as the same changes; whatever they write, only the changes are kept."""

import copy
import json

import pytest
from fhir.resources.R4B.documentreference import DocumentReference
from hypothesis import given
from hypothesis import strategies as st

from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import document_reference, systems
from dmptui.core.fhir.changes import changed, changes_between, patch_for
from dmptui.core.fhir.fhirpath_patch import apply_fhirpath_patch
from dmptui.core.fhir.json import Json
from dmptui.core.fhir.json_patch import NotPatchable, apply_json_patch
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.rules.change_table import CHANGES, Change, Label
from tests.core.fhir.test_document_reference import DOCUMENT, INS

MASK = {"system": systems.VISIBILITY, "code": "MASQUE_PS"}
NORMAL = {"system": systems.CONFIDENTIALITY, "code": "N"}


def reference(*labels: Json, **more: object) -> Json:
    """A DocumentReference with these labels, and elements of somebody else's."""
    plain = DOCUMENT.model_copy(update={"visibility": frozenset(), "archived": False, "id": "d1"})
    resource = document_reference.to_fhir(plain, INS, subject="Patient/1")
    resource["securityLabel"] = [{"coding": [NORMAL, *labels]}]
    resource["docStatus"] = "final"
    resource["extension"].append({"url": "urn:other:extension", "valueString": "kept"})
    return resource | more


PLAIN, MASKED = reference(), reference(MASK)


def operation(kind: str, path: str, **parts: object) -> Json:
    said = {"type": {"valueCode": kind}, "path": {"valueString": path}, **parts}
    return {"name": "operation", "part": [{"name": name, **value} for name, value in said.items()]}  # type: ignore[dict-item]


def parameters(*operations: Json) -> Json:
    return {"resourceType": "Parameters", "parameter": list(operations)}


ARCHIVED_PATH = f"DocumentReference.extension('{systems.IS_ARCHIVED}')"
WHERE_PATH = f"DocumentReference.extension.where(url='{systems.IS_ARCHIVED}')"
MEANT = {
    "add a coding": (PLAIN, [{"op": "add", "path": "/securityLabel/0/coding/-", "value": MASK}], Change.MASK),
    "insert a coding": (
        PLAIN,
        [{"op": "add", "path": "/securityLabel/0/coding/0", "value": MASK}],
        Change.MASK,
    ),
    "add a label": (
        PLAIN,
        [{"op": "add", "path": "/securityLabel/-", "value": {"coding": [MASK]}}],
        Change.MASK,
    ),
    "the code N for a visibility": (
        PLAIN,
        [{"op": "replace", "path": "/securityLabel/0/coding/0", "value": MASK}],
        Change.MASK,
    ),
    "a code replaced": (
        MASKED,
        [{"op": "replace", "path": "/securityLabel/0/coding/1/code", "value": "N"}],
        Change.UNMASK,
    ),
    "all the labels": (
        MASKED,
        [{"op": "replace", "path": "/securityLabel", "value": [{"coding": [NORMAL]}]}],
        Change.UNMASK,
    ),
    "after a test": (
        MASKED,
        [
            {"op": "test", "path": "/securityLabel/0/coding/1", "value": MASK},
            {"op": "remove", "path": "/securityLabel/0/coding/1"},
        ],
        Change.UNMASK,
    ),
    "delete": (PLAIN, [{"op": "replace", "path": "/status", "value": "entered-in-error"}], Change.DELETE),
    "archive": (
        PLAIN,
        [{"op": "replace", "path": "/extension/0/valueBoolean", "value": True}],
        Change.ARCHIVE,
    ),
    "FHIRPath: delete": (
        PLAIN,
        parameters(operation("replace", "DocumentReference.status", value={"valueCode": "entered-in-error"})),
        Change.DELETE,
    ),
    "FHIRPath: superseded": (
        PLAIN,
        parameters(operation("replace", "DocumentReference.status", value={"valueCode": "superseded"})),
        Change.REPLACE,
    ),
    "FHIRPath: mask": (
        PLAIN,
        parameters(
            operation(
                "add",
                "DocumentReference.securityLabel[0]",
                name={"valueString": "coding"},
                value={"valueCoding": MASK},
            )
        ),
        Change.MASK,
    ),
    "FHIRPath: mask by a label": (
        PLAIN,
        parameters(
            operation(
                "add",
                "DocumentReference",
                name={"valueString": "securityLabel"},
                value={"valueCodeableConcept": {"coding": [MASK]}},
            )
        ),
        Change.MASK,
    ),
    "FHIRPath: insert": (
        PLAIN,
        parameters(
            operation(
                "insert",
                "DocumentReference.securityLabel[0].coding",
                index={"valueInteger": 0},
                value={"valueCoding": MASK},
            )
        ),
        Change.MASK,
    ),
    "FHIRPath: unmask by index": (
        MASKED,
        parameters(operation("delete", "DocumentReference.securityLabel[0].coding[1]")),
        Change.UNMASK,
    ),
    "FHIRPath: unmask by code": (
        MASKED,
        parameters(operation("delete", "DocumentReference.securityLabel.coding.where(code = 'MASQUE_PS')")),
        Change.UNMASK,
    ),
    "FHIRPath: archive by its url": (
        PLAIN,
        parameters(operation("replace", f"{ARCHIVED_PATH}.value", value={"valueBoolean": True})),
        Change.ARCHIVE,
    ),
    "FHIRPath: archive by where": (
        PLAIN,
        parameters(operation("replace", f"{WHERE_PATH}.first().valueBoolean", value={"valueBoolean": True})),
        Change.ARCHIVE,
    ),
    "FHIRPath: archive part by part": (
        {k: v for k, v in PLAIN.items() if k != "extension"},
        parameters(
            operation(
                "add",
                "DocumentReference",
                name={"valueString": "extension"},
                value={
                    "part": [
                        {"name": "url", "valueUri": systems.IS_ARCHIVED},
                        {"name": "value[x]", "valueBoolean": True},
                    ]
                },
            )
        ),
        Change.ARCHIVE,
    ),
}


def apply(resource: Json, patch: list[object] | Json) -> Json:
    if isinstance(patch, list):
        return apply_json_patch(resource, patch)
    return apply_fhirpath_patch(resource, patch)


@pytest.mark.parametrize(("resource", "patch", "meant"), MEANT.values(), ids=MEANT)
def test_what_a_patch_means(resource: Json, patch: list[object] | Json, meant: Change) -> None:
    before = copy.deepcopy(resource)
    assert changes_between(resource, apply(resource, patch)) == (meant,)
    assert resource == before


def test_several_changes_lift_before_they_put() -> None:
    patch = [
        {"op": "replace", "path": "/securityLabel/0/coding/1/code", "value": "INVISIBLE_PATIENT"},
        {"op": "replace", "path": "/extension/0/valueBoolean", "value": True},
    ]
    found = changes_between(MASKED, apply_json_patch(MASKED, patch))
    assert found == (Change.UNMASK, Change.HIDE_FROM_PATIENT, Change.ARCHIVE)


def test_a_patch_that_changes_nothing() -> None:
    patch = [{"op": "add", "path": "/securityLabel/0/coding/-", "value": MASK}]
    assert changes_between(MASKED, apply_json_patch(MASKED, patch)) == ()
    none = parameters(operation("delete", "DocumentReference.securityLabel.coding.where(code='MASQUE_PS')"))
    assert changes_between(PLAIN, apply_fhirpath_patch(PLAIN, none)) == ()


FROZEN = {
    "title": [{"op": "replace", "path": "/content/0/attachment/title", "value": "x"}],
    "the whole": [{"op": "replace", "path": "", "value": {}}],
    "author": [{"op": "remove", "path": "/author"}],
    "subject": [{"op": "replace", "path": "/subject/reference", "value": "Patient/2"}],
    "nothing there": [{"op": "remove", "path": "/description"}],
    "a move": [{"op": "move", "from": "/status", "path": "/securityLabel"}],
    "a copy": [{"op": "copy", "from": "/status", "path": "/status"}],
    "a confidentiality": [{"op": "replace", "path": "/securityLabel/0/coding/0/code", "value": "V"}],
    "an unknown label": [{"op": "add", "path": "/securityLabel/0/coding/-", "value": {"code": "X"}}],
    "a code that is no string": [
        {"op": "add", "path": "/securityLabel/0/coding/-", "value": {"code": {"a": []}}}
    ],
    "another extension": [{"op": "add", "path": "/extension/-", "value": {"url": "urn:x"}}],
    "somebody's extension": [{"op": "remove", "path": "/extension/1"}],
    "back to current": [{"op": "replace", "path": "/status", "value": "preliminary"}],
    "a status that is a list": [{"op": "replace", "path": "/status", "value": ["current"]}],
    "no status": [{"op": "remove", "path": "/status"}],
    "one of two": [
        {"op": "replace", "path": "/status", "value": "entered-in-error"},
        {"op": "replace", "path": "/date", "value": "1999"},
    ],
    "FHIRPath: title": parameters(
        operation("replace", "DocumentReference.content[0].attachment.title", value={"valueString": "x"})
    ),
    "FHIRPath: description": parameters(
        operation("add", "DocumentReference", name={"valueString": "description"}, value={"valueString": "x"})
    ),
    "FHIRPath: move": parameters(
        operation("move", "DocumentReference.securityLabel", source={"valueInteger": 0})
    ),
}


@pytest.mark.parametrize("patch", FROZEN.values(), ids=FROZEN)
def test_what_never_changes(patch: list[object] | Json) -> None:
    with pytest.raises(NotPatchable, match="figé"):
        changes_between(PLAIN, apply(PLAIN, patch))


BROKEN = {
    "empty": [],
    "too long": [{"op": "test", "path": "/status", "value": "current"}] * 21,
    "no operation": [1],
    "unknown operation": [{"op": "change", "path": "/status", "value": "x"}],
    "no path": [{"op": "add", "value": 1}],
    "no value": [{"op": "add", "path": "/status"}],
    "an index too far": [{"op": "remove", "path": "/securityLabel/9"}],
    "an index that is none": [{"op": "remove", "path": "/securityLabel/x"}],
    "an index of digits of another script": [{"op": "remove", "path": "/securityLabel/²"}],
    "beyond the end": [{"op": "add", "path": "/securityLabel/7", "value": {}}],
    "into a string": [{"op": "add", "path": "/status/x", "value": 1}],
    "a test that fails": [{"op": "test", "path": "/status", "value": "superseded"}],
    "FHIRPath: nothing": parameters(),
    "FHIRPath: not an operation": parameters({"name": "x"}),
    "FHIRPath: no path": parameters({"name": "operation", "part": [{"name": "type", "valueCode": "add"}]}),
    "FHIRPath: another resource": parameters(operation("delete", "Patient.name")),
    "FHIRPath: not a path": parameters(operation("delete", "DocumentReference.status | 1")),
    "FHIRPath: a long path": parameters(operation("delete", "DocumentReference" + ".status" * 200)),
    "FHIRPath: several places": parameters(
        operation("delete", "DocumentReference.extension"),
    ),
    "FHIRPath: no place": parameters(
        operation("replace", "DocumentReference.extension[9]", value={"valueString": "x"})
    ),
    "FHIRPath: unknown": parameters(operation("change", "DocumentReference.status")),
    "FHIRPath: add without a name": parameters(operation("add", "DocumentReference.securityLabel[0]")),
}


@pytest.mark.parametrize("patch", BROKEN.values(), ids=BROKEN)
def test_what_is_no_patch(patch: list[object] | Json) -> None:
    with pytest.raises(InvalidContent):
        apply(PLAIN, patch)


@pytest.mark.parametrize("patch", [{}, "x", None, 1])
def test_a_json_patch_is_a_list(patch: object) -> None:
    with pytest.raises(InvalidContent):
        apply_json_patch(PLAIN, patch)


LABELS = {change: row.writes for change, row in CHANGES.items() if isinstance(row.writes, Label)}
PATCHED = [*LABELS, Change.ARCHIVE, Change.UNARCHIVE, Change.DELETE]
STATES = st.builds(
    lambda visibility, archived: DOCUMENT.model_copy(
        update={"visibility": frozenset(visibility), "archived": archived, "id": "d1"}
    ),
    st.sets(st.sampled_from(Visibility)),
    st.booleans(),
)
SOMEBODY_S = st.fixed_dictionaries(
    {},
    optional={
        "docStatus": st.just("final"),
        "_status": st.just({"id": "x"}),
        "text": st.just({"status": "generated", "div": "<div xmlns='http://www.w3.org/1999/xhtml'/>"}),
    },
)


@given(STATES, SOMEBODY_S, st.sampled_from(PATCHED), st.integers(0, 3))
def test_the_patch_of_a_change_means_that_change(document, more, change, shape):
    resource = document_reference.to_fhir(document, INS, subject="Patient/1") | more
    if shape == 1:
        resource.pop("extension")
    if shape == 2:
        resource.pop("securityLabel")
    if shape == 3:
        resource["securityLabel"] = [{"text": "libre"}]
    wanted = changes_between(resource, changed(resource, change))
    patch = patch_for(resource, change)
    assert changes_between(resource, apply_json_patch(resource, patch)) == wanted if patch else not wanted
    assert wanted in ((change,), ())


@given(STATES, SOMEBODY_S, st.sampled_from(PATCHED))
def test_a_change_keeps_everything_else(document, more, change):
    resource = document_reference.to_fhir(document, INS, subject="Patient/1") | more
    resource["securityLabel"].append({"text": "libre", "coding": [{"system": "urn:x", "code": "Y"}]})
    resource["extension"].insert(0, {"url": "urn:other", "valueString": "kept"})
    before = json.dumps(resource)
    after = changed(resource, change)
    assert json.dumps(resource) == before
    untouched = {"status", "securityLabel", "extension"}
    assert {k: v for k, v in after.items() if k not in untouched} == {
        k: v for k, v in resource.items() if k not in untouched
    }
    assert {"text": "libre", "coding": [{"system": "urn:x", "code": "Y"}]} in after["securityLabel"]
    assert after["extension"][0] == {"url": "urn:other", "valueString": "kept"}
    DocumentReference.model_validate(after)
    read = document_reference.from_fhir(after)
    same = {"visibility", "archived", "status"}
    assert read.model_dump(exclude=same) == document_reference.from_fhir(resource).model_dump(exclude=same)
    if change in LABELS:
        label = LABELS[change]
        assert (label.visibility in read.visibility) is label.put
    if change is Change.DELETE:
        assert read.status is DocumentStatus.DELETED
