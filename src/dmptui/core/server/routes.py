"""What the FHIR server answers, as one table: the routes and the CapabilityStatement are made from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from dmptui.core.fhir.json import Json
from dmptui.core.server import (
    audit,
    care_teams,
    consents,
    contents,
    deposit,
    documents,
    patients,
    submissions,
)
from dmptui.core.server.context import Call

Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Family:
    """The interactions of one resource type; ``params`` are those of its search."""

    kind: str
    params: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()
    search: Handler | None = None
    read: Handler | None = None
    create: Handler | None = None


FAMILIES = (
    Family("Patient", patients.PARAMS, search=patients.search, read=patients.read),
    Family("Consent", consents.PARAMS, (consents.INCLUDE,), search=consents.search, create=consents.create),
    Family("CareTeam", care_teams.PARAMS, search=care_teams.search),
    Family("DocumentReference", documents.PARAMS, search=documents.search, read=documents.read),
    Family("Binary", read=contents.read),
    Family("List", submissions.PARAMS, search=submissions.search),
    Family("AuditEvent", audit.PARAMS, search=audit.search, create=audit.create),
)
TRANSACTION: Handler = deposit.transaction


def capability(now: datetime) -> Json:
    """The CapabilityStatement of this table."""
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": now.isoformat(),
        "kind": "instance",
        "implementation": {"description": "dmptui"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": [_resource(family) for family in FAMILIES],
                "interaction": [{"code": "transaction"}],
            }
        ],
    }


def _resource(family: Family) -> Json:
    offered = {"search-type": family.search, "read": family.read, "create": family.create}
    resource: Json = {
        "type": family.kind,
        "interaction": [{"code": code} for code, handler in offered.items() if handler],
        "versioning": "versioned",
    }
    if family.params:
        resource["searchParam"] = [{"name": name, "type": _type(name)} for name in sorted(family.params)]
    if family.includes:
        resource["searchInclude"] = list(family.includes)
    return resource


def _type(name: str) -> str:
    if name in ("date", "period", "birthdate"):
        return "date"
    if name in ("family", "given", "address-postalcode"):
        return "string"
    if name in ("patient", "subject", "item", "related", "relatesto", "participant", "location"):
        return "reference"
    return "token"
