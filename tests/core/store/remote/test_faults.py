"""What a FHIR server can do wrong: each is one of our errors, told in French, and nothing is guessed."""

import base64
import json
from collections.abc import Callable

import httpx
import pytest

from dmptui.core.errors import Conflict, DmpError, InvalidContent, NotFound, Unavailable, UsageError
from dmptui.core.fhir.json import Json
from dmptui.core.store.base import Content, Write
from dmptui.core.store.query import DateRange, Query, Token
from dmptui.core.store.remote.opening import open_store
from dmptui.core.store.remote.store import RemoteStore
from tests.core.store.remote.minimal_server import URL, MinimalServer
from tests.core.store.resources import NOW, document

Handler = Callable[[httpx.Request], httpx.Response]
OF_PATIENT = Query("DocumentReference", "p1", without=(Token("type", ((None, "a"),)),))
STATEMENT: Json = {"resourceType": "CapabilityStatement", "fhirVersion": "4.0.1"}


def raising(error: type[httpx.TransportError]) -> Handler:
    def answer(request: httpx.Request) -> httpx.Response:
        raise error("", request=request)

    return answer


def answering(status: int, body: object = None, **headers: str) -> Handler:
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    return lambda request: httpx.Response(status, content=content, headers=headers)


async def opened(handler: Handler) -> RemoteStore:
    """A store whose server answers ``handler`` once its statement is read."""

    def answer(request: httpx.Request) -> httpx.Response:
        is_metadata = request.url.path.endswith("/metadata")
        return httpx.Response(200, json=STATEMENT) if is_metadata else handler(request)

    return await open_store(URL, transport=httpx.MockTransport(answer))


BREAKDOWNS = {
    "no network": (raising(httpx.ConnectError), "ne répond pas"),
    "slow": (raising(httpx.ReadTimeout), "trop de temps|peut-être"),
    "cut": (raising(httpx.RemoteProtocolError), "coupée"),
    "reset": (raising(httpx.ReadError), "coupée"),
    "unauthorised": (answering(401, {}), "jeton"),
    "forbidden": (answering(403, {}), "jeton"),
    "elsewhere": (answering(302, {}, location="https://other.example/"), "adresse définitive"),
    "too many": (answering(429, {}), "trop de demandes"),
    "broken": (answering(500, b"<html>oops</html>"), r"en difficulté \(500\)"),
    "overloaded": (answering(503, b""), r"en difficulté \(503\)"),
    "not JSON": (answering(200, b"<html>proxy</html>"), "illisible"),
    "half a JSON": (answering(200, b'{"resourceType": "Bun'), "illisible"),
    "deep JSON": (answering(200, b"[" * 100_000), "illisible"),
    "not UTF-8": (answering(200, b"\xff\xfe\xfd"), "illisible"),
    "another resource": (answering(200, {"resourceType": "Basic"}), "illisible"),
    "a list": (answering(200, []), "illisible"),
    "not understood": (answering(400, {}), "n'a pas compris"),
    "bad compression": (answering(200, b"not gzip", **{"content-encoding": "gzip"}), "coupée"),
}


@pytest.mark.parametrize(("handler", "message"), BREAKDOWNS.values(), ids=BREAKDOWNS)
async def test_a_breakdown_is_told_whatever_is_asked(handler, message):
    store = await opened(handler)
    asked = (
        store.read("DocumentReference", "d1"),
        store.search(OF_PATIENT),
        store.search_all((OF_PATIENT, OF_PATIENT)),
        store.counts((OF_PATIENT,)),
        store.commit([Write(document(1))], NOW),
    )
    for call in asked:
        with pytest.raises(Unavailable, match=message):
            await call
    await store.close()


@pytest.mark.parametrize(
    "handler",
    [
        raising(httpx.ReadTimeout),
        answering(500, {}),
        answering(400, {}),
        answering(200, {}, **{"content-type": "application/fhir+json"}),
        answering(200, {"contentType": 3, "data": "é"}, **{"content-type": "application/json"}),
    ],
    ids=["slow", "broken", "refused", "no data", "wrong data"],
)
async def test_a_content_that_cannot_be_read(handler):
    store = await opened(handler)
    with pytest.raises(Unavailable):
        await store.content("b1")
    await store.close()


async def test_a_get_is_sent_again_once_and_a_write_never(monkeypatch):
    sent: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent.append(f"{request.method} {request.url.path}")
        if request.method == "POST" and b'"batch"' in request.content:
            return httpx.Response(501)
        if request.method == "GET" and len(sent) > 3:
            return httpx.Response(404)
        raise httpx.ReadError("", request=request)

    store = await opened(answer)
    with pytest.raises(Unavailable):
        await store.read("Patient", "p1")
    assert sent == ["GET /r4/Patient/p1"] * 2
    with pytest.raises(Unavailable):
        await store.commit([Write(document(1))], NOW)
    assert sent[2:] == ["POST /r4/", "GET /r4/DocumentReference/d1", "POST /r4/"]
    await store.close()


