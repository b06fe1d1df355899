"""`dmptui serve`: the DMP of demonstration for other terminals."""

import asyncio
import errno
import socket
from argparse import Namespace
from contextlib import suppress

import uvicorn

from dmptui.commands.output import say
from dmptui.commands.who import clock
from dmptui.core.embedded import open_embedded
from dmptui.core.errors import Unavailable, UsageError
from dmptui.core.settings import Settings
from dmptui.core.text import _


def run(args: Namespace, settings: Settings) -> None:
    """Serve until Ctrl-C.

    Raises:
        UsageError: the settings name another server.
        Unavailable: the address or the port cannot be used, or the data.
    """
    if settings.server:
        raise UsageError(_("serve sert les données de ce poste. Lancez sans --server."))
    with listening(args.host, args.port) as place, suppress(KeyboardInterrupt):
        asyncio.run(_serve(place, settings))


def listening(host: str, port: int) -> socket.socket:
    """A socket that listens; ``port`` 0 lets the system choose.

    Raises:
        Unavailable: the port is taken, or the address is not this machine's.
    """
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((host, port), family=family)
    except OSError as error:
        raise Unavailable(
            _(
                "Impossible de servir sur {host}, port {port} : {reason}. Choisissez-en un autre avec --port."
            ).format(host=host, port=port, reason=_reason(error)),
            cause=f"errno {error.errno}",
        ) from error


def _reason(error: OSError) -> str:
    reasons = {
        errno.EADDRINUSE: _("ce port est déjà pris"),
        errno.EACCES: _("ce port est réservé"),
        errno.EADDRNOTAVAIL: _("cette adresse n'est pas celle de ce poste"),
    }
    return reasons.get(error.errno or 0, _("cette adresse est inconnue"))


async def _serve(place: socket.socket, settings: Settings) -> None:
    embedded = await open_embedded(settings, clock)
    try:
        host, port = place.getsockname()[:2]
        say(
            _("DMP de démonstration servi sur http://{host}:{port} (Ctrl-C pour arrêter).").format(
                host=host, port=port
            )
        )
        config = uvicorn.Config(embedded.app, lifespan="off", access_log=False, log_level="warning")
        await uvicorn.Server(config).serve(sockets=[place])
    finally:
        await embedded.close()
