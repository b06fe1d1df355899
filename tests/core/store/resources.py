"""Resources that any FHIR server takes."""

from datetime import UTC, datetime, timedelta

from dmptui.core.fhir.json import Json

NOW = datetime(2026, 11, 23, tzinfo=UTC)
LOINC = "http://loinc.org"


def document(
    number: int,
    patient: str = "p1",
    status: str = "current",
    day: float = 1,
    code: str = "11488-4",
    **more: object,
) -> Json:
    return {
        "resourceType": "DocumentReference",
        "id": f"d{number}",
        "status": status,
        "subject": {"reference": f"Patient/{patient}"},
        "masterIdentifier": {"system": "urn:ietf:rfc:3986", "value": f"urn:oid:1.{number}"},
        "type": {"coding": [{"system": LOINC, "code": code}]},
        "content": [{"attachment": {"url": f"Binary/b{number}"}}],
        "date": (NOW - timedelta(days=day)).isoformat(),
        **more,
    }
