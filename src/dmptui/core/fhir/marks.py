"""Basic: what a professional marked seen of a record (project)."""

from dataclasses import dataclass
from datetime import datetime

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, concept, extension, instant, items, text
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.base import Coding

_DOCUMENT = "DocumentReference/"


@dataclass(frozen=True, slots=True)
class Marks:
    """What is marked seen.

    Attributes:
        until: everything that was deposited before.
        names: ids of documents.
    """

    until: datetime | None = None
    names: frozenset[str] = frozenset()


def to_fhir(marks: Marks, practitioner_id: str, subject: str) -> Json:
    """The resource; ``subject`` is the reference to the patient."""
    until = [{"url": systems.SEEN_UNTIL, "valueDateTime": marks.until.isoformat()}] if marks.until else []
    names = [_named(name) for name in sorted(marks.names)]
    return {
        "resourceType": "Basic",
        "code": concept(Coding(system=systems.READ_STATE, code="vu")),
        "subject": {"reference": subject},
        "author": practitioner_reference(practitioner_id),
        "extension": [*until, *names],
    }


def from_fhir(resource: Json) -> Marks:
    """The marks of a resource."""
    references = (
        text(child(each, "valueReference").get("reference"))
        for each in items(resource, "extension")
        if each.get("url") == systems.SEEN
    )
    return Marks(
        instant(extension(resource, systems.SEEN_UNTIL).get("valueDateTime")),
        frozenset(name.removeprefix(_DOCUMENT) for name in references),
    )


def _named(name: str) -> Json:
    return {"url": systems.SEEN, "valueReference": {"reference": f"{_DOCUMENT}{name}"}}
