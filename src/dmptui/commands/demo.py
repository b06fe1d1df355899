"""`dmptui demo`: the data of demonstration made anew, or their time moved forward."""

from argparse import Namespace
from typing import TYPE_CHECKING

from dmptui.commands.common.options import actions, command, family, span
from dmptui.commands.common.output import say
from dmptui.commands.common.who import clock
from dmptui.core.errors import UsageError
from dmptui.core.text import _

if TYPE_CHECKING:
    from dmptui.commands.common.options import Commands
    from dmptui.core.machine.settings import Settings


def add(commands: "Commands") -> None:
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


def _reset(_args: Namespace, settings: "Settings") -> None:
    """Make them anew.

    Raises:
        UsageError: the settings name a server, whose data are not ours.
        DmpError: another dmptui uses them, or they cannot be written.
    """
    import asyncio

    from dmptui.core.connecting.embedded import reset

    _require_ours(settings)
    asyncio.run(reset(settings, clock))
    say(_("Les données de démonstration sont neuves : {path}").format(path=settings.database))


def _advance(args: Namespace, settings: "Settings") -> None:
    """Move their time forward.

    Raises:
        UsageError: the settings name a server, whose data are not ours; or there are no data yet.
        DmpError: they cannot be written.
    """
    from dmptui.core.demo.time import MovableClock

    _require_ours(settings)
    if not settings.database.exists():
        raise UsageError(_("Il n'y a pas encore de données de démonstration. Ouvrez dmptui une fois."))
    now = MovableClock(clock, settings.data_dir).advance(args.span)
    say(_("Dans les données de démonstration, nous sommes le {date}.").format(date=f"{now:%d/%m/%Y, %H:%M}"))


def _require_ours(settings: "Settings") -> None:
    if settings.server:
        raise UsageError(_("Les données d'un serveur ne se changent pas ainsi. Lancez sans --server."))
