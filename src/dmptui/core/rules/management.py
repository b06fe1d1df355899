"""Who manages the accesses to a record: blocking, emergency switches, médecin traitant (CSP L1111-15)."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.consult import may_declare_attending
from dmptui.core.rules.decision import PROJECT, Decision, allowed, refused
from dmptui.core.text import N_, _

BLOCKING_LAW = "CSP L1111-15"
EMERGENCY_LAW = "CSP L1111-17"
ATTENDING_LAW = "CSS L162-5-3"

VALIDITY_DAYS = 365
"""Validity of an authorisation (project)."""


class Act(StrEnum):
    """What may be managed."""

    BLOCK = "block"
    UNBLOCK = "unblock"
    SWITCHES = "switches"
    DECLARE_ATTENDING = "declare-attending"
    END_ATTENDING = "end-attending"


TRACED_AS = {
    Act.BLOCK: TraceAction.BLOCK,
    Act.UNBLOCK: TraceAction.UNBLOCK,
    Act.SWITCHES: TraceAction.SWITCHES,
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
    """The professional it is about.

    Attributes:
        profession: JDV_J01; empty when the directory does not know them, None when it was not asked.
        status: of their authorisation.
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
}
_SOURCES = {
    Act.BLOCK: BLOCKING_LAW,
    Act.UNBLOCK: BLOCKING_LAW,
    Act.SWITCHES: EMERGENCY_LAW,
    Act.DECLARE_ATTENDING: ATTENDING_LAW,
    Act.END_ATTENDING: ATTENDING_LAW,
}


def manage(act: Act, who: Manager, target: Target = Target()) -> Decision:
    """Decide whether an access may be managed so.

    The consent that a physician needs to declare themselves médecin traitant is that of
    ``rules.consult``: it is decided there, with the rest of the declaration.
    """
    if act in _PATIENT_ONLY and not who.is_patient:
        return refused(_(_PATIENT_ONLY[act]), _SOURCES[act], _("Elle le fait dans Mon espace santé."))
    return _not_about(act, target) or _attending(act, who, target) or allowed(_SOURCES[act])


def ends(since: datetime, days: int = VALIDITY_DAYS) -> datetime:
    """When an authorisation given at ``since`` ends."""
    return since + timedelta(days=days)


def _not_about(act: Act, target: Target) -> Decision | None:
    blocked = target.status is AuthorisationStatus.FORBIDDEN
    if act in (Act.BLOCK, Act.DECLARE_ATTENDING) and target.profession == "":
        return refused(_("Ce professionnel n'est pas connu ici."), PROJECT, _("Vérifiez son identifiant."))
    if act is Act.BLOCK and blocked:
        return refused(_("Ce professionnel est déjà bloqué."), BLOCKING_LAW)
    if act is Act.UNBLOCK and not blocked:
        return refused(_("Ce professionnel n'est pas bloqué."), BLOCKING_LAW)
    return None


def _attending(act: Act, who: Manager, target: Target) -> Decision | None:
    if act not in (Act.DECLARE_ATTENDING, Act.END_ATTENDING):
        return None
    if not who.is_patient and who.practitioner_id != target.practitioner_id:
        return refused(
            _("Un professionnel ne se prononce que sur sa propre qualité de médecin traitant."), ATTENDING_LAW
        )
    if act is Act.END_ATTENDING:
        if target.attending:
            return None
        return refused(_("Ce professionnel n'est pas médecin traitant de cette personne."), ATTENDING_LAW)
    if target.attending:
        return refused(_("Ce professionnel est déjà médecin traitant de cette personne."), ATTENDING_LAW)
    if target.status is AuthorisationStatus.FORBIDDEN:
        return refused(
            _("Un professionnel bloqué ne peut pas être médecin traitant."),
            PROJECT,
            _("Levez d'abord le blocage."),
        )
    physician = may_declare_attending(target.profession) if target.profession is not None else None
    return physician if physician is not None and physician.refused else None
