"""`dmptui open`: the screens, in one record; for the software that a professional already works in."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, family, person, professional
from dmptui.core.text import N_, _

if TYPE_CHECKING:
    from dmptui.flows.context import RecordContext

PAGES = (
    "summary",
    "documents",
    "care-path",
    "vaccinations",
    "directives",
    "biology",
    "accesses",
    "messages",
)
"""The pages of a record, in their order on the screen."""
_PLACES = {"care-path": "care_path", "accesses": "traces"}
_AFTER = N_("""\
Le programme s'ouvre dans ce dossier, par le consentement s'il est nécessaire, et s'arrête quand on le quitte.

Codes de sortie : 0 dossier ouvert, puis quitté ; 1 refusé ; 2 demande inutilisable ;
3 serveur, données ou machine indisponibles ; 4 ouverture abandonnée, rien n'a été lu.""")


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = family(commands, "open", _("ouvre un dossier à l'écran, depuis un autre logiciel"))
    parser.epilog = _(_AFTER)
    person(parser)
    professional(parser)
    parser.add_argument_group(_("À l'écran")).add_argument(
        "--page", choices=PAGES, default=PAGES[0], help=_("page du dossier à montrer d'abord")
    )
    parser.set_defaults(context=context)


def context(args: Namespace) -> "RecordContext":
    """Whose record, for whom, on which page.

    Raises:
        UsageError: the INS is not one.
    """
    from dmptui.commands.common.who import choose, parse_ins
    from dmptui.flows.context import RecordContext

    return RecordContext(
        parse_ins(args.ins),
        lambda people: choose(people, args.identity, args.situation),
        _PLACES.get(args.page, args.page),
    )
