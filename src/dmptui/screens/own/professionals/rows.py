"""The lines of Mes professionnels: who may enter, who could, who is blocked, the cercle de soins."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.access import Authorisation, AuthorisationStatus, CareTeamMember
from dmptui.core.model.practitioner import PHYSICIAN, Practitioner
from dmptui.core.terminology import profession_label, specialty_label
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row

_GROUPS = {
    "attending": N_("Médecin traitant"),
    AuthorisationStatus.VALID: N_("Peuvent consulter"),
    AuthorisationStatus.EXPIRED: N_("Autorisation expirée"),
    AuthorisationStatus.FORBIDDEN: N_("Bloqués"),
    AuthorisationStatus.NONE: N_("Cercle de soins, sans autorisation"),
}
"""In the order shown."""

_TONES = {
    AuthorisationStatus.VALID: Tone.GOOD,
    AuthorisationStatus.EXPIRED: Tone.DIM,
    AuthorisationStatus.FORBIDDEN: Tone.WARNING,
    AuthorisationStatus.NONE: Tone.DIM,
}


class CareProvider(NamedTuple):
    """A professional, or a structure, that the record knows.

    Attributes:
        id: PS_IdNat or Struct_IdNat.
        trade: specialty or profession.
        role: in the cercle de soins; empty when not in it.
        since, until: of the authorisation, or since when they are blocked.
    """

    id: str
    name: str
    trade: str = ""
    status: AuthorisationStatus = AuthorisationStatus.NONE
    since: datetime | None = None
    until: datetime | None = None
    role: str = ""
    attending: bool = False
    is_physician: bool = False
    is_organization: bool = False


def merged(
    people: Mapping[str, Practitioner],
    authorisations: Iterable[Authorisation],
    team: Iterable[CareTeamMember],
    attending: Iterable[str],
    now: datetime,
) -> dict[str, CareProvider]:
    """Everybody the record knows, by id: each once, whatever says so."""
    found = {member.identifier: _member(people, member) for member in team}
    for given in sorted(authorisations, key=lambda each: each.since):
        provider = found.get(given.practitioner_id) or person(people, given.practitioner_id)
        found[provider.id] = provider._replace(status=given.status(now), since=given.since, until=given.until)
    for identifier in attending:
        provider = found.get(identifier) or person(people, identifier)
        found[identifier] = provider._replace(attending=True)
    return found


def person(people: Mapping[str, Practitioner], identifier: str) -> CareProvider:
    """A professional of whom only the directory is known, or not even that."""
    someone = people.get(identifier)
    if someone is None:
        return CareProvider(identifier, identifier)
    trade = specialty_label(someone.profession, someone.specialty) or profession_label(someone.profession)
    return CareProvider(identifier, someone.name, trade, is_physician=someone.profession == PHYSICIAN)


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Professionnel"), 20, weight=2),
        Column(_("Métier"), 16, weight=2, priority=2, role=Tone.DIM),
        Column(_("Accès"), 9),
        Column(_("Depuis"), 10, priority=1),
        Column(_("Jusqu'au"), 10),
        Column(_("Cercle de soins"), 16, weight=1, role=Tone.DIM),
    ]


def rows(providers: Iterable[CareProvider]) -> list[Row | Group]:
    """The rows under what each may do, by name."""
    by_group: dict[str, list[Row]] = {}
    for each in sorted(providers, key=lambda one: one.name):
        by_group.setdefault("attending" if each.attending else each.status, []).append(_row(each))
    lines: list[Row | Group] = []
    for group, title in _GROUPS.items():
        if group in by_group:
            lines += [Group(f"{_(title)} ({len(by_group[group])})"), *by_group[group]]
    return lines


def _member(people: Mapping[str, Practitioner], member: CareTeamMember) -> CareProvider:
    if member.is_organization:
        return CareProvider(member.identifier, member.name, role=member.role, is_organization=True)
    provider = person(people, member.identifier)
    return provider._replace(name=member.name, role=member.role)


def _row(each: CareProvider) -> Row:
    cells = (
        each.name,
        each.trade,
        (_(words.AUTHORISATIONS[each.status]), _TONES[each.status]),
        words.day(each.since),
        words.day(each.until),
        each.role,
    )
    return Row(each.id, cells, mark=glyphs.DOCTOR.sign if each.attending else "")
