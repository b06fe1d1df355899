"""`dmptui vaccination`: the note of a vaccination, from its fields."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command, day, opening, rank
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import in_record
from dmptui.core.documents.text import clean_line
from dmptui.core.model.days import in_figures
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.work.record import Record
    from dmptui.core.writing.vaccination import Shot

WAYS = ("intramuscular", "subcutaneous", "intradermal", "oral", "nasal")
"""Ways to give a vaccine."""
PLACES = ("left-deltoid", "right-deltoid", "left-thigh", "right-thigh")
"""Places where it is given."""


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "vaccination", _("écrire une note de vaccination"), run)
    opening(parser)
    shot = parser.add_argument_group(_("Vaccination"))
    shot.add_argument("--vaccine", metavar=_("NOM"), required=True, help=_("nom du vaccin"))
    shot.add_argument("--date", metavar="DATE", type=day, required=True, help=_("jour de la vaccination"))
    shot.add_argument("--lot", default="", help=_("numéro de lot"))
    shot.add_argument("--rank", metavar="N", type=rank, help=_("rang de la dose, à partir de 1"))
    shot.add_argument("--booster", action="store_true", help=_("un rappel, et non la première série"))
    shot.add_argument("--route", choices=WAYS, help=_("voie d'administration"))
    shot.add_argument("--site", choices=PLACES, help=_("région d'administration"))
    shot.add_argument(
        "--disease",
        metavar=_("MALADIE"),
        action="append",
        default=[],
        help=_("maladie visée ; l'option peut être répétée"),
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Write the note and deposit it.

    Raises:
        Refused: the profession may not write one, or the record does not open.
        InvalidContent: the fields say something impossible.
    """
    shot = _shot(args)
    name, document_id = in_record(args, partial(_write, shot))
    if args.json:
        say_json(_as_json(args, shot, document_id))
    else:
        say(
            _("Note de vaccination déposée dans le DMP de {name} : {vaccine}, le {date}.").format(
                name=name, vaccine=shot.vaccine, date=in_figures(shot.on)
            )
        )


async def _write(shot: "Shot", _args: Namespace, record: "Record") -> tuple[str, str]:
    return record.patient.name, await record.write_vaccination_note(shot)


def _shot(args: Namespace) -> "Shot":
    """What was given.

    A note has no place of its own for the diseases: its comment says them, in French as the note is,
    whatever the language of the screen.
    """
    from dmptui.core.deposit.vaccination_note import ROUTES, SITES
    from dmptui.core.writing.vaccination import BOOSTER, FIRST_SERIES, Shot

    diseases = ", ".join(map(clean_line, args.disease))
    return Shot(
        on=args.date,
        vaccine=clean_line(args.vaccine),
        lot=clean_line(args.lot),
        rank=args.rank,
        kind=BOOSTER if args.booster else FIRST_SERIES,
        route=ROUTES[args.route] if args.route else None,
        site=SITES[args.site] if args.site else None,
        comment=f"Maladies visées : {diseases}" if diseases else "",
    )


def _as_json(args: Namespace, shot: "Shot", document_id: str) -> dict[str, object]:
    """The note; documented in ``docs/cli.md``."""
    return {
        "id": document_id,
        "vaccine": shot.vaccine,
        "date": shot.on.isoformat(),
        "lot": shot.lot,
        "rank": shot.rank,
        "booster": args.booster,
        "route": shot.route.code if shot.route else "",
        "site": shot.site.code if shot.site else "",
        "diseases": args.disease,
    }
