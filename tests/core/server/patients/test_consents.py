"""Declaring a consent (TD0.3), finding patients (TD0.2, TD0.5), Mes patients (TD0.4)."""

import asyncio
import json
from datetime import timedelta

import httpx
import pytest

from dmptui.core.fhir import attending, consent, systems
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.json import Json, extension
from dmptui.core.model.access import Collector, ConsentKind, Declaration, Team
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.rules.care_team import circle_of
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.server.http.context import ServerSettings
from dmptui.core.store.base import Write
from dmptui.core.store.query import Query
from tests.core.server.dmp_world import (
    HADDAD,
    NOW,
    OLIVIER,
    PETIT,
    ROUX,
    World,
    authorisation,
    document,
    ids,
    ins_of,
    kept,
    opened,
    person,
    switches,
    team,
    visited,
)

ALICE = person(1)
EXPLICIT, INFORMATION = ConsentKind.EXPLICIT, ConsentKind.INFORMATION


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        yield world


async def declare(
    dmp: World,
    role: PractitionerRole,
    patient: Patient = ALICE,
    kind: ConsentKind = EXPLICIT,
    attending: bool = False,
    team: Team | None = None,
    session: str = "",
    practitioner_id: str = "",
) -> httpx.Response:
    declaration = Declaration(kind=kind, attending=attending)
    subject = f"Patient?identifier={ins_of(patient)}"
    whom = practitioner_id or role.practitioner.id
    resource = consent.declaration_to_fhir(declaration, whom, subject, dmp.now[0], team)
    return await dmp.post("/Consent", session or await dmp.login(role), resource)


HOSPITAL = Team(identifier="1990010753", name="Hôpital de Valmont")
CIRCLE = circle_of(ALICE)
WARD, NAMED = team(ALICE, HOSPITAL.identifier), team(ALICE, PETIT.practitioner.id)
DECLARATIONS = {
    "of a team": (HADDAD, [WARD], EXPLICIT, False, HOSPITAL, ""),
    "of the circle": (PETIT, [NAMED], EXPLICIT, False, CIRCLE, ""),
    "of a consultation": (HADDAD, [], EXPLICIT, False, None, ""),
    "of a team, over": (HADDAD, [authorisation(HADDAD, ALICE, days=-5)], EXPLICIT, False, HOSPITAL, ""),
    "attending": (ROUX, [], EXPLICIT, True, CIRCLE, ""),
    "information alone, in a team": (PETIT, [NAMED], INFORMATION, False, CIRCLE, "Votre équipe n'a pas"),
    "information alone": (HADDAD, [], INFORMATION, False, None, "pas encore d'autorisation"),
    "of a team of others": (HADDAD, [NAMED], EXPLICIT, False, CIRCLE, "pas partie de cette équipe"),
    "blocked": (HADDAD, [authorisation(HADDAD, ALICE, permitted=False)], EXPLICIT, False, None, "bloqué"),
    "attending, not a physician": (PETIT, [], EXPLICIT, True, CIRCLE, "Seul un médecin"),
}


@pytest.mark.parametrize(
    ("role", "known", "kind", "attending", "of", "says"), DECLARATIONS.values(), ids=DECLARATIONS
)
async def test_a_declaration_is_decided_by_the_rule_and_traced_once(
    dmp, role, known, kind, attending, of, says
):
    await dmp.add(ALICE, *known)
    answer = await declare(dmp, role, kind=kind, attending=attending, team=of)
    (trace,) = await dmp.traces(ALICE)
    assert trace["subtype"][0]["code"] == "autorisation"
    if says:
        assert answer.status_code == 403
        assert says in answer.json()["issue"][0]["diagnostics"]
        assert trace["outcome"] == "8"
        assert (await dmp.ask_opening(await dmp.login(role), ALICE)).status_code == 403
        return
    assert answer.status_code == 201, answer.text
    found = consent.authorisation_from_fhir(answer.json())
    assert found.collector == Collector(id=role.practitioner.id, name=role.practitioner.name)
    assert found.until == NOW + (timedelta(days=365) if of else timedelta(hours=4))
    assert (found.team.identifier if found.team else None) == (of.identifier if of else None)
    assert await dmp.open(role, ALICE)


