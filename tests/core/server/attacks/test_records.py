"""Attacks of somebody who has a right, on what it does not cover: over a real socket, with any client."""

import copy

import pytest

from dmptui.core.fhir.json import Json
from dmptui.core.model.document import Visibility
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    OLIVIER,
    ROUX,
    authorisation,
    deposit,
    document,
    ids,
    ins_of,
    kept,
    person,
)
from tests.core.server.served import Served, served

SECRET = "Titre secret"
ALICE, BOB = person(1, "DUPUIS"), person(2, "MERCIER")
HIS = document(SECRET, number=6)
MASKED = document(SECRET, number=2, author=ROUX, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS])


@pytest.fixture
async def dmp(tmp_path):
    """HADDAD may open both records, one at a time."""
    async with served(tmp_path) as world:
        await world.add(
            ALICE,
            BOB,
            authorisation(HADDAD, ALICE),
            authorisation(HADDAD, BOB),
            authorisation(OLIVIER, ALICE),
            kept(document("Compte rendu", number=1), ALICE),
            kept(MASKED, ALICE),
            kept(HIS, BOB),
        )
        yield world


ME = f"urn:oid:1.2.250.1.71.4.2.1|{HADDAD.practitioner.id}"


def gives_nothing_away(text: str) -> bool:
    return not any(
        word in text.lower() for word in (SECRET.lower(), "secret medical", "mercier", BOB.ins.value)
    )


ACROSS = {
    "a chain to the patient": f"DocumentReference?subject:Patient.identifier={ins_of(BOB)}",
    "a chain by another name": f"DocumentReference?patient.name={BOB.birth_name}",
    "a chain to the author": "DocumentReference?author.family=HADDAD",
    "a reverse chain": "Patient?_has:DocumentReference:patient:status=current",
    "_include": "DocumentReference?_include=DocumentReference:subject",
    "_include of everything": "DocumentReference?_include=*",
    "_include, iterated": "DocumentReference?_include:iterate=DocumentReference:related",
    "_revinclude": "DocumentReference?_revinclude=AuditEvent:entity",
    "_revinclude of lots": "DocumentReference?_revinclude=List:item",
    "_filter": f"DocumentReference?_filter=subject eq Patient/{BOB.id}",
    "_query": "DocumentReference?_query=all",
    "_contained": "DocumentReference?_contained=true",
    "compartment of another": f"Patient/{BOB.id}/DocumentReference",
    "everything": f"Patient/{BOB.id}/$everything",
    "history": f"DocumentReference/{HIS.id}/_history",
    "a version": f"DocumentReference/{HIS.id}/_history/1",
    "all types": f"?_type=DocumentReference&patient={BOB.id}",
    "his record": f"DocumentReference?patient={BOB.id}",
    "both records": f"DocumentReference?patient={ALICE.id}&patient={BOB.id}",
    "both, by two names": f"DocumentReference?patient={ALICE.id}&subject={BOB.id}",
    "both, with a comma": f"DocumentReference?patient={ALICE.id},{BOB.id}",
    "his id": f"DocumentReference/{HIS.id}",
    "his content": f"Binary/bin-{HIS.id}",
    "his content, climbing": f"Binary/../Binary/bin-{HIS.id}",
    "his content, climbing in code": f"DocumentReference/%2e%2e/Binary/bin-{HIS.id}",
    "his lot": f"List/lot-{HIS.id}",
    "his consents": f"Consent?patient={BOB.id}",
    "my patients with this record": f"Consent?actor.identifier={ME}&_include=Consent:patient",
    "his traces": f"AuditEvent?patient={BOB.id}",
    "his team": f"CareTeam?patient={BOB.id}",
    "his identity": f"Patient/{BOB.id}",
    "his identity, by traits": "Patient?family=MERCIER",
    "a masked document": f"DocumentReference/{MASKED.id}",
    "a masked content": f"Binary/bin-{MASKED.id}",
}


HIDDEN = {
    ACROSS[name]
    for name in ("his id", "his content", "his content, climbing", "a masked document", "a masked content")
}
"""What exists, and is not to be known by who asks."""


