"""`dmptui demo`: the data of demonstration made anew, or their time moved forward."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, actions, command, family, span
from dmptui.commands.common.output import say
from dmptui.core.errors import UsageError
from dmptui.core.model.days import now, to_the_minute
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.core.machine.settings import Settings


def add(commands: Commands) -> None:
    """Add them to the command line."""
    acts = actions(family(commands, "demo", _("les données de démonstration")))
    command(acts, "reset", _("efface les données de démonstration et les crée à neuf"), _reset)
    advanced = command(acts, "advance", _("avance l'heure des données de démonstration"), _advance)
    advanced.add_argument_group(_("Durée")).add_argument(
        "span",
        metavar=_("DURÉE"),
        type=span,
        help=_("par exemple 90m, 36h, 7d (jours) ou 6w (semaines)"),
    )


def _reset(args: Namespace) -> None:
    """Make them anew, unless another dmptui uses them."""
    import asyncio

    from dmptui.core.connecting.embedded import reset

    settings = _own(args)
    asyncio.run(reset(settings, now))
    say(_("Les données de démonstration sont neuves : {path}").format(path=settings.database))


def _advance(args: Namespace) -> None:
    """Move their time forward, when there are some."""
    from dmptui.core.demo.time import MovableClock

    settings = _own(args)
    if not settings.database.exists():
        raise UsageError(_("Il n'y a pas encore de données de démonstration. Ouvrez dmptui une fois."))
    day, hour = to_the_minute(MovableClock(now, settings.data_dir).advance(args.span)).split()
    say(_("Dans les données de démonstration, nous sommes le {date}.").format(date=f"{day}, {hour}"))


def _own(args: Namespace) -> "Settings":
    """The settings, when the data are this machine's."""
    settings: Settings = args.settings
    if settings.server:
        raise UsageError(_("Les données d'un serveur ne se changent pas ainsi. Lancez sans --server."))
    return settings