async def test_the_consent_of_a_team_covers_its_members_once(dmp):
    """PETIT is of the hospital, and collects; HADDAD informs; OLIVIER is of another team."""
    nurse = PETIT.model_copy(update={"situation": HADDAD.situation})
    at_work = nurse.practitioner.model_copy(update={"situations": (HADDAD.situation,)})
    await dmp.add(ALICE, team(ALICE, HOSPITAL.identifier, OLIVIER.practitioner.id))
    for resource in to_fhir(at_work)[1:]:
        await dmp.add(Write(resource, 1))
    first = await declare(dmp, nurse, team=HOSPITAL)
    dmp.wait(days=3)
    second = await declare(dmp, HADDAD, team=HOSPITAL)
    assert (first.json()["id"], first.json()["meta"]) == (second.json()["id"], second.json()["meta"])
    given = consent.authorisation_from_fhir(second.json())
    assert given.collector is not None
    assert (given.collector.id, given.since) == (PETIT.practitioner.id, NOW)
    for role in (nurse, HADDAD):
        assert await dmp.open(role, ALICE)
    other = await dmp.ask_opening(await dmp.login(OLIVIER), ALICE)
    assert other.json()["error"] == "consent_required"


async def test_two_consents_given_at_once_are_one(dmp):
    await dmp.add(ALICE, WARD)
    sessions = [await dmp.login(HADDAD) for _ in range(4)]
    answers = await asyncio.gather(*(declare(dmp, HADDAD, team=HOSPITAL, session=s) for s in sessions))
    assert [answer.status_code for answer in answers] == [201] * 4
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert {answer.json()["meta"]["versionId"] for answer in answers} == {"1"}
    rows = (await dmp.store.search(Query("Consent", ALICE.id))).rows
    assert len([row for row in rows if consent.team_of(json.loads(row.text))]) == 1
    assert len(await dmp.traces(ALICE)) == 4


async def test_the_consent_of_a_consultation_ends_with_it(dmp):
    await dmp.add(ALICE)
    session, other = await dmp.login(HADDAD), await dmp.login(HADDAD)
    await declare(dmp, HADDAD, session=session)
    token = (await dmp.ask_opening(session, ALICE)).json()["access_token"]
    elsewhere = (await dmp.ask_opening(other, ALICE)).json()["access_token"]
    await dmp.client.post("/auth/revoke", data={"token": elsewhere})
    assert (await dmp.get("/DocumentReference", token)).status_code == 200, "another terminal ends nothing"
    await dmp.client.post("/auth/revoke", data={"token": token})
    answer = await dmp.ask_opening(session, ALICE)
    assert (answer.json()["error"], "a expiré" in answer.text) == ("consent_required", True)


async def test_the_consent_of_a_consultation_ends_after_some_hours(tmp_path):
    async with opened(tmp_path, settings=ServerSettings(consultation=timedelta(minutes=50))) as dmp:
        await dmp.add(ALICE)
        await declare(dmp, HADDAD)
        token = await dmp.open(HADDAD, ALICE)
        dmp.wait(minutes=49)
        assert (await dmp.get("/DocumentReference", token)).status_code == 200
        dmp.wait(minutes=1)
        answer = await dmp.get("/DocumentReference", token)
        assert (answer.status_code, "a pris fin" in answer.text) == (403, True)


async def test_closing_ends_no_consent_of_a_team(dmp):
    await dmp.add(ALICE, WARD)
    await declare(dmp, HADDAD, team=HOSPITAL)
    token = await dmp.open(HADDAD, ALICE)
    await dmp.client.post("/auth/revoke", data={"token": token})
    assert await dmp.open(HADDAD, ALICE)


