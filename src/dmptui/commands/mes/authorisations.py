"""`dmptui mes … authorisations`: the professionals who may open the record, or are blocked."""

from argparse import Namespace
from typing import TYPE_CHECKING, NamedTuple

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import Column, say_json, say_table
from dmptui.commands.common.sessions import at_home
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
    """A professional; ``name`` is empty when the professional is not known."""

    authorisation: "Authorisation"
    name: str
    status: "AuthorisationStatus"
    attending: bool


def add(acts: Commands) -> None:
    """Add it to the command line."""
    as_json(command(acts, "authorisations", _("les professionnels autorisés, ou bloqués"), run))


def run(args: Namespace) -> None:
    """Print them, the most recent first."""
    lines = at_home(args, _lines)
    if args.json:
        say_json([_as_json(line) for line in lines])
        return
    columns = (
        Column(_("Professionnel"), flexible=True),
        Column("PS"),
        Column(_("Accès")),
        Column(_("Depuis")),
        Column(_("Jusqu'au")),
    )
    say_table(columns, [_row(line) for line in lines])


async def _lines(_args: Namespace, session: "PatientSession") -> list[Line]:
    names = {person.id: person.name for person in await session.professionals()}
    found = sorted(await session.authorisations(), key=lambda line: line.since, reverse=True)
    now, attending = session.clock(), session.patient.attending
    return [
        Line(line, names.get(line.practitioner_id, ""), line.status(now), line.practitioner_id in attending)
        for line in found
    ]


def _as_json(line: Line) -> dict[str, object]:
    """One professional; documented in ``docs/cli.md``."""
    authorisation = line.authorisation
    return {
        "professional": authorisation.practitioner_id,
        "name": line.name,
        "status": line.status.value,
        "kind": authorisation.kind.value if authorisation.permitted else None,
        "since": authorisation.since.isoformat(),
        "until": authorisation.until.isoformat() if authorisation.until else None,
        "attending": line.attending,
    }


def _row(line: Line) -> list[str]:
    authorisation = line.authorisation
    return [
        line.name,
        authorisation.practitioner_id,
        f"{_(_STATUSES[line.status])} ★" if line.attending else _(_STATUSES[line.status]),
        authorisation.since.astimezone().strftime("%d/%m/%Y"),
        authorisation.until.astimezone().strftime("%d/%m/%Y") if authorisation.until else "",
    ]
