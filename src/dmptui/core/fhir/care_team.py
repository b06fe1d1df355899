"""CareTeam: the cercle de soins."""

from dmptui.core.fhir import systems
from dmptui.core.fhir.json import Json, child, expect, items, text
from dmptui.core.fhir.practitioner import organization_reference, practitioner_reference
from dmptui.core.model.access import CareTeamMember


def to_fhir(members: tuple[CareTeamMember, ...], subject: str) -> Json:
    """The CareTeam of a patient."""
    return {
        "resourceType": "CareTeam",
        "status": "active",
        "subject": {"reference": subject},
        "participant": [_participant(member) for member in members],
    }


def _participant(member: CareTeamMember) -> Json:
    reference = organization_reference if member.is_organization else practitioner_reference
    participant: Json = {"member": reference(member.identifier, member.name)}
    if member.role:
        participant["role"] = [{"text": member.role}]
    return participant


def from_fhir(resource: object) -> tuple[CareTeamMember, ...]:
    """The members that can be identified.

    Raises:
        InvalidContent: it is not a CareTeam.
    """
    team = expect(resource, "CareTeam")
    found = []
    for participant in items(team, "participant"):
        member = child(participant, "member")
        known = child(member, "identifier")
        if text(known.get("value")):
            found.append(
                CareTeamMember(
                    identifier=text(known["value"]),
                    name=text(member.get("display")),
                    role=text(child(participant, "role").get("text")),
                    is_organization=known.get("system") == systems.ORGANIZATION_ID,
                )
            )
    return tuple(found)