async def test_the_validity_is_a_setting(tmp_path):
    async with opened(tmp_path, settings=ServerSettings(authorisation_days=30)) as dmp:
        await dmp.add(ALICE, WARD)
        await declare(dmp, HADDAD, team=HOSPITAL)
        dmp.wait(days=29)
        await dmp.open(HADDAD, ALICE)
        dmp.wait(days=1)
        answer = await dmp.ask_opening(await dmp.login(HADDAD), ALICE)
        assert answer.json()["error"] == "consent_required"


async def test_who_has_access_collects_the_consent_for_another_who_is_named(dmp):
    await dmp.add(ALICE, authorisation(HADDAD, ALICE))
    for_olivier = OLIVIER.practitioner.id
    without = await declare(dmp, PETIT, practitioner_id=for_olivier)
    assert (without.status_code, "pas encore d'autorisation" in without.text) == (403, True)
    unknown = await declare(dmp, HADDAD, practitioner_id="899999999999")
    assert (unknown.status_code, "n'est pas connu" in unknown.text) == (403, True)
    answer = await declare(dmp, HADDAD, practitioner_id=for_olivier)
    found = consent.authorisation_from_fhir(answer.json())
    assert found.collector is not None
    assert (found.practitioner_id, found.collector.id) == (for_olivier, HADDAD.practitioner.id)
    assert await dmp.open(OLIVIER, ALICE)
    await dmp.add(authorisation(ROUX, ALICE, permitted=False))
    blocked = await declare(dmp, HADDAD, practitioner_id=ROUX.practitioner.id)
    assert (blocked.status_code, "a bloqué" in blocked.text) == (403, True)


def of_old(role: PractitionerRole, kind: ConsentKind) -> Write:
    """A Consent as version 0.1 wrote it: of one professional, for a year, collected by nobody."""
    me = {"identifier": {"system": systems.PRACTITIONER_ID, "value": role.practitioner.id}}
    resource: Json = {
        "resourceType": "Consent",
        "id": f"old-{role.practitioner.id}",
        "extension": [{"url": systems.CONSENT_KIND, "valueCode": kind.value}],
        "status": "active",
        "patient": {"reference": f"Patient/{ALICE.id}"},
        "dateTime": (NOW - timedelta(days=9)).isoformat(),
        "performer": [me],
        "provision": {
            "type": "permit",
            "period": {
                "start": (NOW - timedelta(days=9)).isoformat(),
                "end": (NOW + timedelta(days=356)).isoformat(),
            },
            "actor": [{"reference": me}],
        },
    }
    return Write(resource)


@pytest.mark.parametrize("kind", ConsentKind)
@pytest.mark.parametrize("members", [(), (HADDAD.practitioner.id,), (HOSPITAL.identifier,)])
async def test_what_an_older_store_keeps_is_asked_again(dmp, kind, members):
    """No consent is ever made of it: neither of an information, nor a team's of a professional's."""
    await dmp.add(ALICE, of_old(HADDAD, kind), team(ALICE, *members))
    before = await dmp.store.read("Consent", f"old-{HADDAD.practitioner.id}")
    answer = await dmp.ask_opening(await dmp.login(HADDAD), ALICE)
    assert (answer.status_code, answer.json()["error"]) == (403, "consent_required")
    assert await dmp.store.read("Consent", f"old-{HADDAD.practitioner.id}") == before
    rows = (await dmp.store.search(Query("Consent", ALICE.id))).rows
    assert [row.id for row in rows] == [before.id]
    asked = await declare(dmp, HADDAD, team=HOSPITAL if HOSPITAL.identifier in members else None)
    assert asked.status_code == 201
    assert await dmp.open(HADDAD, ALICE)


async def test_declaring_oneself_attending_changes_the_patient_and_nothing_else_of_it(dmp):
    await dmp.add(ALICE)
    await declare(dmp, ROUX, attending=True, team=CIRCLE)
    await declare(dmp, ROUX, attending=True, team=CIRCLE)
    answer = await dmp.search("Patient", await dmp.login(ROUX), identifier=ins_of(ALICE))
    found = patients.from_fhir(answer.json()["entry"][0]["resource"])
    assert found == ALICE.model_copy(update={"attending": frozenset({ROUX.practitioner.id})})


