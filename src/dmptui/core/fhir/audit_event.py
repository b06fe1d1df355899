"""AuditEvent: one trace (ITI-20, ITI-81; profile TdE: the start of its period, at most one subtype, two
agents)."""

from datetime import UTC, datetime
from functools import lru_cache

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import (
    Json,
    child,
    concept,
    expect,
    extension,
    first_coding,
    instant,
    items,
    member,
    text,
)
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.fhir.required import UNKNOWN
from dmptui.core.model.access import AccessMode
from dmptui.core.model.base import Coding
from dmptui.core.model.trace import Trace, TraceAction, TracedDocument
from dmptui.core.terminology import profession_label

_REFUSED = "8"
_DONE = "0"
_VERBS = {
    TraceAction.AUTHORISE: "C",
    TraceAction.DEPOSIT: "C",
    TraceAction.REPLACE: "C",
    TraceAction.DELETE: "D",
    TraceAction.MASK: "U",
    TraceAction.UNMASK: "U",
    TraceAction.VISIBILITY: "U",
    TraceAction.ARCHIVE: "U",
    TraceAction.BLOCK: "U",
    TraceAction.WITHDRAW: "U",
    TraceAction.UNBLOCK: "U",
    TraceAction.SWITCHES: "U",
    TraceAction.ATTENDING: "U",
    TraceAction.MESSAGE: "C",
    TraceAction.OPPOSE: "U",
    TraceAction.CLOSE: "U",
    TraceAction.REOPEN: "U",
}
_DOCUMENT = "DocumentReference/"
_EPOCH = datetime(1900, 1, 1, tzinfo=UTC)


def to_fhir(trace: Trace, subject: str = "") -> Json:
    """The AuditEvent of a trace.

    Args:
        trace: what happened.
        subject: reference to the patient; empty when nobody is known by the INS that was asked.
    """
    resource: Json = {
        "resourceType": "AuditEvent",
        "type": {"system": systems.AUDIT_TYPE, "code": "rest"},
        "subtype": [{"system": systems.TRACE_ACTION, "code": trace.action.value}],
        "action": _VERBS.get(trace.action, "R"),
        "period": {"start": trace.at.isoformat()},
        "recorded": trace.at.isoformat(),
        "outcome": _REFUSED if trace.refusal else _DONE,
        "purposeOfEvent": _purpose(trace.mode),
        "agent": _agents(trace.actor_id, trace.actor, trace.profession, trace.organization),
        "source": {"observer": {"display": "dmptui"}},
    }
    entities = _entities(trace, subject)
    if entities:
        resource["entity"] = entities
    if trace.id:
        resource["id"] = trace.id
    if trace.refusal:
        resource["outcomeDesc"] = trace.refusal
    extensions = _extensions(trace)
    if extensions:
        resource["extension"] = extensions
    return resource


def _extensions(trace: Trace) -> list[Json]:
    found: list[Json] = []
    if trace.emergency_reason:
        found.append({"url": systems.EMERGENCY_REASON, "valueString": trace.emergency_reason})
    if trace.automatic:
        found.append({"url": systems.AUTOMATIC_READING, "valueBoolean": True})
    if trace.secret:
        found.append({"url": systems.SECRET_ACCESS, "valueBoolean": True})
    if trace.visit:
        found.append({"url": systems.VISIT, "extension": _visit(trace.visit, trace.visit_start or trace.at)})
    if trace.display:
        found.append({"url": systems.DISPLAY, "valueId": trace.display})
    return found


def _visit(name: str, start: datetime) -> list[Json]:
    return [{"url": "nom", "valueId": name}, {"url": "debut", "valueInstant": start.isoformat()}]


# Who asks and how is the same from one request to the next. These parts are shared: nobody may change them.
@lru_cache(maxsize=1024)
def _agents(actor_id: str, actor: str, profession: str, organization: str) -> list[Json]:
    who = practitioner_reference(actor_id, actor) or UNKNOWN
    person: Json = {"who": who, "requestor": True}
    if profession:
        label = profession_label(profession)
        person["role"] = [concept(Coding(system=systems.PROFESSION, code=profession, display=label))]
    if not organization:
        return [person]
    return [person, {"who": {"display": organization}, "requestor": False}]


@lru_cache(maxsize=8)
def _purpose(mode: AccessMode) -> list[Json]:
    return [concept(Coding(system=systems.ACCESS_MODE, code=mode.value))]


def _entities(trace: Trace, subject: str) -> list[Json]:
    found: list[Json] = [{"what": {"reference": subject}}] if subject else []
    if trace.object_id or trace.object:
        found.append(entity_of(trace.object_id, trace.object))
    return [*found, *(entity_of(document.id, document.title) for document in trace.documents)]


def entity_of(document_id: str, title: str) -> Json:
    """The entity of a document, or of something that has no id."""
    entity: Json = {"name": title} if title else {}
    if document_id:
        entity["what"] = {"reference": f"{_DOCUMENT}{document_id}"}
    return entity


def from_fhir(resource: object) -> Trace:
    """The trace of an AuditEvent; an unknown action reads as the opening of the record.

    Raises:
        InvalidContent: it is not an AuditEvent.
    """
    event = expect(resource, "AuditEvent")
    person, organization = _read_agents(event)
    who = child(person, "who")
    role = first_coding(child(person, "role"))
    targets = [e for e in items(event, "entity") if _is_document(e) or e.get("name")]
    target = targets[0] if targets else {}
    action = _action(event)
    visit = extension(event, systems.VISIT)
    refused = event.get("outcome", _DONE) not in (_DONE, None)
    return Trace(
        id=text(event.get("id")),
        at=instant(child(event, "period").get("start")) or instant(event.get("recorded")) or _EPOCH,
        actor_id=text(child(who, "identifier").get("value")),
        actor=text(who.get("display")),
        profession=role.code if role else "",
        organization=text(child(organization, "who").get("display")),
        mode=_mode(event),
        emergency_reason=text(extension(event, systems.EMERGENCY_REASON).get("valueString")),
        action=action,
        object=text(target.get("name")),
        object_id=text(child(target, "what").get("reference")).removeprefix(_DOCUMENT),
        refusal=(text(event.get("outcomeDesc")) or "refusé") if refused else "",
        automatic=extension(event, systems.AUTOMATIC_READING).get("valueBoolean") is True,
        secret=extension(event, systems.SECRET_ACCESS).get("valueBoolean") is True,
        visit=text(extension(visit, "nom").get("valueId")),
        visit_start=instant(extension(visit, "debut").get("valueInstant")),
        display=text(extension(event, systems.DISPLAY).get("valueId")),
        documents=tuple(map(_traced, targets[1:])) if action is TraceAction.DISPLAY else (),
    )


def _traced(entity: Json) -> TracedDocument:
    reference = text(child(entity, "what").get("reference"))
    return TracedDocument(id=reference.removeprefix(_DOCUMENT), title=text(entity.get("name")))


def _read_agents(event: Json) -> tuple[Json, Json]:
    agents = list(items(event, "agent"))
    person = next((a for a in agents if a.get("requestor")), agents[0] if agents else {})
    return person, next((a for a in agents if a is not person), {})


def _is_document(entity: Json) -> bool:
    return text(child(entity, "what").get("reference")).startswith(_DOCUMENT)


def _mode(event: Json) -> AccessMode:
    found = first_coding(child(event, "purposeOfEvent"))
    return member(AccessMode, found.code if found else None, AccessMode.NORMAL)


def _action(event: Json) -> TraceAction:
    return member(TraceAction, child(event, "subtype").get("code"), TraceAction.OPEN)
