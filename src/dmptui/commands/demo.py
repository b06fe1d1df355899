"""`dmptui demo reset`: the data of demonstration made anew."""

import asyncio
from argparse import Namespace

from dmptui.commands.output import say
from dmptui.commands.who import clock
from dmptui.core.embedded import reset
from dmptui.core.errors import UsageError
from dmptui.core.settings import Settings
from dmptui.core.text import _


def run(_args: Namespace, settings: Settings) -> None:
    """Make them anew.

    Raises:
        UsageError: the settings name a server, whose data are not ours.
        DmpError: another dmptui uses them, or they cannot be written.
    """
    if settings.server:
        raise UsageError(_("Les données d'un serveur ne se recréent pas d'ici. Lancez sans --server."))
    asyncio.run(reset(settings, clock))
    say(_("Les données de démonstration sont neuves : {path}").format(path=settings.database))
