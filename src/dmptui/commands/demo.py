"""`dmptui demo`: the data of demonstration made anew, or their time moved forward."""

import asyncio
from argparse import Namespace

from dmptui.commands.output import say
from dmptui.commands.who import clock
from dmptui.core.connecting.embedded import reset
from dmptui.core.demo.time import MovableClock
from dmptui.core.errors import UsageError
from dmptui.core.machine.settings import Settings
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Make them anew, or move their time forward.

    Raises:
        UsageError: the settings name a server, whose data are not ours; or there are no data yet.
        DmpError: another dmptui uses them, or they cannot be written.
    """
    if settings.server:
        raise UsageError(_("Les données d'un serveur ne se changent pas ainsi. Lancez sans --server."))
    if args.action == "reset":
        asyncio.run(reset(settings, clock))
        say(_("Les données de démonstration sont neuves : {path}").format(path=settings.database))
        return
    if not settings.database.exists():
        raise UsageError(_("Il n'y a pas encore de données de démonstration. Ouvrez dmptui une fois."))
    now = MovableClock(clock, settings.data_dir).advance(args.span)
    say(_("Dans les données de démonstration, nous sommes le {date}.").format(date=f"{now:%d/%m/%Y, %H:%M}"))
