"""The sentences of a consent: whose it is to be, or who collected it, when, and until when."""

from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.patient import Patient
from dmptui.core.rules.care_team import is_occupational, is_rescue, name_of
from dmptui.core.text import _
from dmptui.core.work.session import Approach
from dmptui.screens.parts import words


def collecting(patient: Patient, approach: Approach) -> tuple[str, ...]:
    """Why a consent is asked, for whom, and what follows."""
    return approach.decide().reason, f"{_whose(patient, approach)} {_recorded(patient)}"


def informing(patient: Patient, approach: Approach) -> tuple[str, ...]:
    """Who collected the consent of the team, when, and until when; what a member still has to do."""
    given = approach.standing.consent
    assert given is not None, "a member informs under the consent of the team"
    collector = given.collector.name or given.collector.id if given.collector else ""
    team = name_of(given.team) if given.team else ""
    told = _("Accord pour {team} : recueilli le {date} par {collector}, valable jusqu'au {until}.").format(
        team=team, date=words.day(given.since), collector=collector, until=words.day(given.until)
    )
    duty = _("Il vaut pour tous ses membres : il vous reste à informer {who} de votre premier accès.").format(
        who=words.person(patient)
    )
    return told, f"{duty} {_notified(patient)}"


def attestation(patient: Patient, approach: Approach) -> str:
    """What is ticked."""
    if approach.status is AuthorisationStatus.VALID:
        return _("J'ai informé {who} de cet accès").format(who=words.person(patient))
    team = approach.standing.team
    if team is None:
        return _("J'ai recueilli l'accord {of_whom} pour cette consultation").format(
            of_whom=words.of_person(patient)
        )
    return _("J'ai recueilli l'accord {of_whom} pour {team}").format(
        of_whom=words.of_person(patient), team=name_of(team)
    )


def _whose(patient: Patient, approach: Approach) -> str:
    """Which consent it is: of a team, once; of a consultation, each time."""
    team = approach.standing.team
    if team is not None:
        return _(
            "Vous faites partie de son équipe de soins : {team}. Son accord se recueille une fois, pour tous "
            "les membres de l'équipe."
        ).format(team=name_of(team))
    for_now = _("Il vaut pour cette consultation : jusqu'à la fermeture du dossier, 4 heures au maximum.")
    return f"{_outside(patient, approach)} {for_now}"


def _outside(patient: Patient, approach: Approach) -> str:
    if is_occupational(approach.role):
        return _(
            "Un médecin du travail n'ouvre un DMP qu'avec l'accord exprès {of_whom}, qui peut refuser sans "
            "conséquence."
        ).format(of_whom=words.of_person(patient))
    if is_rescue(approach.role):
        return _("Sapeurs-pompiers : il faut l'accord exprès {of_whom}.").format(
            of_whom=words.of_person(patient)
        )
    return _("Vous ne faites pas partie de son équipe de soins : il faut son accord.")


def _recorded(patient: Patient) -> str:
    recorded = _("Il sera enregistré à votre nom, avec la date et l'heure.")
    return f"{recorded} {_notified(patient)}"


def _notified(patient: Patient) -> str:
    notice = _("{who} en sera {notified}.").format(
        who=words.person(patient), notified=words.agreed(patient, _("notifié"), _("notifiée"))
    )
    return notice[:1].upper() + notice[1:]
