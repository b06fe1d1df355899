"""The profil médical: the person's own, noted, corrected and removed, unseen by anybody else."""

from datetime import timedelta
from decimal import Decimal

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import profile_entry
from dmptui.core.fhir.json import Json
from dmptui.core.model.days import day_of
from dmptui.core.model.medical_profile import Entry, Heading
from dmptui.core.model.patient import LegalRepresentative
from tests.core.server.dmp_world import NOW, ROUX, World, authorisation, ins_of, opened, person

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ALICE = person(1)
BOB = person(2, "MERCIER")
CHILD = person(3, birth_date="2012-01-01", representatives=(ANA,))
TODAY = day_of(NOW)


def allergy(patient, text: str = "Pollen") -> Json:
    return profile_entry.to_fhir(
        Entry(heading=Heading.ALLERGY, text=text), f"Patient?identifier={ins_of(patient)}"
    )


def weight(patient, value: str) -> Json:
    entry = Entry(heading=Heading.WEIGHT, values=(Decimal(value),), day=TODAY)
    return profile_entry.to_fhir(entry, f"Patient?identifier={ins_of(patient)}")


def correction(resource: Json) -> list[Json]:
    return [{"op": "replace", "path": "", "value": resource}]


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, BOB, CHILD, authorisation(ROUX, ALICE))
        yield world


async def profile_of(dmp: World, token: str, **query: str) -> list[Entry]:
    found = (await dmp.search("Observation", token, **query)).json()
    assert found["total"] == len(found.get("entry", ()))
    return [profile_entry.from_fhir(each["resource"]) for each in found.get("entry", ())]


async def texts_of(dmp: World, token: str) -> list[str]:
    return sorted(each.text or each.amount for each in await profile_of(dmp, token))


async def test_what_is_noted_is_corrected_and_removed(dmp):
    token = await dmp.enter(ALICE)
    answer = await dmp.post("/Observation", token, weight(ALICE, "72.5"))
    assert answer.status_code == 201
    get_fhir_model_class("Observation").model_validate(answer.json())
    url = f"/Observation/{answer.json()['id']}"
    assert await texts_of(dmp, token) == ["72,5\u00a0kg"]
    again = await dmp.patch(url, token, correction(weight(ALICE, "71")), if_match='W/"1"')
    assert (again.status_code, again.json()["status"]) == (200, "amended")
    assert await texts_of(dmp, token) == ["71\u00a0kg"]
    late = await dmp.patch(url, token, profile_entry.REMOVED, if_match='W/"1"')
    assert late.status_code == 412
    assert (await dmp.patch(url, token, profile_entry.REMOVED, if_match='W/"2"')).is_success
    assert await profile_of(dmp, token) == []
    assert len(await profile_of(dmp, token, status="entered-in-error")) == 1
    after = await dmp.patch(url, token, correction(weight(ALICE, "70")), if_match='W/"3"')
    assert after.status_code == 405


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"valueString": " "}, 422),
        ({"valueString": "x" * 201}, 422),
        ({"code": {}}, 422),
        ({"effectiveDateTime": (TODAY + timedelta(days=2)).isoformat()}, 422),
        ({"resourceType": "Basic"}, 422),
    ],
)
async def test_what_cannot_be_is_neither_noted_nor_a_correction(dmp, change, status):
    token = await dmp.enter(ALICE)
    assert (await dmp.post("/Observation", token, allergy(ALICE) | change)).status_code == status
    assert await texts_of(dmp, token) == []
    name = (await dmp.post("/Observation", token, allergy(ALICE))).json()["id"]
    wish = correction(allergy(ALICE) | change)
    answer = await dmp.patch(f"/Observation/{name}", token, wish, if_match='W/"1"')
    assert answer.status_code == status
    assert await texts_of(dmp, token) == ["Pollen"]


@pytest.mark.parametrize(
    "patch",
    [
        [{"op": "replace", "path": "/valueString", "value": "Autre"}],
        correction(weight(ALICE, "70")),
        [{"op": "replace", "path": "", "value": 1}],
        [],
    ],
)
async def test_nothing_else_changes(dmp, patch):
    token = await dmp.enter(ALICE)
    name = (await dmp.post("/Observation", token, allergy(ALICE))).json()["id"]
    answer = await dmp.patch(f"/Observation/{name}", token, patch, if_match='W/"1"')
    assert answer.status_code == 405


async def test_nobody_else_reads_or_writes_it(dmp):
    token = await dmp.enter(ALICE)
    assert (await dmp.post("/Observation", token, allergy(BOB))).status_code == 403
    name = (await dmp.post("/Observation", token, allergy(ALICE))).json()["id"]
    other = await dmp.enter(BOB)
    assert await texts_of(dmp, other) == []
    removal = await dmp.patch(f"/Observation/{name}", other, profile_entry.REMOVED, if_match='W/"1"')
    assert removal.status_code == 404
    doctor = await dmp.open(ROUX, ALICE)
    assert (await dmp.search("Observation", doctor)).status_code == 403
    assert (await dmp.post("/Observation", doctor, allergy(ALICE))).status_code == 403


async def test_a_parent_sees_what_they_noted_and_not_what_the_minor_noted(dmp):
    child, parent = await dmp.enter(CHILD), await dmp.enter(CHILD, representative=True)
    secret = (await dmp.post("/Observation", child, allergy(CHILD, "Latex"))).json()["id"]
    shared = (await dmp.post("/Observation", parent, allergy(CHILD, "Arachide"))).json()["id"]
    assert await texts_of(dmp, parent) == ["Arachide"]
    assert await texts_of(dmp, child) == ["Arachide", "Latex"]
    hidden = await dmp.patch(f"/Observation/{secret}", parent, profile_entry.REMOVED, if_match='W/"1"')
    assert hidden.status_code == 404
    wish = correction(allergy(CHILD, "Arachide, noix"))
    assert (await dmp.patch(f"/Observation/{shared}", child, wish, if_match='W/"1"')).is_success
    assert await texts_of(dmp, parent) == ["Arachide, noix"]


async def test_a_closed_profile_has_none(dmp):
    token = await dmp.enter(ALICE)
    await dmp.post("/Observation", token, allergy(ALICE))
    act = {"resourceType": "Parameters", "parameter": [{"name": "acte", "valueCode": "close"}]}
    assert (await dmp.post(f"/Patient/{ALICE.id}/$profil", token, act)).is_success
    assert (await dmp.search("Observation", token)).status_code == 403
    assert (await dmp.post("/Observation", token, allergy(ALICE))).status_code == 403
