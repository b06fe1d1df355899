"""Every way a server can fail becomes one of our errors, with a sentence."""

import json

import httpx
import pytest

from dmptui.core.client.transport import Transport
from dmptui.core.errors import (
    Conflict,
    InvalidContent,
    NotFound,
    Refused,
    SessionExpired,
    Unavailable,
)
from dmptui.core.fhir import outcome

BASE = "https://dmp.example"


def transport(answer):
    """A transport whose server is this function."""
    return Transport(httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(answer)))


def answering(status=200, **content):
    return transport(lambda _request: httpx.Response(status, **content))


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (400, InvalidContent),
        (401, SessionExpired),
        (403, Refused),
        (404, NotFound),
        (409, Conflict),
        (410, NotFound),
        (412, Conflict),
        (413, InvalidContent),
        (422, InvalidContent),
        (429, Unavailable),
        (500, Unavailable),
        (502, Unavailable),
        (503, Unavailable),
    ],
)
@pytest.mark.parametrize(
    "content",
    [
        {"json": outcome.outcome("invalid", "Une phrase du serveur.")},
        {"html": "<html><h1>502 Bad Gateway</h1></html>"},
        {"content": b"\xff\xfe\x00"},
        {"json": {"resourceType": "OperationOutcome", "issue": "x"}},
    ],
)
async def test_a_status_is_an_error_with_a_sentence(status, error, content):
    with pytest.raises(error) as raised:
        await answering(status, **content).get_json("/fhir/Patient", "t")
    assert raised.value.message.endswith((".", ")."))
    assert "<" not in raised.value.message


async def test_the_sentence_and_the_source_are_the_server_s_own():
    told = outcome.outcome("forbidden", "Ce DMP est fermé.", source="CSP R1111-33", advice="Appelez.")
    with pytest.raises(Refused) as raised:
        await answering(403, json=told).get_json("/fhir/Patient", "t")
    assert raised.value.message == "Ce DMP est fermé. Appelez."
    assert raised.value.source == "CSP R1111-33"


async def test_an_oauth_error_is_a_refusal_too():
    told = {"error": "access_denied", "error_description": "Bloqué.", "error_source": "CSP"}
    with pytest.raises(Refused) as raised:
        await answering(403, json=told).post_form("/auth/token", "", {})
    assert raised.value.message == "Bloqué."


async def test_too_many_results_asks_for_better_criteria():
    told = outcome.outcome("too-costly", "Veuillez restreindre vos critères de recherche.")
    with pytest.raises(InvalidContent, match="restreindre"):
        await answering(400, json=told).post_form("/fhir/Patient/_search", "t", {})


@pytest.mark.parametrize("failure", [httpx.ReadTimeout, httpx.ConnectTimeout, httpx.PoolTimeout])
async def test_slow(failure):
    def answer(request):
        raise failure("slow", request=request)

    with pytest.raises(Unavailable, match="trop de temps"):
        await transport(answer).get_json("/fhir/Patient", "t")


async def test_down():
    def answer(request):
        raise httpx.ConnectError("refused", request=request)

    with pytest.raises(Unavailable, match="ne répond pas"):
        await transport(answer).get_json("/fhir/Patient", "t")


async def test_cut_in_the_middle():
    class Cut(httpx.AsyncByteStream):
        async def __aiter__(self):
            yield b'{"resourceType": '
            raise httpx.RemoteProtocolError("cut")

    with pytest.raises(Unavailable, match="coupée"):
        await answering(stream=Cut()).get_json("/fhir/Patient", "t")


@pytest.mark.parametrize("body", [b"", b"{", b"<html>", b"\xff", b"[" * 100_000])
async def test_invalid_json(body):
    with pytest.raises(InvalidContent, match="illisible"):
        await answering(content=body).get_json("/fhir/Patient", "t")


async def test_an_endless_answer_is_given_up(monkeypatch):
    monkeypatch.setattr("dmptui.core.client.transport.MAX_ANSWER", 1000)
    with pytest.raises(InvalidContent, match="plus que"):
        await answering(content=b" " * 1001).get_json("/fhir/Patient", "t")


@pytest.mark.parametrize(
    "url", ["https://evil.example/fhir/Binary/1", "http://dmp.example/fhir/Binary/1", f"{BASE}:8443/Binary/1"]
)
async def test_nothing_is_sent_to_another_server(url):
    def answer(_request):
        raise AssertionError("a request left")

    with pytest.raises(Refused, match="autre serveur"):
        await transport(answer).bytes_at(url, "secret", "text/xml")


async def test_the_token_and_the_accepted_type_are_sent():
    def answer(request):
        assert request.headers["authorization"] == "Bearer secret"
        assert request.headers["accept"] == "text/xml"
        return httpx.Response(200, content=b"<x/>", headers={"content-type": "text/xml; charset=utf-8"})

    assert await transport(answer).bytes_at(f"{BASE}/fhir/Binary/1", "secret", "text/xml") == (
        b"<x/>",
        "text/xml",
    )


async def test_a_resource_is_sent_as_fhir_json():
    def answer(request):
        assert request.headers["content-type"] == "application/fhir+json"
        assert json.loads(request.content) == {"resourceType": "Consent", "note": "é"}
        return httpx.Response(201, json={"resourceType": "Consent"})

    await transport(answer).post_json("/fhir/Consent", "t", {"resourceType": "Consent", "note": "é"})


async def test_no_cause_tells_anything_about_a_patient():
    def answer(request):
        raise httpx.ConnectError("https://dmp.example/?identifier=251119912345642", request=request)

    with pytest.raises(Unavailable) as raised:
        await transport(answer).post_form("/fhir/Patient/_search", "t", {"identifier": "251119912345642"})
    assert "2511199" not in raised.value.cause + raised.value.message
