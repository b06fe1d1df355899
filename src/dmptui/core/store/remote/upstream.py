"""HTTP to a FHIR server that keeps resources for us: whole answers back, every failure told in French."""

import json
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx

from dmptui.core.errors import Unavailable
from dmptui.core.fhir.json import Json
from dmptui.core.text import _

FHIR_JSON = "application/fhir+json"
MAX_ANSWER = 64 * 1024 * 1024
"""Bytes of the largest answer that is read: a document of 40 Mo in base64."""

Form = list[tuple[str, str]]
"""The parameters of a search, in order."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole HTTP answer that is not a breakdown."""

    status: int
    content_type: str
    body: bytes

    def json(self) -> Any:
        """The JSON of the answer.

        Raises:
            Unavailable: it is not JSON.
        """
        try:
            return json.loads(self.body)
        except (ValueError, RecursionError) as error:
            raise unreadable(f"{type(error).__name__}, HTTP {self.status}") from error


class Upstream:
    """Sends requests to one FHIR server.

    An answer of 401, 403, 429 or 5xx (but 501) is a breakdown and raises Unavailable; any other is given
    back. Only a GET whose connection breaks is sent again, once.

    Args:
        http: a client whose base URL is the FHIR base, with its credentials; it follows no redirection.
    """

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http

    async def close(self) -> None:
        """Give back the connections."""
        await self._http.aclose()

    async def get(self, url: str, form: Form | None = None) -> Answer:
        """The answer to a GET of a URL, relative to the base or of the same server."""
        target = self._here(url)
        request = self._http.build_request(
            "GET", target, params=urlencode(form) if form else None, headers={"Accept": FHIR_JSON}
        )
        return await self._send(request, attempts=2)

    async def post(self, url: str, resource: Json) -> Answer:
        """The answer to a FHIR resource."""
        body = json.dumps(resource, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {"Accept": FHIR_JSON, "Content-Type": FHIR_JSON}
        return await self._send(self._http.build_request("POST", url, content=body, headers=headers))

    async def post_form(self, url: str, form: Form) -> Answer:
        """The answer to a search whose parameters stay out of the URL."""
        body = urlencode(form).encode()
        headers = {"Accept": FHIR_JSON, "Content-Type": "application/x-www-form-urlencoded"}
        return await self._send(self._http.build_request("POST", url, content=body, headers=headers))

    async def _send(self, request: httpx.Request, attempts: int = 1) -> Answer:
        if self._http.is_closed:
            raise Unavailable(_("Les données ont été fermées. Relancez dmptui."), cause="store closed")
        try:
            response = await self._http.send(request, stream=True)
            try:
                answer = await _whole(response)
            finally:
                await response.aclose()
        except httpx.TimeoutException as error:
            raise Unavailable(_timeout(request.method), cause=type(error).__name__) from error
        except httpx.ConnectError as error:
            raise Unavailable(
                _("Le serveur de données ne répond pas. Vérifiez son adresse et le réseau, puis réessayez."),
                cause=type(error).__name__,
            ) from error
        except httpx.HTTPError as error:
            if attempts > 1:
                return await self._send(request, attempts - 1)
            raise Unavailable(
                _("La réponse du serveur de données a été coupée. Réessayez."), cause=type(error).__name__
            ) from error
        _check(answer)
        return answer

    def _here(self, url: str) -> str:
        """The URL, when our credentials may go there."""
        try:
            target = httpx.URL(url)
        except httpx.InvalidURL as error:
            raise unreadable("invalid URL in an answer") from error
        base = self._http.base_url
        same = (target.scheme, target.host, target.port) == (base.scheme, base.host, base.port)
        if target.is_absolute_url and not same:
            raise Unavailable(
                _(
                    "Le serveur de données annonce ses pages à une autre adresse que la sienne. "
                    "Corrigez l'adresse publique dans sa configuration."
                ),
                cause="a page on another origin",
            )
        return url


def unreadable(cause: str) -> Unavailable:
    """An answer that is not what FHIR says."""
    return Unavailable(
        _("Le serveur de données a envoyé une réponse illisible. Vérifiez que c'est un serveur FHIR R4."),
        cause=cause,
    )


async def _whole(response: httpx.Response) -> Answer:
    body = bytearray()
    async for part in response.aiter_bytes():
        body += part
        if len(body) > MAX_ANSWER:
            raise Unavailable(
                _("Le serveur de données a envoyé plus que ce programme n'accepte de lire (64 Mo)."),
                cause="answer too large",
            )
    content_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
    return Answer(response.status_code, content_type, bytes(body))


def _check(answer: Answer) -> None:
    status, cause = answer.status, f"HTTP {answer.status}"
    if status in (401, 403):
        raise Unavailable(
            _("Le serveur de données refuse l'accès à dmptui. Vérifiez le jeton donné à dmptui serve."),
            cause=cause,
        )
    if 300 <= status < 400:
        raise Unavailable(
            _("Le serveur de données renvoie à une autre adresse. Donnez l'adresse définitive à --store."),
            cause=cause,
        )
    if status == 429:
        raise Unavailable(
            _("Le serveur de données reçoit trop de demandes. Réessayez dans un instant."), cause=cause
        )
    if status >= 500 and status != 501:
        message = _("Le serveur de données est en difficulté ({status}). Réessayez dans un instant.")
        raise Unavailable(message.format(status=status), cause=cause)


def _timeout(method: str) -> str:
    if method == "GET":
        return _("Le serveur de données met trop de temps à répondre. Réessayez dans un instant.")
    return _(
        "Le serveur de données n'a pas répondu à temps. Ce qui devait être enregistré l'est peut-être : "
        "vérifiez avant de recommencer."
    )
