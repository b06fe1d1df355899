"""The transactions as they go out, and the pages as they come in."""

from urllib.parse import parse_qsl

import httpx
import pytest

from dmptui.core.client import DmpClient, Transport
from dmptui.core.client.client import Traits
from dmptui.core.errors import InvalidContent
from dmptui.core.fhir import document_reference, patient
from dmptui.core.model.ins import Ins
from tests.core.fhir.test_document_reference import DOCUMENT, INS
from tests.core.fhir.test_others import MARIA

BASE = "https://dmp.example"


class Server:
    """Answers each request with the next of its answers, and remembers what was asked."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    def __call__(self, request):
        self.asked.append((request.method, request.url, dict(parse_qsl(request.content.decode()))))
        return httpx.Response(200, json=self.answers.pop(0))

    def client(self, page_size=100):
        http = httpx.AsyncClient(base_url=BASE, transport=httpx.MockTransport(self))
        return DmpClient(Transport(http), page_size=page_size)


def searchset(*resources, next_page=""):
    link = [{"relation": "next", "url": next_page}] if next_page else []
    return {"resourceType": "Bundle", "link": link, "entry": [{"resource": r} for r in resources]}


def reference(number):
    document = DOCUMENT.model_copy(update={"id": str(number)})
    return document_reference.to_fhir(document, INS, subject="Patient/1")


async def test_pages_are_followed_to_the_end():
    server = Server(
        searchset(reference(1), reference(2), next_page=f"{BASE}/fhir?_getpages=abc"),
        searchset(reference(3), next_page="/fhir?_getpages=def"),
        searchset(),
    )
    client = server.client(page_size=2)
    pages = [[d.id for d in page] async for page in client.documents("t", INS, {"status": "current"})]
    assert pages == [["1", "2"], ["3"], []]
    method, url, form = server.asked[0]
    assert (method, url.path) == ("POST", "/fhir/DocumentReference/_search")
    assert form == {
        "patient.identifier": f"urn:oid:{INS.oid}|{INS.value}",
        "_sort": "-period",
        "status": "current",
        "_total": "none",
        "_count": "2",
    }


async def test_no_ins_in_any_url():
    server = Server(searchset(), searchset(), searchset(), searchset(), searchset())
    client = server.client()
    await client.find_patient("t", INS)
    await client.consents("t", INS)
    await client.care_team("t", INS)
    [page async for page in client.documents("t", INS, {})]
    assert all(INS.value not in str(url) for _method, url, _form in server.asked)


async def test_a_next_page_on_another_server_is_not_followed():
    server = Server(searchset(reference(1), next_page="https://evil.example/fhir?_getpages=abc"))
    with pytest.raises(Exception, match="autre serveur"):
        [page async for page in server.client().documents("t", INS, {})]
    assert len(server.asked) == 1


async def test_nobody_has_this_ins():
    assert await Server(searchset()).client().find_patient("t", Ins(value="284029912345681")) is None


async def test_search_by_traits():
    server = Server(searchset(patient.to_fhir(MARIA)))
    traits = Traits(family="da s", birth_date=MARIA.birth_date)
    assert await server.client().search_patients("t", traits) == (MARIA,)
    assert server.asked[0][2] == {"family": "da s", "birthdate": "1984-02-18"}


@pytest.mark.parametrize("answer", [{"resourceType": "Patient"}, [], "x", None])
async def test_what_is_no_bundle_is_said(answer):
    with pytest.raises(InvalidContent):
        await Server(answer).client().find_patient("t", INS)


@pytest.mark.parametrize("answer", [{}, [], {"identities": [{"id": "x"}]}])
async def test_a_server_that_does_not_list_its_professionals(answer):
    with pytest.raises(InvalidContent):
        await Server(answer).client().identities()


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("Binary/1", "/fhir/Binary/1"),
        ("Bundle/1", "/fhir/Bundle/1"),
        (f"{BASE}/fhir/Binary/2", "/fhir/Binary/2"),
    ],
)
async def test_the_three_kinds_of_content_addresses(url, path):
    server = Server({})
    attachment = DOCUMENT.attachment.model_copy(update={"url": url})
    await server.client().content("t", DOCUMENT.model_copy(update={"attachment": attachment}))
    assert server.asked[0][1].path == path
