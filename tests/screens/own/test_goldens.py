"""The screens of Mon espace santé, whole, at 80×24 and 120×40; waiting and out of order too."""

import asyncio
from datetime import timedelta

import pytest

from dmptui.core.demo.practitioners import role
from dmptui.core.demo.time import MovableClock
from tests.screens import golden
from tests.screens.driver import NOW
from tests.screens.faulty import down
from tests.screens.own.driver import OWN_NUMBER, deposit, doctor, enter, go

SIZES = [pytest.param((80, 24), id="80x24"), pytest.param((120, 40), id="120x40")]


@pytest.fixture
def shot(request):
    """Compare what is on the screen with its golden file."""
    update = request.config.getoption("--update-goldens")

    async def check(dmp, name):
        await dmp.pilot.pause()
        width, height = dmp.app.size
        golden.check(f"usager-{name}-{width}x{height}", dmp.lines, update=update, screen=dmp.app.screen)

    return check


@pytest.mark.parametrize("size", SIZES)
async def test_who_enters(start, shot, size):
    async with start(size=size) as dmp:
        await dmp.sees("Connexion")
        await dmp.keys("u")
        await dmp.sees("entrer dans Mon espace santé")
        await shot(dmp, "qui")
        await dmp.types("konate")
        await dmp.keys("enter")
        await dmp.sees("qui se connecte ?")
        await shot(dmp, "mineur")


@pytest.mark.parametrize("size", SIZES)
async def test_every_page(start, settings, shot, size):
    await deposit(settings, "bernard", "Lettre")
    async with doctor(settings, "bernard", timedelta(seconds=6)) as (record, _session):
        await record.write_message("Vos résultats", "Ils sont bons.\nReparlons-en à votre prochaine visite.")
    async with start(size=size) as dmp:
        MovableClock(lambda: NOW, settings.data_dir).advance(timedelta(days=1))
        await enter(dmp, "bernard")
        await shot(dmp, "accueil")
        for place, name in (
            ("own_documents", "documents"),
            ("own_messages", "messages"),
            ("traces", "acces"),
            ("own_professionals", "soignants"),
            ("own_switches", "urgence"),
            ("own_agenda", "agenda"),
            ("own_services", "services"),
            ("own_medical_profile", "profil"),
        ):
            await go(dmp, place)
            if place == "traces":
                await dmp.sees(" traces")
            await shot(dmp, name)


@pytest.mark.parametrize("size", SIZES)
async def test_a_profile_to_come(start, shot, size):
    async with start(size=size) as dmp:
        await enter(dmp, "simon")
        await shot(dmp, "notifie")
        await dmp.keys("o")
        await dmp.sees("Oui, je le confirme")
        await shot(dmp, "opposition")
        await dmp.keys("escape", "plus")
        await dmp.sees("Avancer le temps")
        await shot(dmp, "temps")


@pytest.mark.parametrize("size", SIZES)
async def test_what_is_confirmed(start, shot, size):
    async with start(size=size) as dmp:
        await enter(dmp, "bernard")
        await go(dmp, "own_documents")
        await dmp.keys("enter")
        await dmp.sees("Hématologie", "%")
        await shot(dmp, "document")
        await dmp.keys("escape", "m")
        await dmp.sees("Oui, je le confirme")
        await shot(dmp, "masquer")
        await dmp.keys("escape")
        await go(dmp, "own_professionals")
        dmp.list.go_to(role("ROUX").practitioner.id)
        await dmp.keys("b")
        await dmp.sees("Oui, je le confirme")
        await shot(dmp, "bloquer")


@pytest.mark.parametrize(
    ("place", "asked", "said"),
    [
        ("own_home", "POST /fhir/AuditEvent/_search", "Les nouveautés n'ont pas pu être lues."),
        ("own_documents", "POST /fhir/DocumentReference/_search", "Vos documents n'ont pas pu être lus."),
        ("own_messages", "POST /fhir/Communication/_search", "Vos messages n'ont pas pu être lus."),
        ("own_professionals", "POST /fhir/CareTeam/_search", "Vos professionnels n'ont pas pu être lus."),
        ("own_switches", "POST /fhir/Consent/_search", "Vos réglages n'ont pas pu être lus."),
        ("own_agenda", "POST /fhir/DocumentReference/_search", "L'agenda n'a pas pu être lu."),
        ("own_medical_profile", "POST /fhir/Observation/_search", "Le profil médical n'a pas pu être lu."),
    ],
)
async def test_out_of_order(start, network, place, asked, said):
    async with start() as dmp:
        if place == "own_home":
            network.rules[asked] = down
            await dmp.sees("Connexion")
            await dmp.keys("u")
            await dmp.sees("entrer dans Mon espace santé")
            await dmp.keys("enter")
        else:
            await enter(dmp, "bernard")
            network.rules[asked] = down
            await dmp.keys(OWN_NUMBER[place])
        await dmp.sees("Le DMP ne répond pas")
        await dmp.keys("enter")
        await dmp.sees(said, "F5 : redemander")
        network.rules.clear()
        await dmp.keys("f5")
        await dmp.sees_no(said)
        await dmp.until(lambda: bool(dmp.list.rows) or "Aucun message" in dmp.text)


async def test_waiting(start, network, shot):
    async with start() as dmp:
        await enter(dmp, "bernard")
        asked = network.held["POST /fhir/DocumentReference/_search"] = asyncio.Event()
        await dmp.keys(OWN_NUMBER["own_documents"])
        await dmp.sees("Vos documents arrivent…")
        await shot(dmp, "attente")
        asked.set()
        await dmp.sees("documents ·")