async def test_a_renewal_is_a_new_version_of_the_same_consent(dmp):
    await dmp.add(ALICE)
    await dmp.add(WARD)
    first = await declare(dmp, HADDAD, team=HOSPITAL)
    dmp.wait(days=400)
    second = await declare(dmp, HADDAD, team=HOSPITAL)
    assert first.json()["id"] == second.json()["id"]
    assert second.headers["location"].endswith("/_history/2")


async def test_a_declaration_about_nobody(dmp):
    answer = await declare(dmp, HADDAD, patient=person(55))
    assert answer.status_code == 403
    assert len(await dmp.refusals()) == 1


async def test_ones_own_consent_and_the_switches_of_a_patient(dmp):
    own, other = authorisation(HADDAD, ALICE), authorisation(OLIVIER, ALICE)
    await dmp.add(ALICE, own, other, switches(ALICE))
    session = await dmp.login(HADDAD)
    form = {"patient.identifier": ins_of(ALICE)}
    both = [own.resource["id"], switches(ALICE).resource["id"]]
    assert ids(await dmp.search("Consent", session, **form)) == both
    mine = form | {"actor.identifier": f"{systems.PRACTITIONER_ID}|{HADDAD.practitioner.id}"}
    assert ids(await dmp.search("Consent", session, **mine)) == []
    only_switches = form | {"category": f"{systems.SWITCHES}|acces-urgence"}
    assert ids(await dmp.search("Consent", session, **only_switches)) == both[1:]


async def my_patients(dmp: World, role: PractitionerRole) -> tuple[dict[str, Json], set[str]]:
    base = {
        "actor.identifier": f"{systems.PRACTITIONER_ID}|{role.practitioner.id}",
        "status": "active",
        "_include": "Consent:patient",
    }
    answer = await dmp.search("Consent", await dmp.login(role), **base)
    assert answer.status_code == 200
    entries = answer.json().get("entry", [])
    consents = {
        e["resource"]["patient"]["reference"].removeprefix("Patient/"): e["resource"]
        for e in entries
        if e["search"]["mode"] == "match"
    }
    included = {e["resource"]["id"] for e in entries if e["search"]["mode"] == "include"}
    return consents, included


async def test_my_patients_with_their_figures(dmp):
    valid, expired, blocked, fresh = (person(n) for n in range(1, 5))
    await dmp.add(
        valid,
        expired,
        blocked,
        fresh,
        person(5),
        authorisation(HADDAD, valid),
        authorisation(HADDAD, expired, days=-1),
        authorisation(HADDAD, blocked, permitted=False),
        authorisation(HADDAD, fresh),
        authorisation(OLIVIER, person(5)),
        *(visited(HADDAD, p) for p in (valid, expired, fresh)),
        kept(document(number=1, days_ago=90), valid),
        kept(document(number=2, days_ago=1000, author=OLIVIER), fresh),
        kept(document(number=3, days_ago=100, author=OLIVIER), fresh),
        kept(document(number=4, days_ago=10), expired),
    )
    await dmp.open(HADDAD, valid)
    dmp.wait(days=2)
    hidden = [Visibility.HIDDEN_FROM_PROFESSIONALS]
    await dmp.add(
        kept(document(number=5, days_ago=-1, author=OLIVIER), valid),
        kept(document(number=6, days_ago=-1, author=OLIVIER, hidden=hidden), valid),
        kept(document(number=7, days_ago=-1, hidden=hidden), valid),
        kept(document(number=8, days_ago=-1, status=DocumentStatus.SUPERSEDED), valid),
        kept(document(number=9, days_ago=-1, type_code="ATTEST-RESID"), valid),
    )
    consents, included = await my_patients(dmp, HADDAD)
    assert set(consents) == included == {p.id for p in (valid, expired, blocked, fresh)}
    found = consents[valid.id]
    assert extension(found, systems.LAST_VISIT)["valueDateTime"] == NOW.isoformat()
    assert extension(found, systems.NEWS)["valueInteger"] == 1, "what one wrote is no news"
    assert extension(found, systems.LAST_DOCUMENT)["valueDateTime"] == (NOW + timedelta(days=1)).isoformat()
    assert extension(consents[fresh.id], systems.NEWS)["valueInteger"] == 1
    assert not extension(consents[fresh.id], systems.LAST_VISIT)
    for closed in (expired, blocked):
        assert not extension(consents[closed.id], systems.NEWS)
        assert not extension(consents[closed.id], systems.LAST_DOCUMENT)


