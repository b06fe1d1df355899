"""May this professional open this record, now, in this mode? See ``laws``."""

from dataclasses import dataclass

from dmptui.core.model.access import (
    AccessMode,
    AuthorisationStatus,
    ConsentKind,
    Declaration,
    EmergencySwitches,
    Team,
)
from dmptui.core.model.days import in_figures
from dmptui.core.model.patient import Closure, DmpState
from dmptui.core.model.practitioner import PHYSICIAN
from dmptui.core.rules import laws
from dmptui.core.rules.decision import PROJECT, Decision, Outcome, allowed, refused
from dmptui.core.text import _

ACCESS_MODES = "CI-SIS TRE_R248"


@dataclass(frozen=True, slots=True)
class Facts:
    """All that decides whether a record may be opened.

    Attributes:
        state: None when nobody with this INS is known.
        status: of the professional, in the situation of the session: ``care_team.standing``.
        team: whose consent is needed; None for that of a consultation.
        regulates: works in a centre 15 in the chosen situation.
        rescues: a sapeur-pompier; occupational: a médecin du travail.
        profession: JDV_J01 code of the professional.
        declaration: what the professional declares with this request, if anything.
        emergency_reason: what was typed to break the glass.
    """

    state: DmpState | None
    mode: AccessMode
    status: AuthorisationStatus
    closure: Closure | None = None
    switches: EmergencySwitches = EmergencySwitches()
    team: Team | None = None
    regulates: bool = False
    rescues: bool = False
    occupational: bool = False
    profession: str = PHYSICIAN
    declaration: Declaration | None = None
    emergency_reason: str = ""


def consult(facts: Facts) -> Decision:
    """Decide whether the record may be opened."""
    return _no_record(facts) or _by_mode(facts)


def still_open(facts: Facts) -> Decision:
    """Decide whether a record that was opened may go on being consulted, as things stand now."""
    decision = consult(facts)
    if decision.outcome is not Outcome.CONSENT_NEEDED:
        return decision
    return refused(
        _("Ce dossier s'est refermé : l'accord de la personne a été retiré, ou a pris fin."),
        laws.CONSENT,
        _("Ouvrez-le de nouveau avec son accord."),
    )


def may_declare_attending(profession: str) -> Decision:
    """Only a physician can be the médecin traitant."""
    if profession == PHYSICIAN:
        return allowed(laws.TEAM)
    return refused(_("Seul un médecin peut se déclarer médecin traitant."), laws.TEAM)


def collect_for(declaration: Declaration, *, known: bool, blocked: bool) -> Decision:
    """Decide whether who has access may collect the consent for another professional, named to the person.

    Args:
        declaration: what is attested; for another, an express consent and nothing else.
        known: whether the directory knows the other professional.
        blocked: whether the person blocked them.
    """
    if not known:
        return refused(_("Ce professionnel n'est pas connu ici."), PROJECT, _("Vérifiez son identifiant."))
    if blocked:
        return refused(
            _("La personne a bloqué l'accès de ce professionnel à son DMP."),
            laws.ACCESSES,
            _("Elle seule peut lever ce blocage."),
        )
    if declaration.kind is not ConsentKind.EXPLICIT or declaration.attending or declaration.secret:
        return refused(
            _("Pour un autre professionnel, seul l'accord exprès de la personne se recueille."), laws.CONSENT
        )
    return allowed(laws.CONSENT)


def _no_record(facts: Facts) -> Decision | None:
    """The refusal when there is no open DMP; None when there is one."""
    if facts.state is None:
        return refused(
            _("Aucun DMP n'existe pour cet INS."), laws.RECORD, _("Vérifiez l'INS et les traits d'identité.")
        )
    if facts.state is DmpState.NOTIFIED:
        return refused(
            _("Ce DMP n'est pas encore créé : la personne vient d'en être informée."),
            laws.CREATION,
            _("Il sera créé six semaines après l'information, sauf opposition."),
        )
    if facts.state is DmpState.OPPOSED:
        return refused(
            _("Cette personne s'est opposée à la création de son DMP."),
            laws.CREATION,
            _("Elle seule peut revenir sur ce choix, dans Mon espace santé ou au 34 22."),
        )
    if facts.state is DmpState.CLOSED:
        return refused(
            _closed(facts.closure),
            laws.CLOSURE,
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
            laws.ACCESSES if facts.mode is AccessMode.NORMAL else PROJECT,
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
    if declared is not None and declared.trusted and not facts.rescues:
        return refused(
            _("Seuls les sapeurs-pompiers ouvrent le DMP avec l'accord de la personne de confiance."),
            laws.EMERGENCY,
            _("Si la personne ne peut pas s'exprimer et que c'est urgent, utilisez le bris de glace."),
        )
    if facts.status is AuthorisationStatus.VALID:
        return allowed(laws.CONSENT)
    if declared is not None and declared.kind is ConsentKind.EXPLICIT:
        return allowed(laws.CONSENT)
    return Decision(Outcome.CONSENT_NEEDED, _lacking(facts), laws.CONSENT)


def _lacking(facts: Facts) -> str:
    """What is missing: the consent of the team, or that of the consultation."""
    expired = facts.status is AuthorisationStatus.EXPIRED
    if facts.team is None:
        if expired:
            return _("Votre autorisation sur ce dossier a expiré.")
        return _("Vous n'avez pas encore d'autorisation sur ce dossier.")
    if expired:
        return _("L'autorisation de votre équipe sur ce dossier a expiré.")
    return _("Votre équipe n'a pas encore d'autorisation sur ce dossier.")


def _break_glass(facts: Facts) -> Decision:
    if facts.occupational:
        return refused(
            _("Un médecin du travail n'ouvre un DMP qu'avec l'accord exprès de la personne."),
            laws.EMERGENCY,
            _("En cas d'urgence, appelez le 15."),
        )
    if not facts.switches.break_glass:
        return refused(
            _("La personne s'est opposée à l'accès en urgence à son DMP."),
            laws.EMERGENCY,
            _("Sans son accord, le dossier reste fermé, même en urgence."),
        )
    if not facts.emergency_reason.strip():
        return refused(
            _("Un accès en bris de glace demande un motif."),
            ACCESS_MODES,
            _("Écrivez pourquoi la personne ne peut pas donner son accord."),
        )
    return allowed(laws.EMERGENCY)


def _centre_15(facts: Facts) -> Decision:
    if not facts.regulates:
        return refused(
            _("L'accès centre 15 est réservé aux médecins régulateurs du SAMU."),
            laws.EMERGENCY,
            _("Hors régulation, utilisez le bris de glace."),
        )
    if not facts.switches.centre_15:
        return refused(
            _("La personne s'est opposée à la consultation de son DMP par le SAMU."),
            laws.EMERGENCY,
            _("Sans son accord, le dossier reste fermé à la régulation."),
        )
    return allowed(laws.EMERGENCY)
