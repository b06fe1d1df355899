"""Attacks on the wire itself: what is no request, too big, too slow, too often, or under a false name."""

import asyncio
import json

import pytest

from dmptui.core.server.http import protocol
from dmptui.core.server.http.body import MAX_BYTES
from dmptui.core.server.http.incoming import Pool
from dmptui.core.server.http.limits import Limits
from dmptui.core.server.http.rates import Rate
from tests.core.server.dmp_world import HADDAD, authorisation, deposit, document, ids, ins_of, kept, person
from tests.core.server.served import Served, served

ALICE, BOB = person(1, "DUPUIS"), person(2, "MERCIER")
FHIR, FORM = "application/fhir+json", "application/x-www-form-urlencoded"
LOOSE = Rate(burst=10_000, per_second=1_000)


@pytest.fixture
async def dmp(tmp_path):
    async with served(tmp_path) as world:
        await populate(world)
        yield world


async def populate(world: Served) -> None:
    await world.add(ALICE, BOB, authorisation(HADDAD, ALICE), kept(document(), ALICE))


def outcome_of(answer: bytes) -> tuple[int, dict[str, object]]:
    """The status and the OperationOutcome of one raw answer."""
    head, _blank, body = answer.partition(b"\r\n\r\n")
    assert b"\r\nserver:" not in head.lower()
    found = json.loads(body)
    assert found["resourceType"] == "OperationOutcome"
    assert found["issue"][0]["diagnostics"].endswith((".", "»"))
    return int(head[9:12]), found


HOST = "Host: 127.0.0.1\r\n"
RAW = {
    "not HTTP": ("\x16\x03\x01\x02\x00\x01\x00", 400),
    "another protocol": ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400),
    "a control character in the target": (f"GET /fhir/\x01 HTTP/1.1\r\n{HOST}\r\n", 400),
    "a header on two lines": (f"GET /fhir/metadata HTTP/1.1\r\n{HOST}X: a\r\n b: c\r\n bad\x00\r\n\r\n", 400),
    "headers too big": (f"GET /fhir/metadata HTTP/1.1\r\n{HOST}X: {'x' * 40_000}\r\n\r\n", 431),
    "headers without end": (f"GET /fhir/metadata HTTP/1.1\r\n{HOST}X: {'x' * 40_000}", 400),
    "no host": ("GET /fhir/metadata HTTP/1.1\r\n\r\n", 400),
    "an empty host": ("GET /fhir/metadata HTTP/1.1\r\nHost: \r\n\r\n", 400),
    "two hosts": (f"GET /fhir/metadata HTTP/1.1\r\n{HOST}Host: evil.example\r\n\r\n", 400),
    "JSON in the host": ('GET /fhir/metadata HTTP/1.1\r\nHost: a","x":"\r\n\r\n', 400),
    "a path in the host": ("GET /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1/evil\r\n\r\n", 400),
    "a name of its own": ("GET /fhir/metadata HTTP/1.1\r\nHost: evil.example\r\n\r\n", 421),
    "an address within a name": (
        "GET /fhir/metadata HTTP/1.1\r\nHost: 127.0.0.1.evil.example:80\r\n\r\n",
        421,
    ),
    "another server's address": (f"GET http://evil.example/fhir/metadata HTTP/1.1\r\n{HOST}\r\n", 404),
    "two identities": (
        f"GET /fhir/metadata HTTP/1.1\r\n{HOST}Authorization: Bearer a\r\nAuthorization: Bearer b\r\n\r\n",
        400,
    ),
    "two types": (
        f"POST /fhir HTTP/1.1\r\n{HOST}Content-Type: {FHIR}\r\nContent-Type: {FORM}\r\n\r\n",
        400,
    ),
    "two lengths": (f"POST /fhir HTTP/1.1\r\n{HOST}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}", 400),
    "a negative length": (f"POST /fhir HTTP/1.1\r\n{HOST}Content-Length: -2\r\n\r\n", 400),
    "two ways to end": (
        f"POST /fhir HTTP/1.1\r\n{HOST}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        400,
    ),
    "an encoding nobody has": (f"POST /fhir HTTP/1.1\r\n{HOST}Transfer-Encoding: gzip\r\n\r\n", 400),
    "an address too long": (f"GET /fhir/List?item={'x' * 9000} HTTP/1.1\r\n{HOST}\r\n", 414),
    "a body announced too big": (
        f"POST /fhir HTTP/1.1\r\n{HOST}Content-Length: {MAX_BYTES + 1}\r\n\r\n",
        413,
    ),
    "a body of the size of the world": (
        f"POST /fhir HTTP/1.1\r\n{HOST}Content-Length: {10**30}\r\n\r\n",
        400,
    ),
    "a socket to keep": (
        f"GET /fhir/List HTTP/1.1\r\n{HOST}Connection: close, Upgrade\r\nUpgrade: websocket\r\n\r\n",
        401,
    ),
    "CONNECT": (f"CONNECT evil.example:443 HTTP/1.1\r\n{HOST}Connection: close\r\n\r\n", 404),
    "TRACE": (f"TRACE /fhir/metadata HTTP/1.1\r\n{HOST}Connection: close\r\nX-Secret: a\r\n\r\n", 405),
}


