"""Autorisation d'accès – Consentement: the explicit acts that open a record, and the pages that refuse it."""

from collections.abc import Callable
from datetime import date, datetime

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.model.access import AccessMode, AuthorisationStatus, ConsentKind, Declaration
from dmptui.core.model.days import day_of
from dmptui.core.model.patient import Patient
from dmptui.core.rules.care_team import is_occupational, is_rescue
from dmptui.core.rules.consult import may_declare_attending
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.text import N_, _
from dmptui.core.work.session import Approach
from dmptui.screens.opening import consents
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.dialog import Check, Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.message import Notice

OPEN, URGENCY, REGULATION = "o", "u", "s"
CONSENT, TRUSTED, ATTENDING, SECRET = "consent", "trusted", "attending", "secret"

register(
    "refusal",
    N_("Accès refusé"),
    Action("leave", ("enter",), N_("revenir"), N_("Revient à la liste des patients.")),
)
register(
    "refusal-feeding",
    N_("Accès refusé, dépôt possible"),
    Action("add", ("a",), N_("ajouter un document"), N_("Dépose un document, sans rien lire du dossier.")),
)


def consent_dialog(approach: Approach, now: datetime, *, secret: bool = False) -> Dialog:
    """The dialog of a record before it opens in the normal mode: a consent to collect, or to tell of.

    Dismissed with ``o`` (open, its box ticked), ``u`` (emergency), ``s`` (centre 15), or None.

    Args:
        approach: whose record, and what the consents of the person are worth.
        now: for the age, and the day of a consent.
        secret: the box of the connexion secrète is ticked at first.
    """
    patient, today = _patient_of(approach), day_of(now)
    informs = approach.status is AuthorisationStatus.VALID
    explanation = consents.informing(patient, approach) if informs else consents.collecting(patient, approach)
    return Dialog(
        _("Ouvrir le DMP de"),
        identity=words.boxed_identity(patient, today),
        paragraphs=explanation,
        checks=_checks(patient, approach, today, secret=secret),
        deeds=_deeds(approach, today),
    )


def _checks(patient: Patient, approach: Approach, today: date, *, secret: bool) -> tuple[Check, ...]:
    checks = [Check(CONSENT, consents.attestation(patient, approach))]
    if is_rescue(approach.role) and approach.status is not AuthorisationStatus.VALID:
        text = _("Faute de pouvoir l'exprimer, sa personne de confiance m'a donné son accord")
        checks.append(Check(TRUSTED, text))
    physician = may_declare_attending(approach.role.practitioner.profession).allowed
    if physician and not approach.attending and not is_occupational(approach.role):
        checks.append(Check(ATTENDING, _("Je suis son médecin traitant")))
    if patient.is_minor(today):
        text = _("Connexion secrète, à sa demande : ses représentants légaux n'en sauront rien")
        checks.append(Check(SECRET, text, secret))
    return tuple(checks)


def _deeds(approach: Approach, today: date) -> tuple[Deed, ...]:
    def lacking(ticked: frozenset[str]) -> str:
        if not ticked & {CONSENT, TRUSTED}:
            return _("cochez d'abord la première ligne, avec Espace")
        return _refusal_of_secret(approach, ticked, today)

    deeds = [Deed(OPEN, _("Ouvrir le dossier"), lacking)]
    if approach.status is AuthorisationStatus.VALID:
        return tuple(deeds)

    def refusal_of(decision: Decision) -> Callable[[frozenset[str]], str]:
        reason = decision.reason if decision.refused else ""
        return lambda _ticked: reason

    urgency = approach.decide(AccessMode.BREAK_GLASS, reason="?")
    deeds.append(Deed(URGENCY, _("Urgence : bris de glace, avec un motif"), refusal_of(urgency), Tone.DANGER))
    if approach.role.situation.is_regulation:
        regulation = approach.decide(AccessMode.CENTRE_15)
        deeds.append(Deed(REGULATION, _("Régulation : accès centre 15"), refusal_of(regulation), Tone.DANGER))
    return tuple(deeds)


