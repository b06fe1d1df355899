"""FHIR documents about fictional people, in JSON, and the same in XML."""

import json
from typing import Any
from xml.sax.saxutils import escape, quoteattr

Json = dict[str, Any]

PATIENT: Json = {
    "resourceType": "Patient",
    "id": "p",
    "identifier": [
        {"system": "urn:oid:1.2.250.1.9", "value": "IPP77"},
        {"system": "urn:oid:1.2.250.1.213.1.4.10", "value": "251119975001242"},
    ],
    "name": [
        {"use": "official", "family": "BERNARD", "given": ["Lucie", "Anne"]},
        {"use": "usual", "family": "DUPUIS"},
    ],
    "gender": "female",
    "birthDate": "1951-11-04",
}
PRACTITIONER: Json = {
    "resourceType": "Practitioner",
    "id": "d",
    "name": [{"prefix": ["Dr"], "family": "ROUX"}],
}
CABINET: Json = {"resourceType": "Organization", "id": "o", "name": "Cabinet des Halles"}
ROLE: Json = {
    "resourceType": "PractitionerRole",
    "id": "r",
    "practitioner": {"reference": "Practitioner/d"},
    "organization": {"reference": "urn:uuid:o"},
    "specialty": [{"text": "Médecine générale"}],
}


def composition(*sections: Json, **more: Any) -> Json:
    """The first resource of a document."""
    return {
        "resourceType": "Composition",
        "id": "c",
        "status": "final",
        "type": {"coding": [{"system": "http://loinc.org", "code": "60591-5", "display": "Synthèse"}]},
        "subject": {"reference": "Patient/p"},
        "date": "2026-03-02T10:15:00+01:00",
        "author": [{"reference": "http://exemple.fr/fhir/PractitionerRole/r"}],
        "title": "Synthèse médicale",
        "custodian": {"reference": "urn:uuid:o"},
        "section": list(sections),
    } | more


def section(title: str, *references: str, div: str = "", **more: Any) -> Json:
    """A section; ``div`` is the inside of its narrative."""
    found: Json = {"title": title, "entry": [{"reference": each} for each in references]}
    if div:
        text = f'<div xmlns="http://www.w3.org/1999/xhtml">{div}</div>'
        found["text"] = {"status": "generated", "div": text}
    return {name: value for name, value in (found | more).items() if value}


def bundle(first: Json, *others: Json) -> Json:
    """A document; the organisation is named by a ``urn:uuid``, the others by their URL."""
    resources = [first, PATIENT, PRACTITIONER, CABINET, ROLE, *others]
    return {
        "resourceType": "Bundle",
        "identifier": {"system": "urn:oid:1.2.250.1.9.1", "value": "42"},
        "type": "document",
        "timestamp": "2026-03-02T10:15:00+01:00",
        "entry": [{"fullUrl": _url(each), "resource": each} for each in resources],
    }


def _url(resource: Json) -> str:
    if resource["resourceType"] == "Organization":
        return f"urn:uuid:{resource['id']}"
    return f"http://exemple.fr/fhir/{resource['resourceType']}/{resource['id']}"


def as_json(resource: Json) -> bytes:
    return json.dumps(resource, ensure_ascii=False).encode()


def as_xml(resource: Json) -> bytes:
    """The same resource in XML."""
    return f'<?xml version="1.0" encoding="UTF-8"?>{_resource(resource, outside=True)}'.encode()


def _resource(resource: Json, *, outside: bool = False) -> str:
    name = resource["resourceType"]
    space = ' xmlns="http://hl7.org/fhir"' if outside else ""
    return f"<{name}{space}>{_inside({k: v for k, v in resource.items() if k != 'resourceType'})}</{name}>"


def _inside(fields: Json) -> str:
    return "".join(
        _element(name, each)
        for name, value in fields.items()
        for each in (value if isinstance(value, list) else [value])
    )


def _element(name: str, value: Any) -> str:
    if name == "div":
        return str(value)
    if isinstance(value, dict):
        if "resourceType" in value:
            return f"<{name}>{_resource(value)}</{name}>"
        url = f" url={quoteattr(value['url'])}" if name.lower().endswith("extension") else ""
        return (
            f"<{name}{url}>{_inside({k: v for k, v in value.items() if not (url and k == 'url')})}</{name}>"
        )
    written = escape(str(value).lower() if isinstance(value, bool) else str(value), {'"': "&quot;"})
    return f'<{name} value="{written}"/>'
