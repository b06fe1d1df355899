"""Basic: the preferences of a professional, as the JSON of names and texts in an extension."""

import json

from dmptui.core.documents.text import clean_line
from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, concept, extension
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.base import Coding


def to_fhir(preferences: dict[str, str], practitioner_id: str) -> Json:
    """The resource of a professional's preferences."""
    content = json.dumps(preferences, ensure_ascii=False, separators=(",", ":"))
    return {
        "resourceType": "Basic",
        "code": concept(Coding(system=systems.PREFERENCES, code="preferences")),
        "author": practitioner_reference(practitioner_id),
        "extension": [{"url": systems.PREFERENCES_CONTENT, "valueString": content}],
    }


def from_fhir(resource: Json) -> dict[str, str] | None:
    """The preferences of a resource; None when they are not names and texts."""
    try:
        content = json.loads(extension(resource, systems.PREFERENCES_CONTENT).get("valueString", ""))
    except (TypeError, ValueError, RecursionError):
        return None
    if not isinstance(content, dict) or not all(isinstance(value, str) for value in content.values()):
        return None
    return {clean_line(name): clean_line(value) for name, value in content.items()}
