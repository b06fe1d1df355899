"""Listing and reading an open record: ITI-67, ITI-68, ITI-66, ITI-81."""

import base64

import pytest

from dmptui.core.fhir.bundle import next_page
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.store.base import Write
from tests.core.server.dmp_world import (
    HADDAD,
    IMAGING,
    OLIVIER,
    REPORT,
    ROUX,
    authorisation,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    team,
)

ALICE = person(1, attending={ROUX.practitioner.id})
DOCUMENTS = (
    document("récent", number=1, days_ago=1),
    document("imagerie", number=2, days_ago=10, type_code=IMAGING, author=OLIVIER),
    document("ancien", number=3, days_ago=400),
    document("remplacé", number=4, days_ago=20, status=DocumentStatus.SUPERSEDED),
    document("archivé", number=5, days_ago=30, archived=True),
    document("invisible", number=6, days_ago=40, hidden=[Visibility.HIDDEN_FROM_PATIENT]),
    document("masqué", number=7, days_ago=50, hidden=[Visibility.HIDDEN_FROM_PROFESSIONALS], author=OLIVIER),
)


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(
            ALICE,
            *(authorisation(role, ALICE) for role in (HADDAD, ROUX, OLIVIER)),
            *(kept(d, ALICE) for d in DOCUMENTS),
            team(ALICE, HADDAD.practitioner.id, "1990010753"),
        )
        yield world


def numbers(found: list[str]) -> list[int]:
    known = {d.id: n for n, d in enumerate(DOCUMENTS, 1)}
    return [known[i] for i in found]


SEARCHES = {
    "all, recent acts first": ({}, [1, 2, 4, 5, 6, 3]),
    "oldest first": ({"_sort": "date"}, [3, 6, 5, 4, 2, 1]),
    "current": ({"status": "current"}, [1, 2, 5, 6, 3]),
    "type": ({"type": f"http://loinc.org|{IMAGING}"}, [2]),
    "types": ({"type": f"{IMAGING},{REPORT}"}, [1, 2, 4, 5, 6, 3]),
    "class": ({"category": "10"}, [1, 4, 5, 6, 3]),
    "acts since": ({"period": "ge2026-10-30"}, [1, 2, 4]),
    "acts between": ({"period": "le2026-11-20", "date": "ge2026-11-01"}, [2, 4]),
    "on a day": ({"date": "2026-11-22"}, [1]),
    "in a month": ({"date": "2026-11"}, [1, 2, 4]),
    "before a year": ({"date": "lt2026"}, [3]),
    "after an instant": ({"date": "gt2026-11-13T10:00:00+00:00"}, [1]),
    "invisible to the patient": ({"security-label": "INVISIBLE_PATIENT"}, [6]),
    "author": ({"author": OLIVIER.practitioner.id}, [2]),
    "identifier": ({"identifier": f"urn:ietf:rfc:3986|{DOCUMENTS[2].master_identifier}"}, [3]),
    "logical identifier": ({"identifier": DOCUMENTS[2].logical_id}, [3]),
    "ids": ({"_id": f"{DOCUMENTS[0].id},{DOCUMENTS[6].id}"}, [1]),
    "nothing": ({"type": "none"}, []),
}


@pytest.mark.parametrize(("form", "expected"), SEARCHES.values(), ids=SEARCHES)
@pytest.mark.parametrize("method", ["POST", "GET"])
async def test_a_listing(dmp, form, expected, method):
    token = await dmp.open(HADDAD, ALICE)
    if method == "POST":
        answer = await dmp.search("DocumentReference", token, **form, **{"patient.identifier": ins_of(ALICE)})
    else:
        headers = {"Authorization": f"Bearer {token}"}
        answer = await dmp.client.get("/fhir/DocumentReference", params=form, headers=headers)
    assert numbers(ids(answer)) == expected
    assert ("entry" in answer.json()) is bool(expected)


async def test_pages_follow_one_another_to_the_end(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.search("DocumentReference", token, _count="2")
    seen = ids(answer)
    while url := next_page(answer.json()):
        assert len(ids(answer)) == 2  # a refused document does not make a page shorter
        answer = await dmp.get(url, token)
        seen += ids(answer)
    assert numbers(seen) == [1, 2, 4, 5, 6, 3]
    assert [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)] == ["ouverture", "liste"]


async def test_the_attending_physician_reads_everything(dmp):
    token = await dmp.open(ROUX, ALICE)
    assert 7 in numbers(ids(await dmp.search("DocumentReference", token)))


async def test_listing_is_traced_once_for_each_opening(dmp):
    for _opening in range(2):
        token = await dmp.open(HADDAD, ALICE)
        for _again in range(3):
            await dmp.search("DocumentReference", token)
    actions = [t["subtype"][0]["code"] for t in await dmp.traces(ALICE)]
    assert sorted(actions) == ["liste", "liste", "ouverture", "ouverture"]


async def test_reading_is_traced_each_time_with_the_title_and_told_once(dmp):
    token = await dmp.open(HADDAD, ALICE)
    for _again in range(2):
        answer = await dmp.get(f"/Binary/bin-{DOCUMENTS[0].id}", token, Accept="text/plain")
        assert answer.content == b"secret medical"
    readings = [t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == "lecture"]
    entity = {"name": "récent", "what": {"reference": f"DocumentReference/{DOCUMENTS[0].id}"}}
    assert [entity in t["entity"] for t in readings] == [True, True]
    told = [notice["payload"][0]["contentString"] for notice in await dmp.notices()]
    assert len(told) == 2
    assert "consulté des documents" in told[1]
    assert "récent" not in "".join(told)


