"""Autorisation d'accès – Consentement: the explicit acts that open a record, and the pages that refuse it."""

from collections.abc import Callable
from datetime import date

from textual.app import ComposeResult
from textual.screen import Screen

from dmptui.actions import Action, bindings, footer, register
from dmptui.core.model.access import AccessMode, ConsentKind, Declaration
from dmptui.core.model.patient import Patient
from dmptui.core.rules.consult import may_declare_attending
from dmptui.core.rules.decision import Decision
from dmptui.core.rules.patient_view import open_secretly
from dmptui.core.text import N_, _
from dmptui.core.work.session import Approach
from dmptui.screens.parts import words
from dmptui.theme import Tone
from dmptui.widgets.chrome import FooterLine, Rule, TextLine
from dmptui.widgets.dialog import Check, Deed, Dialog
from dmptui.widgets.form import Field, Form
from dmptui.widgets.message import Notice

OPEN, URGENCY, REGULATION = "o", "u", "s"
CONSENT, ATTENDING, SECRET = "consent", "attending", "secret"

register(
    "refusal",
    N_("Accès refusé"),
    Action("leave", ("enter",), N_("revenir"), N_("Revient à la liste des patients.")),
)


def consent_dialog(approach: Approach, today: date) -> Dialog:
    """The dialog that a record asks for before it opens in the normal mode.

    Dismissed with ``o`` (open, the consent ticked), ``u`` (emergency), ``s`` (centre 15), or None.
    """
    patient = _patient_of(approach)
    return Dialog(
        _("Ouvrir le DMP de"),
        identity=words.identity(patient, today, width=72),
        paragraphs=_explanation(patient, approach),
        checks=_checks(patient, approach, today),
        deeds=_deeds(approach, today),
    )


def _explanation(patient: Patient, approach: Approach) -> tuple[str, ...]:
    notice = _("{who} en sera {notified}.").format(
        who=words.person(patient), notified=words.agreed(patient, _("notifié"), _("notifiée"))
    )
    notice = notice[:1].upper() + notice[1:]
    if approach.kind is ConsentKind.INFORMATION:
        rule = _(
            "Vous faites partie de son équipe de soins : son accord est réputé acquis, à condition de "
            "l'informer de cet accès."
        )
    else:
        rule = _("Vous ne faites pas partie de son équipe de soins : son accord explicite est nécessaire.")
    recorded = _("L'autorisation sera enregistrée à votre nom, avec la date et l'heure.")
    return approach.decide().reason, f"{rule} {recorded} {notice}"


def _checks(patient: Patient, approach: Approach, today: date) -> tuple[Check, ...]:
    if approach.kind is ConsentKind.INFORMATION:
        text = _("J'ai informé {who}, qui ne s'oppose pas à cet accès").format(who=words.person(patient))
    else:
        text = _("J'ai recueilli l'accord {of_whom} pour consulter son dossier").format(
            of_whom=words.of_person(patient)
        )
    checks = [Check(CONSENT, text)]
    if may_declare_attending(approach.role.practitioner.profession).allowed and not approach.attending:
        checks.append(Check(ATTENDING, _("Je suis son médecin traitant")))
    if patient.is_minor(today):
        checks.append(Check(SECRET, _("Connexion secrète, à sa demande : ses parents n'en sauront rien")))
    return tuple(checks)


def _deeds(approach: Approach, today: date) -> tuple[Deed, ...]:
    def unticked(ticked: frozenset[str]) -> str:
        if CONSENT not in ticked:
            return _("cochez d'abord la première ligne")
        return _refusal_of_secret(approach, ticked, today)

    def refusal_of(decision: Decision) -> Callable[[frozenset[str]], str]:
        reason = decision.reason if decision.refused else ""
        return lambda _ticked: reason

    urgency = approach.decide(AccessMode.BREAK_GLASS, reason="?")
    deeds = [
        Deed(OPEN, _("Ouvrir le dossier"), unticked),
        Deed(URGENCY, _("Urgence : bris de glace, avec un motif"), refusal_of(urgency), Tone.DANGER),
    ]
    if approach.role.situation.is_regulation:
        regulation = approach.decide(AccessMode.CENTRE_15)
        deeds.append(Deed(REGULATION, _("Régulation : accès centre 15"), refusal_of(regulation), Tone.DANGER))
    return tuple(deeds)


def _refusal_of_secret(approach: Approach, ticked: frozenset[str], today: date) -> str:
    if SECRET not in ticked:
        return ""
    return open_secretly(_patient_of(approach), today, attending=ATTENDING in ticked).reason


def declaration_of(approach: Approach, ticked: frozenset[str]) -> Declaration | None:
    """What the ticked boxes declare; None without the consent."""
    if CONSENT not in ticked:
        return None
    return Declaration(kind=approach.kind, attending=ATTENDING in ticked)


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
        identity=words.identity(patient, today, width=72),
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


class RefusalScreen(Screen[None]):
    """A record that does not open, even in an emergency: the reason, its rule, what can be done.

    Args:
        approach: what was asked.
        decision: the answer.
        today: for the age.
    """

    PLACE = "refusal"
    BINDINGS = bindings(PLACE)
    DEFAULT_CSS = "RefusalScreen { background: $background; }"

    def __init__(self, approach: Approach, decision: Decision, today: date) -> None:
        super().__init__()
        self._approach = approach
        self._decision = decision
        self._today = today

    @property
    def places(self) -> tuple[str, ...]:
        """Where the keys of this screen come from."""
        return ("refusal",)

    def compose(self) -> ComposeResult:
        """The identity, the refusal in the middle, the keys."""
        patient = self._approach.patient
        who = words.identity(patient, self._today) if patient else "INS " + self._approach.ins.grouped
        yield TextLine([(who, Tone.STRONG)])
        yield TextLine([(_("Accès refusé"), Tone.WARNING)])
        yield Rule()
        yield Notice()
        yield FooterLine(footer(self.PLACE))

    def on_mount(self) -> None:
        """Say it."""
        decision = self._decision
        source = _("Règle : {source}").format(source=decision.source) if decision.source else ""
        reason = "\n\n".join(part for part in (decision.advice, source) if part)
        self.query_one(Notice).say(decision.reason, reason, tone=Tone.WARNING)

    def action_leave(self) -> None:
        """Back to the list."""
        self.dismiss(None)

    def action_back(self) -> None:
        """Back to the list."""
        self.dismiss(None)
