"""A resource in one line: what it is about, what it says, when, and what must be known of its status."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from dmptui.core.documents.fhir import words
from dmptui.core.documents.fhir.tree import Bundle, Node, kind, many, nodes, one, text, texts
from dmptui.core.documents.fhir.values import (
    any_value,
    dosage,
    label,
    labels,
    moment,
    period,
    person_name,
    quantity,
    span,
    token,
)
from dmptui.core.text import _, labelled

_MOST_MEMBERS = 200


class Fact(NamedTuple):
    """What a resource says. Each is French text, empty when it says nothing of it."""

    kind: str
    label: str
    value: str = ""
    date: str = ""
    status: str = ""


def facts(bundle: Bundle, resource: Node) -> Iterator[Fact]:
    """What a resource says, then each of the observations it is made of."""
    yield fact(bundle, resource)
    if kind(resource) in ("DiagnosticReport", "Observation"):
        for member in _members(bundle, resource):
            yield fact(bundle, member)


def fact(bundle: Bundle, resource: Node) -> Fact:
    """What a resource says in one line."""
    read = _READERS.get(kind(resource), _other)
    subject, value = read(bundle, resource)
    name = words.type_name(kind(resource))
    return Fact(name, subject or name, "; ".join(filter(None, value)), _date(resource), _status(resource))


def _members(bundle: Bundle, resource: Node) -> list[Node]:
    """The observations below a report or a panel, each once."""
    found: dict[int, Node] = {}
    left = [resource]
    while left and len(found) < _MOST_MEMBERS:
        holder = left.pop(0)
        for reference in (*nodes(holder, "result"), *nodes(holder, "hasMember")):
            member = bundle.at(reference, holder)
            if member and id(member) not in found and member is not resource:
                found[id(member)] = member
                left.append(member)
    return list(found.values())


def _status(resource: Node) -> str:
    """Everything that keeps a resource from being taken as it reads."""
    codes = [
        token(each)
        for name in ("status", "clinicalStatus", "verificationStatus", "docStatus")
        for each in many(resource, name)
    ]
    parts = [words.status(code) for code in codes if code]
    parts += [label(each) for each in nodes(resource, "statusReason")]
    if text(resource, "doNotPerform") == "true":
        parts.append(_("à ne pas faire"))
    if nodes(resource, "modifierExtension"):
        parts.append(_("porte une extension qui change son sens"))
    return ", ".join(dict.fromkeys(filter(None, parts)))


def _date(resource: Node) -> str:
    for name in ("onset", "occurrence", "effective", "performed", "timing"):
        if found := any_value(resource, name):
            end = any_value(resource, "abatement")
            return _("{start}, fin : {end}").format(start=found, end=end) if end else found
    for name in ("authoredOn", "whenHandedOver", "recordedDate", "date", "issued", "dateAsserted", "created"):
        if written := text(resource, name):
            return moment(written).short()
    return period(one(resource, "period"))


Read = tuple[str, list[str]]


def _allergy(_bundle: Bundle, resource: Node) -> Read:
    value = [words.criticality(text(resource, "criticality"))]
    for reaction in nodes(resource, "reaction"):
        parts = (
            labels(reaction, "manifestation"),
            label(one(reaction, "substance")),
            text(reaction, "severity"),
        )
        value.append(", ".join(filter(None, parts)))
    return label(one(resource, "code")), [*value, *_notes(resource)]


def _condition(_bundle: Bundle, resource: Node) -> Read:
    value = [
        label(one(resource, "severity")),
        labels(resource, "bodySite"),
        labels(resource, "stage", "summary"),
    ]
    return label(one(resource, "code")), [*value, *_notes(resource)]


def _treatment(bundle: Bundle, resource: Node) -> Read:
    dosages = [dosage(each) for each in (*nodes(resource, "dosage"), *nodes(resource, "dosageInstruction"))]
    amount = quantity(one(resource, "quantity")) or quantity(one(resource, "dispenseRequest", "quantity"))
    reasons = labels(resource, "reasonCode")
    return _medication(bundle, resource), [*dosages, amount, reasons, *_notes(resource)]


def _medication(bundle: Bundle, resource: Node) -> str:
    """The medication of a treatment, inline, contained or in the document (R4 and R5)."""
    reference = one(resource, "medicationReference") or one(resource, "medication", "reference")
    found = bundle.at(reference, resource)
    inline = one(resource, "medicationCodeableConcept") or one(resource, "medication", "concept")
    return label(inline) or _product(found) or text(reference, "display") or text(reference, "reference")


def _product(medication: Node) -> str:
    strengths = labels(medication, "ingredient", "itemCodeableConcept")
    return label(one(medication, "code")) or strengths


def _immunization(_bundle: Bundle, resource: Node) -> Read:
    lot, protocol = text(resource, "lotNumber"), one(resource, "protocolApplied")
    rank = any_value(protocol, "doseNumber") or text(protocol, "doseNumber")
    value = [
        _("dose n° {n}").format(n=rank) if rank else "",
        _("lot {lot}").format(lot=lot) if lot else "",
        labels(protocol, "targetDisease"),
        label(one(resource, "site")),
        label(one(resource, "route")),
        labels(resource, "reaction", "detail"),
    ]
    return label(one(resource, "vaccineCode")), [*value, *_notes(resource)]


def _observation(_bundle: Bundle, resource: Node) -> Read:
    parts = [labelled(label(one(each, "code")), _measured(each)) for each in nodes(resource, "component")]
    return label(one(resource, "code")), [_measured(resource), *parts, *_notes(resource)]


def _measured(holder: Node) -> str:
    value = any_value(holder, "value") or label(one(holder, "dataAbsentReason"))
    flag = labels(holder, "interpretation")
    ranges = [
        " ".join(
            filter(
                None, (label(one(each, "type")), labels(each, "appliesTo"), text(each, "text") or span(each))
            )
        )
        for each in nodes(holder, "referenceRange")
    ]
    bounds = _("(référence : {range})").format(range=" ; ".join(ranges)) if any(ranges) else ""
    return " ".join(filter(None, (value, f"[{flag}]" if flag else "", bounds)))


def _procedure(_bundle: Bundle, resource: Node) -> Read:
    value = [
        labels(resource, "bodySite"),
        label(one(resource, "outcome")),
        labels(resource, "complication"),
        labels(resource, "reasonCode"),
    ]
    return label(one(resource, "code")), [*value, *_notes(resource)]


def _report(_bundle: Bundle, resource: Node) -> Read:
    value = [text(resource, "conclusion"), labels(resource, "conclusionCode")]
    return label(one(resource, "code")), [*value, *texts(resource, "presentedForm", "title")]


def _document(_bundle: Bundle, resource: Node) -> Read:
    files = nodes(resource, "content", "attachment")
    value = [text(resource, "description")]
    value += [
        ", ".join(filter(None, (text(f, "title"), text(f, "contentType"), text(f, "url")))) for f in files
    ]
    return label(one(resource, "type")), value


def _person(_bundle: Bundle, resource: Node) -> Read:
    names = [person_name(each) for each in nodes(resource, "name")] or texts(resource, "name")
    return ", ".join(filter(None, names)), [
        labels(resource, "relationship"),
        *texts(resource, "telecom", "value"),
    ]


def _relative(_bundle: Bundle, resource: Node) -> Read:
    found = [label(one(each, "code")) for each in nodes(resource, "condition")]
    return label(one(resource, "relationship")) or text(resource, "name"), [*found, *_notes(resource)]


def _device_use(bundle: Bundle, resource: Node) -> Read:
    device = bundle.at(one(resource, "device"), resource)
    return _device_name(device) or text(resource, "device", "display"), [labels(resource, "bodySite")]


def _device(_bundle: Bundle, resource: Node) -> Read:
    value = [
        text(resource, "manufacturer"),
        text(resource, "modelNumber"),
        text(resource, "udiCarrier", "carrierHRF"),
    ]
    return _device_name(resource), value


def _device_name(device: Node) -> str:
    return label(one(device, "type")) or text(device, "deviceName", "name")


def _other(_bundle: Bundle, resource: Node) -> Read:
    """A type of resource without a reading of its own: what most of them have."""
    subject = next(
        filter(
            None,
            (label(each) for name in ("code", "type", "category", "class") for each in many(resource, name)),
        ),
        "",
    )
    named = [text(resource, name) for name in ("title", "name", "description")]
    return subject or next(filter(None, named), ""), [any_value(resource, "value"), *named, *_notes(resource)]


def _notes(resource: Node) -> list[str]:
    return texts(resource, "note", "text")


_READERS: dict[str, Callable[[Bundle, Node], Read]] = {
    "AllergyIntolerance": _allergy,
    "Condition": _condition,
    "Device": _device,
    "DeviceUseStatement": _device_use,
    "DiagnosticReport": _report,
    "DocumentReference": _document,
    "FamilyMemberHistory": _relative,
    "Immunization": _immunization,
    "Medication": lambda _bundle, resource: (_product(resource), [label(one(resource, "form"))]),
    "MedicationAdministration": _treatment,
    "MedicationDispense": _treatment,
    "MedicationRequest": _treatment,
    "MedicationStatement": _treatment,
    "MedicationUsage": _treatment,
    "Observation": _observation,
    "Patient": _person,
    "Practitioner": _person,
    "Procedure": _procedure,
    "RelatedPerson": _person,
}
