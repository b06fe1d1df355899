"""What PDSm makes mandatory, and how a resource is held to it."""

from collections.abc import Iterator
from typing import Any

from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json

DESIGNATION = f"extension[{systems.DESIGNATION_TYPE}]"
SOURCE = f"extension[{systems.SOURCE_ID}]"

# The elements whose least number is 1 in PDSm 3.1.1 and in the profiles it derives from, IHE MHD 4.2.3.
DOCUMENT = "pdsm-comprehensive-document-reference"
LOT = "pdsm-submissionset-comprehensive"
BUNDLE = "pdsm-comprehensive-provide-document-bundle"
PUBLISHED = "pdsm-simplified-publish"
RESPONSE = "IHE.MHD.ProvideDocumentBundleResponse"
PATCH = "IHE.MHD.Patch.Parameters"
TRACE = "tde-auditevent"

MANDATORY = {
    DOCUMENT: (
        "contained",
        "masterIdentifier.system",
        "masterIdentifier.use",
        "masterIdentifier.value",
        "status",
        "type",
        "category",
        "subject",
        "date",
        "author",
        "custodian",
        "securityLabel",
        "content.attachment.contentType",
        "content.attachment.language",
        "content.attachment.url",
        "content.attachment.size",
        "content.attachment.hash",
        "content.attachment.title",
        "content.attachment.creation",
        "content.format",
        "context.period.start",
        "context.facilityType",
        "context.practiceSetting",
        "context.sourcePatientInfo",
    ),
    LOT: (
        "contained",
        f"{DESIGNATION}.valueCodeableConcept",
        f"{SOURCE}.valueIdentifier",
        "identifier.system",
        "identifier.use",
        "identifier.value",
        "status",
        "mode",
        "title",
        "code",
        "subject",
        "date",
        "source",
        "entry.item",
    ),
    BUNDLE: (
        "meta.profile",
        "type",
        "entry.fullUrl",
        "entry.resource",
        "entry.request.method",
        "entry.request.url",
    ),
    RESPONSE: ("type", "entry.response.status", "entry.response.location"),
    PATCH: ("parameter.name", "parameter.part.name"),
    TRACE: ("type", "period.start", "recorded", "agent.who", "agent.requestor", "source.observer"),
}
FORBIDDEN = {
    DOCUMENT: ("modifierExtension", "docStatus", "content.attachment.data"),
    LOT: ("modifierExtension", "encounter", "orderedBy", "emptyReason", "entry.flag", "entry.deleted"),
}
# Those of one value only: several are a fault.
SINGLE = {DOCUMENT: ("content", "category"), TRACE: ("subtype",)}


def values(element: Any, path: str) -> Iterator[Any]:
    """What stands at a path; None for each place where it is missing."""
    if not path:
        yield element
        return
    name, _, rest = path.partition(".") if not path.startswith("extension[") else split_extension(path)
    if name.startswith("extension["):
        found: Any = [e for e in element.get("extension", ()) if f"extension[{e['url']}]" == name]
    else:
        found = element.get(name)
    for one in (found if isinstance(found, list) else [found]) or [None]:
        if one in (None, "", {}):
            yield None
        else:
            yield from values(one, rest)


def split_extension(path: str) -> tuple[str, str, str]:
    name, _, rest = path.partition("]")
    return f"{name}]", "", rest.removeprefix(".")


def missing(profile: str, resource: Json) -> list[str]:
    """The paths where a resource does not hold to a profile."""
    found = [path for path in MANDATORY[profile] if None in values(resource, path)]
    for path in FORBIDDEN.get(profile, ()):
        found += [path] if any(value is not None for value in values(resource, path)) else []
    return found + [path for path in SINGLE.get(profile, ()) if len(resource.get(path, ())) > 1]


def profile_of(resource: Json) -> str | None:
    kind = resource["resourceType"]
    if kind == "Bundle":
        return {"transaction": BUNDLE, "transaction-response": RESPONSE}.get(resource["type"])
    return {"DocumentReference": DOCUMENT, "List": LOT, "AuditEvent": TRACE, "Parameters": PATCH}.get(kind)


def check(resource: Json) -> set[str]:
    """Check a resource, and those in it; the kinds that were met."""
    kind = resource["resourceType"]
    get_fhir_model_class(kind).model_validate(resource)
    profile = profile_of(resource)
    if profile is not None:
        assert missing(profile, resource) == [], profile
    if profile is DOCUMENT:
        inside = {f"#{contained['id']}" for contained in resource["contained"]}
        assert {a["reference"] for a in resource["author"] if "reference" in a} <= inside
    if profile is LOT:
        assert [i["use"] for i in resource["identifier"]] == ["usual", "official"]
        assert resource["identifier"][0]["value"].startswith("urn:oid:")
    if profile is TRACE:
        assert len(resource["agent"]) <= 2
    inner = (entry["resource"] for entry in resource.get("entry", ()) if "resource" in entry)
    return {kind}.union(*map(check, inner))
