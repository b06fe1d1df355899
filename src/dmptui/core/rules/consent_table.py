"""The table of what consents are worth, made by asking the rule, for ``rules.table``."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from dmptui.core.model.access import (
    Authorisation,
    AuthorisationStatus,
    CareTeamMember,
    Collector,
    ConsentKind,
    Team,
)
from dmptui.core.model.ins import DEMO_NIR, Ins
from dmptui.core.model.patient import Patient, Sex
from dmptui.core.model.practitioner import (
    PHYSICIAN,
    Organization,
    Practitioner,
    PractitionerRole,
    Situation,
)
from dmptui.core.rules.care_team import CONSULTATION, RESCUE, TEAM_DAYS, Standing, circle_of, standing
from dmptui.core.text import N_, _

_NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
_ME, _OTHER, _PLACE, _ELSEWHERE = "899900000001", "899900000002", "1990000001", "1990000002"
_PATIENT = Patient(
    id="p",
    ins=Ins(value="188109912312379", oid=DEMO_NIR),
    birth_name="MARTIN",
    given_names=("Julien",),
    sex=Sex.MALE,
    birth_date=date(1988, 10, 10),
)
_WARD = Team(identifier=_PLACE)
_RECOGNISED = CareTeamMember(identifier=_PLACE, name="", is_organization=True)
_NAMED = CareTeamMember(identifier=_ME, name="")


@dataclass(frozen=True, slots=True)
class _Case:
    """A situation: who is recognised, which consents are kept, where one works."""

    name: str
    members: tuple[CareTeamMember, ...] = ()
    consents: tuple[Authorisation, ...] = ()
    facility: str = "SA01"


def rows() -> Iterator[list[str]]:
    """One row a situation: what the authorisation is worth, and what is asked of the professional."""
    for case in _cases():
        stands = standing(_role(case.facility), _PATIENT, case.members, case.consents, _NOW)
        yield [_(case.name), stands.status.value, _demand(stands)]


def _cases() -> tuple[_Case, ...]:
    team, over = _given(_WARD), _given(_WARD, days=TEAM_DAYS)
    elsewhere, past = _given(ps_id=_ME, at=_ELSEWHERE), _given(ps_id=_ME, days=1)
    other, circle = _given(Team(identifier=_ELSEWHERE)), _given(circle_of(_PATIENT))
    entered = _given(ps_id=_ME, days=0, kind=ConsentKind.INFORMATION)
    blocked = Authorisation(practitioner_id=_ME, permitted=False, since=_NOW)
    ward, named = (_RECOGNISED,), (_NAMED,)
    return (
        _Case(N_("hors équipe, sans accord")),
        _Case(N_("hors équipe, pendant la consultation"), consents=(_given(ps_id=_ME),)),
        _Case(N_("hors équipe, dossier refermé, ou quatre heures après"), consents=(past,)),
        _Case(N_("hors équipe, accord donné dans une autre situation"), consents=(elsewhere,)),
        _Case(N_("équipe, sans accord"), ward),
        _Case(N_("équipe, accord recueilli par un autre, premier accès"), ward, (team,)),
        _Case(N_("équipe, accord recueilli par un autre, accès suivants"), ward, (team, entered)),
        _Case(N_("équipe, accord expiré"), ward, (over,)),
        _Case(N_("équipe choisie par la personne, accord de la structure seule"), named, (other,)),
        _Case(N_("équipe choisie par la personne, avec son accord"), named, (circle,)),
        _Case(N_("équipe, information sans accord"), ward, (entered,)),
        _Case(N_("équipe qui a l'accord, professionnel bloqué"), ward, (team, blocked)),
        _Case(N_("sapeur-pompier, structure reconnue qui a l'accord"), ward, (team,), RESCUE),
        _Case(N_("médecin du travail, structure reconnue qui a l'accord"), ward, (team,), "SA66"),
    )


def _demand(stands: Standing) -> str:
    if stands.status is AuthorisationStatus.FORBIDDEN:
        return _("refusé")
    if stands.status is AuthorisationStatus.VALID:
        return _("informer la personne") if stands.informs else _("rien")
    return _("accord pour la consultation") if stands.team is None else _("accord pour l'équipe")


def _given(
    team: Team | None = None,
    *,
    ps_id: str = "",
    days: int = 0,
    kind: ConsentKind = ConsentKind.EXPLICIT,
    at: str = _PLACE,
) -> Authorisation:
    since = _NOW - timedelta(days=days, minutes=0 if kind is ConsentKind.INFORMATION else 1)
    return Authorisation(
        practitioner_id=ps_id,
        team=team,
        permitted=True,
        since=since,
        until=since + (timedelta(days=TEAM_DAYS) if team else CONSULTATION),
        kind=kind,
        collector=Collector(id=_OTHER),
        organization_id="" if team else at,
    )


def _role(facility: str) -> PractitionerRole:
    place = Organization(id=_PLACE, name="-", facility=facility)
    situation = Situation(organization=place, role="", setting="ETABLISSEMENT")
    who = Practitioner(id=_ME, family="-", given="-", profession=PHYSICIAN, situations=(situation,))
    return PractitionerRole(practitioner=who, situation=situation)
