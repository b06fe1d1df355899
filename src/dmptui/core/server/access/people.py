"""The person of a stored Patient, as of now: six weeks open a profile without anything being written."""

import json
from datetime import datetime
from functools import lru_cache

from dmptui.core.fhir import patient as patients
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.rules import lifecycle
from dmptui.core.store.base import StoredResource


def person_of(row: StoredResource, now: datetime) -> Patient:
    """The patient; a profile whose six weeks are over is open."""
    return lifecycle.current(_parsed(row.text), day_of(now))


def as_of(row: StoredResource, now: datetime) -> StoredResource:
    """A stored Patient as the wire shows it."""
    state = person_of(row, now).state
    if state is _parsed(row.text).state:
        return row
    text = json.dumps(patients.with_state(json.loads(row.text), state), ensure_ascii=False)
    return row._replace(text=text)


# Asked at every request. The text itself is the key, so what is remembered is never stale.
@lru_cache(maxsize=1024)
def _parsed(text: str) -> Patient:
    return patients.from_fhir(json.loads(text))