STATEMENTS = {
    "not FHIR": ({"hello": "world"}, "illisible"),
    "R5": ({**STATEMENT, "fhirVersion": "5.0.0"}, "parle FHIR 5.0.0"),
    "no version": ({"resourceType": "CapabilityStatement"}, "parle FHIR ?"),
    "no transaction": (
        {**STATEMENT, "rest": [{"mode": "server", "interaction": [{"code": "batch"}]}]},
        "transaction",
    ),
    "a kind missing": (
        {**STATEMENT, "rest": [{"mode": "server", "resource": [{"type": "Patient"}]}]},
        "Consent",
    ),
}


@pytest.mark.parametrize(("statement", "message"), STATEMENTS.values(), ids=STATEMENTS)
async def test_a_server_that_cannot_be_a_store_is_refused_at_once(statement, message):
    with pytest.raises(Unavailable, match=message):
        await open_store(URL, transport=httpx.MockTransport(answering(200, statement)))


async def test_a_server_that_chooses_ids_is_refused():
    server = MinimalServer()
    statement = server.statement()
    statement["rest"][0]["resource"][0]["updateCreate"] = False
    with pytest.raises(Unavailable, match="updateCreate"):
        await open_store(URL, transport=httpx.MockTransport(answering(200, statement)))


@pytest.mark.parametrize("address", ["fhir.example", "ftp://fhir.example", "http://", "http://x:y", ""])
async def test_what_is_no_address(address):
    with pytest.raises(UsageError, match="FHIR"):
        await open_store(address)


async def test_nothing_about_a_patient_is_in_a_url_when_the_server_can():
    urls: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        urls.append(str(request.url))
        return httpx.Response(200, json={"resourceType": "Bundle", "type": "searchset", "total": 0})

    store = await opened(answer)
    ins = Token("identifier", (("urn:oid:1.2.250.1.213.1.4.8", "251119912345632"),))
    await store.search(Query("Patient", tokens=(ins,)))
    await store.counts((OF_PATIENT,))
    assert urls == [f"{URL}/Patient/_search", f"{URL}/DocumentReference/_search"]
    await store.close()


async def test_what_the_server_refuses_is_learned_once():
    forms: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        form = request.content.decode()
        if request.url.path.endswith("/_search"):
            return httpx.Response(405)
        form = str(request.url.query, "ascii")
        forms.append(form)
        refused = "%3Anot" in form or "=le" in form
        bundle = {"resourceType": "Bundle", "type": "searchset", "entry": [{"resource": document(1)}]}
        return httpx.Response(400) if refused else httpx.Response(200, json=bundle)

    store = await opened(answer)
    wanted = Query("DocumentReference", dates=(DateRange("date", None, NOW),), without=OF_PATIENT.without)
    for _time in range(2):
        assert [row.id for row in (await store.search(wanted)).rows] == ["d1"]
    assert len(forms) == 4  # refused for :not, refused for the date, then twice as it can
    assert await store.counts((wanted,)) == [1]
    await store.close()


async def test_a_page_on_another_server_is_not_followed():
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.host)
        link = [{"relation": "next", "url": "https://other.example/r4?page=2"}]
        return httpx.Response(200, json={"resourceType": "Bundle", "link": link})

    store = await opened(answer)
    with pytest.raises(Unavailable, match="autre adresse"):
        await store.search(OF_PATIENT)
    assert set(asked) == {"fhir.example"}
    await store.close()


async def test_pages_in_a_circle():
    link = [{"relation": "next", "url": f"{URL}?page=2"}]
    store = await opened(answering(200, {"resourceType": "Bundle", "link": link}))
    with pytest.raises(Unavailable, match="illisible"):
        await store.search(OF_PATIENT)
    await store.close()


async def test_a_server_that_stops_at_its_own_limit_is_asked_for_all():
    everything = [{"resource": document(n, day=n)} for n in range(40)]

    def answer(request: httpx.Request) -> httpx.Response:
        number = int(httpx.QueryParams(request.content.decode())["_count"])
        bundle = {"resourceType": "Bundle", "entry": everything[:number], "total": 40}
        return httpx.Response(200, json=bundle)

    store = await opened(answer)
    page = await store.search(Query("DocumentReference", "p1", sort="date", count=20))
    assert [row.id for row in page.rows] == [f"d{n}" for n in range(39, 19, -1)]
    await store.close()


@pytest.mark.parametrize(
    ("status", "error"),
    [(409, Conflict), (412, Conflict), (400, InvalidContent), (422, InvalidContent), (413, InvalidContent)],
)
async def test_a_transaction_that_is_refused(status, error):
    def answer(request: httpx.Request) -> httpx.Response:
        is_transaction = b'"transaction"' in request.content
        issue = {"code": "invariant", "diagnostics": "Patient DUPUIS"}
        refusal = {"resourceType": "OperationOutcome", "issue": [issue]}
        return httpx.Response(status if is_transaction else 404, json=refusal)

    store = await opened(answer)
    with pytest.raises(error) as caught:
        await store.commit([Write(document(1))], NOW)
    assert "DUPUIS" not in caught.value.message + caught.value.cause
    await store.close()


