"""May this professional open this record, now, in this mode? (CSP L1110-4, L1111-17, R1111-46.)"""

from dataclasses import dataclass

from dmptui.core.model.access import (
    AccessMode,
    AuthorisationStatus,
    ConsentKind,
    Declaration,
    EmergencySwitches,
)
from dmptui.core.model.days import in_figures
from dmptui.core.model.patient import Closure, DmpState
from dmptui.core.model.practitioner import PHYSICIAN
from dmptui.core.rules.decision import PROJECT, Decision, Outcome, allowed, refused
from dmptui.core.text import _

CONSENT_LAW = "CSP L1110-4"
RECORD_LAW = "CSP L1111-14"
EMERGENCY_LAW = "CSP L1111-17"
ACCESS_MODES = "CI-SIS TRE_R248"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether a record may be opened.

    Attributes:
        state: None when nobody with this INS is known.
        in_care_team: member of the équipe de soins (CSP L1110-12).
        regulates: works in a centre 15 in the chosen situation.
        profession: JDV_J01 code of the professional.
        declaration: what the professional declares with this request, if anything.
        emergency_reason: what was typed to break the glass.
    """

    state: DmpState | None
    mode: AccessMode
    status: AuthorisationStatus
    closure: Closure | None = None
    switches: EmergencySwitches = EmergencySwitches()
    in_care_team: bool = False
    regulates: bool = False
    profession: str = PHYSICIAN
    declaration: Declaration | None = None
    emergency_reason: str = ""


def consent_kind(*, in_care_team: bool) -> ConsentKind:
    """What the professional must attest: the team informs, others need an explicit consent."""
    return ConsentKind.INFORMATION if in_care_team else ConsentKind.EXPLICIT


def consult(facts: Facts) -> Decision:
    """Decide whether the record may be opened."""
    return _no_record(facts) or _by_mode(facts)


def may_declare_attending(profession: str) -> Decision:
    """Only a physician can be the médecin traitant."""
    if profession == PHYSICIAN:
        return allowed("CSS L162-5-3")
    return refused(_("Seul un médecin peut se déclarer médecin traitant."), "CSS L162-5-3")


def _no_record(facts: Facts) -> Decision | None:
    """The refusal when there is no open DMP; None when there is one."""
    if facts.state is None:
        return refused(
            _("Aucun DMP n'existe pour cet INS."), RECORD_LAW, _("Vérifiez l'INS et les traits d'identité.")
        )
    if facts.state is DmpState.NOTIFIED:
        return refused(
            _("Ce DMP n'est pas encore créé : la personne vient d'en être informée."),
            "CSP R1111-28",
            _("Il sera créé six semaines après l'information, sauf opposition."),
        )
    if facts.state is DmpState.OPPOSED:
        return refused(
            _("Cette personne s'est opposée à la création de son DMP."),
            RECORD_LAW,
            _("Elle seule peut revenir sur ce choix, dans Mon espace santé ou au 34 22."),
        )
    if facts.state is DmpState.CLOSED:
        return refused(
            _closed(facts.closure),
            "CSP R1111-33",
            _("La personne peut demander la réouverture dans Mon espace santé ou au 34 22."),
        )
    return None


def _closed(closure: Closure | None) -> str:
    if closure is None:
        return _("Ce DMP est fermé.")
    text = _("Ce DMP est fermé depuis le {date}. Motif : {motif}.").format(
        date=in_figures(closure.date), motif=closure.motif
    )
    return f"{text} {closure.reason}" if closure.reason else text


def _by_mode(facts: Facts) -> Decision:
    """The answer for an open DMP."""
    if facts.status is AuthorisationStatus.FORBIDDEN:
        return refused(
            _("La personne vous a bloqué l'accès à son DMP."),
            RECORD_LAW if facts.mode is AccessMode.NORMAL else PROJECT,
            _("Vous pouvez encore y déposer des documents. Elle seule peut lever ce blocage."),
        )
    if facts.mode is AccessMode.BREAK_GLASS:
        return _break_glass(facts)
    if facts.mode is AccessMode.CENTRE_15:
        return _centre_15(facts)
    return _normal(facts)


def _normal(facts: Facts) -> Decision:
    declared = facts.declaration
    if declared is not None and declared.attending:
        attending = may_declare_attending(facts.profession)
        if attending.refused:
            return attending
    if facts.status is AuthorisationStatus.VALID:
        return allowed(CONSENT_LAW)
    kind = consent_kind(in_care_team=facts.in_care_team)
    if declared is not None and (declared.kind is kind or declared.kind is ConsentKind.EXPLICIT):
        return allowed(CONSENT_LAW)
    if facts.status is AuthorisationStatus.EXPIRED:
        reason = _("Votre autorisation sur ce dossier a expiré.")
    else:
        reason = _("Vous n'avez pas encore d'autorisation sur ce dossier.")
    return Decision(Outcome.CONSENT_NEEDED, reason, CONSENT_LAW)


def _break_glass(facts: Facts) -> Decision:
    if not facts.switches.break_glass:
        return refused(
            _("La personne s'est opposée à l'accès en urgence à son DMP."),
            EMERGENCY_LAW,
            _("Sans son accord, le dossier reste fermé, même en urgence."),
        )
    if not facts.emergency_reason.strip():
        return refused(
            _("Un accès en bris de glace demande un motif."),
            ACCESS_MODES,
            _("Écrivez pourquoi la personne ne peut pas donner son accord."),
        )
    return allowed(EMERGENCY_LAW)


def _centre_15(facts: Facts) -> Decision:
    if not facts.regulates:
        return refused(
            _("L'accès centre 15 est réservé aux médecins régulateurs du SAMU."),
            EMERGENCY_LAW,
            _("Hors régulation, utilisez le bris de glace."),
        )
    if not facts.switches.centre_15:
        return refused(
            _("La personne s'est opposée à la consultation de son DMP par le SAMU."),
            EMERGENCY_LAW,
            _("Sans son accord, le dossier reste fermé à la régulation."),
        )
    return allowed(EMERGENCY_LAW)
