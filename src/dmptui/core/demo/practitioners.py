"""The demonstration professionals and their structures, as the domain knows them."""

from functools import cache

from dmptui.core.demo.identities import Row, rows
from dmptui.core.model.practitioner import (
    PHYSICIAN,
    Organization,
    Practitioner,
    PractitionerRole,
    Situation,
)


@cache
def practitioners() -> tuple[Practitioner, ...]:
    """All of them, with every situation d'exercice, in the order of ``identities()``."""
    by_id: dict[str, list[Row]] = {}
    for row in rows():
        by_id.setdefault(row.ps_id, []).append(row)
    return tuple(_practitioner(group) for group in by_id.values())


@cache
def organizations() -> tuple[Organization, ...]:
    """The structures they work in."""
    found = {s.organization.id: s.organization for p in practitioners() for s in p.situations}
    return tuple(found.values())


def role(family: str, situation: int = 0) -> PractitionerRole:
    """A professional at work, by family name: ``role("ROUX", 1)`` is Dr ROUX on call."""
    practitioner = _by_family()[family]
    return PractitionerRole(practitioner=practitioner, situation=practitioner.situations[situation])


def role_of(practitioner_id: str, organization: str = "") -> PractitionerRole:
    """A professional at work, by PS_IdNat, in the structure of this name: else in their first one.

    Raises:
        KeyError: nobody of the demonstration.
    """
    practitioner = _by_id()[practitioner_id]
    named = (s for s in practitioner.situations if s.organization.name == organization)
    return PractitionerRole(practitioner=practitioner, situation=next(named, practitioner.situations[0]))


def _correspondent(
    ps_id: str, family: str, given: str, civility: str, specialty: str, place: Situation
) -> PractitionerRole:
    """A physician who writes documents, and whom nobody logs in as."""
    someone = Practitioner(
        id=ps_id, family=family, given=given, civility=civility, profession=PHYSICIAN, specialty=specialty,
        situations=(place,),
    )  # fmt: skip
    return PractitionerRole(practitioner=someone, situation=place)


@cache
def _by_id() -> dict[str, Practitioner]:
    return {practitioner.id: practitioner for practitioner in practitioners()}


@cache
def _by_family() -> dict[str, Practitioner]:
    return {practitioner.family: practitioner for practitioner in practitioners()}


def _practitioner(group: list[Row]) -> Practitioner:
    first = group[0]
    return Practitioner(
        id=first.ps_id,
        family=first.family,
        given=first.given,
        civility=first.civility,
        profession=first.profession,
        specialty=first.specialty,
        situations=tuple(_situation(row) for row in group),
    )


def _situation(row: Row) -> Situation:
    organization = Organization(id=row.org_id, name=row.org, facility=row.facility)
    return Situation(organization=organization, role=row.role, setting=row.setting)


def _hospital(title: str) -> Situation:
    return role("HADDAD").situation.model_copy(update={"role": title})


PATHOLOGIST = _correspondent(
    "899900003734", "TISSIER", "Laure", "Dr", "SM01", _hospital("Anatomopathologiste")
)
ANAESTHETIST = _correspondent(
    "899900003866", "MARCHETTI", "Paul", "Dr", "SM02", _hospital("Anesthésiste-réanimateur")
)
HOSPITAL_BIOLOGIST = _correspondent(
    "899900003999", "DELMAS", "Rachid", "Dr", "SM03", _hospital("Biologiste hospitalier")
)
