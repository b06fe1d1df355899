"""The whole DMP over a FHIR server that is not ours: its rules hold, and its data are FHIR."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from dmptui.core.connecting import gateway
from dmptui.core.demo.population import Population, generate
from dmptui.core.demo.practitioners import practitioners
from dmptui.core.errors import Unavailable, UsageError
from dmptui.core.machine.settings import Settings
from dmptui.core.model.document import Visibility
from dmptui.core.server.access import directory
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    ROUX,
    World,
    authorisation,
    deposit,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    switches,
    team,
)
from tests.core.store.remote import medplum

ALICE = person(1)
BOB = person(2, family="LEFÈVRE", given="Zoé")


@pytest.fixture
async def dmp(medplum_url: str, tmp_path: Path) -> AsyncIterator[World]:
    async with medplum.emptied(medplum_url) as store, opened(tmp_path, store) as world:
        await world.add(
            ALICE, BOB, authorisation(HADDAD, ALICE), team(ALICE, ROUX.practitioner.id), switches(ALICE)
        )
        for number in range(1, 6):
            hidden = [Visibility.HIDDEN_FROM_PROFESSIONALS] if number == 5 else []
            await world.add(kept(document(number=number, author=ROUX, days_ago=number, hidden=hidden), ALICE))
        yield world


async def actions(dmp: World) -> list[str]:
    return sorted(trace["subtype"][0]["code"] for trace in await dmp.traces(ALICE))


async def test_from_login_to_traces(dmp: World) -> None:
    token = await dmp.open(HADDAD, ALICE)
    listed = await dmp.search("DocumentReference", token, _count="3", status="current")
    following = next(link["url"] for link in listed.json()["link"] if link["relation"] == "next")
    expected = [document(number=number).id for number in range(1, 5)]
    assert ids(listed) + ids(await dmp.get(following, token)) == expected
    content = await dmp.get(f"/Binary/bin-{expected[0]}", token, Accept="text/plain")
    assert content.content == b"secret medical"
    dmp.wait(minutes=1)
    new = deposit(document("Lettre", number=9, author=HADDAD), ALICE, HADDAD, b"bonjour")
    for _time in range(2):
        assert (await dmp.post("", token, new)).status_code == 200
    assert len(ids(await dmp.search("DocumentReference", token))) == 5
    assert ids(await dmp.search("List", token, code="submissionset", date=f"ge{dmp.now[0].isoformat()}"))
    assert len(ids(await dmp.search("AuditEvent", token))) == 5
    assert await actions(dmp) == ["depot", "lecture", "liste", "ouverture", "traces"]


async def test_what_is_refused_stays_refused_and_is_traced(dmp: World) -> None:
    answer = await dmp.ask_opening(await dmp.login(OLIVIER), BOB)
    assert answer.status_code == 403
    token = await dmp.open(HADDAD, ALICE)
    masked = document(number=5).id
    assert (await dmp.get(f"/DocumentReference/{masked}", token)).status_code == 403
    assert (await dmp.get(f"/Binary/bin-{masked}", token, Accept="text/plain")).status_code == 403
    assert len(await dmp.refusals()) == 3


async def test_my_patients_and_search_by_traits(dmp: World) -> None:
    session = await dmp.login(HADDAD)
    form = {"actor.identifier": f"urn:oid:1.2.250.1.71.4.2.1|{HADDAD.practitioner.id}"}
    bundle = (await dmp.search("Consent", session, **form, _include="Consent:patient")).json()
    assert [e["resource"]["resourceType"] for e in bundle["entry"]] == ["Consent", "Patient"]
    news = bundle["entry"][0]["resource"]["extension"]
    assert [e["valueInteger"] for e in news if "valueInteger" in e] == [4]
    assert ids(await dmp.search("Patient", session, family="lefev", given="ZOE")) == [BOB.id]
    assert ids(await dmp.search("Patient", session, identifier=ins_of(ALICE))) == [ALICE.id]


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> Population:
    """Two people instead of all."""
    some = Population(generate(NOW.date()).records[:2])
    monkeypatch.setattr("dmptui.core.demo.population.generate", lambda today: some)
    return some


async def test_an_empty_server_is_filled_when_asked(
    few: Population, medplum_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path / "new" / "data")
    async with medplum.emptied(medplum_url):
        with pytest.raises(UsageError, match="--demo"):
            await gateway.open_remote(medplum_url, settings, lambda: NOW)
        told: list[tuple[int, int]] = []
        assert await gateway.fill(medplum_url, settings, NOW, lambda *numbers: told.append(numbers))
        assert told[-1][0] == told[-1][1] == max(done for done, _total in told)
        assert not await gateway.fill(medplum_url, settings, NOW, lambda *numbers: told.append(numbers))
        served = await gateway.open_remote(medplum_url, settings, lambda: NOW)
        assert len(await directory.everyone(served.store)) == len(practitioners())
        (first, *_rest) = few.records
        found = await served.store.search(Query("DocumentReference", first.patient.id, count=500))
        assert len(found.rows) == len(first.documents)
        content = await served.store.content(first.documents[0].meta.id)
        assert content.data == first.documents[0].content
        await served.close()


async def test_a_filling_that_was_interrupted_is_done_again(
    few: Population, medplum_url: str, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path)

    def stop(done: int, total: int) -> None:
        raise Unavailable("coupure")

    async with medplum.emptied(medplum_url) as store:
        with pytest.raises(Unavailable):
            await gateway.fill(medplum_url, settings, NOW, stop)
        assert await gateway.fill(medplum_url, settings, NOW + timedelta(minutes=1), lambda done, total: None)
        patients = await store.search(Query("Patient"))
        assert [row.version for row in patients.rows] == [1, 1]


async def test_a_token_of_one_server_is_worth_nothing_on_another(tmp_path: Path) -> None:
    one, other = (gateway.tokens_path(tmp_path, f"http://{name}/fhir") for name in ("one", "other"))
    assert one != other == gateway.tokens_path(tmp_path, "http://other/fhir/")
