"""The outermost layer: one line in the log for each request, and an answer whatever happens."""

import logging

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dmptui.core.server.background.quiet import Quiet
from dmptui.core.server.http import answers
from dmptui.core.text import _

_LOG = logging.getLogger("dmptui.server")


class Boundary:
    """ASGI middleware. The log holds the method, the kind of resource and the status, never a query.

    Args:
        app: what serves.
        quiet: notified of each request.
    """

    def __init__(self, app: ASGIApp, quiet: Quiet) -> None:
        self._app = app
        self._quiet = quiet

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        with self._quiet.serving():
            await self._serve(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self._app(scope, receive, watched)
        except Exception as error:  # noqa: BLE001  the boundary: nothing of the failure may reach the client
            # The message of an unforeseen error may hold what it was about; its type and place do not.
            _LOG.error("%s at %s", type(error).__name__, _place(error))
            if not status:
                sorry = _("Le serveur a échoué. Recommencez ; si cela dure, prévenez son exploitant.")
                await answers.error(500, "exception", sorry)(scope, receive, watched)
        log(scope, status)


def log(scope: Scope, status: int) -> None:
    """The line of one request."""
    _LOG.info("%s %s %s", scope["method"], _kind(scope["path"]), status)


def _kind(path: str) -> str:
    """The kind of resource of a path, without ids; ``-`` for what is not one."""
    parts = path.strip("/").split("/")[:2]
    return "/".join(part for part in parts if part.isascii() and part.isalpha() and len(part) < 30) or "-"


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_globals.get('__name__', '?')}:{trace.tb_lineno}"
