"""What the FHIR server answers, as one table: the routes and the CapabilityStatement are made from it."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from starlette.responses import Response

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json
from dmptui.core.server import preferences
from dmptui.core.server.deposit import publication
from dmptui.core.server.documents import (
    contents,
    full_text,
    patching,
    references,
    submissions,
    unread,
    windows,
)
from dmptui.core.server.history import audit, messages, outbox, visiting
from dmptui.core.server.http.context import Call
from dmptui.core.server.own import agenda, replies
from dmptui.core.server.own import consents as own_consents
from dmptui.core.server.own import deposit as own_deposit
from dmptui.core.server.own import documents as own_documents
from dmptui.core.server.own import medical_profile as own_medical_profile
from dmptui.core.server.own import profile as own_profile
from dmptui.core.server.own import record as own_record
from dmptui.core.server.patients import care_teams, consents, identities

Handler = Callable[[Call], Awaitable[Response]]


@dataclass(frozen=True, slots=True)
class Actions:
    """What one kind of asker may do with one type of resource; what is None is refused to them.

    ``patch`` is by id, ``conditional`` by an identifier.
    """

    search: Handler | None = None
    read: Handler | None = None
    create: Handler | None = None
    patch: Handler | None = None
    conditional: Handler | None = None


NOTHING = Actions()


@dataclass(frozen=True, slots=True)
class Family:
    """One resource type; ``params`` are those of its search, ``own`` what the patient may do."""

    kind: str
    professional: Actions
    own: Actions = NOTHING
    params: tuple[str, ...] = ()
    includes: tuple[str, ...] = ()

    def offers(self, action: str) -> bool:
        """Whether anybody may do this."""
        return bool(getattr(self.professional, action) or getattr(self.own, action))


FAMILIES = (  # what is asked most often first: routes are tried in this order
    Family("Binary", Actions(read=contents.read), Actions(read=own_documents.content)),
    Family(
        "DocumentReference",
        Actions(
            search=full_text.search,
            read=references.read,
            create=publication.simplified,
            patch=patching.by_id,
            conditional=patching.conditional,
        ),
        Actions(
            search=own_documents.search,
            read=own_documents.read,
            patch=own_documents.patch,
            conditional=own_documents.conditional,
        ),
        full_text.PARAMS,
    ),
    Family(
        "Patient",
        Actions(search=identities.search, read=identities.read),
        Actions(search=own_record.identity, read=own_record.identity_by_id),
        identities.PARAMS,
    ),
    Family(
        "Consent",
        Actions(search=consents.search, read=consents.read, create=consents.create),
        Actions(search=own_consents.search, read=own_consents.read, create=own_consents.create),
        consents.PARAMS,
        (consents.INCLUDE,),
    ),
    Family(
        "CareTeam", Actions(search=care_teams.search), Actions(search=own_record.care_team), care_teams.PARAMS
    ),
    Family("List", Actions(search=submissions.search), params=submissions.PARAMS),
    Family(
        "AuditEvent",
        Actions(search=audit.search, read=audit.read, create=audit.create),
        Actions(search=own_record.accesses, read=own_record.access, create=audit.create),
        audit.PARAMS,
    ),
    Family(
        "Communication",
        Actions(search=messages.search, read=messages.read, create=outbox.create),
        Actions(search=own_record.notifications, read=own_record.notification, create=replies.create),
        messages.PARAMS,
    ),
    Family(
        "Appointment",
        NOTHING,
        Actions(search=agenda.search, create=agenda.create, patch=agenda.patch),
        agenda.PARAMS,
    ),
    Family(
        "Observation",
        NOTHING,
        Actions(
            search=own_medical_profile.search,
            create=own_medical_profile.create,
            patch=own_medical_profile.patch,
        ),
        own_medical_profile.PARAMS,
    ),
    Family(
        "Basic",
        Actions(search=preferences.search, create=preferences.create),
        params=preferences.PARAMS,
    ),
)
TRANSACTION: Handler = publication.transaction
OWN_TRANSACTION: Handler = own_deposit.transaction
PROFILE = "/fhir/Patient/{id}/$profil"
OWN_PROFILE: Handler = own_profile.act
"""The operation of the patient on their own profile, at the address PROFILE."""
FACETS = "/fhir/DocumentReference/$facets"
COUNTS: Handler = windows.facets
"""The operation of the professional on the documents of a record, at the address FACETS."""
SEEN = "/fhir/DocumentReference/$vu"
MARKED: Handler = unread.mark
"""The operation by which a professional marks documents seen, at the address SEEN."""
VISITS = "/fhir/AuditEvent/$visites"
VISITED: Handler = visiting.visits
OWN_VISITED: Handler = own_record.visits
"""The operation on the traces of a record, at the address VISITS."""


def capability(now: datetime, *, in_contents: bool, by_window: bool) -> Json:
    """The CapabilityStatement of this table.

    ``in_contents``: documents are searched by their content; ``by_window``: they are listed by window.
    """
    unknown = (() if in_contents else (full_text.CONTENT,)) + (() if by_window else windows.OWN_PARAMS)
    return {
        "resourceType": "CapabilityStatement",
        "status": "active",
        "date": now.isoformat(),
        "kind": "instance",
        "implementation": {"description": "dmptui"},
        "fhirVersion": "4.0.1",
        "format": ["application/fhir+json"],
        "patchFormat": ["application/json-patch+json", "application/fhir+json"],
        "rest": [
            {
                "mode": "server",
                "resource": [_resource(family, unknown) for family in FAMILIES],
                "interaction": [{"code": "transaction"}],
            }
        ],
    }


_CODES = {"search": "search-type", "read": "read", "create": "create", "patch": "patch"}


def _resource(family: Family, unknown: tuple[str, ...]) -> Json:
    resource: Json = {
        "type": family.kind,
        "interaction": [{"code": code} for action, code in _CODES.items() if family.offers(action)],
        "versioning": "versioned-update" if family.offers("patch") else "versioned",
        "conditionalCreate": False,
        "conditionalUpdate": False,
    }
    if family.kind == "Patient":
        resource["operation"] = [{"name": "profil", "definition": systems.PROFILE_OPERATION}]
    if family.kind == "DocumentReference" and windows.OWN_PARAMS[0] not in unknown:
        resource["operation"] = [{"name": "facets", "definition": systems.FACETS_OPERATION}]
    if family.kind == "DocumentReference":
        seen = {"name": "vu", "definition": systems.SEEN_OPERATION}
        resource["operation"] = [*resource.get("operation", ()), seen]
    if family.kind == audit.KIND:
        resource["operation"] = [{"name": "visites", "definition": systems.VISITS_OPERATION}]
    if family.params:
        known = sorted(set(family.params).difference(unknown))
        resource["searchParam"] = [{"name": name, "type": _type(name)} for name in known]
    if family.includes:
        resource["searchInclude"] = list(family.includes)
    return resource


def _type(name: str) -> str:
    if name in ("date", "period", "birthdate", "sent", "first-search"):
        return "date"
    if name in ("family", "given", "address-postalcode", "line", full_text.CONTENT):
        return "string"
    if name in (
        "patient",
        "subject",
        "item",
        "related",
        "relatesto",
        "participant",
        "location",
        "recipient",
        "sender",
    ):
        return "reference"
    return "token"
