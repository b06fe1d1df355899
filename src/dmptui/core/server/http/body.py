"""Reading what a client sends: bounded, and JSON or a form or refused."""

import json
from math import isfinite
from urllib.parse import parse_qsl

import anyio.to_thread
from starlette.requests import Request

from dmptui.core.fhir.json import Json
from dmptui.core.server.http.answers import FHIR_JSON
from dmptui.core.server.http.errors import BadRequest
from dmptui.core.server.http.params import Params
from dmptui.core.text import _

MAX_BYTES = 12 * 1024 * 1024
MAX_PATCH_BYTES = 64 * 1024
MAX_FORM_BYTES = 256 * 1024
_MAX_DEPTH = 64
_MAX_ELEMENTS = 200_000
JSON_PATCH = "application/json-patch+json"
_JSON = {FHIR_JSON, "application/json"}
_FORM = "application/x-www-form-urlencoded"


async def read_json(request: Request, kind: str) -> Json:
    """The resource sent, of type ``kind``.

    Raises:
        BadRequest: 413, 415, 400, or 422 when it is another resource.
    """
    _expect_type(request, _JSON)
    return _of_kind(await _json(request, MAX_BYTES), kind)


async def read_patch(request: Request) -> list[object] | Json:
    """The operations of a JSON Patch, or the ``Parameters`` of a FHIRPath Patch.

    Raises:
        BadRequest: as ``read_json``.
    """
    sent = _expect_type(request, {JSON_PATCH, *_JSON})
    content = await _json(request, MAX_PATCH_BYTES)
    if sent != JSON_PATCH:
        return _of_kind(content, "Parameters")
    if not isinstance(content, list):
        raise BadRequest(422, "invalid", _("Un JSON Patch est une liste d'opérations."))
    return content


async def read_form(request: Request) -> Params:
    """The fields of a form.

    Raises:
        BadRequest: 413, 415 or 400.
    """
    _expect_type(request, {_FORM})
    try:
        pairs = parse_qsl(
            (await _read(request, MAX_FORM_BYTES)).decode(), keep_blank_values=True, max_num_fields=200
        )
    except ValueError as error:
        raise BadRequest(400, "structure", _("Le formulaire envoyé n'est pas lisible.")) from error
    return Params(tuple(pairs))


async def _json(request: Request, most: int) -> object:
    data = await _read(request, most)
    try:
        return await anyio.to_thread.run_sync(_parse, data)  # megabytes take tens of milliseconds
    except (ValueError, RecursionError) as error:
        raise BadRequest(400, "structure", _("Le contenu envoyé n'est pas du JSON lisible.")) from error


def _of_kind(resource: object, kind: str) -> Json:
    if not isinstance(resource, dict) or resource.get("resourceType") != kind:
        raise BadRequest(422, "invalid", _("Une ressource {kind} était attendue ici.").format(kind=kind))
    return resource


def _expect_type(request: Request, accepted: set[str]) -> str:
    sent = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent not in accepted:
        message = _("Ce type de contenu n'est pas accepté ici. Attendu : {expected}.")
        raise BadRequest(415, "not-supported", message.format(expected=", ".join(sorted(accepted))))
    return sent


async def _read(request: Request, most: int) -> bytes:
    data = bytearray()
    async for chunk in request.stream():
        data += chunk
        if len(data) > most:
            raise BadRequest(413, "too-long", _("Cet envoi est trop volumineux. Envoyez moins à la fois."))
    return bytes(data)


def _parse(data: bytes) -> object:
    if sum(map(data.count, (b",", b"[", b"{"))) > _MAX_ELEMENTS:  # before each takes its place in memory
        raise ValueError("too many elements")
    resource = json.loads(
        data.decode(), object_pairs_hook=_object, parse_constant=_no_constant, parse_float=_finite
    )
    if _depth_exceeds(resource, _MAX_DEPTH):
        raise RecursionError
    if b"\\ud" in data.lower():
        json.dumps(resource, ensure_ascii=False).encode()  # half a surrogate pair cannot be kept
    return resource


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """An object; a key given twice would be read in two ways by two readers."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("duplicate key")
    return found


def _finite(number: str) -> float:
    found = float(number)
    if not isfinite(found):
        raise ValueError(number)
    return found


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _depth_exceeds(value: object, most: int) -> bool:
    level: list[object] = [value]
    for _depth in range(most):
        level = [
            inner
            for element in level
            if isinstance(element, (dict, list))
            for inner in (element.values() if isinstance(element, dict) else element)
        ]
        if not level:
            return False
    return True
