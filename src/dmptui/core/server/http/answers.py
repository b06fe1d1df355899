"""The answers of the server: FHIR JSON, never cached."""

import json
from collections.abc import Iterable

from starlette.responses import Response

from dmptui.core.fhir import outcome as outcomes
from dmptui.core.fhir.json import Json
from dmptui.core.server.http.context import Call, Following
from dmptui.core.server.http.errors import BadRequest, Denied
from dmptui.core.server.http.results import Results
from dmptui.core.store.base import StoredResource

FHIR_JSON = "application/fhir+json"
_MATCH = '"mode":"match"}}'
_SAFE = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


def fhir(resource: Json, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """A resource."""
    text = json.dumps(resource, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, _SAFE | (headers or {}), media_type=FHIR_JSON)


def plain_json(content: Json, status: int = 200) -> Response:
    """An answer of the authorisation server, which is not FHIR."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, _SAFE, media_type="application/json")


def kept(row: StoredResource, headers: dict[str, str] | None = None, status: int = 200) -> Response:
    """A stored resource, with its version for ``If-Match``."""
    found = _SAFE | {"ETag": f'W/"{row.version}"'} | (headers or {})
    return Response(row.text, status, found, media_type=FHIR_JSON)


def content(data: bytes, content_type: str) -> Response:
    """The bytes of a document; a browser must not run what they hold."""
    headers = _SAFE | {"Content-Disposition": "attachment", "Content-Type": content_type}
    return Response(data, 200, headers)


def entry(base: str, kind: str, resource_id: str, text: str, mode: str = "match", extension: str = "") -> str:
    """A searchset entry, around the JSON text of a resource; ``extension`` is a JSON list about the match."""
    search = f'{{"extension":{extension},"mode":"{mode}"}}' if extension else f'{{"mode":"{mode}"}}'
    return f'{{"fullUrl":"{base}/{kind}/{resource_id}","resource":{text},"search":{search}}}'


def outcome_entry(outcome: Json) -> str:
    """A searchset entry that says something of the search itself."""
    return json.dumps({"resource": outcome, "search": {"mode": "outcome"}}, ensure_ascii=False)


def entries(base: str, rows: Iterable[StoredResource]) -> list[str]:
    """The entries of stored resources, whose JSON is not written again."""
    return [entry(base, row.kind, row.id, row.text) for row in rows]


async def searchset(
    call: Call,
    kind: str,
    found: list[str],
    page: Results | None = None,
) -> Response:
    """A searchset Bundle of the entries made of a page of results, or of all there is without one.

    ``total`` is what the whole search finds for who asks. It is not told while the index of the store is made
    anew: an entry says then that something may be missing.
    """
    following = page.following if page else None
    total = page.total if page else sum(one.endswith(_MATCH) for one in found)
    shown = [] if call.params.is_count else found
    if await call.context.store.incomplete():
        return bundle(call, kind, [outcome_entry(outcomes.incomplete()), *shown], following, None)
    return bundle(call, kind, shown, following, total)


def bundle(
    call: Call, address: str, found: list[str], following: Following | None, total: int | None
) -> Response:
    """A searchset of these entries.

    Args:
        call: the request.
        address: the search, below the address of the server.
        found: the entries, in JSON.
        following: answers the next page; None on the last.
        total: how many the whole search finds; None when it is not told.
    """
    links = [{"relation": "self", "url": f"{call.base}/{address}"}]
    if following is not None:
        name = call.context.pages.keep(call.asker.digest, following)
        links.append({"relation": "next", "url": f"{call.base}?_getpages={name}"})
    counted = "" if total is None else f'"total":{total},'
    start = f'{{"resourceType":"Bundle","type":"searchset",{counted}"link":{json.dumps(links)}'
    # A page is hundreds of kilobytes: it is copied as few times as can be.
    parts = [start, ',"entry":[', ",".join(found), "]}"] if found else [start, "}"]
    return Response(b"".join([part.encode() for part in parts]), 200, _SAFE, media_type=FHIR_JSON)


def error(status: int, code: str, message: str, headers: dict[str, str] | None = None) -> Response:
    """An OperationOutcome: ``code`` is a FHIR issue type, ``message`` a French sentence."""
    return fhir(outcomes.outcome(code, message), status, headers)


def bad_request(found: BadRequest) -> Response:
    """The answer to a request that cannot be served."""
    return error(found.status, found.code, found.message, found.headers)


def denied(refusal: Denied) -> Response:
    """The answer to a refused request: the reason, nothing of what was asked."""
    if refusal.instead is not None:
        return bad_request(refusal.instead)
    if refusal.status == 401:
        headers = {"WWW-Authenticate": 'Bearer realm="dmptui", error="invalid_token"'}
        return fhir(outcomes.outcome("login", refusal.decision.reason), 401, headers)
    if refusal.status == 410:
        return error(410, "deleted", refusal.decision.reason)
    code = outcomes.CLOSED if refusal.closed else "forbidden"
    return fhir(outcomes.refusal(refusal.decision, code), refusal.status)
