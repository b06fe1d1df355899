"""Methods, formats and parameters: what is offered is said, what is not is refused the FHIR way."""

import pytest

from dmptui.core.server.routes import FAMILIES
from tests.core.server.dmp_world import HADDAD, authorisation, document, kept, opened, person

ALICE = person(1)
LETTER = document()


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, authorisation(HADDAD, ALICE), kept(LETTER, ALICE))
        yield world


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/fhir/DocumentReference", "GET, HEAD, OPTIONS, PATCH, POST"),
        ("/fhir/DocumentReference/x", "GET, HEAD, OPTIONS, PATCH"),
        ("/fhir/DocumentReference/_search", "OPTIONS, POST"),
        ("/fhir/Binary/x", "GET, HEAD, OPTIONS"),
        ("/fhir/Consent", "GET, HEAD, OPTIONS, POST"),
        ("/fhir/AuditEvent/x", "GET, HEAD, OPTIONS"),
        ("/fhir", "GET, HEAD, OPTIONS, POST"),
        ("/fhir/metadata", "GET, HEAD, OPTIONS"),
        ("/auth/login", "OPTIONS, POST"),
    ],
)
async def test_options_says_the_methods(dmp, path, allowed):
    answer = await dmp.client.options(path)
    assert (answer.status_code, answer.headers["allow"], answer.content) == (204, allowed, b"")


@pytest.mark.parametrize("path", ["/fhir/DocumentReference", "/fhir/DocumentReference/x", "/fhir/Consent/x"])
@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_what_is_not_offered(dmp, method, path):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.client.request(method, path, headers={"Authorization": f"Bearer {token}"})
    assert answer.status_code == 405
    assert "GET" in answer.headers["allow"]
    assert answer.json()["resourceType"] == "OperationOutcome"


async def test_head_answers_as_get_without_a_body(dmp):
    token = await dmp.open(HADDAD, ALICE)
    headers = {"Authorization": f"Bearer {token}", "Accept": "text/plain"}
    path = f"/fhir/Binary/bin-{LETTER.id}"
    answer = await dmp.client.head(path, headers=headers)
    assert (answer.status_code, answer.content) == (200, b"")
    assert answer.headers["content-length"] == str(len(b"secret medical"))
    read = [t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == "lecture"]
    assert len(read) == 1
    assert (await dmp.client.head(path)).status_code == 401


@pytest.mark.parametrize(
    ("query", "accept", "status"),
    [
        ("", "application/fhir+json", 200),
        ("", "application/fhir+xml", 406),
        ("", "text/html", 406),
        ("", "text/html, */*;q=0.1", 200),
        ("?_format=json", "application/fhir+xml", 200),
        ("?_format=application/fhir%2Bjson", "*/*", 200),
        ("?_format=application/fhir+json", "*/*", 200),
        ("?_format=xml", "application/fhir+json", 406),
        ("?_format=application/fhir%2Bxml", "*/*", 406),
    ],
)
async def test_formats(dmp, query, accept, status):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/DocumentReference{query}", token, Accept=accept)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/fhir+json"


@pytest.mark.parametrize("kind", [family.kind for family in FAMILIES if family.professional.search])
@pytest.mark.parametrize(
    "param",
    [
        "_include=DocumentReference:subject",
        "_revinclude=DocumentReference:subject",
        "_include:iterate=*",
        "_has:Consent:patient:actor=1",
        "subject:Patient.family=dupuis",
        "patient.family=dupuis",
        "patient:Patient.name=x",
        "related.subject=x",
        "_elements=subject",
        "_summary=text",
        "_filter=x",
        "_contained=true",
        "_type=Patient",
        "_list=1",
    ],
)
async def test_nothing_reaches_across(dmp, kind, param):
    """A parameter that is not declared is refused, not ignored: it might have narrowed the answer."""
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/{kind}?{param}", token)
    assert answer.status_code in (400, 403), answer.text
    assert LETTER.title not in answer.text
    own = await dmp.enter(ALICE)
    assert (await dmp.get(f"/{kind}?{param}", own)).status_code in (400, 403)


@pytest.mark.parametrize("kind", ["AuditEvent", "CareTeam", "DocumentReference", "List"])
async def test_a_count_is_a_total_without_entries(dmp, kind):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/{kind}?_summary=count", token)
    assert answer.status_code == 200, answer.text
    assert answer.json()["total"] >= 0
    assert "entry" not in answer.json()


async def test_every_declared_interaction_is_routed(dmp):
    statement = (await dmp.get("/metadata")).json()
    assert "application/json-patch+json" in statement["patchFormat"]
    for resource in statement["rest"][0]["resource"]:
        offered = {i["code"] for i in resource["interaction"]}
        one = (await dmp.client.options(f"/fhir/{resource['type']}/x")).headers.get("allow", "")
        many = (await dmp.client.options(f"/fhir/{resource['type']}")).headers.get("allow", "")
        assert offered == {
            *(["read"] if "GET" in one else []),
            *(["patch"] if "PATCH" in one else []),
            *(["search-type"] if "GET" in many else []),
            *(["create"] if "POST" in many else []),
        }


@pytest.mark.parametrize("include", ["Consent:actor", "Consent:patient:Patient", "*"])
async def test_the_only_include_is_the_declared_one(dmp, include):
    session = await dmp.login(HADDAD)
    form = {"actor.identifier": f"urn:oid:1.2.250.1.71.4.2.1|{HADDAD.practitioner.id}"}
    assert (await dmp.search("Consent", session, **form, _include="Consent:patient")).status_code == 200
    assert (await dmp.search("Consent", session, **form, _include=include)).status_code == 400
    about = {"patient": ALICE.id, "_include": "Consent:patient"}
    assert (await dmp.search("Consent", session, **about)).status_code == 400