async def test_my_patients_come_by_pages(dmp):
    people = [person(n) for n in range(1, 8)]
    await dmp.add(*people, *(visited(HADDAD, p) for p in people))
    session = await dmp.login(HADDAD)
    form = {"actor.identifier": f"{systems.PRACTITIONER_ID}|{HADDAD.practitioner.id}", "_count": "3"}
    answer, seen = await dmp.search("Consent", session, **form), []
    while True:
        seen += ids(answer)
        links = [link["url"] for link in answer.json()["link"] if link["relation"] == "next"]
        if not links:
            break
        answer = await dmp.get(links[0], session)
    assert len(set(seen)) == len(seen) == 7


async def test_nobody_names_themselves_attending_without_the_consent_of_the_patient(dmp):
    await dmp.add(ALICE)
    me = HADDAD.practitioner.id
    named = attending.to_fhir(me, f"Patient/{ALICE.id}", NOW, named=True, by_patient=False)
    before = await dmp.store.read("Patient", ALICE.id)
    answer = await dmp.post("/Consent", await dmp.login(HADDAD), named)
    assert (answer.status_code, "ne se nomme pas" in answer.text) == (403, True)
    assert await dmp.store.read("Patient", ALICE.id) == before
    assert len(await dmp.refusals()) == 1


async def test_nobody_yet(dmp):
    assert await my_patients(dmp, ROUX) == ({}, set())


TRAITS = {
    "name": ({"family": "dup"}, [1, 2]),
    "accents and case": ({"family": "DÙPUIS"}, [1, 2]),
    "used name": ({"family": "martin"}, [2]),
    "name and given": ({"family": "dupuis", "given": "zo"}, [2]),
    "birth": ({"birthdate": "1951-11-02"}, [1, 2, 3]),
    "birth year and sex": ({"birthdate": "1951", "gender": "male"}, [3]),
    "postal code": ({"address-postalcode": "99020"}, [3]),
    "nobody": ({"family": "zzz"}, []),
}


@pytest.mark.parametrize(("form", "expected"), TRAITS.values(), ids=TRAITS)
async def test_a_search_by_traits(dmp, form, expected):
    people = [
        person(1),
        person(2, given="Zoé", used_name="Martin", state=DmpState.OPPOSED),
        person(3, "LE GALL", "Jean", sex="M", postal_code="99020"),
    ]
    await dmp.add(*people)
    found = ids(await dmp.search("Patient", await dmp.login(ROUX), **form))
    assert sorted(found) == sorted(people[n - 1].id for n in expected)


async def test_too_many_answers_give_none(dmp):
    await dmp.add(*(person(n) for n in range(1, 22)))
    answer = await dmp.search("Patient", await dmp.login(ROUX), family="dupuis")
    issue = answer.json()["issue"][0]
    assert (answer.status_code, issue["code"]) == (400, "too-costly")
    assert issue["diagnostics"] == "Veuillez restreindre vos critères de recherche."
    assert "DUPUIS" not in answer.text


async def test_a_search_by_no_trait(dmp):
    answer = await dmp.search("Patient", await dmp.login(ROUX), gender="female")
    assert answer.status_code == 400


async def test_an_unknown_ins_is_no_entry(dmp):
    assert ids(await dmp.search("Patient", await dmp.login(ROUX), identifier=ins_of(ALICE))) == []