@pytest.mark.parametrize(("request_", "status"), RAW.values(), ids=RAW)
async def test_what_is_no_request_of_ours(dmp: Served, request_: str, status: int) -> None:
    text = request_.replace("HTTP/1.1\r\n", "HTTP/1.1\r\nConnection: close\r\n", 1)
    answer = await dmp.raw(text.encode("latin-1"))
    found, outcome = outcome_of(answer)
    assert found == status, answer
    assert "evil" not in json.dumps(outcome)
    assert len(await dmp.refusals()) == (status == 401)
    assert await dmp.is_healthy()


def bundle_of(entries: int) -> bytes:
    entry = {"fullUrl": "urn:x", "resource": {"resourceType": "Binary"}}
    bundle = {"resourceType": "Bundle", "type": "transaction"}
    return json.dumps(bundle | {"entry": [entry | {"fullUrl": f"urn:{n}"} for n in range(entries)]}).encode()


DEEP = b'{"resourceType":"Bundle","a":' + b"[" * 5_000 + b"]" * 5_000 + b"}"
WIDE = b'{"resourceType":"Bundle","a":[' + b"[]," * 300_000 + b"[]]}"
TWICE = b'{"resourceType":"Bundle","type":"transaction","type":"batch","entry":[]}'
BODIES = {
    "10,000 entries": ("/fhir", FHIR, bundle_of(10_000), 422),
    "51 entries": ("/fhir", FHIR, bundle_of(51), 422),
    "deep": ("/fhir", FHIR, DEEP, 400),
    "wide": ("/fhir", FHIR, WIDE, 400),
    "a key twice": ("/fhir", FHIR, TWICE, 400),
    "infinity": ("/fhir", FHIR, b'{"resourceType":"Bundle","total":1e999}', 400),
    "an endless number": ("/fhir", FHIR, b'{"resourceType":"Bundle","total":' + b"9" * 9_000 + b"}", 400),
    "half a surrogate": ("/fhir", FHIR, b'{"resourceType":"Bundle","id":"\\ud800"}', 400),
    "another alphabet": ("/fhir", FHIR, '{"resourceType":"Bundle"}'.encode("utf-16"), 400),
    "nothing": ("/fhir", FHIR, b"", 400),
    "a list": ("/fhir", FHIR, b"[]", 422),
    "XML": ("/fhir", "application/fhir+xml", b"<Bundle xmlns='http://hl7.org/fhir'/>", 415),
    "XML said to be JSON": ("/fhir", FHIR, b"<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]>", 400),
    "a form for JSON": ("/fhir", FORM, b"resourceType=Bundle", 415),
    "JSON for a form": ("/fhir/List/_search", FHIR, b"{}", 415),
    "parts for a form": ("/fhir/List/_search", "multipart/form-data; boundary=a", b"--a--", 415),
    "no type": ("/fhir/List/_search", "", b"code=submissionset", 415),
    "a form too long": ("/fhir/List/_search", FORM, b"item=" + b"x" * 300_000, 413),
    "too many fields": ("/fhir/List/_search", FORM, b"item=x&" * 201, 400),
    "too many values": ("/fhir/DocumentReference/_search", FORM, b"_id=" + b"a," * 10_000, 400),
    "too many values in all": ("/fhir/List/_search", FORM, (b"item=" + b"a," * 60 + b"a&") * 4, 400),
    "a whole document in a parameter": ("/fhir/List/_search", FORM, b"date=ge" + b"2" * 100_000, 400),
    "two pages at once": ("/fhir/List/_search", FORM, b"_count=1&_count=500", 400),
    "a negative page": ("/fhir/List/_search", FORM, b"_count=-1", 400),
}  # fmt: skip


@pytest.mark.parametrize(("path", "kind", "body", "status"), BODIES.values(), ids=BODIES)
async def test_a_body_that_is_not_one(dmp: Served, path: str, kind: str, body: bytes, status: int) -> None:
    token = await dmp.open(HADDAD, ALICE)
    headers = {"Authorization": f"Bearer {token}", "Content-Type": kind}
    answer = await dmp.client.post(path, content=body, headers=headers)
    assert answer.status_code == status, answer.text
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert await dmp.refusals() == []
    assert await dmp.is_healthy()


