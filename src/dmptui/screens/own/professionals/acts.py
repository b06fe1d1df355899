"""What each key of Mes professionnels does about a professional, and why it may not be done."""

from dmptui.core.model.access import AuthorisationStatus
from dmptui.core.rules.management import Act, Target
from dmptui.core.text import _
from dmptui.core.work.patient_session import PatientSession
from dmptui.screens.own.professionals.rows import CareProvider


def act_of(action: str, provider: CareProvider) -> Act:
    """The act of a key: what is done is undone by the same one."""
    if action == "block":
        return Act.UNBLOCK if provider.status is AuthorisationStatus.FORBIDDEN else Act.BLOCK
    if action == "attend":
        return Act.END_ATTENDING if provider.attending else Act.DECLARE_ATTENDING
    return Act.WITHDRAW


def refusal(session: PatientSession, act: Act, provider: CareProvider) -> str:
    """Why an act is not possible about a professional or a structure, in a sentence; empty when it is."""
    if provider.is_organization and act is not Act.WITHDRAW:
        return _("C'est une structure : bloquez ses professionnels un par un.")
    if act is Act.WITHDRAW and provider.consent is None:
        return _("Pas d'accord en cours à retirer ici : voyez l'équipe, ou bloquez (b).")
    target = Target(provider.id, provider.profession, provider.status, provider.attending)
    return session.may_manage(act, target).reason
