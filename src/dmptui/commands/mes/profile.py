"""`dmptui mes … oppose`, `close`, `reopen`: the profile of Mon espace santé."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_home
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.core.work.patient_session import PatientSession

_SENTENCES = {
    "oppose": N_("Le profil ne sera pas créé."),
    "close": N_("Le profil est fermé : plus personne n'ouvre ce DMP."),
    "reopen": N_("Le profil est ouvert."),
}


def add(acts: Commands) -> None:
    """Add them to the command line."""
    as_json(command(acts, "oppose", _("s'opposer à la création de son profil"), run))
    closed = command(acts, "close", _("fermer son profil"), run)
    closed.add_argument_group(_("Fermeture")).add_argument(
        "--reason", metavar=_("RAISON"), default="", help=_("sa raison, qu'elle ne doit à personne")
    )
    as_json(closed)
    as_json(command(acts, "reopen", _("rouvrir son profil, ou le créer sans attendre"), run))


def run(args: Namespace) -> None:
    """Do it, and print what the profile is from now on."""
    state = at_home(args, _profile)
    if args.json:
        say_json({"dmp": state})
    else:
        say(_(_SENTENCES[args.action]))


async def _profile(args: Namespace, session: "PatientSession") -> str:
    if args.action == "close":
        await session.close(args.reason)
    else:
        await (session.oppose() if args.action == "oppose" else session.reopen())
    return session.patient.state.value
