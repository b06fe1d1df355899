"""The consents of one professional stand side by side: none takes the place of another (domain, §2)."""

import json

import pytest

from dmptui.core.fhir import consent
from dmptui.core.model.access import Authorisation, ConsentKind, Declaration
from dmptui.core.model.practitioner import PractitionerRole
from dmptui.core.server.access.directory import to_fhir
from dmptui.core.store.base import Write
from dmptui.core.work.own_accesses import denial
from tests.core.server.dmp_world import (
    HADDAD,
    PETIT,
    ROUX,
    World,
    authorisation,
    ins_of,
    opened,
    person,
    team,
)

ALICE = person(1)
AT_HOSPITAL = PETIT.model_copy(update={"situation": HADDAD.situation})
AT_CLINIC = PETIT.model_copy(update={"situation": ROUX.situation})
SUBJECT = f"Patient/{ALICE.id}"


@pytest.fixture
async def dmp(tmp_path):
    """PETIT works in three places: a practice, the hospital, and a clinic."""
    async with opened(tmp_path) as world:
        situations = (PETIT.situation, HADDAD.situation, ROUX.situation)
        everywhere = PETIT.practitioner.model_copy(update={"situations": situations})
        await world.add(ALICE, *(Write(resource) for resource in to_fhir(everywhere)[2:]))
        yield world


async def declare(dmp: World, role: PractitionerRole, session: str) -> None:
    subject = f"Patient?identifier={ins_of(ALICE)}"
    declaration = Declaration(kind=ConsentKind.EXPLICIT)
    declared = consent.declaration_to_fhir(declaration, role.practitioner.id, subject, dmp.now[0])
    assert (await dmp.post("/Consent", session, declared)).status_code == 201


async def consult(dmp: World, role: PractitionerRole) -> str:
    """The token of a record that the consent of a consultation opens."""
    session = await dmp.login(role)
    await declare(dmp, role, session)
    return str((await dmp.ask_opening(session, ALICE)).json()["access_token"])


async def reads(dmp: World, token: str) -> bool:
    return (await dmp.get("/DocumentReference", token)).status_code == 200


async def entries(dmp: World) -> list[Authorisation]:
    """What is kept of first accesses under the consent of a team, as the patient reads it."""
    found = (await dmp.search("Consent", await dmp.enter(ALICE))).json()["entry"]
    given = [consent.authorisation_from_fhir(each["resource"]) for each in found]
    return [each for each in given if each.kind is ConsentKind.INFORMATION]


async def refusal(dmp: World, role: PractitionerRole) -> str:
    answer = await dmp.ask_opening(await dmp.login(role), ALICE)
    return "" if answer.status_code == 200 else answer.text


async def test_an_entry_under_a_team_takes_nothing_of_a_consultation_elsewhere(dmp):
    await dmp.add(team(ALICE, HADDAD.situation.organization.id), authorisation(HADDAD, ALICE))
    token = await consult(dmp, PETIT)
    assert await reads(dmp, await dmp.open(AT_HOSPITAL, ALICE))
    assert [each.organization_id for each in await entries(dmp)] == [HADDAD.situation.organization.id]
    assert await reads(dmp, token)
    await dmp.client.post("/auth/revoke", data={"token": token})
    assert "a expiré" in await refusal(dmp, PETIT)


async def test_consultations_in_two_places_are_two(dmp):
    first, second = await consult(dmp, PETIT), await consult(dmp, AT_CLINIC)
    assert [await reads(dmp, token) for token in (first, second)] == [True, True]
    await dmp.client.post("/auth/revoke", data={"token": second})
    assert [await reads(dmp, token) for token in (first, second)] == [True, False]
    assert "a expiré" in await refusal(dmp, AT_CLINIC)


async def test_a_blocking_closes_each_at_once_and_its_end_gives_none_back(dmp):
    await dmp.add(team(ALICE, HADDAD.situation.organization.id), authorisation(HADDAD, ALICE))
    tokens = [await consult(dmp, PETIT), await consult(dmp, AT_CLINIC), await dmp.open(AT_HOSPITAL, ALICE)]
    patient, ps_id = await dmp.enter(ALICE), PETIT.practitioner.id
    assert (await dmp.post("/Consent", patient, denial(ps_id, SUBJECT, dmp.now[0]))).status_code == 201
    assert [await reads(dmp, token) for token in tokens] == [False] * 3
    assert "vous a bloqué" in await refusal(dmp, AT_CLINIC)
    lifted = denial(ps_id, SUBJECT, dmp.now[0], lifted=True)
    assert (await dmp.post("/Consent", patient, lifted)).status_code == 201
    assert [await reads(dmp, token) for token in tokens] == [False, False, True]
    for role in (PETIT, AT_CLINIC):
        assert "pas encore d'autorisation" in await refusal(dmp, role)
    assert not await refusal(dmp, AT_HOSPITAL)


async def test_the_next_consultation_of_a_place_is_a_version_of_the_same_consent(dmp):
    await consult(dmp, PETIT)
    dmp.wait(days=1)
    await consult(dmp, PETIT)
    found = (await dmp.search("Consent", await dmp.enter(ALICE))).json()["entry"]
    assert len([e for e in found if not consent.is_switches(e["resource"])]) == 1, json.dumps(found)


async def test_a_record_that_is_closed_ends_no_consultation_of_another_place(dmp):
    token = await consult(dmp, PETIT)
    session = await dmp.login(AT_CLINIC)
    await declare(dmp, AT_CLINIC, session)
    await dmp.client.post("/auth/revoke", data={"token": token})
    assert (await dmp.ask_opening(session, ALICE)).status_code == 200