async def test_a_body_that_goes_on(dmp: Served) -> None:
    """Chunks announce no length: they are counted."""
    token = await dmp.open(HADDAD, ALICE)
    head = f"POST /fhir HTTP/1.1\r\n{HOST}Authorization: Bearer {token}\r\nContent-Type: {FHIR}\r\n"
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    answer = await dmp.raw(f"{head}Transfer-Encoding: chunked\r\n\r\n".encode(), more=chunk * 200)
    if answer:  # the end of a connection may overtake the answer
        assert outcome_of(answer)[0] == 413
    assert await dmp.is_healthy()


@pytest.mark.parametrize(
    "path",
    [
        "//fhir/metadata",
        "/fhir//metadata",
        "/fhir/metadata/",
        "/FHIR/metadata",
        "/fhir/../fhir/metadata",
        "/fhir/%2e%2e/fhir/metadata",
        "/fhir%2fmetadata%00",
        "/fhir/metadata%00",
        "/fhir/metadata;a=b",
        "/fhir\\metadata",
        "/fhir/Binary/..%2f..%2f..%2fetc%2fpasswd",
        "/etc/passwd",
    ],
)
async def test_a_path_that_only_looks_like_one(dmp: Served, path: str) -> None:
    token = await dmp.open(HADDAD, ALICE)
    request = f"GET {path} HTTP/1.1\r\n{HOST}Connection: close\r\nAuthorization: Bearer {token}\r\n\r\n"
    assert outcome_of(await dmp.raw(request.encode()))[0] == 404
    assert await dmp.refusals() == []


@pytest.mark.parametrize("name", ["X-HTTP-Method-Override", "X-Method-Override", "X-HTTP-Method"])
async def test_a_method_under_another(dmp: Served, name: str) -> None:
    token, path = await dmp.open(HADDAD, ALICE), f"/DocumentReference/{document().id}"
    assert (await dmp.get(path, token, **{name: "DELETE"})).status_code == 200
    assert (await dmp.get(path, token)).status_code == 200
    answer = await dmp.client.post(
        f"/fhir{path}?_method=DELETE", headers={"Authorization": f"Bearer {token}", name: "DELETE"}
    )
    assert answer.status_code == 405


async def test_who_forwards_is_not_believed(dmp: Served) -> None:
    token = await dmp.open(HADDAD, ALICE)
    await dmp.add(kept(document(number=2), ALICE))
    forged = {
        "X-Forwarded-Host": "evil.example",
        "X-Forwarded-Proto": "https",
        "X-Forwarded-For": "1.2.3.4",
        "Forwarded": "host=evil.example",
    }
    answer = await dmp.get("/DocumentReference?_count=1", token, **forged)
    assert answer.status_code == 200
    assert "evil" not in answer.text
    assert all(link["url"].startswith("http://127.0.0.1") for link in answer.json()["link"])


async def test_a_page_as_big_as_asked_is_not(dmp: Served) -> None:
    token = await dmp.open(HADDAD, ALICE)
    assert len(ids(await dmp.get("/DocumentReference?_count=999999999", token))) == 1


async def test_headers_of_every_answer(dmp: Served) -> None:
    token = await dmp.open(HADDAD, ALICE)
    for path in ("/metadata", "/nothing", f"/Binary/bin-{document().id}"):
        headers = (await dmp.get(path, token)).headers
        assert "server" not in headers
        assert headers["cache-control"] == "no-store"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["content-security-policy"].startswith("default-src 'none'")


async def test_a_peer_that_guesses_is_slowed_and_the_others_are_not(tmp_path) -> None:
    limits = Limits(local=True, failures=Rate(burst=3, per_second=0.01), anonymous=LOOSE)
    async with served(tmp_path, limits) as dmp:
        await populate(dmp)
        token = await dmp.open(HADDAD, ALICE)
        answers = [await dmp.get("/DocumentReference", "forged") for _ in range(6)]
        assert [a.status_code for a in answers] == [401] * 3 + [429] * 3
        assert int(answers[-1].headers["Retry-After"]) > 0
        assert answers[-1].json()["issue"][0]["code"] == "throttled"
        # The same peer with a good token is served: a whole hospital may be one address.
        assert (await dmp.get("/DocumentReference", token)).status_code == 200
        assert len(await dmp.refusals()) == 1


async def test_logins_have_a_pace(tmp_path) -> None:
    limits = Limits(local=True, logins=Rate(burst=2, per_second=0.01), anonymous=LOOSE)
    async with served(tmp_path, limits) as dmp:
        form = {"ps_id": HADDAD.practitioner.id, "organization": HADDAD.situation.organization.id}
        answers = [await dmp.client.post("/auth/login", data=form) for _ in range(4)]
        assert [a.status_code for a in answers] == [200, 200, 429, 429]
        assert answers[-1].json()["resourceType"] == "OperationOutcome"
        assert (await dmp.client.get("/auth/identities")).status_code == 200


