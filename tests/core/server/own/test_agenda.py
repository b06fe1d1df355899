"""The agenda: the person's own, kept as noted, cancelled once, unseen by anybody else."""

from datetime import timedelta

import pytest
from fhir.resources.R4B import get_fhir_model_class

from dmptui.core.fhir import appointment as appointments
from dmptui.core.fhir.json import Json
from dmptui.core.model.agenda import Appointment
from dmptui.core.model.patient import LegalRepresentative
from dmptui.core.rules import agenda
from tests.core.server.dmp_world import NOW, ROUX, World, authorisation, ins_of, opened, person

ANA = LegalRepresentative(name="DUPUIS Ana", relationship="mère")
ALICE = person(1)
BOB = person(2, "MERCIER")
CHILD = person(3, birth_date="2012-01-01", representatives=(ANA,))
CANCEL = [{"op": "replace", "path": "/status", "value": "cancelled"}]


def noted(patient, about: str = "Dentiste", days: int = 3) -> Json:
    what = Appointment(start=NOW + timedelta(days=days), about=about, place="Dr Petit")
    return appointments.to_fhir(what, f"Patient?identifier={ins_of(patient)}")


@pytest.fixture
async def dmp(tmp_path):
    async with opened(tmp_path) as world:
        await world.add(ALICE, BOB, CHILD, authorisation(ROUX, ALICE))
        yield world


async def agenda_of(dmp: World, token: str) -> list[str]:
    found = (await dmp.search("Appointment", token)).json()
    assert found["total"] == len(found.get("entry", ()))
    return [each["resource"]["description"] for each in found.get("entry", ())]


async def test_what_is_noted_is_kept_as_it_was_written(dmp):
    token = await dmp.enter(ALICE)
    answer = await dmp.post("/Appointment", token, noted(ALICE))
    assert answer.status_code == 201
    get_fhir_model_class("Appointment").model_validate(answer.json())
    kept = appointments.from_fhir(answer.json())
    assert (kept.start, kept.about, kept.place) == (NOW + timedelta(days=3), "Dentiste", "Dr Petit")
    assert await agenda_of(dmp, token) == ["Dentiste"]


async def test_a_cancelled_one_is_no_more_in_it_and_is_not_cancelled_twice(dmp):
    token = await dmp.enter(ALICE)
    name = (await dmp.post("/Appointment", token, noted(ALICE))).json()["id"]
    version = "1"
    assert (await dmp.patch(f"/Appointment/{name}", token, CANCEL, if_match=f'W/"{version}"')).is_success
    assert await agenda_of(dmp, token) == []
    again = await dmp.patch(f"/Appointment/{name}", token, CANCEL, if_match=f'W/"{version}"')
    assert again.status_code == 412


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"description": "  "}, 422),
        ({"description": "x" * (agenda.MAX_ABOUT + 1)}, 422),
        ({"start": None}, 422),
        ({"start": (NOW - timedelta(days=1)).isoformat()}, 422),
        ({"resourceType": "Basic"}, 422),
    ],
)
async def test_what_says_nothing_is_refused(dmp, change, status):
    token = await dmp.enter(ALICE)
    assert (await dmp.post("/Appointment", token, noted(ALICE) | change)).status_code == status
    assert await agenda_of(dmp, token) == []


async def test_nothing_else_of_it_changes(dmp):
    token = await dmp.enter(ALICE)
    name = (await dmp.post("/Appointment", token, noted(ALICE))).json()["id"]
    wish = [{"op": "replace", "path": "/description", "value": "Autre"}]
    assert (await dmp.patch(f"/Appointment/{name}", token, wish, if_match='W/"1"')).status_code == 405


async def test_it_is_noted_in_one_s_own_agenda(dmp):
    assert (await dmp.post("/Appointment", await dmp.enter(ALICE), noted(BOB))).status_code == 403


async def test_nobody_else_reads_it(dmp):
    token = await dmp.enter(ALICE)
    name = (await dmp.post("/Appointment", token, noted(ALICE))).json()["id"]
    other = await dmp.enter(BOB)
    assert await agenda_of(dmp, other) == []
    assert (await dmp.patch(f"/Appointment/{name}", other, CANCEL, if_match='W/"1"')).status_code == 404
    doctor = await dmp.open(ROUX, ALICE)
    assert (await dmp.search("Appointment", doctor)).status_code == 403


async def test_a_parent_sees_what_they_noted_and_not_what_the_minor_noted(dmp):
    child, parent = await dmp.enter(CHILD), await dmp.enter(CHILD, representative=True)
    await dmp.post("/Appointment", child, noted(CHILD, "Planning familial"))
    await dmp.post("/Appointment", parent, noted(CHILD, "Vaccin"))
    assert await agenda_of(dmp, parent) == ["Vaccin"]
    assert sorted(await agenda_of(dmp, child)) == ["Planning familial", "Vaccin"]


async def test_those_from_a_moment_on(dmp):
    token = await dmp.enter(ALICE)
    for about, days in (("Demain", 1), ("Plus tard", 9)):
        await dmp.post("/Appointment", token, noted(ALICE, about, days))
    found = await dmp.search("Appointment", token, date=f"ge{(NOW + timedelta(days=2)).isoformat()}")
    assert [each["resource"]["description"] for each in found.json()["entry"]] == ["Plus tard"]
