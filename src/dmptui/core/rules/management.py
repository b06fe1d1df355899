"""Who manages the accesses to a record: blocking, emergency switches, médecin traitant. See ``laws``."""

from dataclasses import dataclass
from enum import StrEnum

from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules import laws
from dmptui.core.rules.consult import may_declare_attending
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import N_, _


class Act(StrEnum):
    """What may be managed."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    SWITCHES = "switches"
    WITHDRAW = "withdraw"
    """The consent of a team, or of a consultation."""
    DECLARE_ATTENDING = "declare-attending"
    END_ATTENDING = "end-attending"


TRACED_AS = {
    Act.BLOCK: TraceAction.BLOCK,
    Act.UNBLOCK: TraceAction.UNBLOCK,
    Act.SWITCHES: TraceAction.SWITCHES,
    Act.WITHDRAW: TraceAction.WITHDRAW,
    Act.DECLARE_ATTENDING: TraceAction.ATTENDING,
    Act.END_ATTENDING: TraceAction.ATTENDING,
}
"""What an act, done or refused, is traced as."""


@dataclass(frozen=True, slots=True)
class Manager:
    """Who manages: a professional by their PS id, or the patient (or representative) without one."""

    practitioner_id: str = ""

    @property
    def is_patient(self) -> bool:
        """The patient, or somebody who represents them."""
        return not self.practitioner_id


@dataclass(frozen=True, slots=True)
class Target:
    """The professional it is about, or the team whose consent it is.

    Attributes:
        profession: JDV_J01; empty when the directory does not know them, None when it was not asked.
        status: of their authorisation, or of the team's consent.
        attending: médecin traitant of this patient.
    """

    practitioner_id: str = ""
    profession: str | None = ""
    status: AuthorisationStatus = AuthorisationStatus.NONE
    attending: bool = False


_PATIENT_ONLY = {
    Act.BLOCK: N_("Seule la personne peut bloquer l'accès d'un professionnel à son DMP."),
    Act.UNBLOCK: N_("Seule la personne peut lever le blocage d'un professionnel."),
    Act.SWITCHES: N_("Seule la personne règle les accès en urgence à son DMP."),
    Act.WITHDRAW: N_("Seule la personne retire l'accord qu'elle a donné."),
}
_SOURCES = {
    Act.BLOCK: laws.ACCESSES,
    Act.UNBLOCK: laws.ACCESSES,
    Act.SWITCHES: laws.EMERGENCY,
    Act.WITHDRAW: laws.CONSENT,
    Act.DECLARE_ATTENDING: laws.TEAM,
    Act.END_ATTENDING: laws.TEAM,
}


def manage(act: Act, who: Manager, target: Target = Target()) -> Decision:
    """Decide whether an access may be managed so.

    The consent that a physician needs to declare themselves médecin traitant is that of
    ``rules.consult``: it is decided there, with the rest of the declaration.
    """
    if act in _PATIENT_ONLY and not who.is_patient:
        return refused(_(_PATIENT_ONLY[act]), _SOURCES[act], _("Elle le fait dans Mon espace santé."))
    return _not_about(act, target) or _attending(act, who, target) or allowed(_SOURCES[act])


def _not_about(act: Act, target: Target) -> Decision | None:
    blocked = target.status is AuthorisationStatus.FORBIDDEN
    if act in (Act.BLOCK, Act.DECLARE_ATTENDING) and target.profession == "":
        return refused(_("Ce professionnel n'est pas connu ici."), PROJECT, _("Vérifiez son identifiant."))
    if act is Act.BLOCK and blocked:
        return refused(_("Ce professionnel est déjà bloqué."), laws.ACCESSES)
    if act is Act.WITHDRAW and target.status is not AuthorisationStatus.VALID:
        return refused(_("Il n'y a pas d'accord en cours à retirer."), laws.CONSENT)
    if act is Act.UNBLOCK and not blocked:
        return refused(_("Ce professionnel n'est pas bloqué."), laws.ACCESSES)
    return None


def _attending(act: Act, who: Manager, target: Target) -> Decision | None:
    if act not in (Act.DECLARE_ATTENDING, Act.END_ATTENDING):
        return None
    if not who.is_patient and who.practitioner_id != target.practitioner_id:
        return refused(
            _("Un professionnel ne se prononce que sur sa propre qualité de médecin traitant."), laws.TEAM
        )
    if act is Act.END_ATTENDING:
        if target.attending:
            return None
        return refused(_("Ce professionnel n'est pas médecin traitant de cette personne."), laws.TEAM)
    if target.attending:
        return refused(_("Ce professionnel est déjà médecin traitant de cette personne."), laws.TEAM)
    if target.status is AuthorisationStatus.FORBIDDEN:
        return refused(
            _("Un professionnel bloqué ne peut pas être médecin traitant."),
            PROJECT,
            _("Levez d'abord le blocage."),
        )
    if target.profession is None:
        return None
    physician = may_declare_attending(target.profession)
    if physician.refused and who.is_patient:
        return refused(_("Seul un médecin peut être médecin traitant."), laws.TEAM)
    return physician if physician.refused else None
