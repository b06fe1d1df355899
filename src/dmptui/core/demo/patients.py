"""The fictional people: identity, INS, state of their DMP, and who may read it."""

from datetime import date, datetime, timedelta
from typing import NamedTuple

from dmptui.core.demo.days import years_before
from dmptui.core.demo.identities import read_table
from dmptui.core.demo.practitioners import role
from dmptui.core.model.access import (
    Authorisation,
    CareTeamMember,
    Collector,
    ConsentKind,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.days import on
from dmptui.core.model.ins import DEMO_NIR, Ins, ins_key
from dmptui.core.model.patient import Closure, DmpState, LegalRepresentative, Patient, Sex
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.care_team import teams

VALIDITY = timedelta(days=365)
_CONSULTATION = timedelta(minutes=25)
_HOSPITAL = "Centre hospitalier de Valmont"


class Access(NamedTuple):
    """A professional who entered, since when; or whom the person blocked; ``secret`` for a minor's own."""

    role: PractitionerRole
    since: datetime
    permitted: bool = True
    secret: bool = False


class Row(NamedTuple):
    """A person of the packaged table.

    ``born`` is a date, or an age (``-16y``, ``-3m``) for who must stay a child. ``state`` may add, after
    colons, how many days ago the person was notified or the DMP closed, then the motif and the raison.
    ``switches`` lists what is allowed in an emergency. ``access`` lists ``NAME:status:days`` (``NAME/1`` in
    their second situation); ``team`` names, ``@NAME`` the structure where they work.
    ``conditions`` lists ``condition:years``; ``stories`` what happened to them.
    """

    key: str
    birth_name: str
    used_name: str
    given: str
    sex: str
    born: str
    postal_code: str
    city: str
    state: str
    attending: str
    representatives: str
    switches: str
    access: str
    team: str
    conditions: str
    stories: str


def people() -> tuple[Row, ...]:
    """Everybody, in the order of the table."""
    return tuple(Row(*fields) for fields in read_table("patients"))


def patient(row: Row, number: int, today: date) -> Patient:
    """The person, with an INS of the demonstration root. ``number`` makes the INS unique."""
    born = _birth_date(row.born, today)
    state, since, closure = _state(row.state, today)
    place = f"99{901 + number % 90}"
    return Patient(
        id=f"demo-{row.key}",
        ins=_ins(row.sex, born, place, number),
        birth_name=row.birth_name,
        used_name=row.used_name,
        given_names=tuple(row.given.split()),
        sex=Sex(row.sex),
        birth_date=born,
        birth_place=place,
        postal_code=row.postal_code,
        city=row.city,
        state=state,
        closure=closure,
        notified=since if state is DmpState.NOTIFIED else None,
        attending=frozenset(role(name).practitioner.id for name in _listed(row.attending)),
        representatives=tuple(
            LegalRepresentative(name=name, relationship=link)
            for name, _, link in (item.partition(":") for item in _listed(row.representatives, ";"))
        ),
    )


def switches(row: Row) -> EmergencySwitches:
    """What the person allows in an emergency."""
    allowed = row.switches.split()
    return EmergencySwitches(
        centre_15="15" in allowed, break_glass="urgence" in allowed, masked_documents="masques" in allowed
    )


def care_team(row: Row) -> tuple[CareTeamMember, ...]:
    """The cercle de soins: the médecins traitants, then the professionals and structures of the table."""
    names = [*_listed(row.attending), *(n for n in _listed(row.team) if n not in _listed(row.attending))]
    return tuple(_member(name, _listed(row.attending)) for name in names)


def accesses(row: Row, today: date) -> tuple[Access, ...]:
    """Who entered with a consent, or is blocked, in the order of the table."""
    return tuple(_access(item, today) for item in _listed(row.access))


def authorisations(row: Row, number: int, today: date) -> tuple[Authorisation, ...]:
    """The consents of the teams, collected by who entered first, then what is kept of each professional."""
    person = patient(row, number, today)
    granted = accesses(row, today)
    first: dict[Team, Access] = {}
    for access in granted:
        team = _team_of(access, person, care_team(row))
        if team is not None and (team not in first or access.since < first[team].since):
            first[team] = access
    given = tuple(_of_team(team, access) for team, access in first.items())
    return given + tuple(_of_pair(access, _team_of(access, person, care_team(row))) for access in granted)


def conditions(row: Row, today: date) -> dict[str, date]:
    """When each condition of the person was found."""
    pairs = (item.partition(":") for item in _listed(row.conditions))
    return {
        name: years_before(today, int(years)) - timedelta(days=17 * len(row.key + name) % 200)
        for name, _, years in pairs
    }


def stories(row: Row) -> tuple[str, ...]:
    """What happened to the person, by name."""
    return tuple(_listed(row.stories))


def _listed(text: str, separator: str = ",") -> list[str]:
    return [item for item in text.split(separator) if item]


def _birth_date(text: str, today: date) -> date:
    if text.endswith("y"):
        return years_before(today - timedelta(days=75), -int(text[:-1]))
    if text.endswith("m"):
        return today - timedelta(days=-int(text[:-1]) * 30)
    return date.fromisoformat(text)


def _state(text: str, today: date) -> tuple[DmpState, date, Closure | None]:
    """The state, since when, and how the DMP was closed."""
    state, *rest = text.split(":")
    since = today - timedelta(days=int(rest[0])) if rest else today
    closure = (
        Closure(date=since, motif=rest[1], reason=rest[2]) if DmpState(state) is DmpState.CLOSED else None
    )
    return DmpState(state), since, closure


def _ins(sex: str, born: date, place: str, number: int) -> Ins:
    matricule = f"{1 if sex == 'M' else 2}{born.year % 100:02}{born.month:02}{place}{101 + number:03}"
    return Ins(value=f"{matricule}{ins_key(matricule):02}", oid=DEMO_NIR)


def _member(name: str, attending: list[str]) -> CareTeamMember:
    if name.startswith("@"):
        place = role(name.removeprefix("@")).situation.organization
        hospital = place.name == _HOSPITAL
        return CareTeamMember(
            identifier=place.id,
            name=place.name,
            role="Établissement de santé de référence" if hospital else "Cabinet de l'équipe de soins",
            is_organization=True,
        )
    someone = role(name)
    return CareTeamMember(
        identifier=someone.practitioner.id,
        name=someone.practitioner.name,
        role="Médecin traitant" if name in attending else someone.situation.role,
    )


def _access(text: str, today: date) -> Access:
    name, status, days = text.split(":")
    family, _slash, situation = name.partition("/")
    since = on(today, *((20, 15) if status == "forbidden" else (9, 40))) - timedelta(days=int(days))
    if status == "expired":
        since -= VALIDITY
    return Access(role(family, int(situation or 0)), since, status != "forbidden", status == "secret")


def _team_of(access: Access, person: Patient, members: tuple[CareTeamMember, ...]) -> Team | None:
    """The team whose consent they entered with; None outside a team, in secret, and for who is blocked."""
    found = teams(access.role, person, members) if access.permitted and not access.secret else ()
    return found[0] if found else None


def _of_team(team: Team, access: Access) -> Authorisation:
    return Authorisation(
        team=team,
        permitted=True,
        since=access.since,
        until=access.since + VALIDITY,
        collector=_collector(access),
    )


def _of_pair(access: Access, team: Team | None) -> Authorisation:
    """The denial, the entry under the team's consent, or the consent of a consultation that is over."""
    ps_id = access.role.practitioner.id
    if not access.permitted:
        return Authorisation(practitioner_id=ps_id, permitted=False, since=access.since)
    if team is not None:
        information = ConsentKind.INFORMATION
        return Authorisation(
            practitioner_id=ps_id,
            permitted=True,
            since=access.since,
            kind=information,
            organization_id=team.identifier,
        )
    return Authorisation(
        practitioner_id=ps_id,
        permitted=True,
        since=access.since,
        until=access.since + _CONSULTATION,
        collector=_collector(access),
        organization_id=access.role.situation.organization.id,
    )


def _collector(access: Access) -> Collector:
    return Collector(id=access.role.practitioner.id, name=access.role.practitioner.name)