def _refusal_of_secret(approach: Approach, ticked: frozenset[str], today: date) -> str:
    if SECRET not in ticked:
        return ""
    return open_secretly(_patient_of(approach), today, attending=ATTENDING in ticked).reason


def declaration_of(approach: Approach, ticked: frozenset[str]) -> Declaration | None:
    """What the ticked boxes declare; None without the consent, or when it is known and nothing is added."""
    if not ticked & {CONSENT, TRUSTED}:
        return None
    attending, trusted = ATTENDING in ticked, CONSENT not in ticked
    if approach.status is AuthorisationStatus.VALID:
        return Declaration(kind=ConsentKind.INFORMATION, attending=True) if attending else None
    return Declaration(kind=ConsentKind.EXPLICIT, attending=attending, trusted=trusted)


def reason_form(approach: Approach, today: date, typed: str, keep: Callable[[dict[str, str]], None]) -> Form:
    """Ask for the reason of a bris de glace.

    Args:
        approach: whose record.
        today: for the age.
        typed: what was typed before, and left.
        keep: called with what was typed when the form is left.
    """
    patient = _patient_of(approach)
    return Form(
        _("Accès en urgence — BRIS DE GLACE"),
        [Field("reason", _("Motif"), hint=_("ex. : inconscient, amené par le SMUR"))],
        check=lambda given: "" if len(given["reason"]) >= 5 else _("Écrivez le motif en quelques mots."),
        typed={"reason": typed},
        identity=words.boxed_identity(patient, today),
        paragraphs=(
            _(
                "Réservé au cas où la personne ne peut pas exprimer son accord et où il y a un risque "
                "immédiat pour sa santé. L'accès, son motif et votre nom sont tracés ; la personne et son "
                "médecin traitant en sont avertis."
            ),
        ),
        send=_("ouvrir en urgence"),
        emergency=True,
        keep=keep,
    )


def _patient_of(approach: Approach) -> Patient:
    assert approach.patient is not None, "a record that does not exist is refused, not asked about"
    return approach.patient


class RefusalScreen(Screen[bool]):
    """A record that does not open, even in an emergency: the reason, its rule, what can be done.

    Dismissed with whether a document is to be deposited there.

    Args:
        approach: what was asked.
        decision: the answer.
        today: for the age.
        feeds: whether a document may be deposited there all the same.
    """

    PLACE = "refusal"
    BINDINGS = [*bindings(PLACE), *bindings("refusal-feeding")]
    DEFAULT_CSS = "RefusalScreen { background: $background; }"

    def __init__(self, approach: Approach, decision: Decision, today: date, *, feeds: bool) -> None:
        super().__init__()
        self._feeds = feeds
        self._approach = approach
        self._decision = decision
        self._today = today

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("refusal", "refusal-feeding") if self._feeds else ("refusal",)

    def compose(self) -> ComposeResult:
        """The identity, the refusal in the middle, the keys."""
        patient = self._approach.patient
        who = words.identity(patient, self._today) if patient else "INS " + self._approach.ins.grouped
        yield TextLine([(who, Tone.STRONG)])
        yield TextLine([(_("Accès refusé"), Tone.WARNING)])
        yield Rule()
        yield Notice()
        yield FooterLine(footer(*self.places))

    def on_mount(self) -> None:
        """Say it."""
        decision = self._decision
        source = _("Règle : {source}").format(source=decision.source) if decision.source else ""
        reason = "\n\n".join(part for part in (decision.advice, source) if part)
        self.query_one(Notice).say(decision.reason, reason, tone=Tone.WARNING)

    def action_add(self) -> None:
        """Deposit a document there, when it is possible."""
        if self._feeds:
            self.dismiss(result=True)

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(result=False)

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss(result=False)
