"""HTTP: requests out, JSON and bytes back, every failure one of ours."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx

from dmptui.core.errors import (
    Conflict,
    DmpError,
    InvalidContent,
    NotFound,
    RecordClosed,
    Refused,
    SessionExpired,
    Unavailable,
)
from dmptui.core.fhir import bundle, outcome
from dmptui.core.fhir.json import text
from dmptui.core.rules.decision import Decision, refused
from dmptui.core.text import _

FHIR_JSON = "application/fhir+json"
JSON_PATCH = "application/json-patch+json"
MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of the largest answer that is read: a document of 40 Mo and its envelope."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer."""

    status: int
    content_type: str
    body: bytes


def automatic(page: str) -> dict[str, str]:
    """On a reading: a page needs it, nobody asked to see it; which page, when its display is traced."""
    return {"Dmptui-Lecture": f"automatique; affichage={page}" if page else "automatique"}


class Transport:
    """Sends requests to one server.

    Args:
        http: a client whose base URL is the server's, without ``/fhir``.

    Attributes:
        incomplete: what the last searchset said of what it may have missed; empty when it said nothing.
    """

    incomplete = ""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def close(self) -> None:
        """Give back the connections."""
        await self._http.aclose()

    async def get_json(self, url: str, token: str) -> Any:
        """The JSON at a URL of this server.

        Raises:
            DmpError: as ``bytes_at``; InvalidContent when it is not JSON.
        """
        return self._noted(_decoded(await self._send("GET", url, token)))

    async def post_json(self, url: str, token: str, resource: Mapping[str, Any]) -> Any:
        """Send a FHIR resource; the answer's JSON."""
        body = json.dumps(resource, ensure_ascii=False).encode()
        return _decoded(
            await self._send("POST", url, token, content=body, headers={"Content-Type": FHIR_JSON})
        )

    async def patch_json(self, url: str, token: str, patch: Sequence[Any], *, version: str) -> Any:
        """Send a JSON Patch of a resource as it was read (``If-Match``); the answer's JSON.

        Raises:
            Conflict: the server has another version.
        """
        headers = {"Content-Type": JSON_PATCH, "If-Match": f'W/"{version}"'}
        body = json.dumps(patch, ensure_ascii=False).encode()
        return _decoded(await self._send("PATCH", url, token, content=body, headers=headers))

    async def post_form(self, url: str, token: str, form: Mapping[str, str | Sequence[str]]) -> Any:
        """Send a form: a search (so that no INS lands in a URL) or a token request."""
        return self._noted(_decoded(await self._send("POST", url, token, data=dict(form))))

    async def bytes_at(
        self, url: str, token: str, accept: str, headers: Mapping[str, str] | None = None
    ) -> tuple[bytes, str]:
        """The content at a URL of this server, and its content type.

        Raises:
            Refused: a rule says no, or the URL is another server's (the token must not go there).
            DmpError: what the server or the network answered instead.
        """
        answer = await self._send("GET", url, token, headers={"Accept": accept or "*/*", **(headers or {})})
        return answer.body, answer.content_type

    async def _send(
        self,
        method: str,
        url: str,
        token: str,
        *,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
        data: Mapping[str, str | Sequence[str]] | None = None,
    ) -> Answer:
        self._refuse_elsewhere(url)
        sent = {"Accept": FHIR_JSON} | dict(headers or {})
        if token:
            sent["Authorization"] = f"Bearer {token}"
        request = self._http.build_request(method, url, headers=sent, content=content, data=data)
        try:
            response = await self._http.send(request, stream=True)
            try:
                answer = await _whole(response)
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            raise Unavailable(
                _("Le serveur du DMP met trop de temps à répondre. Réessayez dans un instant."),
                cause=type(error).__name__,
            ) from error
        except httpx.ConnectError as error:
            raise Unavailable(
                _(
                    "Le serveur du DMP ne répond pas. "
                    "Vérifiez le réseau et l'adresse du serveur, puis réessayez."
                ),
                cause=type(error).__name__,
            ) from error
        except httpx.HTTPError as error:
            raise Unavailable(
                _("La réponse du serveur du DMP a été coupée. Réessayez."), cause=type(error).__name__
            ) from error
        if answer.status >= 400:
            raise error_of(answer)
        return answer

    def _noted(self, found: Any) -> Any:
        if isinstance(found, dict) and found.get("type") == "searchset":
            self.incomplete = bundle.incomplete(found)
        return found

    def _refuse_elsewhere(self, url: str) -> None:
        """Refuse to send a token, or anything else, to another server than ours."""
        target, base = httpx.URL(url), self._http.base_url
        if target.is_absolute_url and (target.scheme, target.host, target.port) != (
            base.scheme,
            base.host,
            base.port,
        ):
            raise Refused(
                _("Ce contenu est annoncé sur un autre serveur que celui du DMP : il n'est pas ouvert."),
                cause="attachment on another origin",
            )


