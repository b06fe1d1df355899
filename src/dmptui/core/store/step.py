"""What lists of visits ask of a trace, as one row: they are grouped, filtered and counted by its columns."""

import unicodedata

from dmptui.core.fhir import audit_event
from dmptui.core.fhir.json import Json
from dmptui.core.model.days import zone
from dmptui.core.model.visit import Step, step_of

KIND = "AuditEvent"
_REVISION = 1
"""Raised when ``step_of`` makes another row of the same trace."""


def step_in(resource: Json) -> Step | None:
    """The row of a resource; None for what is no trace."""
    return step_of(audit_event.from_fhir(resource)) if resource["resourceType"] == KIND else None


def definition() -> tuple[object, ...]:
    """What the rows of traces depend on: the reading of a trace, the letters of words, the days of a zone."""
    return _REVISION, Step._fields, unicodedata.unidata_version, str(zone())
