"""`dmptui mes … authorisations`, `withdraw`: the teams and professionals who may enter, or are blocked."""

from argparse import Namespace
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import Column, say, say_json, say_table
from dmptui.commands.common.sessions import at_home
from dmptui.core.errors import UsageError
from dmptui.core.model import days
from dmptui.core.terminology.folding import fold
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.core.model.access import Authorisation, AuthorisationStatus
    from dmptui.core.work.patient_session import PatientSession

_STATUSES = {
    "NON_EXISTE": N_("aucune"),
    "VALIDE": N_("autorisé"),
    "EXPIRE": N_("expirée"),
    "INTERDIT": N_("bloqué"),
}


class Line(NamedTuple):
    """A team or a professional; ``name`` is empty when the professional is not known."""

    authorisation: "Authorisation"
    name: str
    status: "AuthorisationStatus"
    attending: bool


def add(acts: Commands) -> None:
    """Add it to the command line."""
    as_json(command(acts, "authorisations", _("les équipes et professionnels autorisés, ou bloqués"), run))
    parser = command(acts, "withdraw", _("retirer un accord, à une équipe ou à un professionnel"), withdraw)
    parser.add_argument_group(_("Accord")).add_argument(
        "team",
        metavar=_("QUI"),
        help=_("une partie du nom de l'équipe ou du professionnel, ou son identifiant"),
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Print them, the most recent first."""
    lines = at_home(args, _lines)
    if args.json:
        say_json([_as_json(line) for line in lines])
        return
    columns = (
        Column(_("Équipe ou professionnel"), flexible=True),
        Column("PS"),
        Column(_("Accès")),
        Column(_("Depuis")),
        Column(_("Jusqu'au")),
        Column(_("Recueilli par")),
    )
    say_table(columns, [_row(line) for line in lines])


def withdraw(args: Namespace) -> None:
    """Take a consent back, and print which.

    Raises:
        UsageError: no consent, or several, are meant.
        Refused: it is not valid any more.
    """
    line = at_home(args, _withdrawn)
    if args.json:
        say_json(_as_json(line))
    else:
        say(_("L'accord donné à {name} est retiré : ses membres n'entrent plus.").format(name=line.name))


async def _withdrawn(args: Namespace, session: "PatientSession") -> Line:
    lines = [line for line in await _lines(args, session) if line.status.value == "VALIDE"]
    wanted = fold(args.team)
    meant = [line for line in lines if wanted in fold(line.name) or args.team in _identifiers(line)]
    if len(meant) != 1:
        names = " ; ".join(line.name for line in lines) or _("aucun")
        raise UsageError(
            _("« {text} » ne désigne pas un accord en cours. Accords : {names}.").format(
                text=args.team, names=names
            )
        )
    await session.withdraw(meant[0].authorisation)
    return meant[0]


def _identifiers(line: Line) -> tuple[str, ...]:
    given = line.authorisation
    return (given.team.identifier,) if given.team else (given.practitioner_id, given.practitioner_id[1:])


async def _lines(_args: Namespace, session: "PatientSession") -> list[Line]:
    from dmptui.core.model.access import ConsentKind

    names = {person.id: person.name for person in await session.professionals()}
    found = sorted(await session.authorisations(), key=lambda line: line.since, reverse=True)
    now, attending = session.clock(), session.patient.attending
    return [
        Line(line, _name(line, names), line.status(now), line.practitioner_id in attending)
        for line in found
        if line.kind is not ConsentKind.INFORMATION
    ]


def _name(given: "Authorisation", names: dict[str, str]) -> str:
    from dmptui.core.rules.care_team import name_of

    if given.team is None:
        return names.get(given.practitioner_id, "")
    return given.team.name or name_of(given.team)


def _as_json(line: Line) -> dict[str, object]:
    """One professional; documented in ``docs/cli.md``."""
    authorisation = line.authorisation
    return {
        "professional": authorisation.practitioner_id or None,
        "team": authorisation.team.identifier if authorisation.team else None,
        "name": line.name,
        "status": line.status.value,
        "kind": authorisation.kind.value if authorisation.permitted else None,
        "since": days.iso(authorisation.since),
        "until": days.iso(authorisation.until) if authorisation.until else None,
        "collector": authorisation.collector.id if authorisation.collector else None,
        "attending": line.attending,
    }


def _row(line: Line) -> list[str]:
    authorisation = line.authorisation
    return [
        line.name,
        authorisation.practitioner_id,
        f"{_(_STATUSES[line.status])} ★" if line.attending else _(_STATUSES[line.status]),
        days.in_figures(authorisation.since),
        days.in_figures(authorisation.until) if authorisation.until else "",
        authorisation.collector.name if authorisation.collector else "",
    ]