@pytest.mark.parametrize("kept", [[], ["201 Created"], ["201 Created", "422"], ["201", {}], [None, 3]])
async def test_a_transaction_that_is_not_confirmed_whole(kept):
    def answer(request: httpx.Request) -> httpx.Response:
        if b'"transaction"' not in request.content:
            return httpx.Response(404)
        entries = [{"response": {"status": status}} for status in kept]
        return httpx.Response(200, json={"resourceType": "Bundle", "entry": entries})

    store = await opened(answer)
    with pytest.raises(Unavailable, match="pas confirmé"):
        await store.commit([Write(document(1)), Write(document(2))], NOW)
    await store.close()


async def test_somebody_else_between_the_check_and_the_write():
    server = MinimalServer()
    store = await open_store(URL, transport=server.transport())
    await store.commit([Write(document(1))], NOW)
    there = server.kept["DocumentReference/d1"]
    real = server.transaction

    def late(bundle: Json) -> httpx.Response:
        there["meta"]["versionId"] = "v9"
        return real(bundle)

    server.transaction = late  # type: ignore[method-assign]
    with pytest.raises(Conflict):
        await store.commit([Write(document(1, status="superseded"), 1), Write(document(2))], NOW)
    assert list(server.kept) == ["DocumentReference/d1"]
    await store.close()


async def test_the_same_id_twice_in_a_commit():
    store = await open_store(URL, transport=MinimalServer().transport())
    with pytest.raises(Conflict):
        await store.commit([Write(document(1)), Write(document(1))], NOW)
    await store.close()


async def test_what_the_store_adds_is_on_the_server_and_never_seen():
    server = MinimalServer()
    store = await open_store(URL, transport=server.transport())
    tag = {"system": "urn:x", "code": "theirs"}
    resource = document(1, meta={"tag": [tag], "profile": ["urn:p"]}, unknown={"kept": [1]})
    del resource["date"]
    await store.commit([Write(resource)], NOW)
    there = server.kept["DocumentReference/d1"]
    assert there["date"] == there["context"]["period"]["start"] == "1000-01-01T00:00:00Z"
    found = json.loads((await store.read("DocumentReference", "d1")).text)
    assert found == resource | {
        "meta": {"tag": [tag], "profile": ["urn:p"], "versionId": "1", "lastUpdated": NOW.isoformat()}
    }
    await store.close()


async def test_old_tags_that_a_server_keeps_change_nothing():
    server = MinimalServer()
    store = await open_store(URL, transport=server.transport())
    undated = document(1)
    del undated["date"]
    await store.commit([Write(undated)], NOW)
    old = server.kept["DocumentReference/d1"]["meta"]["tag"]
    await store.commit([Write(document(1), 1)], NOW)
    server.kept["DocumentReference/d1"]["meta"]["tag"] += old
    row = await store.read("DocumentReference", "d1")
    assert row.version == 2
    assert json.loads(row.text)["date"] == document(1)["date"]
    await store.close()


async def test_a_resource_that_something_else_wrote_can_be_read_and_replaced():
    server = MinimalServer()
    server.kept["DocumentReference/d1"] = document(1, meta={"versionId": "v7"})
    store = await open_store(URL, transport=server.transport())
    row = await store.read("DocumentReference", "d1")
    assert (row.version, row.patient) == (1, "p1")
    await store.commit([Write(document(1, status="superseded"), 1)], NOW)
    assert (await store.read("DocumentReference", "d1")).version == 2
    await store.close()


async def test_a_content_as_bytes_or_as_a_binary():
    data = bytes(range(256))
    binary = {
        "resourceType": "Binary",
        "contentType": "application/pdf",
        "data": base64.b64encode(data).decode(),
    }
    as_json = answering(200, binary, **{"content-type": "application/fhir+json; charset=utf-8"})
    as_bytes = answering(200, data, **{"content-type": "application/pdf"})
    for handler in (as_json, as_bytes):
        store = await opened(handler)
        assert await store.content("b1") == Content("b1", "application/pdf", data)
        await store.close()


@pytest.mark.parametrize("resource", [None, 1, [], {}, {"resourceType": "Patient"}, {"id": 5}])
async def test_hostile_entries_are_passed_over(resource):
    bundle = {"resourceType": "Bundle", "entry": [{"resource": resource}, None, 3], "link": 4, "total": "x"}
    store = await opened(answering(200, bundle))
    assert (await store.search(OF_PATIENT)).rows == ()
    await store.close()


async def test_a_closed_store_says_so():
    store = await opened(answering(404))
    await store.close()
    with pytest.raises(DmpError, match="Relancez dmptui"):
        await store.read("Patient", "p1")


async def test_what_is_not_there():
    for status in (404, 410):
        store = await opened(answering(status, {}))
        with pytest.raises(NotFound):
            await store.read("Patient", "p1")
        with pytest.raises(NotFound):
            await store.content("b1")
        await store.close()
