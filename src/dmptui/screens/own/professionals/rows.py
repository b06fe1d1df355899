"""The lines of Mes professionnels: who may enter, who could, who is blocked, the cercle de soins."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    ConsentKind,
    Team,
)
from dmptui.core.model.practitioner import Practitioner
from dmptui.core.terminology import profession_label, specialty_label
from dmptui.core.text import N_, _
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets import glyphs
from dmptui.widgets.columns import Column
from dmptui.widgets.rows import Group, Row

_GROUPS = {
    "teams": N_("Équipes qui ont votre accord"),
    "attending": N_("Médecin traitant, ou administrateur"),
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


_WEIGHTS = [
    AuthorisationStatus.NONE,
    AuthorisationStatus.EXPIRED,
    AuthorisationStatus.VALID,
    AuthorisationStatus.FORBIDDEN,
]
"""Of several rights of one professional, the last of these is said."""


class CareProvider(NamedTuple):
    """A professional, or a structure, that the record knows.

    Attributes:
        id: PS_IdNat or Struct_IdNat.
        trade: specialty or profession.
        profession: JDV_J01; empty when the directory does not know them.
        role: in the cercle de soins, or who collected the consent of a team; empty for neither.
        since, until: of the authorisation, or since when they are blocked.
        consent: what may be withdrawn.
    """

    id: str
    name: str
    trade: str = ""
    status: AuthorisationStatus = AuthorisationStatus.NONE
    since: datetime | None = None
    until: datetime | None = None
    role: str = ""
    attending: bool = False
    profession: str = ""
    is_organization: bool = False
    consent: Authorisation | None = None


def merged(
    people: Mapping[str, Practitioner],
    authorisations: Iterable[Authorisation],
    team: Iterable[CareTeamMember],
    attending: Iterable[str],
    now: datetime,
) -> dict[str, CareProvider]:
    """Everybody the record knows, by id: each once, whatever says so."""
    found = {member.identifier: _member(people, member) for member in team}
    in_circle = {member.identifier for member in team if not member.is_organization} | set(attending)
    authorisations = sorted(authorisations, key=lambda each: each.since)
    teams = {each.team.identifier: each for each in authorisations if each.team}
    for identifier in attending:
        provider = found.get(identifier) or person(people, identifier)
        found[identifier] = provider._replace(attending=True)
    for given in teams.values():
        found |= _of_team(given, in_circle, found, now)
    own = [(each.practitioner_id, _right(each, teams)) for each in authorisations if each.team is None]
    for identifier, given in sorted(own, key=lambda one: _weight(one[1], now)):
        provider = found.get(identifier) or person(people, identifier)
        found[identifier] = _under(provider, given, now)
    return found


def _right(given: Authorisation, teams: Mapping[str, Authorisation]) -> Authorisation:
    """What gives the right: of a member who entered, the consent of the team."""
    of_team = teams.get(given.organization_id) if given.kind is ConsentKind.INFORMATION else None
    return of_team or given


def _weight(given: Authorisation, now: datetime) -> tuple[int, bool]:
    """Of several rights of one professional, the greatest is said; of those, the one that is theirs alone."""
    return _WEIGHTS.index(given.status(now)), given.team is None


def _of_team(
    given: Authorisation, in_circle: Iterable[str], found: Mapping[str, CareProvider], now: datetime
) -> dict[str, CareProvider]:
    """A team, under its own id; with that of the circle, those who are of it."""
    team = given.team
    assert team is not None
    collector = given.collector.name if given.collector else ""
    known = found.get(team.identifier) or CareProvider(team.identifier, team_name(team), is_organization=True)
    role = _("recueilli par {name}").format(name=collector) if collector else known.role
    added = {team.identifier: _under(known, given, now)._replace(role=role)}
    if team.is_organization:
        return added
    return added | {name: _under(found[name], given, now) for name in in_circle if name in found}


def _under(provider: CareProvider, given: Authorisation, now: datetime) -> CareProvider:
    """A professional, or a team, with what a consent or a denial makes of them."""
    valid = given.permitted and given.status(now) is AuthorisationStatus.VALID
    mine = given.team is None or given.team.identifier == provider.id
    return provider._replace(
        status=given.status(now),
        since=given.since,
        until=given.until,
        consent=given if valid and mine else None,
    )


def team_name(team: Team) -> str:
    """What a team is called in a list, as the person reads it."""
    return team.name or _("Votre équipe de soins")


def person(people: Mapping[str, Practitioner], identifier: str) -> CareProvider:
    """A professional of whom only the directory is known, or not even that."""
    someone = people.get(identifier)
    if someone is None:
        return CareProvider(identifier, identifier)
    trade = specialty_label(someone.profession, someone.specialty) or profession_label(someone.profession)
    return CareProvider(identifier, someone.name, trade, profession=someone.profession)


def columns() -> list[Column]:
    """In the order of the cells of the rows."""
    return [
        Column(_("Équipe ou soignant"), 20, weight=2),
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
        by_group.setdefault(_group(each), []).append(_row(each))
    lines: list[Row | Group] = []
    for group, title in _GROUPS.items():
        if group in by_group:
            lines += [Group(f"{_(title)} ({len(by_group[group])})"), *by_group[group]]
    return lines


def _group(each: CareProvider) -> str:
    if each.attending:
        return "attending"
    return "teams" if each.is_organization and each.consent else each.status


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
