"""The ASGI application: routes, who may pass, and the one boundary where an unexpected failure stops."""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dmptui.core.errors import Conflict, DmpError, InvalidContent, NotFound, Unavailable
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.matrix import Matrix, packaged_matrix
from dmptui.core.server import answers, auth, gate, traces
from dmptui.core.server.body import read_form
from dmptui.core.server.boundary import Boundary
from dmptui.core.server.context import Call, Clock, Context, ServerSettings
from dmptui.core.server.errors import BadRequest, Denied
from dmptui.core.server.paging import Pages
from dmptui.core.server.params import Params
from dmptui.core.server.routes import FAMILIES, TRANSACTION, Handler, capability
from dmptui.core.store.base import Store
from dmptui.core.store.tokens import TokenStore
from dmptui.core.text import _

_LOG = logging.getLogger("dmptui.server")
_ACCEPTED = {answers.FHIR_JSON, "application/json", "application/*", "*/*"}

_Run = Callable[[Context, Request, datetime], Awaitable[Response]]
_STATUSES = ((NotFound, 404, "not-found"), (Conflict, 409, "conflict"), (InvalidContent, 422, "invalid"))


def create_app(
    store: Store,
    tokens: TokenStore,
    *,
    clock: Clock,
    matrix: Matrix | None = None,
    settings: ServerSettings | None = None,
) -> Starlette:
    """A DMP that enforces the rules, over what ``store`` keeps.

    It has no start-up of its own, so it serves under uvicorn and under ``httpx.ASGITransport`` alike. Run
    uvicorn with ``access_log=False``: the query of a search may hold an INS.

    Args:
        store: the resources.
        tokens: the tokens.
        clock: the time, aware.
        matrix: who reads what; the packaged one when None.
        settings: see ServerSettings.
    """
    context = Context(
        store, tokens, clock, matrix or packaged_matrix(), settings or ServerSettings(), Pages()
    )
    routes = [
        _route(context, "/auth/identities", "GET", auth.identities, answers.denied),
        _route(context, "/auth/login", "POST", auth.login, answers.denied),
        _route(context, "/auth/token", "POST", auth.exchange, auth.refusal),
        _route(context, "/auth/revoke", "POST", auth.revoke, answers.denied),
        _route(context, "/fhir/metadata", "GET", _metadata, answers.denied),
        _fhir(context, "/fhir", "GET", _next_page),
        _fhir(context, "/fhir", "POST", TRANSACTION),
    ]
    for family in FAMILIES:
        path = f"/fhir/{family.kind}"
        if family.search:
            routes.append(_fhir(context, path, "GET", family.search))
            routes.append(_fhir(context, f"{path}/_search", "POST", family.search, form=True))
        if family.create:
            routes.append(_fhir(context, path, "POST", family.create))
        if family.read:
            negotiates = family.kind == "Binary"
            routes.append(_fhir(context, path + "/{id}", "GET", family.read, negotiates=negotiates))
    app = Starlette(routes=routes, exception_handlers={HTTPException: _http_error})
    app.router.redirect_slashes = False
    app.add_middleware(Boundary)
    return app


def _route(
    context: Context, path: str, method: str, run: _Run, refusal: Callable[[Denied], Response]
) -> Route:
    """A route whose errors become answers, and whose refusals are traced: here and nowhere else."""

    async def endpoint(request: Request) -> Response:
        now = context.clock()
        try:
            try:
                return await run(context, request, now)
            except Denied as denied:
                # A refusal that cannot be traced is answered by that failure, with nothing of the record.
                await context.store.commit([traces.refused(denied, now)], now)
                return refusal(denied)
        except BadRequest as error:
            return answers.bad_request(error)
        except DmpError as error:
            return _failed(error)

    return Route(path, endpoint, methods=[method])


def _fhir(
    context: Context,
    path: str,
    method: str,
    handler: Handler,
    *,
    form: bool = False,
    negotiates: bool = False,
) -> Route:
    """A route of the FHIR server: the asker is known before anything else is looked at."""

    async def run(context: Context, request: Request, now: datetime) -> Response:
        asker = await gate.authenticate(context, request, now)
        if not negotiates:
            _check_accept(request)
        params = Params(tuple(request.query_params.multi_items()))
        if form:
            params = Params(params.pairs + (await read_form(request)).pairs)
        return await handler(Call(context, request, asker, now, params))

    return _route(context, path, method, run, answers.denied)


async def _metadata(_context: Context, _request: Request, now: datetime) -> Response:
    return answers.fhir(capability(now))


async def _next_page(call: Call) -> Response:
    """The page that ``Bundle.link[next]`` promised to this token."""
    found = call.context.pages.find(call.params.one("_getpages"))
    if found is None:
        raise BadRequest(410, "not-found", _("Cette page n'est plus disponible. Relancez la recherche."))
    digest, following = found
    if digest != call.asker.digest:
        raise Denied(gate.other_patient(), TraceAction.LIST, call.asker, call.asker.claims.patient_id)
    return await following(call)


def _check_accept(request: Request) -> None:
    accepted = {
        part.partition(";")[0].strip().lower() for part in request.headers.get("accept", "*/*").split(",")
    }
    if not accepted & _ACCEPTED:
        raise BadRequest(406, "not-supported", _("Ce serveur répond en application/fhir+json seulement."))


def _failed(error: DmpError) -> Response:
    _LOG.warning("%s: %s", type(error).__name__, error.cause)
    for kind, status, code in _STATUSES:
        if isinstance(error, kind):
            return answers.error(status, code, error.message)
    return answers.error(503 if isinstance(error, Unavailable) else 500, "transient", error.message)


async def _http_error(_request: Request, error: Exception) -> Response:
    """What no route answers: an unknown address, or a method it does not have."""
    status = error.status_code if isinstance(error, HTTPException) else 500
    headers = dict(error.headers or {}) if isinstance(error, HTTPException) else {}
    if status == 405:
        return answers.error(
            405, "not-supported", _("Cette opération n'existe pas à cette adresse."), headers
        )
    return answers.error(status, "not-found", _("Cette adresse n'existe pas sur ce serveur."), headers)
