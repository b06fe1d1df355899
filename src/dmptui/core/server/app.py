"""The ASGI application: routes, who may pass, and the one boundary where an unexpected failure stops."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dmptui.core.errors import Conflict, DmpError, InvalidContent, NotFound, Unavailable
from dmptui.core.model.trace import TraceAction
from dmptui.core.rules.matrix import Matrix, packaged_matrix
from dmptui.core.server import auth
from dmptui.core.server.access import gate, traces
from dmptui.core.server.background.indexing import Indexer, indexer_of
from dmptui.core.server.background.quiet import Quiet
from dmptui.core.server.http import answers
from dmptui.core.server.http.body import read_form
from dmptui.core.server.http.boundary import Boundary
from dmptui.core.server.http.context import Call, Clock, Context, ServerSettings
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.paging import Pages
from dmptui.core.server.http.params import Params
from dmptui.core.server.http.rates import peer_of
from dmptui.core.server.routes import (
    COUNTS,
    FACETS,
    FAMILIES,
    OWN_PROFILE,
    OWN_TRANSACTION,
    OWN_VISITED,
    PROFILE,
    TRANSACTION,
    VISITED,
    VISITS,
    Family,
    Handler,
    capability,
)
from dmptui.core.store.base import Store
from dmptui.core.store.tokens import TokenStore
from dmptui.core.text import _

_LOG = logging.getLogger("dmptui.server")
_ACCEPTED = {answers.FHIR_JSON, "application/json", "application/*", "*/*", "json", "text/json"}

_Run = Callable[[Context, Request, datetime], Awaitable[Response]]
_STATUSES = ((NotFound, 404, "not-found"), (Conflict, 409, "conflict"), (InvalidContent, 422, "invalid"))


def create_app(
    store: Store,
    tokens: TokenStore,
    *,
    clock: Clock,
    matrix: Matrix | None = None,
    settings: ServerSettings | None = None,
    indexer: Indexer | None = None,
    quiet: Quiet | None = None,
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
        indexer: reads the documents to be searched; one that waits for a search when None.
        quiet: is notified of each request, for what else works in the background.
    """
    quiet = quiet or (indexer.quiet if indexer else Quiet())
    indexer = indexer or indexer_of(store, quiet)
    context = Context(
        store,
        tokens,
        clock,
        matrix or packaged_matrix(),
        settings or ServerSettings(),
        Pages(),
        indexer=indexer,
    )
    routes = [
        _route(context, "/auth/identities", {"GET": auth.identities}, answers.denied),
        _route(context, "/auth/login", {"POST": auth.login}, answers.denied),
        _route(context, "/auth/token", {"POST": auth.exchange}, auth.refusal),
        _route(context, "/auth/revoke", {"POST": auth.revoke}, answers.denied),
        _route(context, "/fhir/metadata", {"GET": _metadata}, answers.denied),
        _fhir(
            context,
            "/fhir",
            GET=_Handlers(_next_page, _next_page),
            POST=_Handlers(TRANSACTION, OWN_TRANSACTION),
        ),
        _fhir(context, PROFILE, POST=_Handlers(None, OWN_PROFILE)),
        _fhir(context, FACETS, POST=_Handlers(COUNTS, None)),
        _fhir(context, VISITS, POST=_Handlers(VISITED, OWN_VISITED)),
        *(route for family in FAMILIES for route in _family(context, family)),
    ]
    app = Starlette(routes=routes, exception_handlers={HTTPException: _http_error})
    app.router.redirect_slashes = False
    app.add_middleware(Boundary, quiet=quiet)
    return app


def _family(context: Context, family: Family) -> Iterator[Route]:
    """The routes of one type of resource."""
    path, binary = f"/fhir/{family.kind}", family.kind == "Binary"
    search, create = _served(family, "search"), _served(family, "create")
    several = {"GET": search, "POST": create, "PATCH": _served(family, "conditional")}
    one = {"GET": _served(family, "read", negotiates=binary), "PATCH": _served(family, "patch")}
    if any(several.values()):
        yield _fhir(context, path, **several)
    if search:
        yield _fhir(context, f"{path}/_search", POST=replace(search, form=True))
    if any(one.values()):
        yield _fhir(context, path + "/{id}", **one)