@pytest.mark.parametrize("path", ACROSS.values(), ids=ACROSS)
async def test_out_of_the_open_record(dmp: Served, path: str) -> None:
    token = await dmp.open(HADDAD, ALICE)
    before = len(await dmp.refusals())
    answer = await dmp.get(f"/{path}", token)
    assert answer.status_code in (400, 403, 404, 405), answer.text
    assert answer.json()["resourceType"] == "OperationOutcome"
    assert gives_nothing_away(answer.text)
    # A rule that says no is traced, even when it answers that there is nothing; an address or a parameter
    # that does not exist attempts nothing.
    hidden = path in HIDDEN
    assert len(await dmp.refusals()) - before == (answer.status_code == 403 or hidden)
    if hidden:
        absent = await dmp.get(f"/{path.partition('/')[0]}/absent", token)
        assert (answer.status_code, answer.text) == (404, absent.text)
        assert dict(answer.headers) == dict(absent.headers) | {"date": answer.headers["date"]}
    assert await dmp.is_healthy()


@pytest.mark.parametrize(
    "path",
    [
        "DocumentReference?_id={id}",
        "DocumentReference?identifier={master}",
        "List?item=DocumentReference/{id}",
    ],
)
async def test_a_search_inside_the_record_finds_nothing_outside(dmp: Served, path: str) -> None:
    token = await dmp.open(HADDAD, ALICE)
    assert ids(await dmp.get("/" + path.format(id=HIS.id, master=HIS.master_identifier), token)) == []


async def test_a_promised_page_of_somebody_else(dmp: Served) -> None:
    await dmp.add(kept(document("Autre", number=20), ALICE))
    mine, other = await dmp.open(HADDAD, ALICE), await dmp.open(HADDAD, BOB)
    first = await dmp.search("DocumentReference", mine, _count="1")
    url = next(link["url"] for link in first.json()["link"] if link["relation"] == "next")
    for token, status in ((other, 403), ("", 401), (mine, 200)):
        assert (await dmp.get(url, token)).status_code == status
    assert (await dmp.get(f"{url}&_getpages=other", mine)).status_code == 400


async def test_tokens_end(dmp: Served) -> None:
    session = await dmp.login(HADDAD)
    record = (await dmp.ask_opening(session, ALICE)).json()["access_token"]
    await dmp.client.post("/auth/revoke", data={"token": session})
    assert (await dmp.get("/DocumentReference", record)).status_code == 401
    record = await dmp.open(HADDAD, ALICE)
    dmp.wait(minutes=59)
    assert (await dmp.get("/DocumentReference", record)).status_code == 200
    dmp.wait(minutes=1)
    assert (await dmp.get("/DocumentReference", record)).status_code == 401
    # A record opened at the end of a session does not outlive it.
    session = await dmp.login(HADDAD)
    dmp.wait(hours=3, minutes=30)
    record = (await dmp.ask_opening(session, ALICE)).json()["access_token"]
    dmp.wait(minutes=30)
    assert (await dmp.get("/DocumentReference", record)).status_code == 401


async def test_a_token_is_kept_hashed_only(dmp: Served, tmp_path) -> None:
    token = await dmp.open(HADDAD, ALICE)
    assert (await dmp.get("/DocumentReference", token)).status_code == 200
    files = list(tmp_path.glob("dmp.sqlite*"))
    assert files
    assert not any(token.encode() in file.read_bytes() for file in files)


def lot() -> Json:
    return deposit(document("Lettre", number=30), ALICE, HADDAD)


def resource(bundle: Json, kind: str) -> Json:
    found: Json = next(e["resource"] for e in bundle["entry"] if e["resource"]["resourceType"] == kind)
    return found


def smuggled_subject(bundle: Json) -> None:
    resource(bundle, "DocumentReference")["subject"] = {"reference": f"Patient/{BOB.id}"}


def smuggled_list_subject(bundle: Json) -> None:
    resource(bundle, "List")["subject"] = {"reference": f"Patient/{BOB.id}"}


def smuggled_second_document(bundle: Json) -> None:
    other = copy.deepcopy(deposit(document("Lettre", number=31), BOB, HADDAD))
    bundle["entry"] += [e for e in other["entry"] if e["resource"]["resourceType"] != "List"]
    url = next(e["fullUrl"] for e in other["entry"] if e["resource"]["resourceType"] == "DocumentReference")
    resource(bundle, "List")["entry"].append({"item": {"reference": url}})


def smuggled_source_identity(bundle: Json) -> None:
    for contained in resource(bundle, "DocumentReference").get("contained", ()):
        if contained["resourceType"] == "Patient":
            contained["identifier"][0]["value"] = BOB.ins.value


def replacing_his(bundle: Json) -> None:
    reference = {"reference": f"DocumentReference/{HIS.id}"}
    resource(bundle, "DocumentReference")["relatesTo"] = [{"code": "replaces", "target": reference}]


