"""The person of a stored Patient, as of now."""

import json
from datetime import datetime
from functools import lru_cache

from dmptui.core.fhir import patient as patients
from dmptui.core.model.patient import Patient
from dmptui.core.rules import lifecycle
from dmptui.core.store.base import Stored


def person_of(row: Stored, now: datetime) -> Patient:
    """The patient; a profile whose six weeks are over is open."""
    return lifecycle.current(_parsed(row.text), now.date())


# Asked at every request. The text itself is the key, so what is remembered is never stale.
@lru_cache(maxsize=1024)
def _parsed(text: str) -> Patient:
    return patients.from_fhir(json.loads(text))
