"""Declaring a consent (TD0.3), finding patients (TD0.2, TD0.5), Mes patients (TD0.4)."""

from datetime import timedelta

import httpx
import pytest

from dmptui.core.fhir import attending, consent, systems
from dmptui.core.fhir import patient as patients
from dmptui.core.fhir.json import Json, extension
from dmptui.core.model.access import ConsentKind, Declaration
from dmptui.core.model.document import DocumentStatus, Visibility
from dmptui.core.model.patient import DmpState, Patient
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.server.http.context import ServerSettings
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
) -> httpx.Response:
    declaration = Declaration(kind=kind, attending=attending)
    subject = f"Patient?identifier={ins_of(patient)}"
    resource = consent.declaration_to_fhir(declaration, role.practitioner.id, subject, dmp.now[0])
    return await dmp.post("/Consent", await dmp.login(role), resource)


DECLARATIONS = {
    "explicit": (HADDAD, [], EXPLICIT, False, ""),
    "information in the team": (PETIT, [team(ALICE, PETIT.practitioner.id)], INFORMATION, False, ""),
    "information by the structure": (HADDAD, [team(ALICE, "1990010753")], INFORMATION, False, ""),
    "information outside the team": (HADDAD, [], INFORMATION, False, "pas encore d'autorisation"),
    "renewed": (HADDAD, [authorisation(HADDAD, ALICE, days=-5)], EXPLICIT, False, ""),
    "blocked": (HADDAD, [authorisation(HADDAD, ALICE, permitted=False)], EXPLICIT, False, "bloqué"),
    "attending": (ROUX, [], EXPLICIT, True, ""),
    "attending, not a physician": (PETIT, [], EXPLICIT, True, "Seul un médecin"),
}


@pytest.mark.parametrize(
    ("role", "known", "kind", "attending", "says"), DECLARATIONS.values(), ids=DECLARATIONS
)
async def test_a_declaration_is_decided_by_the_rule_and_traced_once(dmp, role, known, kind, attending, says):
    await dmp.add(ALICE, *known)
    answer = await declare(dmp, role, kind=kind, attending=attending)
    (trace,) = await dmp.traces(ALICE)
    assert trace["subtype"][0]["code"] == "autorisation"
    if says:
        assert answer.status_code == 403
        assert says in answer.json()["issue"][0]["diagnostics"]
        assert trace["outcome"] == "8"
        assert (await dmp.ask_opening(await dmp.login(role), ALICE)).status_code == 403
    else:
        assert answer.status_code == 201
        found = consent.authorisation_from_fhir(answer.json())
        assert (found.until, found.kind) == (NOW + timedelta(days=365), kind)
        assert await dmp.open(role, ALICE)


async def test_the_validity_is_a_setting(tmp_path):
    async with opened(tmp_path, settings=ServerSettings(authorisation_days=30)) as dmp:
        await dmp.add(ALICE)
        await declare(dmp, HADDAD)
        dmp.wait(days=29)
        await dmp.open(HADDAD, ALICE)
        dmp.wait(days=1)
        answer = await dmp.ask_opening(await dmp.login(HADDAD), ALICE)
        assert answer.json()["error"] == "consent_required"


async def test_declaring_oneself_attending_changes_the_patient_and_nothing_else_of_it(dmp):
    await dmp.add(ALICE)
    await declare(dmp, ROUX, attending=True)
    await declare(dmp, ROUX, attending=True)
    answer = await dmp.search("Patient", await dmp.login(ROUX), identifier=ins_of(ALICE))
    found = patients.from_fhir(answer.json()["entry"][0]["resource"])
    assert found == ALICE.model_copy(update={"attending": frozenset({ROUX.practitioner.id})})


async def test_a_renewal_is_a_new_version_of_the_same_consent(dmp):
    await dmp.add(ALICE)
    first, second = await declare(dmp, HADDAD), await declare(dmp, HADDAD)
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
    assert ids(await dmp.search("Consent", session, **mine)) == both[:1]
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
    await dmp.add(*people, *(authorisation(HADDAD, p) for p in people))
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