def updating_his(bundle: Json) -> None:
    entry = next(e for e in bundle["entry"] if e["resource"]["resourceType"] == "DocumentReference")
    entry["request"] = {"method": "PUT", "url": f"DocumentReference/{HIS.id}"}


def deleting_his(bundle: Json) -> None:
    bundle["entry"].append({"request": {"method": "DELETE", "url": f"DocumentReference/{HIS.id}"}})


def reading_his(bundle: Json) -> None:
    bundle["entry"].append({"request": {"method": "GET", "url": f"DocumentReference/{HIS.id}"}})


def patching_his(bundle: Json) -> None:
    operation = {"name": "operation", "part": [{"name": "type", "valueCode": "replace"}]}
    bundle["entry"].append(
        {
            "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000001",
            "resource": {"resourceType": "Parameters", "parameter": [operation]},
            "request": {"method": "PATCH", "url": f"DocumentReference/{HIS.id}"},
        }
    )


def consenting(bundle: Json) -> None:
    bundle["entry"].append(
        {
            "fullUrl": "urn:uuid:00000000-0000-4000-8000-000000000002",
            "resource": {"resourceType": "Consent", "patient": {"reference": f"Patient/{BOB.id}"}},
            "request": {"method": "POST", "url": "Consent"},
        }
    )


SMUGGLED = [
    smuggled_subject,
    smuggled_list_subject,
    smuggled_second_document,
    smuggled_source_identity,
    replacing_his,
    updating_his,
    deleting_his,
    reading_his,
    patching_his,
    consenting,
]


@pytest.mark.parametrize("spoil", SMUGGLED, ids=lambda spoil: spoil.__name__)
async def test_a_lot_that_smuggles(dmp: Served, spoil) -> None:
    """Nothing of it is kept, and nothing of the other record moves."""
    token, before = await dmp.open(HADDAD, ALICE), await contents_of(dmp)
    refusals = len(await dmp.refusals())
    bundle = lot()
    spoil(bundle)
    answer = await dmp.post("", token, bundle)
    assert 400 <= answer.status_code < 500, answer.text
    assert gives_nothing_away(answer.text)
    assert await contents_of(dmp) == before
    assert len(await dmp.refusals()) - refusals <= 1


async def contents_of(dmp: Served) -> list[tuple[str, int, str]]:
    """The documents, lots and consents of both, as kept."""
    found = []
    for kind in ("DocumentReference", "List", "Consent", "Patient"):
        page = await dmp.store.search(Query(kind, count=100))
        found += [(row.id, row.version, row.text) for row in page.rows]
    return sorted(found)


async def test_a_replayed_lot(dmp: Served) -> None:
    """Once from its sender, however often it comes; never from somebody else who saw it pass."""
    token, bundle = await dmp.open(HADDAD, ALICE), lot()
    first = await dmp.post("", token, bundle)
    assert first.status_code == 200
    thief, elsewhere = await dmp.open(OLIVIER, ALICE), await dmp.open(HADDAD, BOB)
    before = await contents_of(dmp)
    again = await dmp.post("", token, bundle)
    assert (again.status_code, again.json()) == (200, first.json())
    stolen = await dmp.post("", thief, bundle)
    assert stolen.status_code == 403
    other_record = await dmp.post("", elsewhere, bundle)
    assert other_record.status_code == 403
    assert await contents_of(dmp) == before
    assert len(await dmp.refusals()) == 2


async def test_an_identifier_already_used_tells_nothing_of_its_record(dmp: Served) -> None:
    token = await dmp.open(HADDAD, ALICE)
    bundle = lot()
    resource(bundle, "DocumentReference")["masterIdentifier"]["value"] = HIS.master_identifier
    answer = await dmp.post("", token, bundle)
    assert answer.status_code == 200  # as under an identifier that nobody used
    assert gives_nothing_away(answer.text)
    assert HIS.id not in answer.text
    row = await dmp.store.read("DocumentReference", HIS.id)
    assert (row.version, row.patient, SECRET in row.text) == (1, BOB.id, True)


async def test_what_a_lot_says_of_the_server_overwrites_nothing(dmp: Served) -> None:
    token, bundle = await dmp.open(HADDAD, ALICE), lot()
    resource(bundle, "DocumentReference")["id"] = HIS.id
    resource(bundle, "List")["id"] = f"lot-{HIS.id}"
    assert (await dmp.post("", token, bundle)).status_code == 200
    row = await dmp.store.read("DocumentReference", HIS.id)
    assert (row.version, SECRET in row.text) == (1, True)
