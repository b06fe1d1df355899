"""`dmptui mes … block`, `unblock`, `attending`: what the person decides of a professional."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_home
from dmptui.commands.common.who import practitioner_id
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.commands.common.parser import Parser
    from dmptui.core.work.patient_session import PatientSession

_SENTENCES = {
    "block": N_("{name} est bloqué."),
    "unblock": N_(
        "{name} n'est plus bloqué : l'accord donné à son équipe vaut de nouveau ; hors équipe, "
        "votre accord lui sera demandé."
    ),
    "name_attending": N_("{name} est médecin traitant."),
    "end_attending": N_("{name} n'est plus médecin traitant."),
}


def add(acts: Commands) -> None:
    """Add them to the command line."""
    _add(acts, "block", _("bloquer un professionnel"))
    _add(acts, "unblock", _("lever un blocage"))
    named = _add(acts, "attending", _("nommer un médecin traitant"))
    named.set_defaults(decision="name_attending")
    named.add_argument_group(_("Fin")).add_argument(
        "--end",
        dest="decision",
        action="store_const",
        const="end_attending",
        help=_("mettre fin à cette qualité"),
    )


def _add(acts: Commands, name: str, summary: str) -> "Parser":
    parser = command(acts, name, summary, run)
    parser.set_defaults(decision=name)
    parser.add_argument_group(_("Professionnel")).add_argument(
        "professional", metavar="PS", help=_("RPPS, identifiant PS, ou une partie du nom")
    )
    as_json(parser)
    return parser


def run(args: Namespace) -> None:
    """Make the decision, and print what the professional is from now on."""
    result = at_home(args, _decided)
    if args.json:
        say_json(result)
    else:
        say(_(_SENTENCES[args.decision]).format(name=result["name"]))


async def _decided(args: Namespace, session: "PatientSession") -> dict[str, object]:
    """The professional, documented in ``docs/cli.md``."""
    people = await session.professionals()
    ps_id = practitioner_id(people, args.professional)
    decisions = {
        "block": session.block,
        "unblock": session.unblock,
        "name_attending": session.name_attending,
        "end_attending": session.end_attending,
    }
    await decisions[args.decision](ps_id)
    return {
        "professional": ps_id,
        "name": next((person.name for person in people if person.id == ps_id), ps_id),
        "blocked": args.decision == "block",
        "attending": ps_id in session.patient.attending,
    }