async def test_anonymous_requests_have_a_pace(tmp_path) -> None:
    limits = Limits(local=True, anonymous=Rate(burst=2, per_second=0.01))
    async with served(tmp_path, limits) as dmp:
        await populate(dmp)
        token = await dmp.open(HADDAD, ALICE)
        paths = ("/fhir/metadata", "/nothing", "/fhir/List")
        answers = [await dmp.client.get(path) for path in paths]
        assert [a.status_code for a in answers] == [200, 404, 429]
        assert (await dmp.get("/List", token)).status_code == 200
        assert await dmp.refusals() == []


async def test_an_outsider_does_not_fill_the_database(tmp_path) -> None:
    async with served(tmp_path, Limits(local=True, failures=LOOSE, anonymous=LOOSE)) as dmp:
        for number in range(40):
            await dmp.get("/List", f"forged{number}")
            await dmp.get("/List")
        assert len(await dmp.refusals()) == 1
        dmp.wait(minutes=1)
        await dmp.get("/List")
        assert len(await dmp.refusals()) == 2


SHORT = Pool(patience=0.3)


async def test_a_body_that_dawdles(tmp_path) -> None:
    async with served(tmp_path, Limits(local=True, pool=SHORT)) as dmp:
        await populate(dmp)
        token = await dmp.open(HADDAD, ALICE)
        head = f"POST /fhir HTTP/1.1\r\n{HOST}Authorization: Bearer {token}\r\nContent-Type: {FHIR}\r\n"
        answer = await dmp.raw(f"{head}Content-Length: 5000\r\n\r\n{{".encode())
        assert outcome_of(answer)[0] == 408
        assert await dmp.is_healthy()


async def test_headers_that_dawdle(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(protocol, "HEADERS_SECONDS", 0.3)
    async with served(tmp_path) as dmp:
        begun = f"GET /fhir/metadata HTTP/1.1\r\n{HOST}X-a: "
        assert await dmp.raw(b"") == b""  # nothing at all
        assert await dmp.raw(begun.encode()) == b""
        reader, writer = await asyncio.open_connection(*dmp.address)
        writer.write(f"GET /fhir/metadata HTTP/1.1\r\n{HOST}\r\n".encode() + begun.encode())
        answer = await asyncio.wait_for(reader.read(), 10)  # a second request, begun in the first's packet
        assert answer.startswith(b"HTTP/1.1 200")
        writer.close()
        assert await dmp.is_healthy()


async def test_connections_held_by_one_peer(tmp_path, monkeypatch) -> None:
    monkeypatch.setattr(protocol, "CONNECTIONS_OF_ONE", 5)
    async with served(tmp_path) as dmp:
        held = [await asyncio.open_connection(*dmp.address) for _ in range(5)]
        assert await dmp.raw(b"") == b""
        for _reader, writer in held:
            writer.close()
            await writer.wait_closed()
        assert await dmp.is_healthy()


async def test_bodies_that_do_not_fit_together(tmp_path) -> None:
    async with served(tmp_path, Limits(local=True, pool=Pool(held=20_000))) as dmp:
        await populate(dmp)
        token = await dmp.open(HADDAD, ALICE)
        big = deposit(document(number=3), ALICE, HADDAD, b"x" * 30_000)
        answer = await dmp.post("", token, big)
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "1")
        small = deposit(document(number=3), ALICE, HADDAD)
        assert (await dmp.post("", token, small)).status_code == 200  # what was held has been given back


async def test_too_many_requests_at_once(tmp_path) -> None:
    async with served(tmp_path, Limits(local=True, requests=1)) as dmp:
        await populate(dmp)
        token = await dmp.open(HADDAD, ALICE)
        _reader, writer = await asyncio.open_connection(*dmp.address)
        head = f"POST /fhir HTTP/1.1\r\n{HOST}Authorization: Bearer {token}\r\nContent-Type: {FHIR}\r\n"
        writer.write(f"{head}Content-Length: 50\r\n\r\n{{".encode())  # one that is being received
        await writer.drain()
        statuses = set()
        for _attempt in range(50):
            answer = await dmp.get("/metadata")
            statuses.add(answer.status_code)
            if 503 in statuses:
                break
        assert answer.headers["Retry-After"] == "1"
        writer.close()
        for _attempt in range(50):
            if await dmp.is_healthy():
                break
        else:
            pytest.fail("it stays busy")


async def test_the_search_of_an_ins_is_nowhere_in_an_address(dmp: Served) -> None:
    token = await dmp.open(HADDAD, ALICE)
    await dmp.add(kept(document(number=2), ALICE))
    form = {"patient.identifier": ins_of(ALICE), "_count": "1"}
    answer = await dmp.search("DocumentReference", token, **form)
    assert not any(ALICE.ins.value in link["url"] for link in answer.json()["link"])