@dataclass(frozen=True, slots=True)
class _Handlers:
    """Who answers one method at one address.

    Attributes:
        professional: answers a professional; None refuses them.
        own: answers the patient; None refuses them.
        form: the parameters are in the body.
        negotiates: the handler looks at ``Accept`` itself.
    """

    professional: Handler | None
    own: Handler | None
    form: bool = False
    negotiates: bool = False

    async def __call__(self, context: Context, request: Request, now: datetime) -> Response:
        """Answer: the asker is known before anything else is looked at."""
        asker = await gate.authenticate(context, request, now)
        params = Params(tuple(request.query_params.multi_items()))
        if not self.negotiates:
            _check_accept(request, params)
        if self.form:
            params = Params(params.pairs + (await read_form(request)).pairs)
        handler = self.own if asker.is_patient else self.professional
        if handler is None:
            decision = gate.not_for_the_patient() if asker.is_patient else gate.patient_only()
            raise Denied(decision, TraceAction.OPEN, asker, patient_id=asker.claims.patient_id)
        return await handler(Call(context, request, asker, now, params))


def _served(family: Family, action: str, *, negotiates: bool = False) -> _Handlers | None:
    if not family.offers(action):
        return None
    return _Handlers(getattr(family.professional, action), getattr(family.own, action), negotiates=negotiates)


def _fhir(context: Context, path: str, **served: _Handlers | None) -> Route:
    """A route of the FHIR server, by method."""
    return _route(context, path, {m: run for m, run in served.items() if run}, answers.denied)


def _route(
    context: Context, path: str, runs: Mapping[str, _Run], refusal: Callable[[Denied], Response]
) -> Route:
    """A route whose errors become answers, and whose refusals are traced: here and nowhere else."""

    async def endpoint(request: Request) -> Response:
        now = context.clock()
        if request.method == "OPTIONS":
            return Response(status_code=204, headers={"Allow": ", ".join(sorted(methods))})
        try:
            try:
                return _of_method(request, await runs[_method(request)](context, request, now))
            except Denied as denied:
                if denied.asker or context.strangers.is_traced(peer_of(request.scope), now.timestamp()):
                    # A refusal that cannot be traced is answered by that failure, with nothing of the record.
                    await context.store.commit([traces.refused(denied, now)], now)
                return _of_method(request, refusal(denied))
        except BadRequest as error:
            return _of_method(request, answers.bad_request(error))
        except DmpError as error:
            return _of_method(request, _failed(error))

    methods = {*runs, "OPTIONS"} | ({"HEAD"} if "GET" in runs else set())
    return Route(path, endpoint, methods=list(methods))


def _method(request: Request) -> str:
    """HEAD is a GET, traced as one, whose body is not sent."""
    return "GET" if request.method == "HEAD" else request.method


def _of_method(request: Request, response: Response) -> Response:
    if request.method == "HEAD":
        response.body = b""
    return response


async def _metadata(context: Context, _request: Request, now: datetime) -> Response:
    in_contents, by_window = context.indexer is not None, context.store.lines is not None
    return answers.fhir(capability(now, in_contents=in_contents, by_window=by_window))


async def _next_page(call: Call) -> Response:
    """The page that ``Bundle.link[next]`` promised to this token."""
    found = call.context.pages.find(call.params.one("_getpages"))
    if found is None:
        raise BadRequest(410, "not-found", _("Cette page n'est plus disponible. Relancez la recherche."))
    digest, following = found
    if digest != call.asker.digest:
        raise Denied(gate.other_patient(), TraceAction.LIST, call.asker, call.asker.claims.patient_id)
    return await following(call)


def _check_accept(request: Request, params: Params) -> None:
    """``_format`` wins over ``Accept`` (FHIR R4 §3.1.0.1.11)."""
    formats = params.one("_format").replace(" ", "+") or request.headers.get("accept", "*/*")
    accepted = {part.partition(";")[0].strip().lower() for part in formats.split(",")}
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