@pytest.mark.parametrize(
    ("accept", "status", "content_type"),
    [
        ("text/plain", 200, "text/plain"),
        ("text/*;q=0.5", 200, "text/plain"),
        ("*/*", 200, "text/plain"),
        ("application/pdf, */*;q=0.1", 200, "text/plain"),
        ("application/fhir+json", 200, "application/fhir+json"),
        ("application/pdf", 406, "application/fhir+json"),
    ],
)
async def test_content_is_negotiated(dmp, accept, status, content_type):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/Binary/bin-{DOCUMENTS[0].id}", token, Accept=accept)
    assert answer.status_code == status
    assert answer.headers["content-type"].partition(";")[0] == content_type
    assert answer.headers["cache-control"] == "no-store"
    if status == 200 and "fhir" in content_type:
        assert base64.b64decode(answer.json()["data"]) == b"secret medical"
    read = [t for t in await dmp.traces(ALICE) if t["subtype"][0]["code"] == "lecture"]
    assert len(read) == (status == 200)


async def test_metadata_carry_their_version(dmp):
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.get(f"/DocumentReference/{DOCUMENTS[0].id}", token)
    assert answer.headers["etag"] == 'W/"1"'
    assert answer.json()["id"] == DOCUMENTS[0].id


async def test_lots_since_a_date_name_only_what_may_be_read(dmp):
    token = await dmp.open(HADDAD, ALICE)
    form = {"code": "submissionset", "date": "ge2026-09-01", "patient.identifier": ins_of(ALICE)}
    found = ids(await dmp.search("List", token, **form))
    assert found == [f"lot-{DOCUMENTS[n - 1].id}" for n in (1, 2, 4, 5, 6)]


async def test_a_lot_is_reduced_to_its_readable_members(dmp):
    row = await dmp.store.read("List", f"lot-{DOCUMENTS[0].id}")
    writes = kept(DOCUMENTS[0], ALICE)
    lot = next(w.resource for w in writes if isinstance(w, Write) and w.resource["resourceType"] == "List")
    both = [{"item": {"reference": f"DocumentReference/{DOCUMENTS[n].id}"}} for n in (0, 6)]
    await dmp.store.commit([Write(lot | {"entry": both}, row.version)], dmp.now[0])
    token = await dmp.open(HADDAD, ALICE)
    answer = await dmp.search("List", token, item=f"DocumentReference/{DOCUMENTS[0].id}")
    assert answer.json()["entry"][0]["resource"]["entry"] == both[:1]


async def test_traces_are_shown_the_most_recent_first_and_looking_is_traced(dmp):
    token = await dmp.open(HADDAD, ALICE)
    dmp.wait(minutes=1)
    await dmp.search("DocumentReference", token)
    dmp.wait(minutes=1)
    answer = await dmp.search(
        "AuditEvent", token, **{"patient.identifier": ins_of(ALICE), "date": "ge2026-11-23"}
    )
    shown = [e["resource"]["subtype"][0]["code"] for e in answer.json()["entry"]]
    assert shown == ["traces", "liste", "ouverture"]
    dmp.wait(days=-1)
    later = await dmp.search("AuditEvent", token, date="le2026-11-21")
    assert ids(later) == []


async def test_the_care_team_of_an_open_record(dmp):
    token = await dmp.open(HADDAD, ALICE)
    (entry,) = (await dmp.search("CareTeam", token)).json()["entry"]
    assert len(entry["resource"]["participant"]) == 2


async def test_ones_own_place_in_the_care_team_before_opening(dmp):
    session = await dmp.login(HADDAD)
    form = {
        "patient.identifier": ins_of(ALICE),
        "participant.identifier": f"{HADDAD.practitioner.id},1990010753",
    }
    (entry,) = (await dmp.search("CareTeam", session, **form)).json()["entry"]
    assert len(entry["resource"]["participant"]) == 2
    session = await dmp.login(OLIVIER)
    answer = await dmp.search("CareTeam", session, **{"patient.identifier": ins_of(ALICE)})
    assert ids(answer) == []


async def test_the_total_is_what_the_asker_may_see_on_every_page(dmp):
    token = await dmp.open(HADDAD, ALICE)
    seen = len(ids(await dmp.search("DocumentReference", token)))
    assert seen < len(DOCUMENTS)
    answer, pages = await dmp.search("DocumentReference", token, _count="1"), 0
    while True:
        pages += 1
        assert (answer.json()["total"], len(ids(answer))) == (seen, 1)
        following = [link["url"] for link in answer.json()["link"] if link["relation"] == "next"]
        if not following:
            break
        answer = await dmp.get(following[0], token)
    assert pages == seen
    counted = (await dmp.search("DocumentReference", token, _summary="count")).json()
    assert (counted["total"], "entry" in counted) == (seen, False)
    for kind in ("AuditEvent", "DocumentReference"):
        answer = await dmp.search(kind, token, _count="1", _total="none")
        assert ("total" in answer.json(), answer.status_code) == (False, 200)
    assert (await dmp.search("DocumentReference", token, _summary="data")).status_code == 400


async def test_a_search_without_a_total_is_no_window(dmp):
    token = await dmp.open(HADDAD, ALICE)
    asked = {"security-label": "MASQUE_PS", "_total": "none"}
    answer = await dmp.search("DocumentReference", token, **asked)
    assert (answer.status_code, ids(answer)) == (200, [])
