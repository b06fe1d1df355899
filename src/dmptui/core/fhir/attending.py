"""Consent by which a médecin traitant is named, or is so no more (project: no public text gives its form)."""

from datetime import datetime

from dmptui.core.fhir import systems
from dmptui.core.fhir.consent import SCOPE
from dmptui.core.fhir.json import Json, child, concept, expect, text
from dmptui.core.fhir.practitioner import practitioner_reference
from dmptui.core.model.base import Coding

_CODE = "designation"


def to_fhir(practitioner_id: str, subject: str, now: datetime, *, named: bool, by_patient: bool) -> Json:
    """The Consent that names a médecin traitant, or ends it.

    The professional stands in a nested provision: the outer one, with an actor, is an authorisation's.
    """
    doctor = practitioner_reference(practitioner_id)
    category = Coding(system=systems.ATTENDING_ACT, code=_CODE, display="Médecin traitant")
    policy = Coding(system="http://terminology.hl7.org/CodeSystem/v3-ActCode", code="OPTIN")
    inner = {
        "type": "permit" if named else "deny",
        "actor": [
            {
                "role": concept(Coding(system=systems.PARTICIPATION_TYPE, code="PRCP")),
                "reference": doctor,
            }
        ],
    }
    return {
        "resourceType": "Consent",
        "status": "active",
        "scope": SCOPE,
        "category": [concept(category)],
        "patient": {"reference": subject},
        "dateTime": now.isoformat(),
        "performer": [{"reference": subject} if by_patient else doctor],
        "policyRule": concept(policy),
        "provision": {"type": "permit", "provision": [inner]},
    }


def is_attending(resource: object) -> bool:
    """Whether a Consent is about a médecin traitant."""
    return child(resource, "category", "coding").get("system") == systems.ATTENDING_ACT


def from_fhir(resource: object) -> tuple[str, bool]:
    """The PS id, and whether they are named (True) or are médecin traitant no more.

    Raises:
        InvalidContent: it is not a Consent.
    """
    inner = child(expect(resource, "Consent"), "provision", "provision")
    actor = child(inner, "actor", "reference", "identifier")
    return text(actor.get("value")), inner.get("type") != "deny"
