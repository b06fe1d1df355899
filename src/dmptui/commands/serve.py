"""`dmptui serve`: the DMP of this machine, or of a plain FHIR server, for other terminals."""

import errno
import os
import time
from argparse import Namespace
from contextlib import suppress
from typing import TYPE_CHECKING

from dmptui.commands.common.options import Commands, command, port
from dmptui.commands.common.output import say
from dmptui.core.errors import Unavailable, UsageError
from dmptui.core.model.days import now
from dmptui.core.text import _

if TYPE_CHECKING:
    import socket
    import ssl

    import uvicorn
    from starlette.types import ASGIApp

    from dmptui.core.connecting.gateway import Gateway

HOST, PORT = "127.0.0.1", 8765
STORE_TOKEN = "DMPTUI_STORE_TOKEN"  # noqa: S105  the name of a variable: a secret is no argument of a command
_KEPT_SECONDS = 75
"""A connection without a request: the pace of somebody who reads."""
_STOP_SECONDS = 10
_STEP = 500


def add(commands: Commands) -> None:
    """Add it to the command line."""
    parser = command(commands, "serve", _("servir le DMP de démonstration à d'autres postes"), run)
    place = parser.add_argument_group(_("Adresse"))
    place.add_argument(
        "--host", metavar=_("ADRESSE"), default=HOST, help=_("par défaut %(default)s : ce poste seul")
    )
    place.add_argument("--port", type=port, default=PORT, help=_("par défaut %(default)s"))
    safety = parser.add_argument_group(_("Chiffrement (nécessaire ailleurs que sur ce poste)"))
    safety.add_argument("--tls-cert", metavar=_("FICHIER"), default="", help=_("certificat, PEM"))
    safety.add_argument(
        "--tls-key", metavar=_("FICHIER"), default="", help=_("sa clé, PEM sans mot de passe")
    )
    safety.add_argument(
        "--insecure", action="store_true", help=_("sans chiffrement : un autre équipement s'en charge")
    )
    kept = parser.add_argument_group(_("Données"))
    kept.add_argument(
        "--store", metavar="URL", default="", help=_("serveur FHIR R4 qui les garde, au lieu de ce poste")
    )
    kept.add_argument(
        "--demo",
        action="store_true",
        help=_("avec --store : y écrit d'abord la population fictive, s'il n'a aucun professionnel"),
    )


def run(args: Namespace) -> None:
    """Serve until Ctrl-C.

    Raises:
        UsageError: the settings name another server, the address would let the network read, or the
            certificate cannot be used.
        Unavailable: the address or the port cannot be used, or the data.
    """
    import asyncio

    if args.settings.server:
        raise UsageError(_("serve sert les données de ce poste. Lancez sans --server."))
    if args.demo and not args.store:
        raise UsageError(_("La population fictive est déjà sur ce poste. Lancez sans --demo."))
    tls = _encryption(args.tls_cert, args.tls_key)
    local = is_local(args.host)
    if not (local or tls or args.insecure):
        raise UsageError(
            _(
                "Sur {host}, sans chiffrement, tout le réseau pourrait lire les dossiers. "
                "Donnez --tls-cert et --tls-key, ou --insecure si un autre équipement chiffre."
            ).format(host=args.host)
        )
    with listening(args.host, args.port) as place, suppress(KeyboardInterrupt):
        asyncio.run(_serve(place, args, tls, local=local))


def is_local(host: str) -> bool:
    """Whether an address is only this machine's; one nobody knows is, for nobody can reach it."""
    import ipaddress
    import socket

    try:
        found = socket.getaddrinfo(host or None, 0, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError:
        return True
    addresses = (str(sockaddr[0]).partition("%")[0] for *_rest, sockaddr in found)
    return all(ipaddress.ip_address(address).is_loopback for address in addresses)


def listening(host: str, port: int) -> "socket.socket":
    """A socket that listens; ``port`` 0 lets the system choose.

    Raises:
        Unavailable: the port is taken, or the address is not this machine's.
    """
    import socket

    try:
        family = socket.getaddrinfo(host or None, port, type=socket.SOCK_STREAM)[0][0]
        place = socket.create_server((host, port), family=family, backlog=512)
        # Connections inherit it. asyncio would do it for a socket of its own: an answer is written in two
        # parts, and the second would wait 40 ms for the other side to acknowledge the first.
        place.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return place
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


def _encryption(certificate: str, key: str) -> "ssl.SSLContext | None":
    import ssl

    if not certificate and not key:
        return None
    if not certificate or not key:
        raise UsageError(_("--tls-cert et --tls-key vont ensemble."))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        # A key under a password would have the terminal ask for it, and a service waits for nobody.
        context.load_cert_chain(certificate, key, password="")
    except OSError as error:
        raise UsageError(
            _(
                "Le certificat ou sa clé ne peuvent pas être utilisés. "
                "Il faut deux fichiers PEM qui vont ensemble, la clé sans mot de passe."
            ),
            cause=f"{type(error).__name__} {error.errno}",
        ) from error
    return context


async def _serve(
    place: "socket.socket",
    args: Namespace,
    tls: "ssl.SSLContext | None",
    *,
    local: bool,
) -> None:
    from dmptui.core.connecting.embedded import open_embedded
    from dmptui.core.server.http.limits import Guard, Limits

    source = await _remote(args) if args.store else await open_embedded(args.settings, now)
    try:
        _announce(place, args.store, encrypted=tls is not None, local=local)
        guarded = Guard(source.app, Limits(local=local, encrypted=tls is not None), time.monotonic)
        await server_of(guarded, tls).serve(sockets=[place])
    finally:
        await source.close()


async def _remote(args: Namespace) -> "Gateway":
    from dmptui.core.connecting.gateway import fill, open_remote  # httpx: only for those who ask

    token = os.environ.get(STORE_TOKEN, "")
    if args.demo:
        await fill(args.store, args.settings, now(), _progress, token=token)
    return await open_remote(args.store, args.settings, now, token=token)


def _progress(done: int, total: int) -> None:
    if done == total or done % _STEP < (done - 1) % _STEP:
        say(_("Population fictive : {done} ressources écrites sur {total}.").format(done=done, total=total))


def _announce(place: "socket.socket", store: str, *, encrypted: bool, local: bool) -> None:
    host, port = place.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    address = f"{'https' if encrypted else 'http'}://{shown}:{port}"
    sentence = _("DMP de démonstration servi sur {address} (Ctrl-C pour arrêter).")
    if store:
        sentence = _("DMP servi sur {address}, données de {store} (Ctrl-C pour arrêter).")
    say(sentence.format(address=address, store=store))
    if not local:
        say(_("Chacun peut s'y connecter sans mot de passe : n'y mettez rien de réel."))


def server_of(app: "ASGIApp", tls: "ssl.SSLContext | None" = None) -> "uvicorn.Server":
    """The HTTP server of an application: it logs no request, names itself nowhere, waits for nobody."""
    import uvicorn

    from dmptui.core.server.http.protocol import GuardedProtocol

    config = uvicorn.Config(
        app,
        http=GuardedProtocol,
        ws="none",
        lifespan="off",
        access_log=False,
        log_level="error",
        server_header=False,
        proxy_headers=False,  # whoever sends them would choose which peer it is
        timeout_keep_alive=_KEPT_SECONDS,
        timeout_graceful_shutdown=_STOP_SECONDS,
        h11_max_incomplete_event_size=16 * 1024,
    )
    config.load()
    config.ssl = tls
    return uvicorn.Server(config)