async def _whole(response: httpx.Response) -> Answer:
    """Read the answer, up to ``MAX_ANSWER``."""
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > MAX_ANSWER:
            raise InvalidContent(_("Le serveur a envoyé plus que ce programme n'accepte de lire (64 Mo)."))
    content_type = response.headers.get("content-type", "").partition(";")[0].strip()
    return Answer(response.status_code, content_type, bytes(body))


def _decoded(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError) as error:
        raise InvalidContent(
            _("Le serveur du DMP a envoyé une réponse illisible. Réessayez, ou prévenez son exploitant."),
            cause=f"{type(error).__name__} in the answer, status {answer.status}",
        ) from error


def access_token(answer: Any) -> str:
    """The token of an OAuth answer.

    Raises:
        InvalidContent: there is none.
    """
    found = answer.get("access_token") if isinstance(answer, dict) else None
    if isinstance(found, str) and found:
        return found
    raise InvalidContent(
        _("Le serveur du DMP n'a pas donné de jeton d'accès. Vérifiez son adresse."), cause="no access_token"
    )


def error_of(answer: Answer) -> DmpError:
    """The error of an answer of 400 or more, with the server's own sentence when it gives one."""
    status = answer.status
    code, decision = _outcome(answer)
    cause = f"HTTP {status}"
    if code == "invalid_grant" and decision:
        return NotFound(decision.reason, cause=cause)
    if status == 401:
        return SessionExpired(_("Votre session est terminée. Reconnectez-vous."), cause=cause)
    if status == 403:
        reason = decision.reason if decision else _("Le serveur a refusé, sans dire pourquoi.")
        kind = RecordClosed if code == outcome.CLOSED else Refused
        return kind(_joined(reason, decision), decision.source if decision else "", cause=cause)
    if code == "too-costly" and decision:
        return InvalidContent(decision.reason, cause=cause)
    if status in (404, 410):
        return NotFound(
            decision.reason if decision else _("Le serveur ne connaît pas cette ressource."),
            cause=cause,
        )
    if status in (409, 412):
        default = _("Quelqu'un a modifié ces informations entre-temps. Rechargez, puis recommencez.")
        return Conflict(decision.reason if decision else default, cause=cause)
    if status < 500 and status != 429:
        default = _("Le serveur n'a pas accepté la demande ({status}).").format(status=status)
        return InvalidContent(_joined(decision.reason, decision) if decision else default, cause=cause)
    default = _("Le serveur du DMP est en difficulté ({status}). Réessayez dans un instant.").format(
        status=status
    )
    return Unavailable(decision.reason if decision else default, cause=cause)


def _joined(reason: str, decision: Decision | None) -> str:
    return f"{reason} {decision.advice}" if decision and decision.advice else reason


def _outcome(answer: Answer) -> tuple[str, Decision | None]:
    """The issue code and sentence of an OperationOutcome or of an OAuth error."""
    try:
        body = json.loads(answer.body)
    except (ValueError, RecursionError):
        return "", None
    found = outcome.read(body)
    if found:
        return found
    if isinstance(body, dict) and isinstance(body.get("error_description"), str):
        texts = (body.get(key) or "" for key in ("error_description", "error_source", "error_advice"))
        return str(body.get("error", "")), refused(*map(text, texts))
    return "", None
