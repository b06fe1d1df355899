"""`dmptui mes … switches`: what may happen in an emergency."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, as_json, command
from dmptui.commands.common.output import say, say_json
from dmptui.commands.common.sessions import at_home
from dmptui.core.text import N_, _, labelled

if TYPE_CHECKING:
    from dmptui.core.work.patient_session import PatientSession

_SWITCHES = {
    "centre_15": ("--centre-15", N_("la régulation du SAMU peut entrer")),
    "break_glass": ("--break-glass", N_("un professionnel peut entrer en bris de glace")),
    "masked_documents": ("--masked", N_("en urgence, les documents masqués se lisent")),
}


def add(acts: Commands) -> None:
    """Add it to the command line."""
    parser = command(acts, "switches", _("ses accès en urgence ; une option les change"), run)
    group = parser.add_argument_group(_("Interrupteurs"))
    for name, (option, words) in _SWITCHES.items():
        group.add_argument(option, dest=name, choices=("on", "off"), help=_(words))
    as_json(parser)


def run(args: Namespace) -> None:
    """Change those that are given, and print them all."""
    values = at_home(args, _switched)
    if args.json:
        say_json(values)
        return
    for name, (_option, words) in _SWITCHES.items():
        sentence = _(words)
        say(labelled(sentence[0].upper() + sentence[1:], _("oui") if values[name] else _("non")))


async def _switched(args: Namespace, session: "PatientSession") -> dict[str, bool]:
    from dmptui.core.model.access import EmergencySwitches

    values = (await session.switches()).model_dump()
    chosen = {name: getattr(args, name) == "on" for name in _SWITCHES if getattr(args, name)}
    if chosen:
        values |= chosen
        await session.set_switches(EmergencySwitches.model_validate(values))
    return values
