"""Opening a record from the command line: on an authorisation, a consent declared, or an emergency."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.who import compare_scanned, parse_ins
from dmptui.core.errors import Refused, UsageError
from dmptui.core.model.days import in_figures
from dmptui.core.text import N_, _, ngettext

if TYPE_CHECKING:
    from dmptui.core.model.access import AccessMode, Declaration
    from dmptui.core.rules.decision import Decision
    from dmptui.core.work.record import Record
    from dmptui.core.work.session import Approach, Session

_LINE = 80
MODES = {"normal": "", "bris_de_glace": N_("BRIS DE GLACE"), "centre_15": N_("CENTRE 15")}
"""What is said of each mode of access."""


async def open_record(args: Namespace, session: "Session") -> "Record":
    """The record of the INS asked for.

    A consent is declared only when one is needed: an authorisation in force is not renewed by habit.

    Raises:
        UsageError: the INS is not one, or the options contradict each other.
        Refused: the rules say no; the message names the option that would make the declaration needed.
    """
    ins = parse_ins(args.ins)
    if args.attending and args.consent is None:
        raise UsageError(_("--attending demande aussi --consent : la personne doit être d'accord."))
    approach = await session.approach(ins)
    if approach.patient is not None:
        compare_scanned(args.ins, approach.patient)
    mode = _mode(args)
    reason = args.break_glass or ""
    declaration = _needed(args, approach)
    decision = approach.decide(mode, declaration, reason)
    if needs_consent(decision):
        raise Refused(f"{decision.reason} {_advice(approach)}", decision.source)
    return await session.open(approach, mode, declaration, reason, secret=args.secret)


def banner(record: "Record") -> str:
    """Whose record it is, « NOM Prénom · F · 04/11/1951 (75 ans) », whether they died, and whether it is an
    emergency: what does not fit in a line of 80 is shortened."""
    from dmptui.core.rules.death_words import brief_death, death

    person = record.patient
    years = person.age(record.today())
    age = ngettext("{n} an", "{n} ans", years).format(n=years)
    parts = [person.name, person.sex.value, f"{in_figures(person.birth_date)} ({age})"]
    mode = _(MODES[record.mode]) if record.mode.is_emergency else ""
    whole = " · ".join(filter(None, (*parts, death(person), mode)))
    return whole if len(whole) <= _LINE else " · ".join(filter(None, (*parts, brief_death(person), mode)))


def _mode(args: Namespace) -> "AccessMode":
    from dmptui.core.model.access import AccessMode

    if args.break_glass is not None:
        return AccessMode.BREAK_GLASS
    return AccessMode.CENTRE_15 if args.centre_15 else AccessMode.NORMAL


def _needed(args: Namespace, approach: "Approach") -> "Declaration | None":
    from dmptui.core.model.access import AuthorisationStatus

    if args.consent is None:
        return None
    if approach.status is AuthorisationStatus.VALID and not args.attending:
        return None
    return declaration_of(args)


def declaration_of(args: Namespace) -> "Declaration":
    """What ``--consent`` and ``--attending`` attest."""
    from dmptui.core.model.access import ConsentKind, Declaration

    return Declaration(kind=ConsentKind(args.consent), attending=args.attending)


def needs_consent(decision: "Decision") -> bool:
    """Whether it would be yes, if the professional attested the consent that is needed."""
    from dmptui.core.rules.decision import Outcome

    return decision.outcome is Outcome.CONSENT_NEEDED


def consent_advice(approach: "Approach") -> str:
    """The option to add, and for whom the person agrees: a team, or a consultation."""
    from dmptui.core.rules.care_team import name_of

    team = approach.standing.team
    if team is None:
        return _("Si la personne vous donne son accord pour cette consultation, ajoutez --consent explicit.")
    return _("Si la personne vous donne son accord pour {team}, ajoutez --consent explicit.").format(
        team=name_of(team)
    )


def _advice(approach: "Approach") -> str:
    emergency = _("Si elle ne peut pas répondre et que c'est urgent, --break-glass MOTIF.")
    return f"{consent_advice(approach)} {emergency}"
