"""`dmptui attending --end`: no longer médecin traitant of a person."""

from argparse import Namespace
from functools import partial
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command, person, professional
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_work
from dmptui.commands.common.who import parse_ins
from dmptui.core.errors import NotFound
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.model.ins import Ins
    from dmptui.core.model.patient import Patient
    from dmptui.core.work.session import Session


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "attending", _("ne plus être médecin traitant d'une personne"), run)
    person(parser)
    professional(parser)
    parser.add_argument_group(_("Médecin traitant")).add_argument(
        "--end",
        action="store_true",
        required=True,
        help=_("je ne suis plus son médecin traitant (pour l'être : authorise --attending)"),
    )
    as_json(parser)


def run(args: Namespace) -> None:
    """Declare it; the record is not opened.

    Raises:
        NotFound: nobody has this INS.
        Refused: one is not.
    """
    patient = at_work(args, partial(_end, parse_ins(args.ins)))
    if args.json:
        say_json({"ins": patient.ins.value, "attending": False})
    else:
        say(_("Vous n'êtes plus médecin traitant de {name}.").format(name=patient.name))


async def _end(ins: "Ins", _args: Namespace, session: "Session") -> "Patient":
    patient = (await session.approach(ins)).patient
    if patient is None:
        raise NotFound(_("Aucun DMP n'existe pour cet INS. Vérifiez l'INS et les traits d'identité."))
    await session.end_attending(patient)
    return patient
