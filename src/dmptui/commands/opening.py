"""Opening a record from the command line: on an authorisation, a consent declared, or an emergency."""

from argparse import Namespace
from datetime import date

from dmptui.commands.who import parse_ins
from dmptui.core.errors import Refused, UsageError
from dmptui.core.model.access import AccessMode, AuthorisationStatus, ConsentKind, Declaration
from dmptui.core.rules.decision import Outcome
from dmptui.core.text import N_, _, ngettext
from dmptui.core.work.record import Record
from dmptui.core.work.session import Approach, Session

MODES = {
    AccessMode.NORMAL: "",
    AccessMode.BREAK_GLASS: N_("BRIS DE GLACE"),
    AccessMode.CENTRE_15: N_("CENTRE 15"),
}
KINDS = {"information": ConsentKind.INFORMATION, "explicite": ConsentKind.EXPLICIT}
"""What ``--consent`` attests."""


async def open_record(session: Session, args: Namespace) -> Record:
    """The record of the INS asked for.

    A consent is declared only when one is needed: an authorisation in force is not renewed by habit.

    Raises:
        UsageError: the INS is not one, or the options contradict each other.
        Refused: the rules say no; the message names the option that would make the declaration needed.
    """
    ins = parse_ins(args.ins)
    if args.medecin_traitant and args.consent is None:
        raise UsageError(_("--medecin-traitant demande aussi --consent : la personne doit être d'accord."))
    approach = await session.approach(ins)
    mode = _mode(args)
    declaration = _declaration(args, approach)
    decision = approach.decide(mode, declaration, args.urgence or "")
    if decision.outcome is Outcome.CONSENT_NEEDED:
        raise Refused(f"{decision.reason} {_advice(approach)}", decision.source)
    return await session.open(approach, mode, declaration, args.urgence or "")


def banner(record: Record, today: date) -> str:
    """Whose record it is, « NOM Prénom · F · 04/11/1951 (75 ans) », and whether it is an emergency."""
    person = record.patient
    age = ngettext("{n} an", "{n} ans", person.age(today)).format(n=person.age(today))
    parts = [person.name, person.sex.value, f"{person.birth_date:%d/%m/%Y} ({age})"]
    if record.mode.is_emergency:
        parts.append(_(MODES[record.mode]))
    return " · ".join(parts)


def _mode(args: Namespace) -> AccessMode:
    if args.urgence is not None:
        return AccessMode.BREAK_GLASS
    return AccessMode.CENTRE_15 if args.centre_15 else AccessMode.NORMAL


def _declaration(args: Namespace, approach: Approach) -> Declaration | None:
    if args.consent is None:
        return None
    if approach.status is AuthorisationStatus.VALID and not args.medecin_traitant:
        return None
    return Declaration(kind=KINDS[args.consent], attending=args.medecin_traitant)


def consent_asked(approach: Approach) -> str:
    """The option to add; what it attests depends on the équipe de soins."""
    if approach.kind is ConsentKind.INFORMATION:
        return _("Si la personne est informée et ne s'y oppose pas, ajoutez --consent information.")
    return _("Si la personne vous donne son accord, ajoutez --consent explicite.")


def _advice(approach: Approach) -> str:
    emergency = _("Si elle ne peut pas répondre et que c'est urgent, --urgence MOTIF.")
    return f"{consent_asked(approach)} {emergency}"
